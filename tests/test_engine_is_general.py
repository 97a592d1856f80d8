"""The engine knows no course: a new assignment is a folder below reference/, and nothing in grader/ changes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import grader

ROOT = Path(__file__).parents[1]
ENGINE = Path(grader.__file__).parent
FILES = sorted(path for path in ENGINE.rglob("*") if path.suffix in {".py", ".html", ".css", ".json", ".ini"})
SCHOOLS = (
    "cmu", "carnegie", "mellon", "stanford", "berkeley", "mit", "columbia", "umich", "harvard", "toronto", "cornell",
    "cs231n", "cs189", "11-785", "11785", "idl", "6.86x", "eecs", "hw1p1", "hw1", "mytorch", "nyu",
)  # fmt: skip
# Names that assignments ask for and that are the field's, Python's or English words before they are anyone's function.
WORDS = {
    "forward", "backward", "derivative", "gradient", "loss", "step", "train", "eval", "update", "predict", "fit",
    "draw", "line", "square", "main", "init", "value", "apply", "digits", "sigmoid", "slope",
    "Activation", "Criterion", "Identity", "Linear", "ReLU", "softmax",
}  # fmt: skip


def asked_for() -> set[str]:
    """Return the public classes, functions and methods of all reference solutions."""
    found: set[str] = set()
    for path in ROOT.glob("reference/*/solution/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                found.add(node.name)
    return found - WORDS


def slugs() -> set[str]:
    return {path.parent.name for path in ROOT.glob("reference/*/rubric.py")}


def test_there_is_something_to_look_for() -> None:
    assert slugs()
    assert len(asked_for()) >= 5
    assert len(FILES) > 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_no_file_names_a_school_an_assignment_or_a_students_function(path: Path) -> None:
    text = path.read_text()
    words = set(re.findall(r"[A-Za-z_]\w*", text))
    named = words & (asked_for() | slugs())
    lowered = text.lower()
    named |= {name for name in SCHOOLS if re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", lowered)}
    assert not named


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".py"], ids=lambda path: path.name)
def test_no_module_imports_the_reference_or_the_tests(path: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            imported.add(str(node.module).split(".")[0])
    assert not imported & {"reference", "tests", "student_template"}


CHILD = [path for path in FILES if "child" in path.relative_to(ENGINE).parts and path.suffix == ".py"]


@pytest.mark.parametrize("path", CHILD, ids=lambda path: path.name)
def test_what_runs_beside_students_code_imports_nothing_of_the_trusted_side(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(), feature_version=(3, 8))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [str(node.module)]
        assert not any(name.split(".")[0] == "grader" for name in names)
