"""Two mistakes at once: at least one of the two is named for most pairs (`make mistakes` tries 200)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.diagnose.pairs import drawn, named
from tests.diagnose.stored import FOLDERS

if TYPE_CHECKING:
    from grader.sandbox.warm import Warm

QUICK = next(folder for folder in FOLDERS if folder.path.name == "toronto_a1")


def test_one_of_two_mistakes_is_named_in_most_pairs(warm: Warm) -> None:
    found = named(QUICK, drawn(QUICK, 10, seed=5), warm)
    assert sum(bool(one.right) for one in found) >= 0.6 * len(found)
