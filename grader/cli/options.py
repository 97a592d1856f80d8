"""The options that all ways of running a submission share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli import completing
from grader.cli.program import Place, child_python
from grader.cli.results import in_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

LEVELS = ("auto", "strict", "landlock", "process")
OF_WHAT: Sequence[Decorator] = (
    click.option(
        "--assignment", metavar="SLUG", help="Which assignment; else it is recognised.", shell_complete=completing.slugs
    ),
    click.option("--course", type=Place(), metavar="DIR", help="The course; by default found from here upwards."),
)
PARTS: Sequence[Decorator] = (
    click.option("--only", multiple=True, metavar="ITEM", help="Only this rubric item or check (repeatable)."),
    click.option("--explain", metavar="CHECK", help="Run one check, with what it needs, and show it in full."),
)
CHILD: Sequence[Decorator] = (
    child_python,
    click.option("--isolation", type=click.Choice(LEVELS), default="auto", help="Require an isolation level."),
    click.option("--timeout", type=click.FloatRange(min=0.1), metavar="SECONDS", help="Limit for each probe."),
    click.option("--memory", type=click.IntRange(min=128), metavar="MIB", help="Memory limit of the child."),
    click.option("--seed", type=int, default=0, help="Seed of the child's random generators.", show_default=True),
    click.option("--run-cells", is_flag=True, help="Run a notebook's whole cells, not its definitions only."),
    in_language,
)


def together(options: Sequence[Decorator]) -> Decorator:
    """Return one decorator that adds options in this order."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


grading = together([*OF_WHAT, *PARTS, *CHILD])
grading_whole = together([*OF_WHAT, *CHILD])
