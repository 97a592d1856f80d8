"""What is known of a case beside the output that is looked at: other arrays by name, lengths, single numbers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from grader.diagnose.signatures.arrays import LARGEST, Named, Size, dimensions, named, scalars, sizes
from grader.diagnose.signatures.words import called

if TYPE_CHECKING:
    from grader.diagnose.signatures.words import Array, Observation


class Known:
    """The surroundings of an output, each made when it is first asked for."""

    def __init__(self, seen: Observation, expected: Array):
        self.seen, self.expected, self.tolerance = seen, expected, seen.tolerance
        self.name = called(seen.output)
        self.mine = f"Your {self.name}" if seen.output == "returned" else f"Your output {self.name}"

    @cached_property
    def inputs(self) -> list[Named]:
        """Return the arrays that went in."""
        return named(self.seen.inputs, "the input {}")

    @cached_property
    def others(self) -> list[Named]:
        """Return what is expected of the other outputs of the case, those aside that are inputs."""
        apart = {name: array for name, array in self.seen.others.items() if name not in self.seen.inputs}
        return [
            one._replace(phrase=f"the expected {called(one.name)}") for one in named(apart, "{}", range(1, LARGEST))
        ]

    @cached_property
    def own(self) -> dict[str, Array]:
        """Return what came of the other outputs."""
        return {one.name: one.array for one in named(self.seen.own, "{}", range(1, LARGEST))}

    @cached_property
    def arrays(self) -> list[Named]:
        """Return what went in and what else should come out."""
        return [*self.inputs, *self.others]

    @cached_property
    def sizes(self) -> list[Size]:
        """Return N, K and so on."""
        return sizes(self.seen.inputs, self.expected)

    @cached_property
    def dimensions(self) -> list[Size]:
        """Return the other lengths of inputs, by themselves and times N."""
        return dimensions(self.seen.inputs, self.sizes)

    @cached_property
    def scalars(self) -> dict[str, float]:
        """Return the single numbers that went in."""
        return scalars(self.seen.inputs)
