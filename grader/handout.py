"""The handout: what students receive. Starter code, a README, and `grading/` for the pre-check: public and tiny cases.

It is made by naming what goes in, never by leaving out what must not: no solution, no hidden case, no mistake.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader import expected as store
from grader import policy, rubric_page, starter, wheel
from grader.course import HANDOUT, read
from grader.errors import GradeError
from grader.files import write_bytes
from grader.rubric import Differentiates, Forbids, RubricItem
from grader.sandbox.warm import installable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.course import AssignmentFolder
    from grader.expected import Expected
    from grader.rubric import Assignment, Check


def contents(folder: AssignmentFolder) -> dict[str, bytes]:
    """Return the handout's files by name, without the engine's wheel."""
    public = store.load(folder, hidden=False)
    files = {name: path.read_bytes() for name, path in as_they_are(folder).items()}
    starters = {
        path.relative_to(folder.solution).as_posix(): starter.strip(read(path), str(path))
        for path in sorted(folder.solution.rglob("*.py"))
    }
    files |= {name: text.encode() for name, text in starters.items()}
    files["README.md"] = readme(folder.rubric, starters, public).encode()
    for name in ("rubric.py", "driver.py", *(("stand_ins.py",) if folder.stand_ins else ())):
        files[f"{HANDOUT}/{name}"] = read(folder.path / name).encode()
    with tempfile.TemporaryDirectory() as place:
        sources = {"driver.py": folder.sources()["driver.py"]}
        store.save(Path(place), public.with_tiny(), sources, {})
        for path in sorted(Path(place).iterdir()):
            files[f"{HANDOUT}/expected/{path.name}"] = path.read_bytes()
    return files


def as_they_are(folder: AssignmentFolder) -> dict[str, Path]:
    """Return the files of the assignment's folder `handout/`, which students get unchanged, by name."""
    place = folder.path / "handout"
    found = (path for path in sorted(place.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(place).as_posix(): path for path in found}


def write(folder: AssignmentFolder, out: Path, *, dependencies: bool = False) -> int:
    """Write the handout as a zip file, everything in one folder; return how many files it holds."""
    files = contents(folder)
    files[f"wheels/{wheel.file_name()}"] = wheel.build()
    if dependencies:
        files |= _dependency_wheels(files[f"wheels/{wheel.file_name()}"])
    write_bytes(out, wheel.pack({f"{folder.rubric.slug}/{name}": data for name, data in files.items()}))
    return len(files)


def unpacked(folder: AssignmentFolder, into: Path) -> None:
    """Write the handout's files, without the wheel, as a folder."""
    for name, data in contents(folder).items():
        write_bytes(into / name, data)


def _dependency_wheels(engine: bytes) -> dict[str, bytes]:
    """Return the wheels that the engine needs, for this very platform and Python."""
    with tempfile.TemporaryDirectory() as place:
        engine_wheel = Path(place, wheel.file_name())
        engine_wheel.write_bytes(engine)
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own wheel
            [sys.executable, "-m", "pip", "download", "-q", "-d", place, str(engine_wheel)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise GradeError(f"pip could not download the engine's dependencies: {last}")
        return {f"wheels/{path.name}": path.read_bytes() for path in sorted(Path(place).glob("*.whl"))}


README = """\
# {title}

## What you hand in
{files}

Write the parts that say `raise NotImplementedError`. Shapes and conventions stand in the docstrings.

{interface}

## Check your work before you hand in
You need Python 3.11 or newer on Linux (on Windows: in WSL). In this folder:

    python3 -m venv .venv
    .venv/bin/pip install wheels/backgrade-*.whl
{packages}    .venv/bin/grade precheck

The pre-check is the grader itself, run on the public cases only. Every check is graded on hidden cases too (other
shapes, other numbers), so full points here are a good sign, not a promise.

## Read what it says
    .venv/bin/grade precheck --watch              # again at each save, and what changed
    .venv/bin/grade precheck --explain CHECK      # one check in full: a small example, where the errors are
    .venv/bin/grade rubric {slug}      # what is checked, for how many points, within which tolerance

`reports/precheck.html` is the same as a page, with pictures. CHECK is the short name behind a check's title, such as
`{check}`. Begin with the first failing check: what comes later often fails for the same reason.

- *With the given ... it passes*, *carried forward*: the check ran a second time with a correct part in place of one of
  yours that had failed by itself. Mend that part, nothing here; the points of this check are yours as far as the
  rubric says.
- *Consistent with your forward*: the gradient belongs to your own forward pass, which is itself wrong. Mend the
  forward first.
- *Not attempted*: the function is not there, or it still raises `NotImplementedError`.
- *Actual* is what came out, *expected* what should have; *worst* is the largest error ÷ what is allowed.
- *Could not be graded* is a fault of the grader, never yours: tell your teachers.

## How it is graded
{rubric}
"""


def readme(rubric: Assignment, starters: dict[str, str], public: Expected) -> str:
    """Return the README of the handout: what to write, how to check it, how it is graded."""
    return README.format(
        title=rubric.title,
        slug=rubric.slug,
        check=next((check.id for check in rubric.checks()), "CHECK"),
        files="\n".join(f"- `{name}`" for name in rubric.files),
        packages="".join(f"    .venv/bin/pip install {name}\n" for name in _packages(rubric)),
        interface="\n\n".join(interface(name, text) for name, text in starters.items()),
        rubric=_rubric_table(rubric, public),
    )


def _packages(rubric: Assignment) -> list[str]:
    """Return what students have to install besides the engine, which brings NumPy along."""
    return [installable(name) for name in rubric.packages if name != "numpy"]


def interface(name: str, source: str) -> str:
    """Return what one starter file defines; each class has a heading, to which a rubric's sections may point."""
    body = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    if len(body) == len(classes) == 1:  # the file's own heading is enough
        return _table(f"### `{name}`", classes)
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    tables = [_table(f"#### `{node.name}`", [node]) for node in classes]
    return "\n\n".join([_table(f"### `{name}`", functions), *tables])


def _table(heading: str, body: Sequence[ast.stmt]) -> str:
    rows = [f"| `{signature}` | {text} |" for signature, text in _definitions(body)]
    return "\n".join([heading, *(["", "| definition | what it is |", "|---|---|", *rows] if rows else [])])


def _definitions(body: Sequence[ast.stmt], owner: str = "") -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield f"class {node.name}", _first_line(node)
            yield from _definitions(node.body, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{owner}{node.name}({ast.unparse(node.args)})".replace("|", "\\|"), _first_line(node)


def _first_line(node: ast.ClassDef | ast.FunctionDef) -> str:
    return (ast.get_docstring(node) or "").split("\n", 1)[0].replace("|", "\\|")


def _rubric_table(rubric: Assignment, public: Expected) -> str:
    table = rubric_page.table(rubric, {"in the pre-check": lambda entry: _when(entry, public)})
    rules = [f"- {sentence}" for sentence in policy.sentences(rubric.policy, rubric.files, rubric.stand_ins)]
    return "\n".join([f"{rubric.total:g} points in all.", "", table, *(["", *rules] if rules else [])])


def _when(check: Check | RubricItem, public: Expected) -> str:
    if isinstance(check, RubricItem):
        return ""
    if isinstance(check, Forbids):
        return "yes" if not check.penalty else f"yes; costs {check.penalty:.0%} of the score"
    if not public.cases(check.probes[0], check.cases):
        return "no, hidden cases only"
    return "yes, against your own forward pass" if isinstance(check, Differentiates) else "yes"
