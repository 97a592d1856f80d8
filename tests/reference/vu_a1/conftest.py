"""Run the VU assignment's probes in this process: its own solution is no stranger's."""

from __future__ import annotations

import random
from copy import deepcopy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course import run_file
from tests.reference.vu_a1.homework import FOLDER

if TYPE_CHECKING:
    from tests.reference.vu_a1.homework import Run


@pytest.fixture
def solution() -> dict[str, SimpleNamespace]:
    """Return the solution's files by name, as a driver gets them."""
    return {path.name: SimpleNamespace(**run_file(path)) for path in FOLDER.solution.glob("[sv]*.py")}


@pytest.fixture
def scalar(solution: dict[str, SimpleNamespace]) -> SimpleNamespace:
    return solution["scalar.py"]


@pytest.fixture
def vectorized(solution: dict[str, SimpleNamespace]) -> SimpleNamespace:
    return solution["vectorized.py"]


@pytest.fixture
def data() -> SimpleNamespace:
    return SimpleNamespace(**run_file(FOLDER.solution / "data.py"))


@pytest.fixture
def run(solution: dict[str, SimpleNamespace]) -> Run:
    driver = run_file(FOLDER.path / "driver.py")

    def outputs(probe: str, inputs: dict[str, Any]) -> dict[str, Any]:
        np.random.seed(0)  # noqa: NPY002 - as the sandbox does
        random.seed(0)
        return {name: deepcopy(value) for group in driver[probe](solution, **inputs) for name, value in group.items()}

    return outputs
