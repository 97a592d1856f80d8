"""The part of the command line that audits rubrics: `audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli import completing
from grader.cli.program import Place, child_python
from grader.cli.results import in_language

if TYPE_CHECKING:
    from pathlib import Path


@click.command("audit")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...", shell_complete=completing.slugs)
@click.option("--course", type=Place(), metavar="DIR", help="The course; by default found from here upwards.")
@click.option("--out", "-o", type=Place(), metavar="FILE.html", help="Write the whole audit as one page.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("--quiet", "-q", is_flag=True, help="Findings only.")
@click.option("--fresh", is_flag=True, help="Run every mistake anew, and measure how near each comes to passing.")
@click.option(
    "--samples",
    type=Place(),
    metavar="DIR",
    help="Submissions marked perfect; else tests/submissions/SLUG of the course.",
)
@click.option(
    "--stub-share",
    type=click.FloatRange(0.0, 1.0),
    default=0.1,
    show_default=True,
    help="The part of the points that a stub may earn.",
)
@child_python
@in_language
@click.pass_context
def audit(ctx: click.Context, /, slugs: tuple[str, ...], out: Path | None, **options: Any) -> None:
    """Say whether rubrics are sound, by default all of the course.

    Known mistakes are held against the checks, stubs and right work against the points, rounding and mistakes against
    the tolerances, the reference against the time limits. The assignment's audit.py may accept what is found.

    Exit status: 0 sound, 1 something is to be mended, 2 there is nothing to audit by.
    """
    from grader.audit import command

    ctx.exit(command.run(slugs, out, options))
