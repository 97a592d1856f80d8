"""An assignment of several files: each that is missing or broken costs its own checks, and the report names each."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grader import expected, regenerate
from grader.course import AssignmentFolder
from grader.engine.run import Job, grade
from grader.errors import CourseError, SubmissionError
from grader.sandbox.host import Settings
from grader.score import ScoreReport

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.warm import Warm

RUBRIC = """\
from grader.rubric import Assignment, Matches, RubricItem

RUBRIC = Assignment(
    "shapes",
    title="Shapes",
    files=("Square.py", "Circle.py", "Cube.py", "sizes.json"),
    defines={"Square.py": ("Square",), "Circle.py": ("Circle",), "Cube.py": ("Cube",)},
    total=4,
    items=(
        RubricItem("all", "All", (
            Matches("square", points=1), Matches("circle", points=1),
            Matches("cube", points=1), Matches("sizes", points=1),
        )),
    ),
)
"""
CASES = """\
from grader.cases import public


def size(rng):
    return {"a": rng.uniform(1, 2)}


CASES = {name: (public("one", size, 1),) for name in ("square", "circle", "cube", "sizes")}
"""
DRIVER = """\
import json


def square(code, a):
    return {"area": code["Square.py"].Square(a).area()}


def circle(code, a):
    return {"area": code.Circle(a).area()}


def cube(code, a):
    return {"volume": code.modules["Cube.py"].Cube(a).volume()}


def sizes(code, a):
    with open("sizes.json") as file:
        return {"sum": a * sum(json.load(file))}
"""
SQUARE = "class Square:\n    def __init__(self, a): self.a = a\n    def area(self): return self.a ** 2\n"
CIRCLE = "class Circle:\n    def __init__(self, a): self.a = a\n    def area(self): return 3 * self.a ** 2\n"
CUBE = "from Square import Square\n\nclass Cube(Square):\n    def volume(self): return self.a * self.area()\n"
FILES = {"Square.py": SQUARE, "Circle.py": CIRCLE, "Cube.py": CUBE, "sizes.json": "[1, 2, 3]"}
ALL = dict.fromkeys(("square", "circle", "cube", "sizes"), "passed")


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def shapes(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> AssignmentFolder:
    path = tmp_path_factory.mktemp("course") / "reference" / "shapes"
    write(path, {"rubric.py": RUBRIC, "cases.py": CASES, "driver.py": DRIVER})
    write(path / "solution", FILES)
    folder = AssignmentFolder(path)
    regenerate.write(folder, warm)
    return folder


def graded(folder: AssignmentFolder, warm: Warm, submission: Path) -> ScoreReport:
    job = Job(folder, expected.load(folder), Settings(folder.rubric.limits))
    (report,) = grade(job, warm, [("s", submission)])
    if isinstance(report, SubmissionError):
        raise report
    assert isinstance(report, ScoreReport)
    return report


def verdicts(report: ScoreReport) -> dict[str, str]:
    return {check.id: check.verdict for item in report.items for check in item.checks}


def feedback(report: ScoreReport, name: str) -> str:
    return next(check.feedback for item in report.items for check in item.checks if check.id == name)


def test_all_files_together_earn_everything(shapes: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    report = graded(shapes, warm, write(tmp_path / "s", FILES))
    assert (verdicts(report), report.problem) == (ALL, None)


def test_a_missing_file_costs_its_own_checks(shapes: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    without = {name: text for name, text in FILES.items() if name != "Circle.py"}
    report = graded(shapes, warm, write(tmp_path / "s", without))
    assert verdicts(report) == {**ALL, "circle": "missing"}
    assert feedback(report, "circle").startswith("Circle.py was not handed in")
    assert report.problem is not None
    assert report.problem.title == "Circle.py was not handed in"


def test_a_file_that_does_not_parse_costs_its_own_checks(shapes: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    report = graded(shapes, warm, write(tmp_path / "s", {**FILES, "Circle.py": CIRCLE + "\nprint 'done'\n"}))
    assert verdicts(report) == {**ALL, "circle": "raised"}
    assert feedback(report, "circle").startswith("Circle.py cannot be read as Python: line 5: this is Python 2")
    assert report.problem is not None
    assert (report.problem.file, report.problem.line, report.problem.source) == ("Circle.py", 5, "print 'done'")


def test_a_file_that_raises_at_import_costs_its_own_checks_and_those_that_import_it(
    shapes: AssignmentFolder, warm: Warm, tmp_path: Path
) -> None:
    report = graded(shapes, warm, write(tmp_path / "s", {**FILES, "Square.py": "import sys\nsys.exit(1)\n" + SQUARE}))
    assert verdicts(report) == {**ALL, "square": "raised", "cube": "raised"}
    assert feedback(report, "square").startswith("Square.py cannot be imported: SystemExit: ")
    assert feedback(report, "cube").startswith("Cube.py cannot be imported: SystemExit: ")
    assert "line 2 of Square.py" in feedback(report, "cube")


def test_the_problem_of_each_file_is_named(shapes: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    broken = {"Square.py": "def (", "Circle.py": "1 / 0\n" + CIRCLE, "sizes.json": "[1, 2, 3]"}
    report = graded(shapes, warm, write(tmp_path / "s", broken))
    assert verdicts(report) == {"square": "raised", "circle": "raised", "cube": "missing", "sizes": "passed"}
    assert report.problem is not None
    told = " ".join([report.problem.title, *report.notes])
    for words in (
        "Cube.py was not handed in",
        "Square.py cannot be read as Python",
        "Circle.py cannot be imported: Zero",
    ):
        assert words in told


def test_an_import_that_stops_halfway_costs_nothing_that_it_defined_before(
    shapes: AssignmentFolder, warm: Warm, tmp_path: Path
) -> None:
    files = {"Square.py": SQUARE + "1 / 0\n", "Circle.py": CIRCLE + "[][1]\n"}
    report = graded(shapes, warm, write(tmp_path / "s", {**FILES, **files}))
    assert verdicts(report) == ALL
    assert report.problem is not None
    told = " ".join([report.problem.text, *report.notes])
    assert "line 4 of Square.py" in told
    assert "line 4 of Circle.py" in told


def test_where_no_file_can_be_used_nothing_is_run(shapes: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    report = graded(shapes, warm, write(tmp_path / "s", {"notes.py": "", "sizes.json": "[1, 2, 3]"}))
    assert set(verdicts(report).values()) == {"missing"}
    assert report.problem is not None
    assert report.problem.title == "Square.py, Circle.py, Cube.py was not handed in"


def test_one_file_plays_all_whose_classes_it_defines(shapes: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    whole = {"shapes.py": SQUARE + CIRCLE + CUBE.split("\n", 2)[2], "main.py": "from Square import Square\n"}
    report = graded(shapes, warm, write(tmp_path / "s", {**whole, "sizes.json": "[1, 2, 3]"}))
    assert verdicts(report) == ALL
    assert report.notes[0] == (
        "Square.py, Circle.py, Cube.py were not handed in; shapes.py was taken for them, since it defines Square, "
        "Circle, Cube."
    )


def test_a_data_file_is_found_wherever_it_lies(shapes: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    nested = {f"work/{name}": text for name, text in FILES.items() if name != "sizes.json"}
    report = graded(
        shapes, warm, write(tmp_path / "s", {**nested, "old/data/sizes.json": "[0]", "data/Sizes.JSON": "[1, 2, 3]"})
    )
    assert verdicts(report) == ALL


def test_a_data_file_that_was_not_handed_in_costs_its_own_checks(
    shapes: AssignmentFolder, warm: Warm, tmp_path: Path
) -> None:
    report = graded(shapes, warm, write(tmp_path / "s", {name: FILES[name] for name in FILES if name != "sizes.json"}))
    assert verdicts(report) == {**ALL, "sizes": "raised"}


def test_definitions_only_are_loaded_where_the_rubric_says_so(
    shapes: AssignmentFolder, warm: Warm, tmp_path: Path
) -> None:
    course = tmp_path / "reference" / "shapes"
    shutil.copytree(shapes.path, course)
    (course / "rubric.py").write_text(RUBRIC.replace("total=4,", 'total=4, load="definitions",'))
    trains = "\nnet = Square(1)\nwhile True:\n    net.train()\n"
    work = write(tmp_path / "s", {**FILES, "Square.py": SQUARE + trains})
    report = graded(AssignmentFolder(course), warm, work)
    assert (verdicts(report), report.problem) == (ALL, None)
    assert report.notes[0] == (
        "Of Square.py only definitions were loaded; not run: 2 statements at its top level, line 5 (net = Square(1)), "
        "line 6 (while True:)."
    )


def test_another_way_of_loading_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"rubric.py": RUBRIC.replace("total=4,", 'total=4, load="cells",')})
    with pytest.raises(CourseError, match="load is one of module, definitions"):
        _ = AssignmentFolder(tmp_path).rubric
