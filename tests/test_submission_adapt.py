"""An adapter maps other names to those that an assignment asks for, and the work is graded unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.submission import Unpacked, adapt, unpack
from tests import toy
from tests.command import grade, refusal, report
from tests.test_submission_unpack import folder, zipped

if TYPE_CHECKING:
    from pathlib import Path

OTHER_NAMES = toy.SOLUTION.replace("def gradient(", "def slope_of_the_loss(")
ADAPTER = "from {module} import *\nfrom {module} import slope_of_the_loss as gradient\n"


@pytest.fixture
def handed_in(tmp_path: Path) -> Unpacked:
    return unpack(folder(tmp_path / "ana", {"toy.py": b"x = 1\n", "lib/more.py": b"y = 2\n"}), tmp_path / "unpacked")


def test_its_python_files_are_laid_over_and_the_report_says_which(handed_in: Unpacked, tmp_path: Path) -> None:
    files = {"main.py": b"z = 3\n", "lib/deep/again.py": b"", "README.md": b"how\n"}
    adapted = adapt(handed_in, folder(tmp_path / "names", files))
    assert adapted.files == ("lib/deep/again.py", "lib/more.py", "main.py", "toy.py")
    assert {path.relative_to(adapted.root).as_posix() for path in adapted.root.rglob("*.py")} == set(adapted.files)
    assert adapted.notes == ("The adapter names was laid over what was handed in: lib/deep/again.py, main.py.",)


def test_a_file_in_its_place_stays_under_another_name(handed_in: Unpacked, tmp_path: Path) -> None:
    adapted = adapt(handed_in, folder(tmp_path, {"toy.py": b"laid\n"}) / "toy.py")
    assert (adapted.root / "toy.py").read_bytes() == b"laid\n"
    assert (adapted.root / "handed_in_toy.py").read_bytes() == b"x = 1\n"
    assert adapted.files == ("handed_in_toy.py", "lib/more.py", "toy.py")
    assert adapted.notes[-1] == "The toy.py that was handed in is called handed_in_toy.py there."


def test_no_file_is_lost_when_that_name_is_taken_too(tmp_path: Path) -> None:
    work = folder(tmp_path / "ana", {"toy.py": b"1\n", "handed_in_toy.py": b"2\n"})
    adapted = adapt(unpack(work, tmp_path / "unpacked"), folder(tmp_path, {"toy.py": b"3\n"}) / "toy.py")
    assert {(adapted.root / name).read_bytes() for name in adapted.files} == {b"1\n", b"2\n", b"3\n"}


def test_it_may_be_an_archive(handed_in: Unpacked, tmp_path: Path) -> None:
    assert "main.py" in adapt(handed_in, zipped(tmp_path / "names.zip", {"main.py": b""})).files


def test_the_hash_of_the_submission_is_that_of_what_was_handed_in(handed_in: Unpacked, tmp_path: Path) -> None:
    adapted = adapt(handed_in, folder(tmp_path, {"main.py": b""}) / "main.py")
    assert adapted.sha256 == handed_in.sha256
    assert adapted.adapter not in ("", handed_in.sha256)


@pytest.mark.parametrize("name", ["lib", "toy.py/inner"])
def test_a_file_that_meets_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    work = folder(tmp_path / "ana", {"toy.py": b"", "lib.py/more.py": b""})
    with pytest.raises(UsageError, match="does not fit ana, where a file meets a folder"):
        adapt(unpack(work, tmp_path / "unpacked"), folder(tmp_path / "names", {f"{name}.py": b"", "main.py": b""}))


def test_work_under_other_names_earns_everything_through_its_adapter(course: Path, tmp_path: Path) -> None:
    work = folder(course / "work", {"network.py": OTHER_NAMES.encode()})
    adapter = folder(tmp_path / "names", {"toy.py": ADAPTER.format(module="network").encode()})
    found = report(course, work, "--adapter", adapter)
    assert found["score"] == toy.POINTS
    assert "The adapter names was laid over what was handed in: toy.py." in found["notes"]
    assert set(found["environment"]) >= {"submission sha256", "adapter sha256"}
    assert report(course, work)["score"] < toy.POINTS


def test_work_in_a_file_of_the_same_name_can_be_adapted(course: Path, tmp_path: Path) -> None:
    work = toy.hand_in(course / "work", OTHER_NAMES)
    adapter = folder(tmp_path, {"toy.py": ADAPTER.format(module="handed_in_toy").encode()}) / "toy.py"
    assert report(course, work, "--adapter", adapter)["score"] == toy.POINTS


def test_an_adapter_serves_a_whole_class(course: Path, tmp_path: Path) -> None:
    works = [toy.hand_in(course / name, OTHER_NAMES) for name in ("ana", "ben")]
    adapter = folder(tmp_path, {"toy.py": ADAPTER.format(module="handed_in_toy").encode()}) / "toy.py"
    done = grade(course, *works, "--adapter", adapter, "--quiet")
    assert [line.split()[1].split("/")[0] for line in done.stdout.splitlines()] == [str(toy.POINTS)] * 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nothing", "There is no file or folder"), ("empty", "is empty"), ("names.rar", "rar")],
)
def test_what_is_no_adapter_is_refused_in_one_sentence(course: Path, name: str, reason: str) -> None:
    (course / "empty").mkdir()
    (course / "names.rar").write_bytes(b"Rar!\x1a\x07\x00")
    said = refusal(course, toy.hand_in(course / "work"), "--adapter", course / name)
    assert said.startswith("grade: The adapter cannot be used: ")
    assert reason.lower() in said.lower()
