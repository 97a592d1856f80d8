"""The options of `grade`: what is graded, how it is run, what is written and for whom."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import toy
from tests.command import grade, refusal, report, verdicts

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture
def work(course: Path) -> Path:
    return toy.hand_in(course / "work")


def selected(found: Mapping[str, object]) -> set[str]:
    return {name for name, verdict in verdicts(found).items() if verdict != "skipped"}


@pytest.mark.parametrize(
    ("words", "checks", "most"),
    [
        (["--only", "line"], {"line_loss", "line_gradient"}, 4),
        (["--only", "drawn", "--only", "square_slope"], {"drawn", "square_slope"}, 2),
        (["--", "-k", "loss or drawn"], {"line_loss", "drawn"}, 2),
        (["--only", "square", "--", "-k", "not wide"], {"square_forward", "square_slope", "square_gradient"}, 4),
    ],
)
def test_a_selection_counts_on_both_sides(
    course: Path, work: Path, words: list[str], checks: set[str], most: float
) -> None:
    found = report(course, work, *words)
    assert selected(found) == checks
    assert not any(item["by_hand"] for item in found["items"])
    assert (found["score"], found["max_score"]) == (most, most)


@pytest.mark.parametrize("formats", [("json",), ("html",), ("json", "html")])
def test_only_the_formats_asked_for_are_written(course: Path, work: Path, formats: tuple[str, ...]) -> None:
    words = [word for name in formats for word in ("--format", name)]
    assert grade(course, work, "--audience", "instructor", "--out", "there", *words).returncode == 0
    assert {path.name for path in (course / "there").iterdir()} == {f"work.{name}" for name in formats}


def test_out_dash_prints_json_alone_and_writes_nothing(course: Path, work: Path) -> None:
    done = grade(course, work, "--format", "json", "--out", "-")
    assert json.loads(done.stdout)["submission"] == "work"
    assert done.stderr == ""
    assert not (course / "reports").exists()


def test_out_dash_with_text_prints_the_table(course: Path, work: Path) -> None:
    assert "Rubric item" in grade(course, work, "--format", "text", "--out", "-").stdout


def test_a_run_of_some_checks_never_takes_the_place_of_a_whole_grade(course: Path, work: Path) -> None:
    grade(course, work, "--out", "out")
    whole = (course / "out/work.json").read_text()
    grade(course, work, "--out", "out", "--", "-k", "square")
    assert (course / "out/work.json").read_text() == whole
    assert (course / "out/work.partial.json").is_file()


def test_text_is_written_to_files_too(course: Path, work: Path) -> None:
    grade(course, work, "--format", "text", "--out", "out")
    assert "Rubric item" in (course / "out/work.txt").read_text()
    assert (course / "out/work.student.txt").is_file()


def test_the_students_report_lacks_what_is_hidden_and_the_instructors_has_it(course: Path) -> None:
    work = toy.hand_in(course / "work", toy.HALF_SLOPE)
    mine = grade(course, work, "--format", "json", "--out", "-", "--audience", "instructor").stdout
    theirs = grade(course, work, "--format", "json", "--out", "-", "--audience", "student").stdout
    for secret in ("square_wide", "wide_hidden", "small_hidden", "nine_points"):
        assert secret in mine
        assert secret not in theirs
    assert json.loads(theirs)["max_score"] == json.loads(mine)["max_score"] - 1


def test_the_instructor_sees_every_check_also_a_hidden_one_that_never_ran(course: Path) -> None:
    work = toy.hand_in(course / "work", toy.HANGING)
    done = grade(course, work, "--timeout", "0.3")
    assert "Total of what is shown" not in done.stdout
    assert "square_wide" in done.stdout


def test_two_submissions_of_one_name_get_reports_of_their_own(course: Path) -> None:
    works = [toy.hand_in(course / "a" / "work"), toy.hand_in(course / "b" / "work", toy.BLANK)]
    done = grade(course, *works, "--quiet", "--format", "json", "--audience", "instructor")
    assert done.stdout.splitlines() == ["work  10/10; 2 to be marked", "work-2  0/10; 2 to be marked"]
    assert {path.name for path in (course / "reports").iterdir()} == {"work.json", "work-2.json"}


def test_jobs_grade_at_a_time_and_report_in_order(course: Path) -> None:
    sources = [toy.SOLUTION, toy.BLANK, toy.HALF_SLOPE]
    works = [toy.hand_in(course / f"work{place}", source) for place, source in enumerate(sources)]
    done = grade(course, *works, "nowhere", "--jobs", "2", "--quiet")
    assert done.stdout.splitlines() == [
        "work0  10/10; 2 to be marked",
        "work1  0/10; 2 to be marked",
        "work2  8/10; 2 to be marked",
    ]
    assert "nowhere: There is no file or folder nowhere." in done.stderr
    assert done.returncode == 2


def test_a_refusal_in_a_worker_is_one_sentence(course: Path, work: Path) -> None:
    said = refusal(course, work, toy.hand_in(course / "more"), "--jobs", "2", "--only", "nothing")
    assert "has no rubric item or check 'nothing'" in said


DRAWS = toy.SOLUTION.replace("return np.random.standard_normal(n)", "raise ValueError(str(np.random.randint(10**6)))")


def test_the_seed_decides_what_a_submission_draws_and_is_reported(course: Path) -> None:
    work = toy.hand_in(course / "work", DRAWS)

    def drawn(*words: str) -> str:
        found = report(course, work, "--only", "drawn", *words)
        assert found["environment"]["seed"] == (words[-1] if words else "0")
        return str(found["items"][2]["checks"][0]["feedback"])

    assert drawn() == drawn("--seed", "0") != drawn("--seed", "1")


def test_the_time_out_is_for_each_probe_and_the_others_still_count(course: Path) -> None:
    found = report(course, toy.hand_in(course / "work", toy.HANGING), "--timeout", "0.3")
    assert verdicts(found)["square_forward"] == "timed_out"
    assert verdicts(found)["line_loss"] == "passed"
    assert found["seconds"] < 4


def test_the_memory_limit_is_the_childs(course: Path) -> None:
    source = toy.SOLUTION.replace(
        "        self.kept_for_the_slope = x\n", "        np.ones(300 << 17)\n        self.kept_for_the_slope = x\n"
    )
    work = toy.hand_in(course / "work", source)
    assert (
        verdicts(report(course, work, "--only", "square_forward", "--memory", "400"))["square_forward"]
        == "out_of_memory"
    )
    assert verdicts(report(course, work, "--only", "square_forward"))["square_forward"] == "passed"


@pytest.mark.parametrize("level", ["strict", "landlock", "process"])
def test_the_level_asked_for_is_the_one_used_and_reported(course: Path, work: Path, level: str) -> None:
    done = grade(course, work, "--isolation", level, "--format", "json", "--out", "-")
    if done.returncode == 2:
        assert done.stderr.startswith("grade: This machine refuses the isolation asked for.")
        pytest.skip(done.stderr)
    found = json.loads(done.stdout)
    assert found["isolation"] == level
    assert found["score"] == toy.POINTS


def test_a_child_interpreter_without_numpy_is_refused_once_with_the_command_that_mends_it(
    course: Path, work: Path
) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", course / "bare"], check=True)
    python = course / "bare" / "bin" / "python"
    said = refusal(course, work, toy.hand_in(course / "more"), "--child-python", python)
    assert "has no package 'numpy'" in said
    assert f"{python} -m pip install numpy" in said


def test_a_child_interpreter_may_be_named_as_in_a_shell(course: Path, work: Path) -> None:
    relative = os.path.relpath(sys.executable, course)
    assert report(course, work, "--child-python", relative)["score"] == toy.POINTS
    on_path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    name = Path(sys.executable).name
    assert grade(course, work, "--child-python", name, "--quiet", env=on_path).stdout == "work  10/10; 2 to be marked\n"


def test_a_program_that_is_no_python_is_refused(course: Path, work: Path) -> None:
    assert "ended at once" in refusal(course, work, "--child-python", shutil.which("true") or "/bin/true")


def old_interpreters() -> list[str]:
    """Return Pythons before 3.11 that have NumPy; BACKGRADE_OLD_PYTHON may name one."""
    named = os.environ.get("BACKGRADE_OLD_PYTHON", "")
    known = [named, *(shutil.which(f"python3.{minor}") or "" for minor in (8, 9, 10))]
    test = [*("-c", "import numpy")]
    return [
        path
        for path in known
        if path and not subprocess.run([path, *test], capture_output=True, check=False).returncode
    ]


def test_students_code_runs_under_an_old_interpreter(course: Path, work: Path) -> None:
    found = old_interpreters()
    if not found:
        pytest.skip("no Python before 3.11 with NumPy here; BACKGRADE_OLD_PYTHON can name one")
    graded = report(course, work, "--child-python", found[0])
    assert graded["score"] == toy.POINTS
    assert int(graded["environment"]["child python"].split(".")[1]) < 11


def test_a_course_may_be_named_by_a_relative_path(course: Path, work: Path) -> None:
    assert report(course, work, "--course", ".")["score"] == toy.POINTS
