"""The part of the command line that gives grades away: `export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.classes import of_a_class
from grader.cli.program import Place

if TYPE_CHECKING:
    from pathlib import Path

FORMS = ("canvas", "blackboard", "brightspace", "moodle", "csv", "json")


@click.command("export")
@click.option("--to", type=click.Choice(FORMS), required=True, help="A platform; or our own table, for a spreadsheet.")
@of_a_class
@click.option("--into", type=Place(), metavar="FILE.csv", help="The platform's own gradebook, to be filled.")
@click.option("--column", metavar="TITLE", help="Which column of it; else the one called as the assignment.")
@click.option("--comments", is_flag=True, help="Add points by rubric item as a comment, where the platform takes one.")
@click.option("--scale", is_flag=True, help="Convert grades to the points that the platform's column has.")
@click.option(
    "--missing-as-zero",
    is_flag=True,
    help="Give 0 to those who have no result and nothing in the column; also to whoever handed in a file that "
    "`grade batch` did not recognise, so they are listed first.",
)
@click.option("--with-unmarked", is_flag=True, help="Write grades also where points by hand are yet to be given.")
@click.option("--out", "-o", type=Place(), required=True, metavar="FILE", help="`-` prints to stdout.")
@click.pass_context
def export(ctx: click.Context, /, to: str, gradebook: Path, out: Path, **options: Any) -> None:
    """Put the grades of a class into a platform's file or a table.

    The platform's own gradebook, which you download and name with --into, is filled in one column and stays as it is
    otherwise. People are found by id, then by e-mail, then by the exact name; who is not found is listed, and nothing
    is guessed. Who has points that are yet to be given by hand has no grade until then.

    Exit status: 0 all grades are in the file, 1 some found no place, 2 nothing could be written.
    """
    from grader.exports import command

    ctx.exit(command.export(to, gradebook, out, options))
