"""`python -m tests.attacks`: try hostile submissions at every level of isolation that this machine gives."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.sandbox.host import LEVELS
from grader.sandbox.warm import Warm
from tests import toy
from tests.attacks import attack as files
from tests.attacks import contained, harness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from tests.attacks.attack import Attack
    from tests.attacks.harness import Result

STYLES = {"held": "green", "BROKE": "bold red", "not promised": "dim"}


@click.command()
@click.argument("names", nargs=-1)
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Only at this level; repeatable.")
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, help="How many run at the same time.")
def main(names: tuple[str, ...], levels: tuple[str, ...], jobs: int) -> None:
    """Try attacks: NAMES are kinds or attacks, all by default."""
    chosen = _chosen(names)
    with tempfile.TemporaryDirectory(prefix="backgrade-toy-") as place:
        with Warm() as warm:
            at = [level for level in harness.offered(warm) if not levels or level in levels]
            toy.write_whole(Path(place), warm)
        results = _all(chosen, at, Path(place), jobs)
    _print(results)
    sys.exit(any(result.outcome == "BROKE" for result in results))


def _chosen(names: Sequence[str]) -> list[Attack]:
    words = {path: {path.parent.name, path.stem, f"{path.parent.name}/{path.stem}"} for path in files.paths()}
    for name in names:
        if not any(name in said for said in words.values()):
            raise click.UsageError(f"there is no attack and no kind {name!r}.")
    return [files.read(path) for path, said in words.items() if not names or said & set(names)]


def _all(chosen: list[Attack], levels: list[str], finished: Path, jobs: int) -> list[Result]:
    """Run attacks at levels; those that may succeed come last, where they disturb no other."""
    pairs = [(attack, level) for level in levels for attack in chosen]
    promised = [pair for pair in pairs if pair[1] in pair[0].holds]
    results: list[Result] = []
    with ThreadPoolExecutor(jobs) as pool:
        for part in (promised, [pair for pair in pairs if pair not in promised]):
            results += pool.map(lambda pair: contained.run(pair[0], pair[1], finished), part)
    place = {(attack.name, level): number for number, (attack, level) in enumerate(pairs)}
    return sorted(results, key=lambda result: place[result.attack, result.level])


def _print(results: list[Result]) -> None:
    from rich.console import Console  # noqa: PLC0415 - not needed to say --help
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for heading in ("attack", "level", "outcome", "marks", "deserved", "seconds", "residue", "what it broke"):
        right = heading in ("marks", "deserved", "seconds")
        table.add_column(heading, justify="right" if right else "left", no_wrap=heading == "attack")
    for result in results:
        table.add_row(*_row(result))
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)
    for level in dict.fromkeys(result.level for result in results):
        count = Counter(result.outcome for result in results if result.level == level)
        console.print(f"{level}: " + ", ".join(f"{count[outcome]} {outcome}" for outcome in STYLES))


def _row(result: Result) -> list[Text]:
    from rich.text import Text  # noqa: PLC0415

    marks = ["-" if value is None else f"{value:g}" for value in (result.points, result.deserves)]
    residue = f"{result.processes} processes, {result.files} files" if result.processes or result.files else "none"
    words = [result.attack, result.level, result.outcome, *marks, f"{result.seconds:.2f}", residue]
    styles = {result.outcome: STYLES[result.outcome]}
    return [Text(word, styles.get(word, "")) for word in words] + [Text("\n".join(result.broken))]


if __name__ == "__main__":
    main()
