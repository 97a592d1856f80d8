"""Run the CMU homework's probes in this process: its own solution is no stranger's."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course import run_file
from tests.reference.cmu_hw1p1.homework import FOLDER

if TYPE_CHECKING:
    from tests.reference.cmu_hw1p1.homework import Run


@pytest.fixture
def solution() -> SimpleNamespace:
    return SimpleNamespace(**run_file(FOLDER.solution / "hw1.py"))


@pytest.fixture(scope="session")
def driver() -> dict[str, Any]:
    return run_file(FOLDER.path / "driver.py")


@pytest.fixture
def run(solution: SimpleNamespace, driver: dict[str, Any]) -> Run:
    def outputs(probe: str, inputs: dict[str, Any]) -> dict[str, Any]:
        np.random.seed(0)  # noqa: NPY002 - as the sandbox does
        return {name: deepcopy(value) for group in driver[probe](solution, **inputs) for name, value in group.items()}

    return outputs
