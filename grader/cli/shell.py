"""The part of the command line that looks after the shell: `completion`."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, /, shell: str) -> None:
    """Print the script by which a shell completes `grade`.

    It completes commands, options, assignments and people.
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is not None:
        click.echo(script(ctx.find_root().command, {}, "grade", "_GRADE_COMPLETE").source())
