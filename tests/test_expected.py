"""Expected outputs on disk: the same bytes for the same cases, refused when they no longer belong to the reference."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader import expected, handout, regenerate
from grader.course import AssignmentFolder
from grader.errors import CourseError, StaleExpectedError
from grader.expected import ExpectedCase
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.sandbox.warm import Warm

SHARED = np.arange(6.0).reshape(2, 3)
CASE = ExpectedCase(
    "probe",
    "first",
    "public",
    {"x": SHARED, "weights": [SHARED, np.zeros(2, np.float32)], "n": 3, "rate": np.float64(0.1), "kind": "mean"},
    {"y": SHARED, "count": np.array(7), "nan": np.array([np.nan, np.inf])},
)


@pytest.fixture
def folder(course: Path) -> AssignmentFolder:
    return AssignmentFolder(course / "reference" / "toy")


def store(folder: AssignmentFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder.path / "expected").iterdir()}


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_what_is_packed_comes_back_with_types_and_shapes() -> None:
    (back,) = expected.unpack(expected.pack([CASE]))
    assert (back.probe, back.name, back.visibility) == ("probe", "first", "public")
    assert back.inputs["n"] == 3
    assert back.inputs["rate"] == 0.1
    assert back.inputs["kind"] == "mean"
    assert [array.dtype for array in back.inputs["weights"]] == [np.float64, np.float32]
    for name, array in CASE.outputs.items():
        np.testing.assert_array_equal(back.outputs[name], array, strict=True)


def test_the_same_cases_give_the_same_bytes() -> None:
    assert expected.pack([CASE]) == expected.pack([CASE])


def test_equal_arrays_are_stored_once_and_numpy_can_open_the_archive(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(expected.pack([CASE, CASE]))
    with np.load(tmp_path / "a.npz", allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files if name != "index.json"}
    assert sorted(arrays) == ["a0", "a1", "a2", "a3"]
    np.testing.assert_array_equal(arrays["a0"], SHARED)


def test_regenerating_twice_gives_identical_files(folder: AssignmentFolder, warm: Warm) -> None:
    before = store(folder)
    assert sorted(before) == ["hidden.npz", "manifest.json", "public.npz"]
    assert regenerate.write(AssignmentFolder(folder.path), warm) == 7
    assert store(folder) == before


def test_hidden_cases_stay_out_of_the_public_archive(folder: AssignmentFolder) -> None:
    public = expected.load(folder, hidden=False)
    assert {case.visibility for case in public} == {"public"}
    assert {case.visibility for case in expected.load(folder)} == {"public", "hidden"}
    assert b"hidden" not in store(folder)["public.npz"]


@pytest.mark.parametrize("name", ["driver.py", "cases.py", "solution/toy.py"])
def test_a_changed_reference_makes_them_stale(folder: AssignmentFolder, name: str) -> None:
    path = folder.path / name
    path.write_text(path.read_text() + "\n# changed\n")
    with pytest.raises(StaleExpectedError) as refused:
        expected.load(folder)
    assert f"was made from another version of {name}." in str(refused.value)
    assert "Run `grade regenerate toy`." in str(refused.value)


def test_a_file_added_to_or_taken_from_the_solution_makes_them_stale(folder: AssignmentFolder, warm: Warm) -> None:
    helper = folder.solution / "helper.py"
    helper.write_text("")
    with pytest.raises(StaleExpectedError, match=r"helper\.py"):
        expected.load(folder)
    regenerate.write(folder, warm)
    helper.unlink()
    with pytest.raises(StaleExpectedError, match=r"helper\.py"):
        expected.load(folder)


@pytest.mark.parametrize("name", ["rubric.py", "mistakes.py"])
def test_what_no_output_depends_on_may_change(folder: AssignmentFolder, name: str) -> None:
    path = folder.path / name
    path.write_text(path.read_text() + "\n# changed\n")
    expected.load(folder)


def test_a_checkout_with_crlf_line_ends_is_not_stale(folder: AssignmentFolder) -> None:
    for name in ("driver.py", "cases.py", "solution/toy.py"):
        path = folder.path / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    expected.load(folder)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("hidden.npz", None, "cannot be read"),
        ("public.npz", b"", "is damaged"),
        ("public.npz", b"another zip", "is damaged"),
        ("manifest.json", None, "has no expected outputs yet"),
        ("manifest.json", b"{", "cannot be read"),
        ("manifest.json", b"7", "cannot be read"),
        ("manifest.json", b'{"format": 1}', "lists no sources or archives"),
        ("manifest.json", b'{"format": 99}', "was written by another version of backgrade"),
    ],
)
def test_missing_and_damaged_files_are_refused_with_the_command_that_mends_them(
    folder: AssignmentFolder, name: str, content: bytes | None, said: str
) -> None:
    path = folder.path / "expected" / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(CourseError) as refused:
        expected.load(folder)
    assert said in str(refused.value)
    assert "Run `grade regenerate toy`." in str(refused.value)


@pytest.mark.parametrize("name", ["hidden.npz", "public.npz"])
def test_an_archive_cannot_be_exchanged_for_another(folder: AssignmentFolder, name: str) -> None:
    other = {"hidden.npz": "public.npz", "public.npz": "hidden.npz"}[name]
    shutil.copy(folder.path / "expected" / other, folder.path / "expected" / name)
    with pytest.raises(CourseError, match="is damaged"):
        expected.load(folder)


def test_an_archive_that_went_out_of_the_manifest_is_no_silent_loss_of_hidden_cases(folder: AssignmentFolder) -> None:
    path = folder.path / "expected" / "manifest.json"
    manifest = json.loads(path.read_text())
    del manifest["archives"]["hidden"]
    path.write_text(json.dumps(manifest))
    with pytest.raises(CourseError, match=r"hidden\.npz is damaged"):
        expected.load(folder)


def test_an_archive_that_no_case_needs_any_more_is_removed(folder: AssignmentFolder) -> None:
    public = list(expected.load(folder, hidden=False))
    expected.save(folder.path / "expected", public, folder.sources(), {})
    assert sorted(store(folder)) == ["manifest.json", "public.npz"]
    assert len(list(expected.load(folder))) == len(public)


@pytest.mark.parametrize(("factor", "drifts"), [(1 + 1e-11, 1), (1 + 1e-13, 0), (1.0, 0)])
def test_drift_beyond_1e_12_is_reported_and_rounding_is_not(
    folder: AssignmentFolder, warm: Warm, factor: float, drifts: int
) -> None:
    cases = [
        ExpectedCase(
            case.probe, case.name, case.visibility, case.inputs, {**case.outputs, "y": case.outputs["y"] * factor}
        )
        if case.name == "small"
        else case
        for case in expected.load(folder)
    ]
    expected.save(folder.path / "expected", cases, folder.sources(), {})
    found = regenerate.check(folder, warm)
    assert [(drift.probe, drift.case, drift.output) for drift in found] == [("square", "small", "y")] * drifts


def test_another_shape_type_or_nan_is_drift_whatever_the_values(folder: AssignmentFolder, warm: Warm) -> None:
    changed: dict[str, Callable[[Any], Any]] = {
        "small": np.float32,
        "small_hidden": np.atleast_2d,
        "wide_hidden": lambda y: np.where(y > 1, np.nan, y),
    }
    cases = [
        ExpectedCase(
            case.probe, case.name, case.visibility, case.inputs, {**case.outputs, "y": change(case.outputs["y"])}
        )
        if (change := changed.get(case.name))
        else case
        for case in expected.load(folder)
    ]
    expected.save(folder.path / "expected", cases, folder.sources(), {})
    assert {drift.case for drift in regenerate.check(folder, warm)} == set(changed)


def test_outputs_that_came_or_went_are_drift(folder: AssignmentFolder, warm: Warm) -> None:
    rewrite(folder.path / "driver.py", '{"dy": layer', '{"slope": layer')
    fresh = AssignmentFolder(folder.path)
    expected.save(folder.path / "expected", expected.load(AssignmentFolder(toy_of(folder))), fresh.sources(), {})
    found = {(drift.case, drift.output) for drift in regenerate.check(fresh, warm)}
    assert {("small", "dy"), ("small", "slope")} <= found


def toy_of(folder: AssignmentFolder) -> Path:
    """Return a copy of the folder with the driver as it was."""
    copy = shutil.copytree(folder.path, folder.path.parent / "before")
    (copy / "driver.py").write_text(toy.DRIVER)
    return copy


def test_a_case_with_a_band_keeps_what_the_reference_gives_with_other_seeds(
    folder: AssignmentFolder, warm: Warm
) -> None:
    rewrite(folder.path / "cases.py", 'public("many", count, 31, n=400)', 'public("many", count, 31, n=400, band=3)')
    regenerate.write(AssignmentFolder(folder.path), warm)
    case = expected.load(AssignmentFolder(folder.path)).case("draw", "many")
    assert case is not None
    assert case.bands["numbers"].shape == (3, 400)
    assert len({row.tobytes() for row in case.bands["numbers"]}) == 3
    assert sorted(case.outputs) == ["numbers"]


def test_a_solution_may_build_on_a_folder_beside_its_own(folder: AssignmentFolder, warm: Warm) -> None:
    beside = folder.path.parent / "squares"
    beside.mkdir()
    (beside / "__init__.py").write_text("def doubled(x):\n    return 2.0 * x\n")
    solution = folder.path / "solution" / "toy.py"
    rewrite(solution, "import numpy as np", "import numpy as np\nimport squares")
    rewrite(solution, "2.0 * self.kept_for_the_slope", "squares.doubled(self.kept_for_the_slope)")
    rewrite(folder.path / "rubric.py", 'files=("toy.py",),', 'files=("toy.py",), builds_on=("squares",),')
    regenerate.write(AssignmentFolder(folder.path), warm)
    (beside / "__init__.py").write_text("def doubled(x):\n    return x + x\n")
    assert expected.stale(AssignmentFolder(folder.path)) == ["../squares/__init__.py"]


def with_ladder(folder: AssignmentFolder, like: str) -> AssignmentFolder:
    """Add one tiny case to the probe `square`."""
    rewrite(folder.path / "cases.py", "import hidden, public", "import hidden, public, tiny")
    rung = f'tiny("one_number", entries, n=1, like=["{like}"]),\n        public("small", entries'
    rewrite(folder.path / "cases.py", 'public("small", entries', rung)
    return AssignmentFolder(folder.path)


def test_tiny_cases_are_stored_apart_go_into_handouts_and_no_check_is_judged_on_them(
    folder: AssignmentFolder, warm: Warm
) -> None:
    before = [(case.probe, case.name) for case in expected.load(folder)]
    folder = with_ladder(folder, "small")
    assert regenerate.write(folder, warm) == 8
    stored = expected.load(folder, hidden=False)
    assert [(case.name, case.visibility, case.like) for case in stored.tiny("square")] == [
        ("one_number", "public", ("small",))
    ]
    assert stored.case("square", "one_number") is None
    assert [(case.probe, case.name) for case in expected.load(folder)] == before
    assert "one_number" not in [case.name for case in folder.cases["square"]]
    assert handout.contents(folder)["grading/expected/tiny.npz"] == store(folder)["tiny.npz"]
    (one,) = stored.tiny("square")
    one.outputs["y"][0] *= 2
    expected.save(folder.path / "expected", [*expected.load(folder), one], folder.sources(), {})
    assert [(drift.case, drift.output) for drift in regenerate.check(folder, warm)] == [("one_number", "y")]


def test_a_tiny_case_that_is_like_no_case_of_its_probe_is_refused(folder: AssignmentFolder, warm: Warm) -> None:
    with pytest.raises(CourseError, match="'one_number' of the probe 'square' is like 'smal', but no case of it is"):
        regenerate.write(with_ladder(folder, "smal"), warm)


@pytest.mark.parametrize(
    ("like", "names", "stands"),
    [
        ((), ("plain_1",), True),
        (("far",), (), True),
        (("far",), ("plain_1", "far_2"), True),
        (("far",), ("far",), True),
        (("far",), ("plain_1", "farther_1"), False),
    ],
)
def test_a_tiny_case_stands_for_cases_called_like_it(
    like: tuple[str, ...], names: tuple[str, ...], stands: bool
) -> None:
    tiny = ExpectedCase("probe", "tiny", "public", {}, {}, tiny=True, like=like)
    assert [case.name for case in expected.Expected([tiny]).tiny("probe", names)] == ["tiny"] * stands
