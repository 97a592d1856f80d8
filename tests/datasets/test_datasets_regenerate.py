"""Cases made of data: `make` gets the folder of `--data`, or None; the manifest remembers which data it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader import regenerate
from grader.cases import public
from grader.course import AssignmentFolder
from grader.datasets.used import used
from grader.errors import UsageError
from tests import toy
from tests.command import grade

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.warm import Warm

ENTRIES = "def entries(rng, n):\n"
OF_DATA = """\
from grader.datasets import digits, table


def entries(rng, n, data):
    numbers = digits().train.images[0, 10, :n] if data is None else table(data / "numbers.csv").rows[:n, 0]
    return {"x": rng.uniform(0.5, 1.0, n) + numbers}


def not_used(rng, n):
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course whose first probe has cases made of data."""
    cases = toy.write(tmp_path / "course") / "cases.py"
    cases.write_text(cases.read_text().replace(ENTRIES, OF_DATA))
    return tmp_path / "course"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with a table of ten numbers."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "numbers.csv").write_text("x\n" + "\n".join(map(str, range(10))) + "\n")
    return folder


def manifest(course: Path) -> Any:
    return json.loads((course / "reference/toy/expected/manifest.json").read_text())


def test_only_a_make_with_a_parameter_data_gets_the_folder(tmp_path: Path) -> None:
    def drawn(rng: Any, n: int) -> dict[str, Any]:
        return {"x": rng.normal(size=n)}

    def read(_: Any, n: int, data: Path | None) -> dict[str, Any]:
        return {"x": n, "data": data}

    assert public("one", read, 1, n=3).inputs(tmp_path) == {"x": 3, "data": tmp_path}
    assert public("one", read, 1, n=3).inputs() == {"x": 3, "data": None}
    assert np.array_equal(
        public("two", drawn, 1, n=3).inputs(tmp_path)["x"], public("two", drawn, 1, n=3).inputs()["x"]
    )


def test_an_argument_called_data_of_the_case_itself_is_left_to_it(tmp_path: Path) -> None:
    case = public("own", lambda _, data: {"x": data}, 1, data=7)
    assert not case.takes_data
    assert case.inputs(tmp_path) == {"x": 7}


def test_the_manifest_says_which_data_were_used(course: Path, data: Path) -> None:
    assert grade(course, "regenerate").returncode == 0
    assert manifest(course)["data"] == {}
    assert grade(course, "regenerate", "--data", str(data)).returncode == 0
    assert list(manifest(course)["data"]) == ["numbers.csv"]
    assert grade(course, "regenerate", "--check", "--data", str(data)).returncode == 0


def test_without_cases_of_data_the_manifest_says_nothing_of_data(tmp_path: Path, data: Path) -> None:
    toy.write(tmp_path / "course")
    assert grade(tmp_path / "course", "regenerate", "--data", str(data)).returncode == 0
    assert "data" not in manifest(tmp_path / "course")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (True, False, "toy was made from a folder of data (numbers.csv): name that folder with --data."),
        (False, True, "toy was made from the bundled data: check it without --data."),
    ],
)
def test_a_check_with_other_data_says_so_in_one_sentence(
    course: Path, data: Path, before: bool, now: bool, said: str
) -> None:
    options = ["--data", str(data)]
    grade(course, "regenerate", *(options if before else []))
    done = grade(course, "regenerate", "--check", *(options if now else []))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"grade: {said}\n")


def test_a_check_with_changed_data_names_the_file(course: Path, data: Path, warm: Warm) -> None:
    folder = AssignmentFolder(course / "reference/toy")
    regenerate.write(folder, warm, data)
    (data / "numbers.csv").write_text("x\n" + "1\n" * 10)
    with pytest.raises(UsageError, match=r"other data than those in .*data \(numbers\.csv differs\): name that folder"):
        regenerate.check(folder, warm, data)


def test_a_file_beside_the_data_that_systems_leave_does_not_count(course: Path, data: Path) -> None:
    folder = AssignmentFolder(course / "reference/toy")
    before = used(folder, data)
    (data / ".DS_Store").write_text("")
    assert used(folder, data) == before


def test_data_that_are_no_folder_are_refused_before_any_work(course: Path, tmp_path: Path) -> None:
    done = grade(course, "regenerate", "--data", str(tmp_path / "gone"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"grade: {tmp_path / 'gone'} is no folder: name the one that holds the data.\n"


def test_a_wrong_file_in_the_folder_is_one_sentence(course: Path, data: Path) -> None:
    (data / "numbers.csv").write_text("x\none\n")
    done = grade(course, "regenerate", "--data", str(data))
    assert done.returncode == 2
    assert "numbers.csv has 'one' for a number in line 2." in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_handout_of_cases_of_data_needs_no_data(course: Path, data: Path, tmp_path: Path) -> None:
    grade(course, "regenerate", "--data", str(data))
    assert grade(course, "handout", "toy", "--out", str(tmp_path / "handout")).returncode == 0
    done = grade(tmp_path / "handout", "precheck", "--quiet")
    assert done.returncode == 0, done.stderr
