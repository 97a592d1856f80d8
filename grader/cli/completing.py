"""What a shell may complete beyond commands and options. Nothing here fails: where nothing is known, nothing comes.

Completing runs at every press of Tab, so it reads names of folders, and the small tables of a file, never a rubric.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem[Any]]]

MOST = 200  # names that a shell is given


def _completing(names: Callable[[click.Context], Iterable[str]]) -> Complete:
    """Return what completes the beginning of a name, letter case aside, and keeps quiet about whatever goes wrong."""

    def complete(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem[Any]]:
        from click.shell_completion import CompletionItem

        try:
            known = [name for name in names(ctx) if name.casefold().startswith(begun.casefold())]
        except Exception:  # noqa: BLE001 - a shell that completes has nowhere to say what is wrong
            return []
        return [CompletionItem(name) for name in known[:MOST] if name.isprintable()]

    return complete


def _slugs(ctx: click.Context) -> Iterable[str]:
    from grader.course import find_course, here

    course = find_course(here(), ctx.params.get("course"))
    return sorted(path.parent.name for path in course.glob("reference/*/rubric.py"))


def _people(ctx: click.Context) -> Iterable[str]:
    from grader.batch.gradebook import Gradebook

    with Gradebook(_gradebook(ctx), make=False) as book:
        people = book.people()
    return sorted({word for key, person in people.items() for word in (key, person["email"]) if word})


def _graded(ctx: click.Context) -> Iterable[str]:
    from grader.batch.gradebook import Gradebook

    with Gradebook(_gradebook(ctx), make=False) as book:
        return book.assignments()


def _gradebook(ctx: click.Context) -> Path:
    said = ctx.params.get("gradebook")
    return said if isinstance(said, Path) else Path("reports", "gradebook.sqlite")


def _layouts(_: click.Context) -> Iterable[str]:
    from grader.batch.layouts import LAYOUTS

    return ["auto", *LAYOUTS]


def _checks(ctx: click.Context) -> Iterable[str]:
    from grader.report.collected import read

    return [check.id for item in read(ctx.params["report"]).items for check in item.checks]


slugs, people, graded, layouts, checks = map(_completing, (_slugs, _people, _graded, _layouts, _checks))
