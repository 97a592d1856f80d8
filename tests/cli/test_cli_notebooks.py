"""A notebook is graded from the shell like any other submission."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests import toy
from tests.command import refusal, report, verdicts

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("nbformat", reason="the extra `notebooks` is not installed")


@pytest.fixture
def work(course: Path) -> Path:
    """Return the solution as a notebook: magics, definitions, and a cell that breaks a class when it is run."""
    imports, *definitions = toy.SOLUTION.split("\n\n\n")
    codes = ["%matplotlib inline\n!pip install numpy", imports, *definitions, "Square.forward = None\nloss(1)"]
    cells = [{"cell_type": "code", "source": code.splitlines(keepends=True), "metadata": {}} for code in codes]
    path = course / "work.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_a_notebook_is_graded_by_its_definitions(course: Path, work: Path) -> None:
    work.write_text(work.read_text().replace("Square.forward = None", "Square.forward = print()"))
    found = report(course, work)
    assert found["score"] == toy.POINTS
    assert found["problem"] is None
    assert "The notebook work.ipynb was read as work.py: its definitions only." in found["notes"]
    assert any("cell 7, line 2 (loss(1))" in note for note in found["notes"])


def test_whole_cells_run_where_that_is_asked_for(course: Path, work: Path) -> None:
    found = report(course, work, "--run-cells")
    assert verdicts(found)["square_forward"] == "raised"
    assert (found["problem"]["file"], found["problem"]["line"]) == ("work.ipynb, cell 7", 2)


def test_a_broken_notebook_ends_in_one_sentence(course: Path, work: Path) -> None:
    work.write_text("[" * 100_000)
    assert "work.ipynb cannot be read as a notebook: save it anew in Jupyter, or export it" in refusal(course, work)
