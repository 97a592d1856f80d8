"""Stubs are made of the solution: every function that is left to write does one thing, and nothing else changes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from grader.audit import stubs
from grader.course import AssignmentFolder
from grader.starter import strip
from tests import toy

if TYPE_CHECKING:
    from pathlib import Path

SOLUTION = '''\
class Layer:
    given = 3

    def __init__(self, n):
        self.n = n
        # BEGIN SOLUTION
        self.W = [1.0] * n
        # END SOLUTION

    def forward(self, x):
        """Return x and more."""
        # BEGIN SOLUTION
        return x, self.W, 2
        # END SOLUTION

    @staticmethod
    def named(z):
        # BEGIN SOLUTION
        return {"W": z, "b": z}
        # END SOLUTION

    def twice(self, x):
        return 2 * x


def nothing():
    # BEGIN SOLUTION
    return 1
    # END SOLUTION


# BEGIN SOLUTION: -
def left_out(x):
    return x + 1
# END SOLUTION


# BEGIN SOLUTION: -
def helper(x):
    return x
# END SOLUTION
'''


def stub(does: str) -> dict[str, Any]:
    """Return what the stub defines."""
    names: dict[str, Any] = {}
    exec(stubs.stub(SOLUTION, strip(SOLUTION, "x.py"), stubs.DOES[does], ("Layer", "left_out")), names)  # noqa: S102
    return names


def test_a_function_returns_the_same_thing_as_often_as_the_solution_returns_values() -> None:
    layer = stub("input")["Layer"](2)
    assert layer.forward(5.0) == (5.0, 5.0, 5.0)
    assert layer.named(4.0) == {"W": 4.0, "b": 4.0}


def test_what_is_given_stays_and_a_constructor_keeps_what_it_has() -> None:
    layer = stub("none")["Layer"](2)
    assert (layer.given, layer.n, layer.twice(4)) == (3, 2, 8)
    assert not hasattr(layer, "W")


@pytest.mark.parametrize(("kind", "value"), [("none", None), ("zeros", 0.0), ("input", 1.0)])
def test_a_function_without_arguments_has_a_number_for_its_input(kind: str, value: float | None) -> None:
    assert stub(kind)["nothing"]() == value


def test_a_stub_may_return_nan_or_raise() -> None:
    assert math.isnan(stub("nan")["nothing"]())
    with pytest.raises(ValueError, match="a stub"):
        stub("raises")["left_out"](1)


def test_what_a_file_must_define_is_there_and_helpers_of_the_solution_are_not() -> None:
    names = stub("none")
    assert names["left_out"](1) is None
    assert "helper" not in names


def test_a_hanging_stub_loops_in_every_function() -> None:
    text = stubs.stub(SOLUTION, strip(SOLUTION, "x.py"), stubs.DOES["hangs"], ())
    assert text.count("while True:") == 3


def test_the_blank_one_is_the_starter_code(tmp_path: Path) -> None:
    folder = AssignmentFolder(toy.write(tmp_path))
    assert stubs.sources(folder, "blank") == {"toy.py": strip(toy.SOLUTION, "toy.py")}
    assert "residual_of_the_line" not in stubs.sources(folder, "zeros")["toy.py"]
