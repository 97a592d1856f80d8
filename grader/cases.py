"""The words in which `cases.py` is written: named, seeded inputs, each public or hidden.

Every input is drawn here, on the trusted side, and stored with the expected outputs: a submission that patches a
random generator gains nothing, and grading needs neither `cases.py` nor the reference.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Inputs = dict[str, Any]  # arrays, numbers, strings, None, and lists of these


@dataclass(frozen=True)
class Case:
    """One set of inputs for a probe: `make(rng, **arguments)` with a generator seeded by `seed`.

    A `make` with a parameter `data` gets the folder that `grade regenerate --data` names, or None: then it is to take
    data that come with the engine (`grader.datasets`).

    With `band` the reference is run so many times, each with another seed of the child's own generators, and what it
    gave is kept beside the expected outputs: rules can ask for a result within that band.
    """

    name: str
    visibility: Literal["public", "hidden"]
    make: Callable[..., Inputs]
    seed: int
    arguments: Mapping[str, Any] = field(default_factory=dict)
    band: int = 0

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
