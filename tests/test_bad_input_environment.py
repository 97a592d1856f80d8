"""Surroundings that are not as they should be: what lies around has no effect, what is missing is told."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.files import refuse_no_room
from tests import toy
from tests.command import GRADE, grade

if TYPE_CHECKING:
    from pathlib import Path

TRAP = 'raise SystemExit("a trap")\n'
NARROW = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


@pytest.fixture
def here(course: Path) -> Path:
    toy.hand_in(course / "work")
    return course


def test_files_that_would_steer_python_or_pytest_have_no_effect(here: Path) -> None:
    for folder in (here, here / "work", here / "reference/toy"):
        for name in ("conftest.py", "sitecustomize.py", "usercustomize.py", "numpy.py", "pytest.py"):
            (folder / name).write_text(TRAP)
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\n")
        (folder / "tox.ini").write_text("[pytest]\naddopts = --nonsense\n")
    (here / "work/numpy.py").unlink()  # a file of the submission that its own code would import
    done = grade(here, "work", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "work  10/10; 2 to be marked\n", "")


@pytest.mark.parametrize(
    "env",
    [
        {"PYTEST_ADDOPTS": "--nonsense", "PYTEST_PLUGINS": "no_such_plugin"},
        {"PYTHONSTARTUP": "trap.py", "PYTHONINSPECT": ""},
        {"PYTHONOPTIMIZE": "2"},
        {"PYTHONWARNINGS": "error"},
        {"TMPDIR": "/nonexistent"},
        {"COLUMNS": "0", "LINES": "x", "TERM": ""},
        {"HOME": "", "PATH": ""},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/dev/null"},
    ],
    ids=lambda env: next(iter(env)),
)
def test_odd_variables_change_no_score(here: Path, env: dict[str, str]) -> None:
    (here / "trap.py").write_text(TRAP)
    done = grade(here, "work", "--quiet", env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, "work  10/10; 2 to be marked\n", "")


def test_an_empty_environment_is_enough(here: Path) -> None:
    done = subprocess.run([GRADE, "work", "--quiet"], cwd=here, env={}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "work  10/10; 2 to be marked\n", "")


def test_names_that_the_terminal_cannot_show_are_shown_with_escapes(here: Path) -> None:
    toy.hand_in(here / "Übung", 'def loss(x, y, w, b):\n    raise ValueError("größer \u2260 \U0001f600")\n')
    done = grade(here, "Übung", "żółw", env={**NARROW, "PYTHONUTF8": "1"})
    assert done.returncode == 2
    assert "\\xdcbung  A toy" in done.stdout
    assert "gr\\xf6\\xdfer" in done.stdout
    assert done.stderr == "grade: \\u017c\\xf3\\u0142w: There is no file or folder \\u017c\\xf3\\u0142w.\n"
    assert grade(here, "Übung", "--quiet", env=NARROW).returncode == 0


def test_a_table_on_a_narrow_terminal_keeps_its_words(here: Path) -> None:
    done = grade(here, "work", env={"COLUMNS": "20"})
    assert "Rubric item" in done.stdout
    assert "Points" in done.stdout


@pytest.mark.parametrize(
    "words", [["work"], ["precheck"], ["regenerate"], ["handout", "toy", "--out", "toy.zip"]], ids=lambda it: it[0]
)
def test_in_a_folder_that_is_gone_every_command_says_so(here: Path, words: list[str]) -> None:
    (here / "gone").mkdir()
    script = 'rmdir "$PWD" && exec "$0" "$@"'
    done = subprocess.run(
        ["/bin/sh", "-c", script, GRADE, *words], cwd=here / "gone", capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "grade: The folder that you are in is gone: change to one that is there.\n"


def test_where_no_folder_takes_temporary_files_the_sentence_names_tmpdir(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_is_usable() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr("tempfile.gettempdir", none_is_usable)
    with pytest.raises(UsageError, match="No folder takes temporary files: make room in /tmp, or name a folder with"):
        refuse_no_room()
    assert UsageError.exit_status == 2
