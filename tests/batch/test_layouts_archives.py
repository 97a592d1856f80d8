"""Archives of a class are unpacked within bounds, and what is hostile or broken in one costs only itself."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from grader.batch import bundle
from grader.submission import entries
from tests.batch.downloads import read, refusal, seen, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Make = Callable[[Path, Sequence[str]], Path]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_an_archive_is_read_like_its_folder_and_archives_in_it_stay_whole(tmp_path: Path, make: Make) -> None:
    names = ["subs/doe_1_5_hw.zip", "subs/roe_LATE_2_6_a.py", "__MACOSX/subs/._a"]
    path = make(tmp_path / "subs.archive", names)
    assert seen(read(path)) == {"1": ["hw.zip"], "2": ["a.py"]}
    assert seen(read(path)) == {"1": ["hw.zip"], "2": ["a.py"]}  # and once more into the same space


@pytest.mark.parametrize("make", [zipped, tarred])
def test_hostile_names_in_an_archive_cost_only_themselves(tmp_path: Path, make: Make) -> None:
    path = make(tmp_path / "x.bin", ["../evil.py", "/abs.py", "doe_1_5_hw.py", "doe_1_5_hw.py/below.py"])
    download = read(path)
    assert seen(download) == {"1": ["hw.py"]}
    assert [name.split(" (")[0] for name in download.unrecognised] == [
        "../evil.py",
        "/abs.py",
        "doe_1_5_hw.py/below.py",
    ]
    assert not list(tmp_path.rglob("evil.py"))


def test_links_and_broken_files_in_an_archive_cost_only_themselves(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", ["doe_1_5_hw.py", "roe_2_6_hw.py"])
    link = zipfile.ZipInfo("poe_3_7_hw.py")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    path.write_bytes(path.read_bytes().replace(b"# roe_2", b"# rxe_2"))
    download = read(path)
    assert seen(download) == {"1": ["hw.py"]}
    assert download.unrecognised == ("poe_3_7_hw.py (a link)", "roe_2_6_hw.py (broken)")


def test_a_file_beyond_all_bounds_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_FILE", 20)
    download = read(zipped(tmp_path / "x.zip", ["doe_1_5_hw.py", "roe_2_6_long_name_of_a_file.py"]))
    assert seen(download) == {"1": ["hw.py"]}
    assert download.unrecognised == ("roe_2_6_long_name_of_a_file.py (larger than 0 MiB)",)


def test_a_download_beyond_all_bounds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_TOTAL", 20)
    assert "unfolds to more than 0 MiB" in refusal(zipped(tmp_path / "x.zip", ["doe_1_5_hw.py", "roe_2_6_hw.py"]))


def test_a_space_that_takes_nothing_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "space").write_text("no folder")
    assert "cannot be unpacked" in refusal(zipped(tmp_path / "x.zip", ["doe_1_5_hw.py"]))


def test_marks_of_entries_inside_of_files_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "MAX_LISTED", 1)
    assert len(read(zipped(tmp_path / "x.zip", ["doe_1_5_hw.py", "roe_2_6_hw.py"])).entries) == 2


@pytest.mark.parametrize(
    ("make", "bounds", "expected"),
    [
        (zipped, {"directory": 50}, "has a list of files of more than 0 MiB"),
        (tarred, {"listed": 1}, "lists more than 1 files"),
        (tarred, {"stream": 600}, "unfolds to more than 0 MiB"),
    ],
)
def test_an_endless_archive_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Make, bounds: dict[str, int], expected: str
) -> None:
    monkeypatch.setattr(bundle, "Bulk", lambda: entries.Bulk(**bounds))
    assert expected in refusal(make(tmp_path / "x.bin", ["doe_1_5_hw.py", "roe_2_6_hw.py"]))
