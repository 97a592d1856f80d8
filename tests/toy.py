"""A whole course in one page: one tiny assignment with all kinds of checks, public and hidden cases, points by hand.

It is two folders' worth of text and nothing else, so it also shows that a new assignment changes nothing in grader/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import regenerate
from grader.course import AssignmentFolder

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.warm import Warm

RUBRIC = """\
from grader.rubric import Assignment, Differentiates, Forbids, Matches, RubricItem, Satisfies
from grader.rules import all_of, has_shape, moments

RUBRIC = Assignment(
    "toy",
    title="A toy",
    files=("toy.py",),
    defines={"toy.py": ("Square", "loss", "gradient", "draw")},
    total=12,
    items=(
        RubricItem("square", "A square", (
            Matches("square_forward", "forward returns x squared", points=2, probe="square", outputs=("y",)),
            Matches("square_slope", "derivative returns 2 x", points=1, probe="square", outputs=("dy",),
                    needs=("square_forward",)),
            Differentiates("square_gradient", "derivative belongs to forward", points=1, probe="square", of="square",
                           output="y", wrt={"x": "dy"}, reduce="elementwise", consistent=0.5),
            Matches("square_wide", points=1, probe="square", cases=("wide_hidden",), outputs=("y",),
                    visibility="hidden"),
        )),
        RubricItem("line", "A line", (
            Matches("line_loss", "loss is half the mean squared error", points=1, probe="line", outputs=("loss",)),
            Differentiates("line_gradient", "gradient belongs to loss", points=3, probe="line", of="line",
                           output="loss", wrt={"w": "dw", "b": "db"}),
        )),
        RubricItem("random", "Random numbers", (
            Satisfies("drawn", "draw returns n normal numbers", points=1, probe="draw",
                      rule=all_of(has_shape("numbers", from_inputs=("n",)), moments("numbers"))),
        )),
        RubricItem("rules", "Rules", (  # no points: who writes nothing breaks no rule either
            Forbids("no_polyfit", "no ready-made fit", penalty=0.25, calls=("numpy.polyfit",)),
            Forbids("no_toolbox", "no autodiff toolbox", imports=("torch",), penalty=0.5),
        )),
        RubricItem("writeup", "Questions", by_hand=2),
    ),
)
"""

CASES = """\
from grader.cases import hidden, public


def entries(rng, n):
    return {"x": rng.uniform(0.5, 3.0, n)}


def points(rng, n):
    x = rng.normal(size=(n, 2))
    return {"x": x, "y": rng.normal(size=n), "w": rng.normal(size=2), "b": rng.normal(size=1)}


def count(_, n):
    return {"n": n}


CASES = {
    "square": (
        public("small", entries, 11, n=3),
        hidden("small_hidden", entries, 12, n=4),
        hidden("wide_hidden", entries, 13, n=7),
    ),
    "line": (public("five_points", points, 21, n=5), hidden("nine_points", points, 22, n=9)),
    "draw": (public("many", count, 31, n=400), hidden("more", count, 32, n=500)),
}
"""

DRIVER = '''\
"""How a submission is called."""


def square(code, x):
    layer = code.Square()
    yield {"y": layer.forward(x)}
    yield {"dy": layer.derivative()}


def line(code, x, y, w, b):
    yield {"loss": code.loss(x, y, w, b)}
    dw, db = code.gradient(x, y, w, b)
    yield {"dw": dw, "db": db}


def draw(code, n):
    return {"numbers": code.draw(n)}
'''

SOLUTION = '''\
"""A tiny assignment: a square, a line through points, and random numbers."""

import numpy as np


class Square:
    """The square, entry by entry."""

    def forward(self, x):
        """Return x squared, and keep x."""
        # BEGIN SOLUTION
        self.kept_for_the_slope = x
        return self.kept_for_the_slope * x
        # END SOLUTION

    def derivative(self):
        """Return the slope at the x of the last forward."""
        # BEGIN SOLUTION
        return 2.0 * self.kept_for_the_slope
        # END SOLUTION


def loss(x, y, w, b):
    """Return half the mean squared error of x @ w + b."""
    # BEGIN SOLUTION
    residual_of_the_line = x @ w + b - y
    return 0.5 * np.mean(residual_of_the_line**2)
    # END SOLUTION


def gradient(x, y, w, b):
    """Return the gradients of the loss, dw (2,) and db (1,)."""
    # BEGIN SOLUTION
    residual_of_the_line = x @ w + b - y
    return x.T @ residual_of_the_line / len(x), residual_of_the_line.mean(keepdims=True)
    # END SOLUTION


def draw(n):
    """Return n standard normal numbers."""
    # BEGIN SOLUTION
    return np.random.standard_normal(n)
    # END SOLUTION
'''

MISTAKES = """\
from grader.mistakes import Edit, Mistake

MISTAKES = (
    Mistake(
        "slope_without_two",
        "Your slope is half of what it should be: the derivative of x squared is 2 x.",
        (Edit("toy.py", "return 2.0 * self.kept_for_the_slope", "return self.kept_for_the_slope"),),
        ("square_slope", "square_gradient"),
    ),
)
"""

BLANK = "def loss(x, y, w, b):\n    raise NotImplementedError\n"
HALF_SLOPE = SOLUTION.replace("2.0 *", "1.0 *")
HANGING = SOLUTION.replace("        self.kept_for_the_slope = x\n", "        while True: pass\n")
POINTS = 10  # of the checks; two more are given by hand


def write(course: Path, slug: str = "toy") -> Path:
    """Write the assignment, without expected outputs, into a course; return its folder."""
    folder = course / "reference" / slug
    (folder / "solution").mkdir(parents=True)
    (folder / "rubric.py").write_text(RUBRIC.replace('"toy",', f'"{slug}",'))
    (folder / "cases.py").write_text(CASES)
    (folder / "driver.py").write_text(DRIVER)
    (folder / "mistakes.py").write_text(MISTAKES)
    (folder / "solution" / "toy.py").write_text(SOLUTION)
    return folder


def write_whole(course: Path, warm: Warm) -> Path:
    """Write the assignment with its expected outputs; return its folder."""
    folder = write(course)
    regenerate.write(AssignmentFolder(folder), warm)
    return folder


def hand_in(folder: Path, source: str = SOLUTION) -> Path:
    """Write a submission; return its folder."""
    folder.mkdir(parents=True)
    (folder / "toy.py").write_text(source)
    return folder
