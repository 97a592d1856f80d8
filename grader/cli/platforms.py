"""The part of the command line for autograding platforms: `platform`, and what its packages call there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli import completing
from grader.cli.options import LEVELS
from grader.cli.program import Place

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("gradescope", "autolab", "markus", "prairielearn", "codegrade", "github-classroom")


@click.command("platform")
@click.argument("platform", type=click.Choice(NAMES), metavar="PLATFORM")
@click.argument("slug", shell_complete=completing.slugs)
@click.option("--out", "-o", type=Place(), required=True, metavar="DIR", help="A new or an empty folder.")
@click.option("--course", type=Place(), metavar="DIR", help="The course; by default found from here upwards.")
@click.option("--isolation", type=click.Choice(LEVELS), default="auto", help="Require this level there.")
def platform(platform: str, slug: str, out: Path, course: Path | None, isolation: str) -> None:
    """Write the package with which a platform grades an assignment.

    Its README says what to do with it.

    PLATFORM is gradescope, autolab, markus, prairielearn, codegrade or github-classroom.

    The package holds the engine, rubric, driver and expected outputs, but nothing of the solution. docs/platforms.md
    tells the rest.

    Exit status: 0 written, 2 a folder that is not empty, or expected outputs that are absent or stale.
    """
    from grader.platforms import command

    command.make(platform, slug, out, course, isolation)


@click.command("platform-run", hidden=True)
@click.argument("platform", type=click.Choice(NAMES))
@click.option("--package", type=Place(), required=True)
@click.option("--submission", type=Place(), required=True)
@click.option("--ours", multiple=True, help="A name in the submission's folder that is not the student's.")
@click.option("--metadata", type=Place())
@click.option("--results", required=True, help="A file, `-` for standard output, or `fd:N`.")
def platform_run(platform: str, results: str, **place: Any) -> None:
    """Grade one submission on a platform, as the scripts of its package ask.

    Exit status: 0 results are written, be it of a fault of the grader; 2 they cannot be written.
    """
    from grader.platforms import run

    run.run(platform, run.Place(**place), results)


PLATFORM = (platform, platform_run)
