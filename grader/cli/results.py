"""The part of the command line that looks at results once more: `rescore`, `near`, `diff` and `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli import completing
from grader.cli.program import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMATS = ("json", "html", "text", "junit")
AUDIENCES = ("instructor", "student", "both")
LANGUAGES = ("en", "de")

in_language = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", help="Language of the report.", show_default=True
)


def reporting(out: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options of what writes reports, by default to the folder `out`."""
    options = [
        click.option(
            "--out",
            "-o",
            type=Place(),
            default=out,
            metavar="DIR",
            help="Where reports go; `-` prints to stdout.",
            show_default=True,
        ),
        click.option(
            "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="What to write (repeatable)."
        ),
        click.option("--audience", type=click.Choice(AUDIENCES), default="both", show_default=True),
        click.option("--quiet", "-q", is_flag=True, help="One line per submission."),
        click.option(
            "--marks", type=Place(), metavar="FILE.csv", help="Add the points that people gave (`grade marks`)."
        ),
        click.option("--due", metavar="TIME", help="The due date, ISO 8601; else the rubric's."),
        click.option(
            "--submitted-at", metavar="TIME", help="When the submission came, ISO 8601; else nothing is taken for it."
        ),
    ]

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@click.command("rescore")
@click.argument("names", nargs=-1, metavar="[SUBMISSION]...")
@click.option("--kept", type=Place(), default="kept", show_default=True, metavar="DIR", help="What --keep was told.")
@click.option(
    "--assignment",
    metavar="SLUG",
    help="Which assignment; else the only one that anything is kept of.",
    shell_complete=completing.slugs,
)
@click.option("--course", type=Place(), metavar="DIR", help="The course; by default found from here upwards.")
@reporting("rescored")
@click.option("--jobs", "-j", type=click.IntRange(min=1), default=1, metavar="N", help="Score N submissions at a time.")
@in_language
@click.pass_context
def rescore(ctx: click.Context, /, names: tuple[str, ...], out: Path, formats: tuple[str, ...], **options: Any) -> None:
    """Score kept results again, by the rubric as it is now.

    Kept is what `grade run --keep DIR` wrote; no student code is run.

    SUBMISSIONs are named as in their reports; without a name it is all.
    """
    from grader.regrading import command

    if str(out) == "-" and len(formats) != 1:
        raise click.UsageError("With --out - name one --format to print.")
    ctx.exit(command.rescore(names, str(out), formats, options))


@click.command("near")
@click.argument("places", nargs=-1, type=Place(), metavar="[REPORT.json]...")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def near(places: tuple[Path, ...], *, as_json: bool) -> None:
    """List near misses: checks near to their tolerance.

    Their error is between half and twice what is allowed. Without names, all reports in reports/ are looked at.

    For each it says which factor on the tolerance would change the verdict.
    """
    from grader.regrading import command

    command.near(places, as_json=as_json)


@click.command("diff")
@click.argument("old", type=Place())
@click.argument("new", type=Place())
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.pass_context
def diff(ctx: click.Context, /, old: Path, new: Path, *, as_json: bool) -> None:
    """Show what changed from OLD to NEW, for whom and why.

    These are two JSON reports, or two folders of them.

    Exit status: 0 nothing changed, 1 something did, 2 there is nothing to compare.
    """
    from grader.regrading import command

    ctx.exit(command.diff(old, new, as_json=as_json))


@click.command("explain")
@click.argument("report", type=Place(), metavar="REPORT.json")
@click.argument("check", shell_complete=completing.checks)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@in_language
def explain(report: Path, check: str, *, as_json: bool, language: str) -> None:
    """Show one check of a JSON report in full.

    With its figures, where the errors are, the smallest example and every case.
    """
    from grader.cli import explaining

    click.echo(explaining.explain(report, check, as_json=as_json, language=language), nl=False)


REGRADING = (rescore, near, diff, explain)
