"""Print what is named for 200 pairs of mistakes: `python -m tests.diagnose [PAIRS]`."""

from __future__ import annotations

import importlib.util
import sys

import click

from grader.sandbox.warm import Warm
from tests.diagnose.pairs import drawn, named
from tests.diagnose.stored import FOLDERS

SEED = 11


def main() -> None:
    folders = [one for one in FOLDERS if all(map(importlib.util.find_spec, one.rubric.packages))]
    each = int(sys.argv[1] if len(sys.argv) > 1 else 200) // len(folders)
    found = []
    for folder in folders:
        with Warm(packages=folder.rubric.packages) as warm:
            here = named(folder, drawn(folder, each, SEED), warm)
        click.echo(
            f"{folder.path.name}: {sum(bool(one.right) for one in here)} of {len(here)} pairs have one of both named"
        )
        for one in here:
            if one.wrong:
                click.echo(f"  {' and '.join(one.pair)}: named {', '.join(sorted(one.wrong))}, too")
        found += here
    right, both = sum(bool(one.right) for one in found), sum(len(one.right) == 2 for one in found)
    click.echo(f"in all: one named in {right / len(found):.0%} of {len(found)} pairs, both in {both / len(found):.0%}")


if __name__ == "__main__":
    main()
