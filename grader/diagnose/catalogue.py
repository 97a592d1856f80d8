"""The catalogue of wrong outputs: what each known mistake makes of every case, and which checks it loses.

`grade regenerate` makes it by running each wrong variant of the reference, and keeps the prints of those outputs that
differ from the reference's in `expected/mistakes.npz`. So no code of the reference runs when a mistake is looked for.
The file is private: it holds the sentences, which tell how it is done right.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.diagnose.prints import COLUMNS, Print, Prints, agree
from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from grader.diagnose.prints import Floats
    from grader.rubric import Tolerance

FORMAT = 1
FILE = "mistakes.npz"
Call = tuple[str, str]  # probe, case
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Variant:
    """One mistake with what came of it: `wrong` are prints of outputs that differ, `lost` verdicts that are no pass.

    `costs` are the points that it loses. `made_from` is a hash of all that it was made from; `seconds` is how long it
    ran.
    """

    id: str
    text: str
    made_from: str = ""
    wrong: Mapping[Call, Prints] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)
    costs: float = 0.0
    seconds: float = 0.0


class Column(NamedTuple):
    """What several variants make of one output: which they are, and what it is known by, one row for each."""

    places: npt.NDArray[np.intp]
    tags: npt.NDArray[np.object_]
    numbers: Floats

    @classmethod
    def of(cls, rows: Sequence[tuple[int, Print]]) -> Column:
        """Return the column of these variants and prints."""
        places, ones = zip(*rows, strict=True)
        tags = np.array([one.tag for one in ones], dtype=object)  # text of NumPy's own would end at a NUL
        return cls(np.array(places), tags, np.array([one.numbers for one in ones]))

    def agree(self, one: Print, tolerance: Tolerance) -> npt.NDArray[np.bool_]:
        """Tell for each row whether it agrees with a print within the tolerance."""
        return np.asarray(self.tags == one.tag) & agree(self.numbers, np.array(one.numbers), tolerance)


@dataclass(frozen=True)
class Catalogue:
    """All variants of an assignment, made with the expected outputs of that hash."""

    variants: tuple[Variant, ...] = ()
    expected_sha256: str = ""

    @cached_property
    def columns(self) -> Mapping[Call, Mapping[str, Column]]:
        """Return what the variants make of each output of each call, for comparing with many submissions."""
        found: dict[Call, dict[str, list[tuple[int, Print]]]] = {}
        for place, variant in enumerate(self.variants):
            for call, outputs in variant.wrong.items():
                for output, one in outputs.items():
                    found.setdefault(call, {}).setdefault(output, []).append((place, one))
        return {call: {output: Column.of(rows) for output, rows in outputs.items()} for call, outputs in found.items()}


def load(place: Path, expected_sha256: str) -> Catalogue | None:
    """Read the catalogue beside the expected outputs; None when there is none, or it was made with others."""
    found = read(place)
    return found if found is not None and found.expected_sha256 == expected_sha256 else None


def when_asked(place: Path, expected_sha256: str) -> Callable[[], Catalogue | None]:
    """Return what loads the catalogue once, at its first use: where all checks are passed there is none."""
    return cache(partial(load, place, expected_sha256))


def read(place: Path) -> Catalogue | None:
    """Read the catalogue, however old; None when there is none that this version reads."""
    try:
        return unpack((place / FILE).read_bytes())
    except (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile):
        return None


def pack(catalogue: Catalogue) -> bytes:
    """Return the catalogue as a file: the same bytes for the same catalogue. Equal prints are stored once."""
    rows: dict[Print, int] = {}
    variants = [
        {
            "id": one.id,
            "text": one.text,
            "made_from": one.made_from,
            "lost": dict(one.lost),
            "costs": one.costs,
            "seconds": round(one.seconds, 2),
            "wrong": [
                [probe, case, {output: rows.setdefault(print_, len(rows)) for output, print_ in outputs.items()}]
                for (probe, case), outputs in one.wrong.items()
            ],
        }
        for one in catalogue.variants
    ]
    index = {
        "format": FORMAT,
        "expected": catalogue.expected_sha256,
        "tags": [row.tag for row in rows],
        "variants": variants,
    }
    numbers = np.array([row.numbers for row in rows], dtype=np.float64).reshape(len(rows), COLUMNS)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in (("index.json", json.dumps(index).encode()), ("prints.npy", wire.dump(numbers))):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpack(data: bytes) -> Catalogue:
    """Return the catalogue in a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        index: dict[str, Any] = json.loads(archive.read("index.json"))
        numbers = wire.load(archive.read("prints.npy"))
    if index["format"] != FORMAT:
        raise ValueError("another format")
    rows = [Print(tag, tuple(map(float, row))) for tag, row in zip(index["tags"], numbers, strict=True)]
    return Catalogue(tuple(_variants(index["variants"], rows)), index["expected"])


def _variants(entries: Iterable[dict[str, Any]], rows: list[Print]) -> Iterable[Variant]:
    for entry in entries:
        wrong = {
            (probe, case): {output: rows[row] for output, row in outputs.items()}
            for probe, case, outputs in entry["wrong"]
        }
        yield Variant(**(entry | {"wrong": wrong}))
