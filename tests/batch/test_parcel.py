"""A submission that travelled unpacks there to what it unpacks to here, or is refused in the same words."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from grader.batch import parcel
from grader.batch.entries import Person
from grader.batch.gather import gather
from grader.batch.hashes import of_files
from grader.batch.layouts.piece import Piece
from grader.errors import GraderError, SubmissionError
from grader.submission import intake, unpack
from grader.workspace import remove
from tests.deep import deepest


def hand_in(folder: Path) -> None:
    """Write a folder with everything that counts in its own way."""
    (folder / "inside" / "__pycache__").mkdir(parents=True)
    (folder / "hw.py").write_text("import inside\n")
    (folder / "inside" / "more.py").write_bytes(b"\xff\x00" * 100)
    (folder / "inside" / "__pycache__" / "more.pyc").write_bytes(b"x" * 100)
    (folder / "._hw.py").write_text("a Mac's")
    (folder / "empty").mkdir()
    (folder / "link.py").symlink_to("hw.py")
    (folder / "linked").symlink_to("inside")
    os.mkfifo(folder / "pipe")
    with (folder / "weights.npy").open("wb") as file:
        file.truncate(intake.MAX_FILE + 5)


def travelled(path: Path, place: Path) -> Path:
    place.mkdir()
    sent: parcel.Parcel = pickle.loads(pickle.dumps(parcel.pack(path)))  # noqa: S301 - our own, as dask sends it
    return sent.lay(place)


def said(path: Path, into: Path) -> object:
    """Return all that comes of unpacking but where it lies."""
    try:
        found = unpack(path, into)
    except SubmissionError as error:
        return str(error)
    return found.name, found.files, found.notes, found.sha256, found.too_large


def test_a_folder_unpacks_there_as_here_and_is_not_sent_whole(tmp_path: Path) -> None:
    hand_in(tmp_path / "hw 1")
    there = travelled(tmp_path / "hw 1", tmp_path / "there")
    assert said(there, tmp_path / "b") == said(tmp_path / "hw 1", tmp_path / "a")
    assert len(pickle.dumps(parcel.pack(tmp_path / "hw 1"))) < 2000


@pytest.mark.parametrize("kind", ["zip", "gztar", "none", "source", "large source"])
def test_a_file_unpacks_there_as_here(tmp_path: Path, kind: str) -> None:
    hand_in(tmp_path / "hw")
    (tmp_path / "hw" / "pipe").unlink()
    path = tmp_path / "handed in.py"
    if kind == "none":
        path = tmp_path / "broken.zip"
        path.write_text("no archive")
    elif kind.endswith("source"):
        path.write_text("x = 1\n" + " " * (intake.MAX_FILE if kind.startswith("large") else 0))
    else:
        path = tmp_path / Path(shutil.make_archive(str(tmp_path / "hw"), kind, tmp_path / "hw")).name
    there = travelled(path, tmp_path / "there")
    assert there.name == path.name
    assert said(there, tmp_path / "b") == said(path, tmp_path / "a")


@pytest.mark.parametrize("bound", ["MAX_FILES", "MAX_TOTAL"])
def test_of_what_would_be_refused_no_more_is_sent_than_it_takes_to_refuse_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    for module in (parcel, intake):
        monkeypatch.setattr(module, bound, 3)
    for number in range(9):
        (tmp_path / f"hw/{number}.py").parent.mkdir(exist_ok=True)
        (tmp_path / f"hw/{number}.py").write_text("1")
    assert len(parcel.pack(tmp_path / "hw").pieces) == 4
    there = travelled(tmp_path / "hw", tmp_path / "there")
    assert said(there, tmp_path / "b") == said(tmp_path / "hw", tmp_path / "a")


def test_an_archive_larger_than_any_that_unpacks_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "hw.zip").open("wb") as file:
        file.truncate(intake.MAX_READ + 1)
    with pytest.raises(GraderError, match=r"hw.zip is larger than 256 MiB, .* grade it without --scheduler"):
        parcel.pack(tmp_path / "hw.zip")


def test_a_folder_of_any_depth_is_refused_in_one_sentence_and_stops_nobody_else(tmp_path: Path) -> None:
    deepest(tmp_path / "deep")
    with pytest.raises(GraderError, match="deeper inside one another"):
        parcel.pack(tmp_path / "deep")
    with pytest.raises(SubmissionError, match="impossible name"):
        unpack(tmp_path / "deep", tmp_path / "a")
    (found,) = gather([Piece("deep/", "deep", (Person("deep"),))], tmp_path, tmp_path / "space")
    assert len(of_files(found.path)) == 64
    remove(tmp_path / "deep")
