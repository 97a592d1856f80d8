"""The words in which `cases.py` is written: named, seeded inputs, each public or hidden, and ladders of tiny ones.

Every input is drawn here, on the trusted side, and stored with the expected outputs: a submission that patches a
random generator gains nothing, and grading needs neither `cases.py` nor the reference.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Inputs = dict[str, Any]  # arrays, numbers, strings, None, and lists of these


@dataclass(frozen=True)
class Case:
    """One set of inputs for a probe: `make(rng, **arguments)` with a generator seeded by `seed`.

    A `make` with a parameter `data` gets the folder that `grade regenerate --data` names, or None: then it is to take
    data that come with the engine (`grader.datasets`).

    With `band` the reference is run so many times, each with another seed of the child's own generators, and what it
    gave is kept beside the expected outputs: rules can ask for a result within that band.

    A `tiny` case is judged by no check. It is a rung of its probe's ladder, which is gone up when a check has failed,
    to show the smallest case that fails; `like` names the cases that it may stand for, or how their names begin.
    """

    name: str
    visibility: Literal["public", "hidden"]
    make: Callable[..., Inputs]
    seed: int
    arguments: Mapping[str, Any] = field(default_factory=dict)
    band: int = 0
    tiny: bool = False
    like: tuple[str, ...] = ()

    @property
    def takes_data(self) -> bool:
        """Whether the inputs depend on the folder of data."""
        return "data" not in self.arguments and "data" in inspect.signature(self.make).parameters

    def inputs(self, data: Path | None = None) -> Inputs:
        """Draw the inputs: the same for the same seed and the same data."""
        given = {"data": data} if self.takes_data else {}
        return self.make(np.random.default_rng(self.seed), **self.arguments, **given)


def public(name: str, make: Callable[..., Inputs], seed: int, *, band: int = 0, **arguments: Any) -> Case:
    """Make a case that students receive, with its expected outputs."""
    return Case(name, "public", make, seed, arguments, band)


def hidden(name: str, make: Callable[..., Inputs], seed: int, *, band: int = 0, **arguments: Any) -> Case:
    """Make a case that only the grader knows."""
    return Case(name, "hidden", make, seed, arguments, band)


def tiny(
    name: str, make: Callable[..., Inputs], /, seed: int = 0, *, like: Sequence[str] = (), **arguments: Any
) -> Case:
    """Make a rung of a probe's ladder, smallest first: a case without marks that a student can work out by hand.

    With `like` it may stand only for the cases called so, or so and then `_1`, `_2`, ...; without, for all.
    """
    return Case(name, "public", make, seed, arguments, tiny=True, like=tuple(like))


def is_like(name: str, kinds: Sequence[str]) -> bool:
    """Tell whether a case is called as one of `kinds`, or so and then `_1`, `_2`, ..."""
    return any(name == kind or name.startswith(f"{kind}_") for kind in kinds)
