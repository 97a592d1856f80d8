"""The peers: how each is given the rubric's checks, how it is run on a submission, and what it says of each check."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.rubric import Check

PYTEST = """

def test_{id}():
    peer.check({id!r})
"""
GRADESCOPE_HEAD = """\
import os
import unittest

import peer
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


class TestSubmission(unittest.TestCase):
"""
GRADESCOPE = """\
    @weight({points!r})
    def test_{id}(self):
        {title!r}
        peer.check({id!r})

"""
GRADESCOPE_END = """
if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestSubmission)
    with open(os.environ["REPORT"], "w") as stream:
        JSONTestRunner(visibility="visible", stream=stream).run(suite)
"""
IMPORT = """\
import os
import sys

sys.path.insert(0, os.environ["PEER"])
import peer
"""
CHECK50_HEAD = "import check50\n" + IMPORT
CHECK50 = """

@check50.check()
def {id}():
    {title!r}
    peer.check({id!r})
"""
CHECK50_FILES = 'check50:\n  files:\n    - !include "*"\n'
OTTER_HEAD = "from otter.test_files import test_case\n" + IMPORT + '\nOK_FORMAT = False\nname = "all"\n'
OTTER = """

@test_case(points=1, hidden=False)
def test_{id}():
    peer.check({id!r})
"""


@dataclass(frozen=True)
class Peer:
    """One peer. `packages` are what its environment needs; `prepare` the words after `python` that it needs once.

    `files` gives file name -> text for the checks, which are written into one place; `command` the words after
    `python` for that place, the submission's file and the report; `said` what a report says of each check, "passed"
    when it holds.
    """

    name: str
    packages: tuple[str, ...]
    files: Callable[[Sequence[Check]], dict[str, str]]
    command: Callable[[Path, Path, Path], tuple[object, ...]]
    said: Callable[[dict[str, Any]], Iterable[str]]
    prepare: tuple[str, ...] = ()

    def passed(self, report: Path, checks: int) -> bool:
        """Return whether the report says that every one of so many checks holds."""
        said = list(self.said(json.loads(report.read_text())))
        return len(said) == checks and set(said) == {"passed"}


def _each(form: str, checks: Sequence[Check]) -> str:
    return "".join(form.format(id=check.id, title=check.title, points=check.points) for check in checks)


def _pytest_files(checks: Sequence[Check]) -> dict[str, str]:
    return {"test_submission.py": "import peer\n" + _each(PYTEST, checks)}


def _pytest(place: Path, _: Path, report: Path) -> tuple[object, ...]:
    plugins = ("-p", "pytest_metadata.plugin", "-p", "pytest_jsonreport.plugin", "-p", "no:cacheprovider")
    return (
        "-m",
        "pytest",
        "-q",
        place / "test_submission.py",
        *plugins,
        "--json-report",
        f"--json-report-file={report}",
    )


def _gradescope_files(checks: Sequence[Check]) -> dict[str, str]:
    return {"gradescope.py": GRADESCOPE_HEAD + _each(GRADESCOPE, checks) + GRADESCOPE_END}


def _gradescope(place: Path, _: Path, __: Path) -> tuple[object, ...]:
    return (place / "gradescope.py",)


def _check50_files(checks: Sequence[Check]) -> dict[str, str]:
    return {"check50/__init__.py": CHECK50_HEAD + _each(CHECK50, checks), "check50/.cs50.yml": CHECK50_FILES}


def _check50(place: Path, _: Path, report: Path) -> tuple[object, ...]:
    return (
        "-m",
        "check50",
        "--dev",
        place / "check50",
        "-o",
        "json",
        "--output-file",
        report,
        "--log-level",
        "warning",
    )


def _otter_files(checks: Sequence[Check]) -> dict[str, str]:
    return {"otter/all.py": OTTER_HEAD + _each(OTTER, checks)}


def _otter(place: Path, submission: Path, report: Path) -> tuple[object, ...]:
    return ("-m", "otter", "run", submission, "-a", place / "otter.zip", "-o", report.parent, "--no-logo")


def _by_outcome(report: dict[str, Any]) -> Iterator[str]:
    for test in report["tests"]:
        yield test.get("outcome") or test["status"]


def _by_result(report: dict[str, Any]) -> Iterator[str]:
    for result in report["results"]:
        yield "passed" if result["passed"] else str(result["cause"])


def _by_case(report: dict[str, Any]) -> Iterator[str]:
    """Otter has one line for each case that failed or passed, in the output of the one file of tests."""
    (whole,) = (test for test in report["tests"] if test["name"] == "all")
    yield from ["passed"] * whole["max_score"] if whole["score"] == whole["max_score"] else [whole["output"]]


# What `python -m otter generate` packs is the archive that `otter run` grades with.
PACK = ("-m", "otter", "generate", "-t", "otter", "-o", "otter.zip", "--no-environment")
PEERS = (
    Peer("pytest + pytest-json-report", ("pytest", "pytest-json-report", "numpy"), _pytest_files, _pytest, _by_outcome),
    Peer("gradescope-utils", ("gradescope-utils", "numpy"), _gradescope_files, _gradescope, _by_outcome),
    Peer("check50", ("check50", "numpy"), _check50_files, _check50, _by_result),
    Peer("otter-grader", ("otter-grader", "ipykernel", "numpy"), _otter_files, _otter, _by_case, PACK),
)
