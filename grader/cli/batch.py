"""The part of the command line for a whole class: `batch` and `history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli import completing
from grader.cli.options import grading_whole
from grader.cli.program import Place
from grader.cli.results import AUDIENCES, FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

GRADEBOOK = Path("reports", "gradebook.sqlite")
in_layout = click.option(
    "--layout",
    default="auto",
    show_default=True,
    metavar="NAME",
    help="How the platform names its files.",
    shell_complete=completing.layouts,
)


@click.command("batch")
@click.argument("source", type=Place(), metavar="PATH")
@click.option(
    "--out", "-o", type=Place(), default="reports", metavar="DIR", help="Where reports go.", show_default=True
)
@click.option("--gradebook", type=Place(), metavar="FILE", help="Where results are kept; else DIR/gradebook.sqlite.")
@click.option(
    "--attempt",
    type=click.Choice(["latest", "first", "best"]),
    default="latest",
    show_default=True,
    help="Which attempts of a person are graded; for the best, all are.",
)
@in_layout
@click.option("--roster", type=Place(), metavar="FILE.csv", help="Who is in the class: names, ids, e-mails.")
@click.option("--again", is_flag=True, help="Grade also what is graded already and has not changed.")
@click.option("--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Grade N at a time; else one a processor.")
@click.option("--scheduler", default="", metavar="URL", help="Grade on the dask cluster at tcp://HOST:8786.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="What to write (repeatable).")
@click.option("--audience", type=click.Choice(AUDIENCES), default="both", show_default=True)
@click.option("--marks", type=Place(), metavar="FILE.csv", help="Add the points that people gave (`grade marks`).")
@click.option("--due", metavar="TIME", help="The due date, ISO 8601; else the rubric's.")
@click.option("--adapter", type=Place(), metavar="PATH", help="Lay these files over each submission, to map its names.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@grading_whole
@click.pass_context
def batch(ctx: click.Context, /, source: Path, out: Path, formats: Sequence[str], **options: Any) -> None:
    """Grade a class from a platform's download or a folder.

    PATH is a platform's bulk download, or a folder with a file or folder for each submission.

    Results are kept in a gradebook the moment that they are there. The same command goes on after whatever ended it,
    and grades only what is missing or has changed.

    Exit status: 0 all that can be read is graded, 2 nothing could be begun, 3 some are incomplete by a fault of the
    grader, 130 interrupted.
    """
    from grader.batch import command

    ctx.exit(command.batch(source, out, formats, options))


@click.command("history")
@click.argument("person", shell_complete=completing.people)
@click.option(
    "--gradebook", type=Place(), default=GRADEBOOK, show_default=True, metavar="FILE", help="What `grade batch` made."
)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def history(person: str, gradebook: Path, *, as_json: bool) -> None:
    """Show all that PERSON ever got, with time and reason. PERSON is a name, an e-mail or an id."""
    from grader.batch import history as shown

    shown.history(person, gradebook, as_json=as_json)


BATCH = (batch, history)
