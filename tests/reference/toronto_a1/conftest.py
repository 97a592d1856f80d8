"""Run the Toronto assignment's probes in this process: its own solution is no stranger's."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import run_file
from tests.reference.toronto_a1.homework import FOLDER

if TYPE_CHECKING:
    from tests.reference.toronto_a1.homework import Run


@pytest.fixture
def solution() -> SimpleNamespace:
    return SimpleNamespace(**run_file(FOLDER.solution / "models.py"))


@pytest.fixture
def run(solution: SimpleNamespace) -> Run:
    driver = run_file(FOLDER.path / "driver.py")

    def outputs(probe: str, inputs: dict[str, Any]) -> dict[str, Any]:
        return {name: deepcopy(value) for group in driver[probe](solution, **inputs) for name, value in group.items()}

    return outputs
