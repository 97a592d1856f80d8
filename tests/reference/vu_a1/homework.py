"""The VU assignment's own parts, for its tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from grader.course import AssignmentFolder

FOLDER = AssignmentFolder(Path(__file__).parents[3] / "reference" / "vu_a1")
ALL_CASES = [(probe, case) for probe, cases in FOLDER.cases.items() for case in cases]
Run: TypeAlias = Callable[[str, dict[str, Any]], dict[str, Any]]  # (probe, inputs) -> all outputs


def cases_of(*probes: str) -> pytest.MarkDecorator:
    """Parametrise a test over the cases of these probes."""
    chosen = [(probe, case) for probe, case in ALL_CASES if probe in probes]
    return pytest.mark.parametrize(("probe", "case"), chosen, ids=[f"{probe}-{case.name}" for probe, case in chosen])
