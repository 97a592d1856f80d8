"""The part of the command line that looks at a whole class: `class` and `similar`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli import completing
from grader.cli.batch import GRADEBOOK, in_layout
from grader.cli.program import Place
from grader.cli.results import in_language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def of_a_class(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which results of a class are meant."""
    for option in (
        click.option(
            "--attempt",
            type=click.Choice(["latest", "first", "best"]),
            help="Which attempt of a person counts; else as the class was graded.",
        ),
        click.option(
            "--assignment",
            metavar="SLUG",
            help="Which assignment; else the only one of the gradebook.",
            shell_complete=completing.graded,
        ),
        click.option("--gradebook", type=Place(), default=GRADEBOOK, show_default=True, metavar="FILE"),
    ):
        command = option(command)
    return command


@click.command("class")
@of_a_class
@click.option("--roster", type=Place(), metavar="FILE.csv", help="Who is in the class, to tell who handed in nothing.")
@click.option("--anonymous", is_flag=True, help="Numbers in place of names, ids, e-mails and links.")
@click.option("--json", "as_json", is_flag=True, help="For a program; printed unless --out names a file.")
@click.option("--out", "-o", type=Place(), metavar="FILE", help="By default class.html beside the gradebook.")
@in_language
def class_(gradebook: Path, **options: Any) -> None:
    """Make the page about a class: totals, mistakes, items, people.

    `grade batch` writes it, too. Links lead to the reports that lie beside the gradebook.

    Exit status: 0 it is written, 2 there is no such gradebook, or the page cannot be written.
    """
    from grader.classpage import command

    command.class_page(gradebook, options)


@click.command("similar")
@of_a_class
@click.option("--from", "source", type=Place(), metavar="PATH", help="The platform's download, for what needs code.")
@in_layout
@click.option("--export", type=Place(), metavar="DIR", help="Lay the code out there, for JPlag or MOSS.")
@click.option("--anonymous", is_flag=True, help="Number the folders; DIR-key.csv beside them says who is who.")
@click.option("--tokens", is_flag=True, help="Compare the code, too (pip install 'backgrade[similarity]').")
@click.option("--course", type=Place(), metavar="DIR", help="Whose starter code is set aside; else found from here.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def similar(gradebook: Path, **options: Any) -> None:
    """Show which submissions gave the same wrong results.

    Only hidden cases count. What they show is evidence for a person, and never a mark.

    The rarest come first. What a known mistake explains or many share tells nothing, and the list says so.

    Exit status: 0 it is shown, whatever was found, 2 there is no such gradebook, or the code cannot be read or written.
    """
    from grader.similarity import command

    command.similar(gradebook, options)


CLASS = (class_, similar)
