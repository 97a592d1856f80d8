"""Whole submissions, end to end: each folder says in `expect.json` what must come out, check by check.

One with an "adapter" is graded through that folder of the assignment's `adapters/`.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader import expected
from grader.course import AssignmentFolder
from grader.engine.run import Job, grade
from grader.sandbox.host import Settings
from grader.score import ScoreReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.expected import Expected
    from grader.sandbox.warm import Warm

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.parent for path in ROOT.glob("tests/submissions/*/*/expect.json"))


@cache
def assignment(slug: str) -> tuple[AssignmentFolder, Expected]:
    """Return an assignment with its expected outputs, read once for all samples."""
    folder = AssignmentFolder(ROOT / "reference" / slug)
    return folder, expected.load(folder)


def verdicts(report: ScoreReport) -> dict[str, str]:
    return {check.id: check.verdict for item in report.items for check in item.checks}


def wanted(expect: dict[str, Any], ids: list[str]) -> dict[str, str]:
    """Return check -> verdict: "failed" names those that are not passed, "passed" the only ones that are."""
    failed = expect.get("failed", {})
    if "passed" in expect:
        return {name: "passed" if name in expect["passed"] else failed.get(name, "?") for name in ids}
    return {name: failed.get(name, failed.get("*", "passed")) for name in ids}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_sample_gets_the_verdicts_and_the_score_that_it_should(
    sample: Path, warm_for: Callable[[AssignmentFolder], Warm], tmp_path: Path
) -> None:
    expect = json.loads((sample / "expect.json").read_text())
    folder, known = assignment(sample.parent.name)
    limits = replace(folder.rubric.limits, import_seconds=3.0)
    if sample.name.startswith("hangs"):  # others may be slow on a busy machine
        slow = {probe: min(seconds, 5.0) for probe, seconds in limits.slow.items()}
        limits = replace(limits, probe_seconds=2.0, slow=slow)
    adapter = folder.path / "adapters" / expect["adapter"] if "adapter" in expect else None
    job = Job(folder, known, Settings(limits), adapter=adapter)
    handed_in = shutil.copytree(sample, tmp_path / sample.name, ignore=shutil.ignore_patterns("expect.json"))
    (report,) = grade(job, warm_for(folder), [(sample.name, handed_in)])
    assert isinstance(report, ScoreReport)
    found = verdicts(report)
    should = wanted(expect, list(found))
    different = {name: (found[name], should[name]) for name in found if should[name] not in ("?", found[name])}
    different |= {
        name: (found[name], "not passed") for name in found if should[name] == "?" and found[name] == "passed"
    }
    assert not different, f"check: (found, should be): {different}"
    assert report.score == expect["score"]
    assert report.status == "graded"
