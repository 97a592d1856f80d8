"""The command `grade`: what each command does, its exit status, and the one sentence when it refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from grader import doctor
from grader.cli import tending
from grader.doctor import Level
from tests import toy
from tests.command import grade, on_a_terminal, refusal, report, verdicts

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"numpy", "pytest", "rich", "jinja2"}


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_help_lists_the_commands_and_the_exit_statuses(tmp_path: Path, words: list[str]) -> None:
    done = grade(tmp_path, *words)
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("run", "precheck", "regenerate", "handout", "doctor"))
    assert "Exit status: 0 graded" in done.stdout


@pytest.mark.parametrize("code", ["import grader", "import grader.cli; grader.cli.main(['--help'])"])
def test_help_waits_for_no_heavy_import(code: str) -> None:
    script = f"import sys\ntry: {code}\nfinally: print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(said.splitlines()[-1].split())


def test_a_graded_submission_exits_0_whatever_its_score(course: Path) -> None:
    works = [toy.hand_in(course / "perfect"), toy.hand_in(course / "blank", toy.BLANK)]
    done = grade(course, *works, "--quiet")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["perfect  10/10; 2 to be marked", "blank  0/10; 2 to be marked"]
    assert done.stderr == ""


def test_reports_are_written_for_both_audiences_and_named_on_the_terminal(course: Path) -> None:
    done = grade(course, toy.hand_in(course / "ana"))
    names = {"ana.html", "ana.json", "ana.student.html", "ana.student.json"}
    assert {path.name for path in (course / "reports").iterdir()} == names
    assert all(f"reports/{name}" in done.stdout for name in names)
    assert "A square" in done.stdout


def test_a_fault_of_the_grader_exits_3_and_is_never_a_silent_zero(course: Path) -> None:
    rubric = course / "reference/toy/rubric.py"
    broken = 'Rule("broken", lambda outputs, inputs: 1 / 0, "")'
    text = rubric.read_text().replace("import all_of,", "import Rule, all_of,")
    rubric.write_text(re.sub(r"rule=all_of\(.*\)\)\),", f"rule={broken}),", text))
    done = grade(course, toy.hand_in(course / "ana"), "--quiet")
    assert done.returncode == 3
    assert "INCOMPLETE" in done.stdout
    assert "Traceback" not in done.stderr
    found = json.loads((course / "reports/ana.json").read_text())
    assert found["status"] == "incomplete"
    assert verdicts(found)["drawn"] == "grader_error"
    assert verdicts(found)["square_forward"] == "passed"


def test_an_unreadable_submission_exits_2_and_the_others_are_still_graded(course: Path) -> None:
    done = grade(course, "nowhere", toy.hand_in(course / "ana"), "--quiet")
    assert done.returncode == 2
    assert done.stdout == "ana  10/10; 2 to be marked\n"
    assert done.stderr == "grade: nowhere: There is no file or folder nowhere.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "Missing argument 'SUBMISSION...'. See `grade run --help`."),
        (["work", "--nonsense"], "No such option '--nonsense'"),
        (["work", "--format", "xml"], "'xml' is not one of 'json', 'html', 'text'"),
        (["work", "--out", "-"], "With --out - name one --format to print."),
        (["work", "--timeout", "0"], "0.0 is not in the range"),
        (["work", "--memory", "1"], "1 is not in the range"),
        (["work", "--jobs", "0"], "0 is not in the range"),
        (["work", "--seed", "x"], "'x' is not a valid integer"),
        (["work", "--isolation", "none"], "'none' is not one of 'auto', 'strict'"),
        (["work", "--only", "nothing"], "toy has no rubric item or check 'nothing'. It has: drawn, line"),
        (["work", "--assignment", "other"], "has no assignment 'other'. It has: toy."),
        (["work", "--course", "work"], "work is no course"),
        (["work", "--child-python", "/no/python"], "The child interpreter /no/python cannot be started: No such file"),
        (
            ["work", "--out", "work/toy.py/reports"],
            "cannot be written: work/toy.py is no folder. Choose another folder",
        ),
        (["work", "--", "-k", "nothing"], "'-k nothing' selects no check of toy"),
        (["work", "--", "--nonsense"], "pytest refuses '--nonsense': unrecognized arguments: --nonsense"),
        (["work", "--", "-k", "and"], "pytest refuses '-k and': Wrong expression"),
        (["precheck", "nowhere"], "There is no file or folder nowhere."),
        (["precheck"], "Name the submission to check"),
        (["regenerate", "other"], "There is no assignment 'other'. There are: toy."),
        (["handout", "other", "--out", "x.zip"], "has no assignment 'other'. It has: toy."),
        (["handout", "toy"], "Missing option '--out'"),
        (["doctor", "--child-python", "/no/python"], "The child interpreter /no/python cannot be started"),
    ],
)
def test_wrong_usage_exits_2_with_one_sentence(course: Path, words: list[str], said: str) -> None:
    toy.hand_in(course / "work")
    assert said in refusal(course, *words)


def test_outside_of_a_course_the_sentence_says_how_to_name_one(tmp_path: Path) -> None:
    said = refusal(tmp_path, toy.hand_in(tmp_path / "work"))
    assert "No course found" in said
    assert "--course" in said


def test_a_course_with_several_assignments_asks_which(course: Path) -> None:
    toy.write(course, "other")
    work = toy.hand_in(course / "work")
    assert "choose one with --assignment: other (1 of 1 files, 4 of 4 names), toy (" in refusal(course, work)
    assert report(course, work, "--assignment", "toy")["score"] == toy.POINTS


def test_an_error_nobody_thought_of_is_one_sentence_too(course: Path) -> None:
    cases = course / "reference/toy/cases.py"
    cases.write_text(cases.read_text() + "\n\nCASES = {'square': 1}\n")
    said = refusal(course, "regenerate", status=3)
    assert "The grader itself failed" in said
    assert "TypeError" in said


def test_regenerate_writes_and_check_tells_drift_with_exit_status_1(course: Path) -> None:
    solution = course / "reference/toy/solution/toy.py"
    mistakes = course / "reference/toy/mistakes.py"
    for path in (solution, mistakes):
        path.write_text(path.read_text().replace("2.0 *", "2.0000001 *"))
    assert grade(course, "regenerate").returncode == 0
    assert grade(course, "regenerate", "toy", "--check").returncode == 0
    assert "up to date" in grade(course, "regenerate", "--check").stdout
    solution.write_text(toy.SOLUTION)
    done = grade(course, "regenerate", "--check")
    assert done.returncode == 1
    assert "toy: solution/toy.py has changed since; run `grade regenerate toy`" in done.stdout
    assert "drifted by" in done.stdout
    assert "toy: stale and drift found" in done.stdout


def test_regenerate_refuses_a_mistake_that_no_longer_fits_the_solution(course: Path) -> None:
    mistakes = course / "reference/toy/mistakes.py"
    mistakes.write_text(mistakes.read_text().replace("2.0 *", "3.0 *"))
    said = refusal(course, "regenerate")
    assert "reference/toy/mistakes.py: mistake" in said
    assert "must stand exactly once in toy.py" in said


def test_handout_writes_a_zip_or_a_folder(course: Path) -> None:
    assert grade(course, "handout", "toy", "-o", "out/toy.zip").returncode == 0
    assert grade(course, "handout", "toy", "-o", "out/toy").returncode == 0
    inside = set(zipfile.ZipFile(course / "out/toy.zip").namelist())
    folder = {f"toy/{path.relative_to(course / 'out/toy').as_posix()}" for path in (course / "out/toy").rglob("*.*")}
    assert "toy/toy.py" in inside
    assert {name for name in inside if "wheels" not in name} == {name for name in folder if "." in name.split("/")[-1]}


def test_precheck_grades_public_cases_only_and_says_that_hidden_ones_remain(course: Path) -> None:
    done = grade(course, "precheck", toy.hand_in(course / "work"))
    assert done.returncode == 0
    assert "Hidden ones remain" in done.stdout
    assert (course / "reports/precheck.html").is_file()
    quiet = grade(course, "precheck", "work", "--quiet")
    assert len(quiet.stdout.splitlines()) == 1


def test_precheck_finds_the_course_from_here_for_work_that_lies_elsewhere(course: Path, tmp_path: Path) -> None:
    assert grade(course, "precheck", toy.hand_in(tmp_path / "elsewhere"), "--quiet").returncode == 0


def test_doctor_tells_what_each_level_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = grade(tmp_path, "doctor", "--json")
    assert done.returncode == 0
    tree = json.loads(done.stdout)
    levels = [Level(**level) for level in tree["levels"]]
    assert {"strict", "landlock", "process"} <= {level.name for level in levels}
    assert tree["grading"] == doctor.best_of(levels) != "process"
    tending._print_levels(levels, tree["versions"], tree["grading"])
    said = capsys.readouterr().out
    assert f"Grading uses {tree['grading']!r}" in said
    assert all(level.name in said and layer in said for level in levels for layer in level.layers[:1])


HOSTILE = '"\\x1b[2J\\x1b]0;owned\\x07\\x9b31m[bold red]free [link=http://x]marks[/]\\u202e\\r\\rgone"'


@pytest.mark.parametrize("statement", [f"raise ValueError({HOSTILE})", "[bold red]free\x1b[2J[/]\u202e marks"])
def test_escapes_and_markup_of_a_student_are_harmless_on_the_terminal(course: Path, statement: str) -> None:
    source = f"class Square:\n    def forward(self, x):\n        {statement}\n"
    said = on_a_terminal(course, toy.hand_in(course / "[red]w\x1b[2Jork", source), "no\x1b[2J[red]where")
    colours = re.compile(r"\x1b\[[\d;]*m")
    plain = colours.sub("", said).replace("\r\n", "\n")
    assert colours.search(said), "it was no terminal"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", plain)
    assert "[bold red]free" in plain
    assert "[red]where" in plain
