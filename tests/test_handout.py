"""Handouts: everything a student needs, and by content nothing that only the grader may know."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader import expected, handout, starter
from grader.course import AssignmentFolder, assignments
from grader.rubric import Satisfies
from tests import toy
from tests.command import grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy.typing as npt

    from grader.expected import ExpectedCase
    from grader.sandbox.warm import Warm

ROOT = Path(__file__).parents[1]
REAL = [folder for folder in assignments(ROOT).values() if (folder.path / "expected" / "manifest.json").exists()]
SHORT = 25  # a shorter line, `return x`, is nobody's secret


@pytest.fixture(params=["toy", *(folder.path.name for folder in REAL)])
def folder(request: pytest.FixtureRequest, finished_toy: Path) -> AssignmentFolder:
    course = finished_toy if request.param == "toy" else ROOT
    return AssignmentFolder(course / "reference" / request.param)


@pytest.fixture
def files(folder: AssignmentFolder) -> Mapping[str, bytes]:
    return unfolded(handout.contents(folder))


def unfolded(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files and, beside each archive, its members as they are when unpacked."""
    found = dict(files)
    for name, data in files.items():
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found |= unfolded({f"{name}/{member}": archive.read(member) for member in archive.namelist()})
    return found


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if len(line.strip()) > SHORT}


def arrays(value: Any) -> Iterator[npt.NDArray[Any]]:
    """Yield every array in inputs or outputs."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from arrays(item)


def telling(folder: AssignmentFolder, case: ExpectedCase) -> list[npt.NDArray[Any]]:
    """Return a case's arrays that would tell something: no zeros and ones, no numbers that are only drawn."""
    compared = {name for check in folder.rubric.checks() if not isinstance(check, Satisfies) for name in check.probes}
    outputs = dict(case.outputs) if case.probe in compared else {}
    return [array for array in arrays([dict(case.inputs), outputs]) if np.unique(array).size > 2]


def test_it_holds_exactly_what_is_named(folder: AssignmentFolder) -> None:
    starters = {path.relative_to(folder.solution).as_posix() for path in folder.solution.rglob("*.py")}
    starters |= set(handout.as_they_are(folder))
    grading = {"rubric.py", "driver.py", "expected/manifest.json", "expected/public.npz"}
    grading |= {"expected/tiny.npz"} if folder.cases != folder.all_cases else set()
    grading |= {"stand_ins.py"} if folder.rubric.stand_ins else set()
    assert set(handout.contents(folder)) == starters | {"README.md"} | {f"grading/{name}" for name in grading}


def test_files_in_the_folder_handout_go_in_as_they_are(course: Path) -> None:
    folder = AssignmentFolder(course / "reference" / "toy")
    (folder.path / "handout" / "data").mkdir(parents=True)
    (folder.path / "handout" / "data" / "answers.json").write_bytes(b'{"a": null}\r\n')
    (folder.path / "handout" / ".DS_Store").write_bytes(b"left by a system")
    files = handout.contents(folder)
    assert files["data/answers.json"] == b'{"a": null}\r\n'
    assert ".DS_Store" not in files


def test_no_line_of_a_solution_is_inside(folder: AssignmentFolder, files: Mapping[str, bytes]) -> None:
    said = {line for data in files.values() for line in lines(data.decode(errors="replace"))}
    for path in folder.solution.rglob("*.py"):
        source = path.read_text()
        given = lines(starter.strip(source, path.name))
        for own in (folder.path / "driver.py", folder.path / "rubric.py"):
            given |= lines(own.read_text())
        secret = {line for region in starter.regions(source) for line in lines(region)}
        assert not (secret - given) & said


def test_no_hidden_array_is_inside(folder: AssignmentFolder, files: Mapping[str, bytes]) -> None:
    everything = b"\0".join(files.values())
    by_visibility: dict[str, set[bytes]] = {"public": set(), "hidden": set()}
    for case in expected.load(folder):
        by_visibility[case.visibility] |= {array.tobytes() for array in telling(folder, case)}
    secret = by_visibility["hidden"] - by_visibility["public"]
    assert secret
    assert not any(data in everything for data in secret)
    assert all(data in everything for data in by_visibility["public"])  # so they would have been found


def test_no_mistake_and_nothing_of_the_cases_is_inside(folder: AssignmentFolder, files: Mapping[str, bytes]) -> None:
    everything = b"\0".join(files.values()).decode(errors="replace")
    for mistake in folder.mistakes:
        assert mistake.text not in everything
        assert mistake.id not in everything
    given = {line for name in ("driver.py", "rubric.py") for line in lines((folder.path / name).read_text())}
    given |= {line for path in folder.solution.rglob("*.py") for line in lines(starter.strip(path.read_text(), "a"))}
    said = {line for data in files.values() for line in lines(data.decode(errors="replace"))}
    assert not (lines((folder.path / "cases.py").read_text()) - given) & said
    assert not (lines((folder.path / "mistakes.py").read_text()) - given) & said


def test_the_same_reference_gives_the_same_handout(folder: AssignmentFolder) -> None:
    assert handout.contents(folder) == handout.contents(folder)


def test_the_readme_tells_interface_commands_and_rubric(folder: AssignmentFolder) -> None:
    text = handout.contents(folder)["README.md"].decode()
    assert folder.rubric.title in text
    assert all(f"grade {command}" in text for command in ("precheck --watch", "precheck --explain CHECK", "rubric"))
    assert f"`{next(check.id for check in folder.rubric.checks())}`" in text
    assert all(words in text for words in ("reports/precheck.html", "carried forward", "onsistent with your forward"))
    assert f"{folder.rubric.total:g} points in all." in text
    assert all(item.title in text for item in folder.rubric.items)
    assert all(name in text for names in folder.rubric.defines.values() for name in names)


def test_the_sections_that_the_rubric_names_are_headings_of_the_readme(folder: AssignmentFolder) -> None:
    text = handout.contents(folder)["README.md"].decode()
    headings = {line.lstrip("#").strip(" `") for line in text.splitlines() if line.startswith("#")}
    named = {item.section.removeprefix("README.md, ") for item in folder.rubric.items if "README.md" in item.section}
    assert named <= headings


@pytest.mark.parametrize("slug", [folder.path.name for folder in REAL])
def test_the_committed_handout_is_what_would_be_made_now(slug: str) -> None:
    place = ROOT / "student_template" / slug
    if not place.is_dir():
        pytest.skip(f"student_template/{slug} is not made yet: grade handout {slug} --out student_template/{slug}")
    committed = {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file() and not {"__pycache__", "reports", ".venv"} & set(path.parts)
    }
    assert committed == handout.contents(AssignmentFolder(ROOT / "reference" / slug))


def test_in_an_unpacked_handout_the_precheck_gives_the_blank_starter_0_and_the_solution_all(
    folder: AssignmentFolder, tmp_path: Path, warm_for: Callable[[AssignmentFolder], Warm]
) -> None:
    warm_for(folder)  # or this is skipped
    handout.write(folder, tmp_path / "made" / "handout.zip")
    with zipfile.ZipFile(tmp_path / "made" / "handout.zip") as archive:
        archive.extractall(tmp_path)
    here = tmp_path / folder.rubric.slug
    assert len(list((here / "wheels").iterdir())) == 1
    blank = grade(here, "precheck")
    assert blank.returncode == 0, blank.stderr
    assert earned(blank.stdout)[0] == 0
    assert "Hidden ones remain" in blank.stdout
    assert "precheck.html" in blank.stdout
    for path in folder.solution.rglob("*.py"):
        (here / path.relative_to(folder.solution)).write_bytes(path.read_bytes())
    got, most = earned(grade(here, "precheck").stdout)
    assert got == most > 0
    assert (here / "reports" / "precheck.html").is_file()


def earned(said: str) -> tuple[float, float]:
    """Return the points of all items' checks, and the most they could have been, from the printed table."""
    total = next(line for line in said.splitlines() if line.strip().startswith("Total"))
    by_hand = float(total.partition("(")[2].partition(" by hand")[0] or 0)
    points, most = map(float, total.split()[-2:])
    return points, most - by_hand


def test_a_handout_that_cannot_be_written_leaves_nothing(finished_toy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = grade(finished_toy, "handout", "toy", "--out", tmp_path / "file" / "a.zip")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_region_that_is_never_closed_makes_no_handout(course: Path) -> None:
    solution = course / "reference/toy/solution/toy.py"
    solution.write_text(toy.SOLUTION.rpartition("    # END SOLUTION")[0])
    assert grade(course, "regenerate").returncode == 0
    done = grade(course, "handout", "toy", "--out", "out")
    assert done.returncode == 2
    assert "this solution region is never closed" in done.stderr
    assert not (course / "out").exists()
