"""What came back is kept whole, read back as it was, and refused in one sentence when it is anything else."""

from __future__ import annotations

import json
import pickle
import struct
import zlib
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from grader.clock import Times
from grader.engine.attempt import Attempt
from grader.errors import UsageError
from grader.regrading import kept
from grader.regrading.form import ATTEMPT, Members
from grader.regrading.kept import Kept, Question
from grader.rubric import Limits
from grader.sandbox.child import wire
from grader.sandbox.reply import Failure, Frame, Reply, Value
from grader.score import Counterexample, Problem
from grader.submission import Located, Unpacked

if TYPE_CHECKING:
    from grader.engine.run import Subject

HASH = "0" * 64
FRAMES = (Frame("hw1.py", 3, "forward", "return x"),)
ARRAYS = (
    np.arange(6.0).reshape(2, 3),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.array(2.5),
    np.zeros((0, 4)),
    np.array([True, False]),
    np.array([1, -2], np.int32),
    np.array([1 + 2j]),
    np.array([np.nan, np.inf, -0.0], np.float32),
)
REPLIES = {
    ("case", "square", "small"): Reply({"y": Value(ARRAYS[0])}, None, 0.25, "printed \x00\u202e\U0001f600"),
    ("case", "square", "other"): Reply(
        {str(n): Value(array, "list", "builtins.list", "[...]") for n, array in enumerate(ARRAYS)},
        Failure("raised", "It raised.", "ValueError", "wrong", FRAMES),
        1e-5,
    ),
    ("sweep", "square", "y", "x", "sum", "1e-05", "small"): Reply({"none": Value(None, "none", "NoneType", "None")}),
}
WHOLE = Attempt(
    Unpacked(Path(), "ada", ("a/hw1.py", "notes.txt"), ("A note.",), HASH, "f" * 64, ("big.bin",), ("a/hw1.py",)),
    facts={"a/hw1.py": {"ok": True, "truncated": False, "imports": [], "calls": [{"name": "np.dot", "line": 2}],
                        "classes": {"Square": {"line": 1, "methods": {"forward": 2}}}, "functions": {"loss": 9}},
           "broken.py": {}},
    located=Located({"hw1.py": "a/hw1.py"}, "a", ("taken",), ("hw2.py",), {"hw2.py": "It is not there."}),
    failure=Failure("missing", "Nothing there."),
    problem=Problem("Cannot be read", "bad", "hw1.py", 3, "x =", 4),
    notes=("One note.", "and another"),
    printed="hello",
    replies=REPLIES,
    carried={"square_slope": (("Square.forward",), REPLIES)},
    smallest={"square_slope": Counterexample("tiny", {"x": "[1]"}, "dy", "1", "2", "It differs.")},
    level="strict",
    layers=("seccomp filter",),
    seconds=1.5,
    handed_in=("a/hw1.py",),
)  # fmt: skip
ASKED = Question("toy", HASH, HASH, HASH, HASH, {("case", "square", "small"): HASH}, {"square_forward": "rtol"})
DUE = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
KEPT = Kept("ada.zip", Times(DUE, None), {"python": "3.11"}, Limits(slow={"train": 20.0}), 7, False, ASKED, WHOLE)


def frame(header: dict[str, Any], *arrays: bytes) -> bytes:
    return kept.MAGIC + zlib.compress(wire.pack(header, arrays))


def opened(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return header and payloads of a file's bytes."""
    whole = zlib.decompress(data[len(kept.MAGIC) :])
    end = 4 + struct.unpack("!I", whole[:4])[0]
    return json.loads(whole[4:end]), whole[end:]


def written(place: Path, data: bytes) -> Path:
    path = place / f"{kept.key_of(KEPT)}{kept.ENDING}"
    path.write_bytes(data)
    return path


def refusal(place: Path, data: bytes) -> str:
    with pytest.raises(UsageError) as refused:
        kept.load(written(place, data))
    return str(refused.value)


def as_values(value: Any) -> Any:
    """Return a value with its arrays as what is equal when they are."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, dict):
        return {key: as_values(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(map(as_values, value))
    if hasattr(value, "__dataclass_fields__"):
        return type(value), {field.name: as_values(getattr(value, field.name)) for field in fields(value)}
    return value


def test_every_field_of_an_attempt_is_kept() -> None:
    assert set(ATTEMPT.put(WHOLE, Members())) == {field.name for field in fields(Attempt)}
    assert all(getattr(WHOLE, field.name) for field in fields(Attempt)), "the example leaves a field empty"


def test_what_is_read_is_what_was_kept(tmp_path: Path) -> None:
    assert as_values(kept.load(written(tmp_path, kept.pack(KEPT)))) == as_values(KEPT)


def test_the_same_is_written_as_the_same_bytes_and_equal_arrays_once() -> None:
    data = kept.pack(KEPT)
    assert data == kept.pack(KEPT)
    assert len(opened(data)[0]["arrays"]) < len(ARRAYS)  # two of them are equal, in C order


def test_an_attempt_that_came_to_nothing_is_kept_as_well() -> None:
    bare = replace(KEPT, attempt=Attempt(WHOLE.unpacked), times=Times())
    assert as_values(kept.unpack(kept.pack(bare))) == as_values(bare)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"PK\x03\x04 something else",
        pickle.dumps({"kept": 1}),
        kept.MAGIC,
        kept.MAGIC + b"no zlib",
        kept.pack(KEPT)[:-20],
        kept.pack(KEPT) + b"more",
        kept.pack(KEPT)[:900] + b"\x00\x01\x02\x03" + kept.pack(KEPT)[904:],
        kept.MAGIC + zlib.compress(b""),
        kept.MAGIC + zlib.compress(b"\xff\xff\xff\xff{}"),
        kept.MAGIC + zlib.compress(wire.pack({"format": kept.FORMAT}) + b"surplus"),
        kept.MAGIC + zlib.compress(struct.pack("!I", 8) + b"[1, 2, 3"),
        kept.MAGIC + zlib.compress(struct.pack("!I", 200_000) + b"[" * 200_000),
        kept.MAGIC + zlib.compress(struct.pack("!I", 16) + b'{"arrays": [-1]}'),
        frame({"format": kept.FORMAT}),
        frame({"format": kept.FORMAT, "kept": []}),
        frame({"format": kept.FORMAT, "kept": {"archive": 3}}),
    ],
)
def test_foreign_and_damaged_bytes_are_refused_in_one_sentence(damaged: bytes, tmp_path: Path) -> None:
    said = refusal(tmp_path, damaged)
    assert "is damaged, or nothing that `grade --keep` wrote" in said
    assert "\n" not in said


def changed(*path: str | int, to: object) -> bytes:
    """Return a file in which one entry is another."""
    header, payloads = opened(kept.pack(KEPT))
    tree: Any = header["kept"]
    for step in path[:-1]:
        tree = tree[step]
    tree[path[-1]] = to
    sizes = header.pop("arrays")
    places = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    return frame(header, *(payloads[a:b] for a, b in pairwise(places)))


REPLY = ("attempt", "replies", 0, 1)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("seed",), "7"),
        (("run_cells",), 1),
        (("times", "due"), "yesterday"),
        (("limits", "memory_mib"), float("inf")),
        (("asked", "calls"), {"a": 1}),
        (("attempt", "notes"), "text"),
        (("attempt", "level"), None),
        ((*REPLY, "seconds"), float("nan")),
        ((*REPLY, "outputs", 0, 1, "array"), -1),
        ((*REPLY, "outputs", 0, 1, "array"), 10**9),
        ((*REPLY, "outputs", 0, 1, "array"), True),
        ((*REPLY, "outputs", 0, 1, "kind"), "pickle"),
        ((*REPLY, "failure"), {"kind": "sudo"}),
        (("attempt", "facts"), 5),
        (("attempt", "replies"), [[1, 2, 3]]),
    ],
)
def test_entries_of_another_form_are_refused(path: tuple[str | int, ...], to: object, tmp_path: Path) -> None:
    assert "is damaged" in refusal(tmp_path, changed(*path, to=to))


def test_facts_of_another_form_count_as_none() -> None:
    read = kept.unpack(changed("attempt", "facts", "a/hw1.py", to={"ok": "yes"}))
    assert read.attempt.facts == {"a/hw1.py": {}, "broken.py": {}}


def test_what_would_become_too_large_is_never_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_BYTES", 1 << 16)
    assert "cut off, or too large" in refusal(tmp_path, kept.MAGIC + zlib.compress(bytes(1 << 24)))


def test_another_version_and_another_name_are_told(tmp_path: Path) -> None:
    assert "another version of backgrade" in refusal(tmp_path, frame({"format": kept.FORMAT + 1, "kept": {}}))
    other = replace(KEPT, seed=8)
    assert "its name is not that of its content" in refusal(tmp_path, kept.pack(other))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.kept cannot be read"):
        kept.load(tmp_path / "nowhere.kept")


def test_a_submission_that_is_kept_again_leaves_nothing_of_before(tmp_path: Path) -> None:
    rubric = SimpleNamespace(slug="toy")
    job = SimpleNamespace(
        folder=SimpleNamespace(rubric=rubric), times=Times(), run_cells=False,
        settings=SimpleNamespace(limits=Limits(), seed=0),
    )  # fmt: skip
    subject = cast("Subject", SimpleNamespace(job=job, name="ada", archive="", versions={}))
    keep = kept.Keeper(tmp_path, asked=ASKED)
    keep(subject, WHOLE)
    keep(subject, replace(WHOLE, unpacked=replace(WHOLE.unpacked, sha256="1" * 64)))
    assert len(list(tmp_path.rglob("*"))) == 3  # toy/, toy/ada/ and one file
    (path,) = kept.places(tmp_path, "toy").values()
    assert kept.load(path).attempt.unpacked.sha256 == "1" * 64
    assert kept.places(tmp_path, "another") == {}
