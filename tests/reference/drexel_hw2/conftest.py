"""Run the Drexel homework's probes in this process: its own solution is no stranger's."""

from __future__ import annotations

import importlib
import sys
from copy import deepcopy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course import run_file
from grader.sandbox.child.load import Code
from tests.reference.drexel_hw2.modules import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reference.drexel_hw2.modules import Run


@pytest.fixture(scope="session")
def code() -> Iterator[Code]:
    """Import every file of the solution by its bare name, as the files do among themselves."""
    names = [path.stem for path in sorted(FOLDER.solution.glob("*.py"))]
    sys.path.insert(0, str(FOLDER.solution))
    yield Code({f"{name}.py": importlib.import_module(name) for name in names})
    sys.path.remove(str(FOLDER.solution))
    for name in names:
        del sys.modules[name]


@pytest.fixture
def classes(code: Code) -> SimpleNamespace:
    return SimpleNamespace(**{name[:-3]: getattr(code[name], name[:-3]) for name in code.modules})


@pytest.fixture
def run(code: Code, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(FOLDER.solution)
    driver = run_file(FOLDER.path / "driver.py")

    def outputs(probe: str, inputs: dict[str, Any]) -> dict[str, Any]:
        np.random.seed(0)  # noqa: NPY002 - as the sandbox does
        return {name: deepcopy(value) for group in driver[probe](code, **inputs) for name, value in group.items()}

    return outputs
