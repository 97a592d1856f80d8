from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.files import STOPPING, undisturbed, write_all, write_text

if TYPE_CHECKING:
    from types import FrameType


def test_a_file_is_written_with_its_folder_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "j_doe.json"
    write_text(path, "Grüße\n")
    write_text(path, "zwei\n")
    assert path.read_bytes() == b"zwei\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_text_and_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")

    def full(*_: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match=r"report\.json cannot be written: no space left on device"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "report.json", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_a_file_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_text(tmp_path / "file" / "report.json", "x")
    with pytest.raises(UsageError, match="cannot be written"):
        write_text(tmp_path, "x")


class Stopped(Exception):  # noqa: N818 - what a handler of a signal raises, as Ctrl-C does
    pass


def stop(_: int, __: FrameType | None) -> None:
    raise Stopped


@pytest.mark.parametrize("number", STOPPING)
def test_a_signal_between_files_that_belong_together_waits_for_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    files = {tmp_path / name: b"new" for name in ("ana.html", "ana.json")}
    for path in files:
        path.write_text("old")
    moved, whole = [], Path.replace

    def replace(self: Path, target: Path) -> Path:
        moved.append(target)
        done = whole(self, target)
        os.kill(os.getpid(), number)
        return done

    monkeypatch.setattr(Path, "replace", replace)
    before = signal.signal(number, stop)
    try:
        with pytest.raises(Stopped):
            write_all(files)
        assert signal.getsignal(number) is stop
    finally:
        signal.signal(number, before)
    assert moved == list(files)
    assert [path.read_text() for path in sorted(tmp_path.iterdir())] == ["new", "new"]


def test_what_is_ignored_stays_ignored_and_other_threads_write_as_well(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with undisturbed():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    finally:
        signal.signal(signal.SIGHUP, before)
    thread = threading.Thread(target=write_text, args=(tmp_path / "report.json", "new"))
    thread.start()
    thread.join()
    assert (tmp_path / "report.json").read_text() == "new"
