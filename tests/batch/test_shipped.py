"""What travels to the workers of a cluster: all that a submission is graded by, and nothing else of a course."""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from grader import detect
from grader.batch import shipped
from grader.batch.grading import ByEngine, Reports
from grader.batch.shipped import Unpacking
from grader.cli.running import job_of
from grader.clock import Times
from grader.course import AssignmentFolder, assignments
from grader.engine.run import Job

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = {"isolation": "auto", "seed": 7, "timeout": 3.0, "memory": None, "run_cells": True}
# Of a job, what travels as it is, and what is made anew there of the course's files.
TRAVELS = {"settings", "adapter", "marks", "times", "run_cells"}
MADE_ANEW = {"folder", "expected", "catalogue", "remarks", "lanes"}
NOT_OF_A_CLASS = {"precheck", "keep"}


@pytest.fixture
def work(course: Path, tmp_path: Path) -> ByEngine:
    shutil.copytree(course / "reference/toy", course / "reference/other")
    (course / "reference/toy/notes.txt").write_text("who cheated last year")
    (tmp_path / "toy_names.py").write_text("Square = None\n")
    known = assignments(course)
    job = job_of(known["toy"], {**OPTIONS, "adapter": tmp_path / "toy_names.py"}, precheck=False)
    job = replace(
        job, times=Times(datetime(2026, 10, 1, tzinfo=UTC)), remarks=detect.Remarks(job.folder, known, True), lanes=1
    )
    return ByEngine(job, sys.executable, Reports(("student",), ("json",)), tmp_path)


def names(run: shipped.Shipped) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(run.course)) as archive:
        return set(archive.namelist())


def test_nothing_travels_but_what_grading_reads(work: ByEngine) -> None:
    expected = {f"toy/expected/{path.name}" for path in (work.job.folder.path / "expected").iterdir()}
    assert "toy/expected/hidden.npz" in expected
    assert names(shipped.of(work)) == {"toy/rubric.py", "toy/driver.py", "other/rubric.py"} | expected


def test_the_same_course_is_the_same_archive_and_each_run_has_a_key_of_its_own(work: ByEngine) -> None:
    first, second = shipped.of(work), shipped.of(work)
    assert first.course == second.course
    assert first.key != second.key
    assert first.key.partition("-")[0] == second.key.partition("-")[0]


def test_what_arrives_grades_as_what_was_sent(work: ByEngine, tmp_path: Path) -> None:
    run = shipped.of(work)
    (tmp_path / "there").mkdir()
    run.unpack(tmp_path / "there")
    found = Unpacking(run.asked, tmp_path / "there", tmp_path)._work()
    for name in TRAVELS - {"adapter"}:
        assert getattr(found.job, name) == getattr(work.job, name)
    assert found.job.adapter is not None
    assert (found.job.adapter.name, found.job.adapter.read_text()) == ("toy_names.py", "Square = None\n")
    assert found.job.expected.sha256 == work.job.expected.sha256
    assert found.job.folder.driver == work.job.folder.driver
    there, here = ([check.id for check in one.job.folder.rubric.checks()] for one in (found, work))
    assert there == here
    assert isinstance(found.job.remarks, detect.Remarks)
    assert (set(found.job.remarks.course), found.job.remarks.recognised) == ({"toy", "other"}, True)
    assert (found.job.lanes, found.child_python, found.reports) == (1, sys.executable, work.reports)


def test_every_part_of_a_job_is_known_here() -> None:
    assert {field.name for field in fields(Job)} == TRAVELS | MADE_ANEW | NOT_OF_A_CLASS


def test_an_assignment_that_is_gone_meanwhile_is_left_out(work: ByEngine) -> None:
    shutil.rmtree(work.job.folder.path.parent / "other")
    assert "other/rubric.py" not in names(shipped.of(work))
    assert AssignmentFolder(work.job.folder.path).rubric.slug == "toy"
