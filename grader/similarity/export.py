"""A folder for programs that compare code, such as JPlag and MOSS: one folder for each submission, and starter code."""

from __future__ import annotations

import csv
import io
import random
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.files import reason, write_bytes
from grader.marks import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.similarity.evidence import Work

SUBMISSIONS, STARTER = "submissions", "starter"
ADVICE = "Choose another folder with --export."


def write(
    folder: Path,
    works: Sequence[Work],
    sources: Mapping[int, Mapping[str, bytes]],
    starter: Mapping[str, bytes],
    *,
    anonymous: bool = False,
) -> Path | None:
    """Make the new folder, whole or not at all. Anonymous folders have numbers; return the key to them, beside it.

    Raises:
        UsageError: it cannot be written.
    """
    names = _names(works, sources, anonymous=anonymous)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=".backgrade-", dir=folder.parent))
        try:
            staged.chmod(0o755)
            for place, name in names.items():
                _fill(staged / SUBMISSIONS / name, sources[place])
            _fill(staged / STARTER, starter)
            key = _key(folder, names, works) if anonymous else None
            staged.rename(folder)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {reason(error)}. {ADVICE}") from None
    return key


def _names(works: Sequence[Work], sources: Mapping[int, Mapping[str, bytes]], *, anonymous: bool) -> dict[int, str]:
    """Return place -> folder, of what has files: the name of its reports, or a number that tells nothing."""
    places = [place for place in range(len(works)) if sources.get(place)]
    if not anonymous:
        return {place: works[place].submission for place in places}
    random.SystemRandom().shuffle(places)
    return {place: f"{number:04}" for number, place in enumerate(places, start=1)}


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _key(folder: Path, names: Mapping[int, str], works: Sequence[Work]) -> Path:
    """Write who has which number beside the folder, never in it."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("folder", "submission", "people"))
    for place, name in sorted(names.items(), key=lambda one: one[1]):
        rows.writerow((name, harmless(works[place].submission), harmless(" + ".join(works[place].people))))
    path = folder.with_name(f"{folder.name}-key.csv")
    write_bytes(path, text.getvalue().encode(errors="replace"), ADVICE)
    return path
