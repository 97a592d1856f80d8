"""Whatever is handed in ends as a folder of plain files, or as one clear sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from grader.errors import SubmissionError
from grader.submission import Unpacked, entries, intake, tars, unfold, unpack
from grader.submission.unpack import clean_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

WORK = {"hw1.py": b"x = 1\n", "data/small.csv": b"1,2\n"}


def folder(path: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def zipped(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, files: Mapping[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def unpacked(path: Path) -> Unpacked:
    return unpack(path, path.parent / "unpacked")


def refusal(path: Path) -> str:
    """Return the sentence with which a submission is refused; nothing may be left behind."""
    with pytest.raises(SubmissionError) as caught:
        unpacked(path)
    assert not list(path.parent.glob("unpacked*"))
    assert "\n" not in str(caught.value)
    return str(caught.value)


MAKE: dict[str, Callable[[Path, Mapping[str, bytes]], Path]] = {"zip": zipped, "tar.gz": tarred, "folder": folder}
FORMS: dict[str, Callable[[Path], Path]] = {
    "folder": lambda tmp: folder(tmp / "ana", WORK),
    "zip": lambda tmp: zipped(tmp / "ana.zip", WORK),
    "zip, other case": lambda tmp: zipped(tmp / "ana.ZIP", WORK),
    "bzip2 in zip": lambda tmp: zipped(tmp / "ana.zip", WORK, zipfile.ZIP_BZIP2),
    "tar": lambda tmp: tarred(tmp / "ana.tar", WORK, "w"),
    "tar.gz": lambda tmp: tarred(tmp / "ana.tar.gz", WORK),
    "tgz": lambda tmp: tarred(tmp / "ana.tgz", WORK),
    "tar.bz2": lambda tmp: tarred(tmp / "ana.tar.bz2", WORK, "w:bz2"),
    "tar.xz": lambda tmp: tarred(tmp / "ana.tar.xz", WORK, "w:xz"),
    "tar.gz called tar": lambda tmp: tarred(tmp / "ana.tar", WORK, "w:gz"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_files_and_hash(tmp_path: Path, form: str) -> None:
    found = unpacked(FORMS[form](tmp_path))
    assert found.files == ("data/small.csv", "hw1.py")
    assert (found.root / "hw1.py").read_bytes() == WORK["hw1.py"]
    assert (found.name, found.notes) == ("ana", ())
    (tmp_path / "again").mkdir()
    assert found.sha256 == unpacked(folder(tmp_path / "again/x", WORK)).sha256


def test_a_single_file_is_a_submission(tmp_path: Path) -> None:
    found = unpacked(folder(tmp_path, {"mlp.py": b""}) / "mlp.py")
    assert (found.name, found.files) == ("mlp", ("mlp.py",))


def test_the_hash_depends_on_names_and_contents(tmp_path: Path) -> None:
    variants: list[dict[str, bytes]] = [{"a.py": b"x"}, {"a.py": b"y"}, {"b.py": b"x"}, {"a.py": b"x", "c.py": b""}]
    hashes = {unpacked(folder(tmp_path / str(n) / "s", files)).sha256 for n, files in enumerate(variants)}
    assert len(hashes) == 4


def test_any_user_may_read_what_was_unpacked(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", {"a/hw1.py": b"", "b.py": b""})
    (source / "a/hw1.py").chmod(0o600)
    before = os.umask(0o077)
    try:
        root = unpacked(source).root
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE((root / path).stat().st_mode) for path in (".", "a", "a/hw1.py")}
    assert modes == {".": 0o755, "a": 0o755, "a/hw1.py": 0o644}


def test_junk_is_left_out_and_counted(tmp_path: Path) -> None:
    junk = ["._hw1.py", ".DS_Store", "__MACOSX/._hw1.py", "a/__pycache__/hw1.cpython-311.pyc", "b.pyc", ".git/config"]
    junk += [".venv/lib/numpy.py", "venv/x.py", "node_modules/x.js", "hw1.py:Zone.Identifier", ".idea/x", ".vscode/y"]
    junk += [".ipynb_checkpoints/hw1-checkpoint.py"]
    found = unpacked(zipped(tmp_path / "s.zip", {"hw1.py": b"", **dict.fromkeys(junk, b"")}))
    assert found.files == ("hw1.py",)
    assert found.notes[0].startswith("13 files that no one wrote by hand left out: ")
    assert "__pycache__" in found.notes[0]


def test_a_junk_folder_is_not_even_walked(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", {"hw1.py": b""} | {f"node_modules/{n}.js": b"" for n in range(20)})
    assert unpacked(source).notes == ()


@pytest.mark.parametrize("depth", ["", "hw1/", "ana/hw1/"])
def test_a_folder_around_everything_is_dropped(tmp_path: Path, depth: str) -> None:
    found = unpacked(zipped(tmp_path / "s.zip", {f"{depth}{name}": data for name, data in WORK.items()}))
    assert found.files == ("data/small.csv", "hw1.py")
    assert (found.root / "hw1.py").is_file()


def test_a_folder_that_is_imported_by_name_is_kept(tmp_path: Path) -> None:
    files = {"ana/mytorch/hw1.py": b"import os\nfrom mytorch.loss import f\n", "ana/mytorch/loss.py": b""}
    assert unpacked(zipped(tmp_path / "s.zip", files)).files == ("mytorch/hw1.py", "mytorch/loss.py")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Ana Díaz - HW1.tar.gz", "Ana_Díaz_-_HW1"),
        ("hw1 (1).zip", "hw1_1"),
        ("v1.2.py", "v1.2"),
        (".zip", "submission"),
        ("../../x;rm -rf.zip", "x_rm_-rf"),
        ("ü" * 100 + ".py", "ü" * 75),
        ("ben.student.zip", "ben_student"),  # else it would stand where students' reports of "ben" do
        ("ben.partial.Student", "ben.partial_Student"),
    ],
)
def test_the_name_is_fit_for_a_report(tmp_path: Path, path: str, name: str) -> None:
    assert clean_name(tmp_path / path) == name


def test_the_path_that_the_user_gives_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder(tmp_path / "ana", WORK))
    assert unpacked(tmp_path / "link").name == "ana"


def test_links_and_pipes_inside_are_left_out_with_a_note(tmp_path: Path) -> None:
    secret = folder(tmp_path / "elsewhere", {"secret.py": b"answer"})
    source = folder(tmp_path / "s", {"hw1.py": b""})
    (source / "file.py").symlink_to(secret / "secret.py")
    (source / "all").symlink_to(secret)
    os.mkfifo(source / "pipe.py")
    found = unpacked(source)
    assert found.files == ("hw1.py",)
    assert found.notes == (
        "all is a link, and was left out.",
        "file.py is a link, and was left out.",
        "pipe.py is no plain file, and was left out.",
    )


def test_links_and_devices_in_archives_are_never_made(tmp_path: Path) -> None:
    path = tmp_path / "s.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("hw1.py"))
        for name, kind in [
            ("l", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("d", tarfile.CHRTYPE),
            ("p", tarfile.FIFOTYPE),
        ]:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    found = unpacked(path)
    assert found.files == ("hw1.py",)
    assert len(found.notes) == 4
    link = zipfile.ZipInfo("l.py")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as zip_archive:
        zip_archive.writestr(link, "/etc/passwd")
        zip_archive.writestr("hw1.py", "")
    assert unpack(tmp_path / "t.zip", tmp_path / "other").notes == ("l.py is a link, and was left out.",)


@pytest.mark.parametrize("name", ["/etc/x.py", "../x.py", "a/../../x.py", "..\\x.py", "C:\\x.py", "C:/x.py"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_outside_are_refused(
    tmp_path: Path, pack: Callable[[Path, Mapping[str, bytes]], Path], name: str
) -> None:
    path = pack(tmp_path / ("s.zip" if pack is zipped else "s.tar.gz"), {name: b"", "hw1.py": b""})
    assert "names a file outside of its own folder" in refusal(path)
    assert sorted(found.name for found in tmp_path.iterdir()) == [path.name]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["hw1.py", "./hw1.py"], "two files called hw1.py"),
        (["hw1.py", "HW1.py"], "two files called HW1.py and hw1.py"),
        (["a.py", "a.py/b.py"], "a file and a folder of one name"),
        (["a.py/b.py", "a.py"], "a file and a folder of one name"),
        (["x" * 300 + ".py"], "impossible name"),
        (["/".join("x" * 500) + ".py"], "impossible name"),
    ],
)
def test_names_that_no_folder_can_hold_are_refused(tmp_path: Path, names: list[str], words: str) -> None:
    assert words in refusal(zipped(tmp_path / "s.zip", dict.fromkeys(names, b"")))


def test_names_in_any_encoding_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr("übung\\hw1.py", "")
        archive.writestr("line\nbreak.py", "")
    data = (tmp_path / "s.zip").read_bytes()
    flags = struct.pack("<H", 0x800)
    (tmp_path / "s.zip").write_bytes(data.replace(flags, b"\0\0"))  # UTF-8 without saying so
    assert unpacked(tmp_path / "s.zip").files == ("line_break.py", "übung/hw1.py")
    with tarfile.open(tmp_path / "t.tar", "w", encoding="latin-1", format=tarfile.GNU_FORMAT) as tar:
        tar.addfile(tarfile.TarInfo("é.py"))
    assert unpack(tmp_path / "t.tar", tmp_path / "other").files == ("é.py",)


def test_a_large_file_is_left_out_with_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_FILE", 1 << 20)
    path = zipped(tmp_path / "s.zip", {"hw1.py": b"", "train.npy": bytes((1 << 20) + 1)})
    found = unpacked(path)
    assert found.files == ("hw1.py",)
    assert found.notes == ("train.npy is larger than 1 MiB, and was left out.",)


@pytest.mark.parametrize("form", ["zip", "tar.gz", "folder"])
def test_too_much_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(intake, "MAX_TOTAL", 1 << 20)
    files = {f"{n}.py": bytes(300_000) for n in range(4)}
    assert "holds more than 1 MiB: hand in less data." in refusal(MAKE[form](tmp_path / f"s.{form}", files))


def test_a_bomb_of_oversized_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_FILE", 1 << 20)
    monkeypatch.setattr(intake, "MAX_READ", 4 << 20)
    assert "hand in less data" in refusal(zipped(tmp_path / "s.zip", {f"{n}.bin": bytes(2 << 20) for n in range(9)}))


def test_a_compressed_tar_is_counted_while_it_unfolds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tars, "MAX_STREAM", 1 << 20)
    path = tarred(tmp_path / "s.tar.gz", {"__pycache__/junk": bytes(2 << 20), "hw1.py": b""})
    assert "unfolds to more than 1 MiB" in refusal(path)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_tar_of_parts_that_hold_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(tars, "MAX_EMPTY", 100_000)
    whole = tarred(tmp_path / "s.tar", WORK, "w").read_bytes()
    (tmp_path / "few.tgz").write_bytes(pack(b"") * 50 + pack(whole))
    assert unpacked(tmp_path / "few.tgz").files == tuple(sorted(WORK))
    (tmp_path / "many").mkdir()
    (tmp_path / "many/s.tgz").write_bytes(pack(b"") * 10_000 + pack(whole))
    assert "is made of empty parts" in refusal(tmp_path / "many/s.tgz")


def test_data_that_cannot_be_compressed_is_not_taken_for_nothing(tmp_path: Path) -> None:
    for mode in ("w:gz", "w:bz2", "w:xz"):
        path = tarred(tmp_path / f"{mode[2:]}.tar", {"hw1.py": b"", "noise.bin": os.urandom(3 << 20)}, mode)
        assert unpack(path, tmp_path / f"unpacked {mode[2:]}").files == ("hw1.py", "noise.bin")


SPARSE_HEADERS = [
    {"GNU.sparse.size": "9", "GNU.sparse.numblocks": "0"},
    {"GNU.sparse.map": "0,9", "GNU.sparse.size": "9"},
    {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9", "GNU.sparse.name": "x.bin"},
]


@pytest.mark.parametrize("said", [None, *SPARSE_HEADERS])
def test_a_sparse_file_is_refused_before_its_map_is_read(tmp_path: Path, said: dict[str, str] | None) -> None:
    member = tarfile.TarInfo("x.bin")
    member.type = tarfile.REGTYPE if said else tarfile.GNUTYPE_SPARSE
    member.pax_headers = said or {}
    with tarfile.open(tmp_path / "s.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("hw1.py"))
        archive.addfile(member)
    assert "x.bin is stored as a sparse file" in refusal(tmp_path / "s.tar")


def test_a_header_that_says_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    member = tarfile.TarInfo("hw1.py")
    member.pax_headers = {"comment": "x" * 20_000}
    with tarfile.open(tmp_path / "s.tar", "w") as archive:
        archive.addfile(member)
    assert unpacked(tmp_path / "s.tar").files == ("hw1.py",)
    monkeypatch.setattr(tars, "MAX_HEADER", 10_000)
    with pytest.raises(SubmissionError, match="a header of 20"):
        unpack(tmp_path / "s.tar", tmp_path / "other")


@pytest.mark.parametrize("kind", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_headers_that_say_too_much_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: int
) -> None:
    monkeypatch.setattr(tars, "MAX_SAID", 10_000)
    with tarfile.open(tmp_path / "s.tar", "w", format=kind) as archive:
        for number in range(60):
            archive.addfile(tarfile.TarInfo(f"__pycache__/{number}/{'x' * 200}"))
    assert "says too much about its files" in refusal(tmp_path / "s.tar")


def test_a_header_that_is_broken_does_not_end_the_list_in_silence(tmp_path: Path) -> None:
    path = tarred(tmp_path / "s.tar", WORK, "w")
    data = bytearray(path.read_bytes())
    place = data.index(b"data/small.csv")
    data[place] = ord("D")
    path.write_bytes(data)
    assert "is broken and cannot be unpacked (bad checksum)" in refusal(path)


def test_a_size_that_the_archive_lies_about_is_not_believed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "s.zip", {"hw1.py": bytes(100_000)})
    data = path.read_bytes().replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    path.write_bytes(data)
    assert "is broken and cannot be unpacked" in refusal(path)


@pytest.mark.parametrize("form", ["zip", "tar.gz", "folder"])
def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(intake, "MAX_FILES", 5)
    path = MAKE[form](tmp_path / f"s.{form}", {f"{n}.py": b"" for n in range(6)})
    assert "holds more than 5 files" in refusal(path)


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_an_endless_list_of_junk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(entries, "MAX_LISTED", 5)
    assert "lists more than 5 files" in refusal(MAKE[form](tmp_path / f"s.{form}", {f"._{n}": b"" for n in range(6)}))


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "s.zip", {"hw1.py": b""})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path) == "hw1.py is encrypted: make the archive anew, without a password."


def test_an_unknown_compression_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "s.zip", {"hw1.py": b"x"})
    data = bytearray(path.read_bytes())
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 9
    path.write_bytes(data)
    assert "compressed in a way that cannot be read (method 9)" in refusal(path)


@pytest.mark.parametrize("form", [name for name in FORMS if name != "folder"])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_truncated_archive_is_refused(tmp_path: Path, form: str, part: float) -> None:
    whole = FORMS[form](tmp_path)
    data = whole.read_bytes()
    size = min(int(len(data) * part), 1000) if form == "tar" else int(len(data) * part)
    whole.write_bytes(data[:size])
    assert "is broken" in refusal(whole) or "is empty" in refusal(whole)


def test_text_called_an_archive_is_refused(tmp_path: Path) -> None:
    for name in ("s.zip", "s.tar", "s.tgz"):
        assert "is no archive, though its name says so" in refusal(folder(tmp_path, {name: b"<html>"}) / name)


def test_a_packed_file_that_is_no_tar_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hw1.py.gz").write_bytes(gzip.compress(b"x = 1\n" * 500))
    assert "is broken" in refusal(tmp_path / "hw1.py.gz")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("s.rar", b"Rar!\x1a\x07\x00", "is a RAR archive"),
        ("s.7z", b"7z\xbc\xaf\x27\x1c", "is a 7z archive"),
        ("s.pdf", b"%PDF-1.5", "hand in a folder, a .py file, a .zip or a .tar.gz"),
        ("empty", b"", "hand in a folder, a .py file"),
    ],
)
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert words in refusal(tmp_path / name)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "s is empty"),
        ({".DS_Store": b""}, "s is empty"),
        ({"a.txt": b"", "b.txt": b"", "c.txt": b"", "d.txt": b""}, "only a.txt, b.txt, c.txt and 1 more"),
        ({"hw1.zip": b""}, "unpack the archive inside"),
    ],
)
def test_a_submission_without_python_is_refused(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    (tmp_path / "s").mkdir()
    assert words in refusal(folder(tmp_path / "s", files))


def test_a_notebook_that_nothing_here_can_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbformat", None)
    (tmp_path / "hw1.ipynb").write_bytes(b"{}")
    handed_in = unpack(tmp_path / "hw1.ipynb", tmp_path / "unpacked")
    with pytest.raises(
        SubmissionError, match=r"^hw1\.ipynb is a notebook, and the package nbformat, .* is not installed"
    ):
        unfold(handed_in, ("hw1.py",))


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nobody").startswith("There is no file or folder ")
