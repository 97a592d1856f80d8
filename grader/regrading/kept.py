"""Keep what came back from a submission, so that it can be scored again without running any of its code.

One file for each submission of an assignment, `DIR/<slug>/<submission>/<hash>.kept`; the hash is over what was handed
in and what was asked of it. A file is one frame of `child/wire.py`, compressed: JSON and `.npy` arrays, nothing else.
It holds a submission's answers to hidden cases, too, so it is for instructors only.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grader.clock import Times
from grader.engine import plan
from grader.errors import UsageError
from grader.files import reason, write_bytes
from grader.regrading.form import (
    ATTEMPT,
    COUNT,
    FLAG,
    NUMBER,
    TEXT,
    TEXTS,
    WORDS,
    Form,
    Members,
    mapping,
    maybe,
    record,
)
from grader.rubric import Differentiates, Limits, Matches
from grader.sandbox import outcome
from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.course import AssignmentFolder
    from grader.engine.attempt import Attempt
    from grader.engine.run import Subject
    from grader.expected import Expected
    from grader.rubric import Check

Key = plan.Key
FORMAT = 1
ENDING = ".kept"
MAGIC = b"backgrade kept\n"
MAX_BYTES = 512 << 20  # unpacked; `channel.MAX_HELD` and what may be printed leave it far below
ADVICE = "Make room there, or choose another folder with --keep."


@dataclass(frozen=True)
class Question:
    """What decides about the replies beside the submission itself, as hashes.

    `importing` is over the files that are required and how they are loaded, `bounds` over the limits that the rubric
    states; `calls` is over the inputs of each call. `tolerances` are the checks' own, as text.
    """

    assignment: str
    driver: str
    stand_ins: str
    importing: str
    bounds: str
    calls: Mapping[Key, str]
    tolerances: Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """What was kept of one submission.

    `archive` is the name of the file that was handed in, "" for a folder. `times` has a due date only where the command
    line gave one. `limits` are those that were granted, `run_cells` says whether whole cells of notebooks were run.
    """

    archive: str
    times: Times
    versions: Mapping[str, str]
    limits: Limits
    seed: int
    run_cells: bool
    asked: Question
    attempt: Attempt


def question(folder: AssignmentFolder, expected: Expected) -> Question:
    """Return what the submissions of an assignment are asked."""
    rubric = folder.rubric
    importing = [[name, list(rubric.defines.get(name, ()))] for name in rubric.files]
    return Question(
        rubric.slug,
        _sha256(folder.driver.encode()),
        _sha256(folder.stand_ins.encode()),
        _of_json([importing, rubric.load]),
        _of_json(asdict(rubric.limits)),
        _calls(plan.with_second(rubric.checks()), expected),
        {check.id: repr(check.tolerance) for check in rubric.checks() if isinstance(check, Matches | Differentiates)},
    )


def keys(checks: Iterable[Check], expected: Expected) -> tuple[Key, ...]:
    """Return the keys of the calls that checks are judged by."""
    return tuple(key for wave in plan.make(checks, expected).waves for asked in wave.values() for key in asked)


def _calls(checks: Iterable[Check], expected: Expected) -> dict[Key, str]:
    """Return the calls that checks need, with a hash of each one's inputs."""
    found: dict[Key, str] = {}
    known: dict[int, str] = {}  # calls of one case share their inputs
    for wave in plan.make(checks, expected).waves:
        for key, call in (pair for asked in wave.values() for pair in asked.items()):
            if id(call.inputs) not in known:
                known[id(call.inputs)] = _digest(call.inputs)
            found[key] = known[id(call.inputs)]
    return found


def _digest(inputs: Mapping[str, Any]) -> str:
    arrays: list[bytes] = []
    tree = wire.flatten(dict(inputs), arrays)
    return _sha256(wire.pack({"inputs": tree}, arrays))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _of_json(value: Any) -> str:
    return _sha256(json.dumps(value, sort_keys=True).encode())


@dataclass
class Keeper:
    """Keeps the attempts of one run below `place`; `due` is the due date that the command line gave."""

    place: Path
    due: datetime | None = None
    asked: Question | None = None

    def __call__(self, subject: Subject, attempt: Attempt) -> None:
        """Write what came back; of what was kept of this submission before, nothing stays."""
        job = subject.job
        self.asked = self.asked or question(job.folder, job.expected)
        times, settings = Times(self.due, job.times.submitted), job.settings
        parts = times, subject.versions, settings.limits, settings.seed, job.run_cells, self.asked, attempt
        kept = Kept(subject.archive, *parts)
        folder = self.place / self.asked.assignment / subject.name
        path = folder / f"{key_of(kept)}{ENDING}"
        write_bytes(path, pack(kept), ADVICE)
        for other in folder.glob(f"*{ENDING}"):
            if other.name != path.name:
                other.unlink(missing_ok=True)


INSTANT = Form(lambda when, _: when.isoformat(), lambda tree, _: datetime.fromisoformat(tree))
LIMITS = ("import_seconds", "probe_seconds", "submission_seconds", "memory_mib", "file_mib", "output_kib", "processes")
HASHES = ("assignment", "driver", "stand_ins", "importing", "bounds")
ASKED = {
    "versions": WORDS,
    "limits": record(Limits, **dict.fromkeys(LIMITS, NUMBER), slow=mapping(TEXT, NUMBER)),
    "seed": COUNT,
    "run_cells": FLAG,
    "asked": record(Question, **dict.fromkeys(HASHES, TEXT), calls=mapping(TEXTS, TEXT), tolerances=WORDS),
}
TIMES = record(Times, due=maybe(INSTANT), submitted=maybe(INSTANT))
KEPT = record(Kept, **ASKED, archive=TEXT, times=TIMES, attempt=ATTEMPT)


def key_of(kept: Kept) -> str:
    """Return the hash by which something is kept: over what was handed in and what was asked of it."""
    unpacked = kept.attempt.unpacked
    return _of_json([unpacked.sha256, unpacked.adapter, record(Kept, **ASKED).put(kept, Members())])


def pack(kept: Kept) -> bytes:
    """Return the bytes of a file: the same for the same."""
    members = Members()
    frame = wire.pack({"format": FORMAT, "kept": KEPT.put(kept, members)}, list(members.numbers))
    return MAGIC + zlib.compress(frame, 1)  # arrays of floats hardly become smaller by more


def unpack(data: bytes) -> Kept:
    """Return what a file holds.

    Raises:
        UsageError: it is another version's; the sentence needs the file's name before it.
        WireError: it is damaged, or never was such a file.
    """
    if not data.startswith(MAGIC):
        raise wire.WireError("it does not begin as one")
    header, arrays = wire.unpack(_inflated(data[len(MAGIC) :]))
    if header.get("format") != FORMAT:
        raise UsageError("was kept by another version of backgrade: grade again.")
    with outcome.making_sense():
        kept: Kept = KEPT.take(header["kept"], [wire.load(part) for part in arrays])
    return kept


def _inflated(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        frame = stream.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise wire.WireError(str(error)) from None
    if not stream.eof or stream.unused_data:
        raise wire.WireError("it is cut off, or too large")
    return frame


def places(place: Path, slug: str) -> dict[str, Path]:
    """Return submission -> its file, of all that is kept of an assignment below `place`."""
    found = {}
    files = (path for path in (place / slug).glob(f"*/*{ENDING}") if path.is_file())
    for path in sorted(files, key=lambda path: path.lstat().st_mtime_ns):
        found[path.parent.name] = path  # two only when keeping was interrupted; then the newer one
    return dict(sorted(found.items()))


def load(path: Path) -> Kept:
    """Read one file.

    Raises:
        UsageError: it cannot be read, is damaged or another version's.
    """
    try:
        with path.open("rb") as file:
            kept = unpack(file.read(MAX_BYTES))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {reason(error)}.") from None
    except wire.WireError as error:
        raise UsageError(f"{path} is damaged, or nothing that `grade --keep` wrote ({error}): grade again.") from None
    except UsageError as error:
        raise UsageError(f"{path} {error}") from None
    if path.stem != key_of(kept):
        raise UsageError(f"{path} is damaged: its name is not that of its content. Grade again.")
    return kept
