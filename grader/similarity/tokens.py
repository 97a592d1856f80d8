"""How alike the code of submissions is, token by token: by `copydetect`, an extra. The code is read and never run."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LENGTH, WINDOW = 25, 1  # tokens, as copydetect takes them unless told otherwise
LEAST = 0.5  # of one of the two, below which a pair is not listed
MOST = 200_000  # characters of one submission
ABSENT = "Comparing code by tokens needs the package copydetect: pip install 'backgrade[similarity]'."


@dataclass(frozen=True)
class Alike:
    """Two submissions by their places, and what part of each is in the other."""

    first: int
    second: int
    of_first: float
    of_second: float


def ready() -> Any:
    """Return the package.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import copydetect  # noqa: PLC0415 - an extra, which draws in a plotting library
    except ImportError:
        raise UsageError(ABSENT) from None
    return copydetect


def compare(sources: Mapping[int, str], starter: Iterable[str] = ()) -> list[Alike]:
    """Return the pairs that are alike, the most first; what starter code has, too, counts for neither."""
    package = ready()
    known = [number for text in starter for number in _print(package, text, []).hashes]
    prints = {place: _print(package, text[:MOST], known) for place, text in sources.items()}
    found = []
    for first, second in combinations(sorted(prints), 2):
        shared, (of_first, of_second), _ = package.compare_files(prints[first], prints[second])
        if shared and max(of_first, of_second) >= LEAST:
            found.append(Alike(first, second, float(of_first), float(of_second)))
    return sorted(found, key=lambda one: (-max(one.of_first, one.of_second), one.first, one.second))


def _print(package: Any, text: str, known: list[int]) -> Any:
    return package.CodeFingerprint("code.py", LENGTH, WINDOW, known, language="python", fp=io.StringIO(text))
