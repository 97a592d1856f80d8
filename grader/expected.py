"""Cases with their expected outputs, as files: `public.npz`, `hidden.npz`, `tiny.npz` and a manifest.

An archive holds plain `.npy` members and one `index.json` that says which case uses which; equal arrays are stored
once. It can be opened with `numpy.load`. Writing the same cases gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.cases import is_like
from grader.diagnose import prints
from grader.errors import CourseError, StaleExpectedError
from grader.files import write_all
from grader.preview import preview
from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import numpy.typing as npt

    from grader.course import AssignmentFolder

    Array = npt.NDArray[np.generic]

FORMAT = 1
ARCHIVES = ("public", "hidden", "tiny")  # only the second stays out of handouts
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class ExpectedCase:
    """One case of one probe: what goes in and what should come out.

    `bands` maps outputs to what the reference gave with several seeds of its own generators, stacked: (seeds, ...).
    A `tiny` case is a rung of its probe's ladder and judged by no check; `like` says which cases it may stand for.
    """

    probe: str
    name: str
    visibility: Literal["public", "hidden"]
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Array]
    bands: Mapping[str, Array] = field(default_factory=dict)
    tiny: bool = False
    like: tuple[str, ...] = ()

    @property
    def archive(self) -> str:
        """Return the name of the archive that holds it."""
        return "tiny" if self.tiny else self.visibility

    @cached_property
    def shown_inputs(self) -> Mapping[str, str]:
        """Return short texts of the inputs, made once: the same ones wherever a check fails on this case."""
        return {name: preview(value) for name, value in self.inputs.items()}

    @cached_property
    def prints(self) -> prints.Prints:
        """Return the prints of the outputs, made once: every submission's mistakes are looked for by them."""
        return {name: prints.of_array(array) for name, array in self.outputs.items()}

    def stands_for(self, names: tuple[str, ...]) -> bool:
        """Tell whether a tiny case may stand for one of the cases called `names`, or for any."""
        return not (self.like and names) or any(is_like(name, self.like) for name in names)


class Expected:
    """All cases of an assignment that are at hand, by probe, in the order in which they were written.

    Tiny cases stand apart: whoever asks for cases gets those that checks are judged on.
    """

    def __init__(self, cases: Iterable[ExpectedCase], sha256: str = ""):
        self.by_probe: dict[str, list[ExpectedCase]] = {}
        self._ladders: dict[str, list[ExpectedCase]] = {}
        self.sha256 = sha256
        for case in cases:
            (self._ladders if case.tiny else self.by_probe).setdefault(case.probe, []).append(case)

    def cases(self, probe: str, names: tuple[str, ...] = ()) -> list[ExpectedCase]:
        """Return the cases of `probe`, or those called `names`."""
        return [case for case in self.by_probe.get(probe, []) if not names or case.name in names]

    def case(self, probe: str, name: str) -> ExpectedCase | None:
        """Return one case, or None."""
        return next((case for case in self.by_probe.get(probe, []) if case.name == name), None)

    @property
    def has_ladders(self) -> bool:
        """Whether there are tiny cases at all."""
        return bool(self._ladders)

    def tiny(self, probe: str, names: tuple[str, ...] = ()) -> list[ExpectedCase]:
        """Return the ladder of `probe`, smallest case first; only what may stand for the cases called `names`."""
        return [case for case in self._ladders.get(probe, []) if case.stands_for(names)]

    def __iter__(self) -> Any:
        return (case for cases in self.by_probe.values() for case in cases)

    def public(self) -> Expected:
        """Return the public cases and the ladders alone."""
        return Expected((case for case in self.with_tiny() if case.visibility == "public"), self.sha256)

    def with_tiny(self) -> Iterator[ExpectedCase]:
        """Yield every case, then every tiny one."""
        yield from self
        yield from (case for ladder in self._ladders.values() for case in ladder)


def stale(folder: AssignmentFolder) -> list[str]:
    """Return the files of the reference that are no longer what the expected outputs were made from."""
    made_from, now = _manifest(folder.path / "expected" / MANIFEST, _mend(folder))["sources"], folder.sources()
    changed = [name for name, sha in now.items() if made_from.get(name) != sha]
    return changed if folder.is_handout else [*changed, *(name for name in made_from if name not in now)]


def data_of(folder: AssignmentFolder) -> dict[str, str] | None:
    """Return the files of data that the expected outputs were made from, {} for bundled data, None without data."""
    found = _manifest(folder.path / "expected" / MANIFEST, _mend(folder)).get("data")
    return dict(found) if isinstance(found, dict) else None


def _mend(folder: AssignmentFolder) -> str:
    return "Unpack the handout again." if folder.is_handout else f"Run `grade regenerate {folder.path.name}`."


def load(folder: AssignmentFolder, *, hidden: bool = True, even_stale: bool = False) -> Expected:
    """Read the expected outputs, or refuse them when they are missing, damaged or older than the reference."""
    place = folder.path / "expected"
    mend = _mend(folder)
    manifest = _manifest(place / MANIFEST, mend)
    wanted = [name for name in ARCHIVES if hidden or name != "hidden"]
    changed = [] if even_stale else stale(folder)
    if changed:
        raise StaleExpectedError(f"{place} was made from another version of {', '.join(changed)}. {mend}")
    cases: list[ExpectedCase] = []
    for name in wanted:
        path = place / f"{name}.npz"
        if name not in manifest["archives"] and not path.exists():
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror}. {mend}") from None
        if hashlib.sha256(data).hexdigest() != manifest["archives"].get(name):
            raise CourseError(f"{path} is damaged: its content is not what {MANIFEST} says. {mend}")
        try:
            cases += unpack(data)
        except Exception as error:  # noqa: BLE001 - it is what the manifest says, so somebody has written both
            raise CourseError(f"{path} is damaged ({type(error).__name__}: {error}). {mend}") from None
    return Expected(cases, hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest())


def _manifest(path: Path, mend: str) -> dict[str, Any]:
    try:
        manifest = dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise CourseError(f"{path.parent} has no expected outputs yet. {mend}") from None
    except (OSError, ValueError, TypeError, RecursionError):
        raise CourseError(f"{path} cannot be read. {mend}") from None
    if manifest.get("format") != FORMAT:
        raise StaleExpectedError(f"{path} was written by another version of backgrade. {mend}")
    if not all(isinstance(manifest.get(name), dict) for name in ("sources", "archives")):
        raise CourseError(f"{path} is damaged: it lists no sources or archives. {mend}")
    return manifest


def save(
    place: Path,
    cases: Iterable[ExpectedCase],
    sources: Mapping[str, str],
    versions: Mapping[str, str],
    data: Mapping[str, str] | None = None,
) -> None:
    """Write the archives and the manifest; an archive without cases is left out, and an old one of it removed."""
    listed = list(cases)
    packed = {name: pack(mine) for name in ARCHIVES if (mine := [case for case in listed if case.archive == name])}
    archives = {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()}
    manifest = {"format": FORMAT, "sources": sources, "archives": archives, "versions": versions}
    manifest |= {} if data is None else {"data": data}
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    files = {place / f"{name}.npz": data for name, data in packed.items()}
    write_all(files | {place / MANIFEST: text.encode()}, "Make room there, or let it be written, and run it again.")
    for name in ARCHIVES:
        if name not in packed:
            (place / f"{name}.npz").unlink(missing_ok=True)


def pack(cases: Iterable[ExpectedCase]) -> bytes:
    """Return an archive: the same bytes for the same cases."""
    members: dict[bytes, str] = {}

    def member(value: Array) -> str:
        return members.setdefault(wire.dump(value), f"a{len(members)}")

    def tree(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return {"$": member(value)}
        if isinstance(value, list | tuple):
            return [tree(item) for item in value]
        return value.item() if isinstance(value, np.generic) else value

    index = [
        {
            "probe": case.probe,
            "case": case.name,
            "visibility": case.visibility,
            "inputs": {name: tree(value) for name, value in case.inputs.items()},
            "outputs": {name: member(value) for name, value in case.outputs.items()},
            **({"bands": {name: member(value) for name, value in case.bands.items()}} if case.bands else {}),
            **({"tiny": True, "like": list(case.like)} if case.tiny else {}),
        }
        for case in cases
    ]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("index.json"), json.dumps(index, indent=1))
        for data, name in members.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), data)
    return buffer.getvalue()


def unpack(data: bytes) -> list[ExpectedCase]:
    """Return the cases in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        arrays = {name[:-4]: wire.load(archive.read(name)) for name in archive.namelist() if name.endswith(".npy")}
        index = json.loads(archive.read("index.json"))

    def tree(value: Any) -> Any:
        if isinstance(value, dict):
            return arrays[value["$"]]
        return [tree(item) for item in value] if isinstance(value, list) else value

    return [
        ExpectedCase(
            entry["probe"],
            entry["case"],
            entry["visibility"],
            {name: tree(value) for name, value in entry["inputs"].items()},
            {name: arrays[key] for name, key in entry["outputs"].items()},
            {name: arrays[key] for name, key in entry.get("bands", {}).items()},
            tiny=bool(entry.get("tiny")),
            like=tuple(entry.get("like", ())),
        )
        for entry in index
    ]
