"""No attack gets what it wants: hostile submissions, each at the level of isolation that a grader here would choose."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.warm import Warm
from tests.attacks import attack as files
from tests.attacks import harness, traps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.attacks.attack import Attack

ATTACKS = [files.read(path) for path in files.paths()]


@pytest.fixture(scope="module")
def living() -> Iterator[Callable[[], Warm]]:
    """Give a warm parent that is alive, so that an attack that ends it does not fail all that come after it."""
    warms: list[Warm] = []

    def one() -> Warm:
        if not warms or warms[-1].process.poll() is not None:
            warms.append(Warm())
        return warms[-1]

    yield one
    for warm in warms:
        warm.close()


@pytest.fixture(scope="module")
def level(living: Callable[[], Warm]) -> str:
    return harness.offered(living())[0]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gets_the_marks_that_its_work_deserves_and_nothing_else(
    attack: Attack, level: str, living: Callable[[], Warm], finished_toy: Path
) -> None:
    if level not in attack.holds:
        pytest.skip(f"the level {level}, the best of this machine, does not promise it")
    result = harness.run(attack, level, living(), finished_toy)
    assert not result.broken, f"{attack.title}: {attack.must}"


def test_there_are_many_attacks_of_every_kind() -> None:
    kinds = Counter(attack.kind for attack in ATTACKS)
    assert len(ATTACKS) >= 80
    assert {kind for kind in files.KINDS if kinds[kind] < 5} == set()


def test_no_folder_of_attacks_is_overlooked() -> None:
    folders = {path.parent.name for path in files.FOLDER.glob("*/*.py") if path.parent.name != "__pycache__"}
    assert folders == set(files.KINDS)


def test_attacks_name_nothing_that_the_harness_does_not_tell_them(finished_toy: Path) -> None:
    with traps.Traps(finished_toy) as laid:
        known = laid.words(1)
    named = {word for attack in ATTACKS for word in re.findall("@[A-Z]+@", attack.path.read_text())}
    assert named <= set(known)
