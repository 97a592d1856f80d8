"""Courses: found from the working folder upwards, loaded with one sentence for whatever is wrong in them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grader import expected, handout
from grader.course import AssignmentFolder, assignments, choose, find_course
from grader.engine import plan
from grader.errors import CourseError, UsageError
from tests import toy
from tests.command import refusal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> AssignmentFolder:
    return AssignmentFolder(toy.write(tmp_path))


def change(folder: AssignmentFolder, name: str, old: str, new: str) -> None:
    path = folder.path / name
    text = path.read_text()
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1))


def test_a_course_is_found_from_here_upwards(finished_toy: Path) -> None:
    assert find_course(finished_toy / "reference" / "toy" / "solution") == finished_toy


def test_a_folder_named_by_the_user_must_be_a_course(tmp_path: Path, finished_toy: Path) -> None:
    assert find_course(tmp_path, finished_toy) == finished_toy
    with pytest.raises(UsageError, match="is no course"):
        find_course(finished_toy, tmp_path)


def test_a_reference_folder_without_a_rubric_is_no_course(tmp_path: Path) -> None:
    (tmp_path / "reference" / "nn").mkdir(parents=True)
    with pytest.raises(UsageError, match="No course found"):
        find_course(tmp_path)


def test_a_new_assignment_is_a_folder_and_no_other_change(tmp_path: Path) -> None:
    toy.write(tmp_path, "one")
    toy.write(tmp_path, "two")
    assert list(assignments(tmp_path)) == ["one", "two"]
    assert choose(tmp_path, "two").rubric.slug == "two"


def test_an_unpacked_handout_is_a_course_of_one_assignment(tmp_path: Path, finished_toy: Path) -> None:
    handout.unpacked(choose(finished_toy, "toy"), tmp_path)
    folder = choose(find_course(tmp_path), None)
    assert folder.is_handout
    assert folder.rubric.slug == "toy"
    assert {case.visibility for case in expected.load(folder, hidden=False)} == {"public"}


def test_a_slug_that_is_not_its_folders_name_is_refused(tmp_path: Path) -> None:
    toy.write(tmp_path, "one").rename(tmp_path / "reference" / "two")
    with pytest.raises(CourseError, match="says it is 'one', but its folder is called 'two'"):
        choose(tmp_path, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"square_slope", "d', '"square_forward", "d', "two entries are called check 'square_forward'"),
        ('RubricItem("line"', 'RubricItem("square"', "two entries are called rubric item 'square'"),
        ("total=12", "total=13", "the items add up to 12 points, but total says 13"),
        ('needs=("square_forward",)', 'needs=("forward",)', "'square_slope' needs 'forward', which is no check"),
        ('needs=("square_forward",)', 'needs=("square_slope",)', "in a circle: square_slope -> square_slope"),
        ("RUBRIC =", "RUBRIK =", "defines no RUBRIC = Assignment(...)"),
        ('title="A toy",', 'title="A toy"', "rubric.py, line 6: "),
        ('    "toy",\n', '    "toy" + 1,\n', "rubric.py, line 5: TypeError"),
        ("import Assignment,", "import Assignement,", "rubric.py, line 1: ImportError"),
        ("points=2,", "points=-2,", "points must not be negative"),
        ("penalty=0.5", "penalty=50", "penalty is a fraction of the score"),
        ("consistent=0.5", "consistent=50", "consistent is a fraction of the points"),
        ('of="square"', 'of=""', "names no forward probe"),
    ],
)
def test_a_rubric_that_contradicts_itself_is_refused_with_its_place(
    folder: AssignmentFolder, old: str, new: str, said: str
) -> None:
    change(folder, "rubric.py", old, new)
    with pytest.raises(CourseError) as refused:
        _ = folder.rubric
    assert said in str(refused.value)
    assert str(folder.path / "rubric.py") in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('probe="draw"', 'probe="drow"', "check 'drawn': there are no cases for the probe 'drow'"),
        ('"wide_hidden"', '"wider"', "check 'square_wide': the probe 'square' has no case 'wider'"),
        ('outputs=("dy",)', 'outputs=("slope",)', "check 'square_slope': the probe 'square' gives no output 'slope'"),
        ('of="line"', 'of="lane"', "check 'line_gradient': the forward probe 'lane' has no case 'five_points'"),
        ('output="loss"', 'output="lost"', "check 'line_gradient': the probe 'line' gives no output 'lost'"),
        ('"w": "dw"', '"v": "dw"', "check 'line_gradient': the probe 'line' takes no input 'v'"),
        ('"b": "db"', '"b": "dv"', "check 'line_gradient': the probe 'line' gives no output 'dv'"),
    ],
)
def test_a_rubric_that_does_not_fit_its_expected_outputs_is_refused(
    course: Path, old: str, new: str, said: str
) -> None:
    folder = AssignmentFolder(course / "reference" / "toy")
    change(folder, "rubric.py", old, new)
    with pytest.raises(CourseError) as refused:
        plan.validate(folder.rubric.checks(), expected.load(folder), complete=True)
    assert said in str(refused.value)


def test_the_user_reads_the_sentence_with_file_and_line(course: Path) -> None:
    rubric = course / "reference/toy/rubric.py"
    toy.hand_in(course / "work")
    rubric.write_text("\n1 / 0\n")
    assert refusal(course, "work") == f"grade: {rubric}, line 2: ZeroDivisionError: division by zero"
    rubric.write_text("RUBRIC = (\n")
    assert refusal(course, "work") == f"grade: {rubric}, line 1: '(' was never closed."


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("cases.py", "", "cases.py defines no CASES"),
        ("cases.py", "CASES = 1", "cases.py defines no CASES"),
        ("mistakes.py", "", "mistakes.py defines no MISTAKES"),
        ("cases.py", "import nothing_of_that_name", "cases.py, line 1: ModuleNotFoundError"),
        (
            "cases.py",
            "from grader.cases import public\nCASES = {'square': (public('a', dict, 1), public('a', dict, 2))}",
            "the probe 'square' has two cases called 'a'",
        ),
    ],
)
def test_cases_and_mistakes_that_cannot_be_read_are_refused(
    folder: AssignmentFolder, name: str, text: str, said: str
) -> None:
    (folder.path / name).write_text(text)
    with pytest.raises(CourseError) as refused:
        _ = folder.cases if name == "cases.py" else folder.mistakes
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("cases.py", 'return {"n": n}', "return {'n': 1 / 0}", "cases.py, line 14: ZeroDivisionError"),
        ("cases.py", '    "draw": (', '    "drow": (', "probe 'drow', case 'many': the solution fails"),
        ("driver.py", "def square(code, x):", "def square(code, x)", "cannot be run: driver.py, line 4: expected ':'"),
        ("driver.py", "def square", "import nothing_here\n\ndef square", "driver.py, line 4: ModuleNotFoundError"),
        ("solution/toy.py", "import numpy as np", "import numpy as np\n\n1 / 0", "cannot be imported: ZeroDivision"),
        (
            "solution/toy.py",
            "return np.random.standard_normal(n)",
            "return None",
            "'numbers' is no array but builtins.NoneType",
        ),
        ("solution/toy.py", "return np.random.standard_normal(n)", "return 1 / 0", "the solution fails: ZeroDivision"),
    ],
)
def test_regenerating_says_what_is_wrong_with_the_reference(
    folder: AssignmentFolder, name: str, old: str, new: str, said: str
) -> None:
    change(folder, name, old, new)
    assert said in refusal(folder.path, "regenerate")


def test_a_missing_file_is_named(folder: AssignmentFolder) -> None:
    (folder.path / "driver.py").unlink()
    assert "driver.py is missing" in refusal(folder.path, "regenerate")
    shutil.rmtree(folder.path / "solution")
    with pytest.raises(CourseError, match="has no expected outputs yet"):
        expected.load(folder)
