"""The required source files of submissions, as they were handed in. Nothing of them is run."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch import hashes, ingest
from grader.course import find_course, here
from grader.errors import SubmissionError, UsageError
from grader.submission import unfold, unpack
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.similarity.evidence import Work

ENDING = ".py"


def read(
    source: Path, layout: str, works: Sequence[Work], files: Sequence[Mapping[str, str]]
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Yield the place of each work with its required files by name, out of the platform's download at `source`.

    They are known by what they contain, so that it does not matter how the download is named. What is not in it, or
    has changed since it was graded, has no files.

    Raises:
        UsageError: the download cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="backgrade-") as space:
        entries = ingest.read(source, Path(space), layout).entries
        by_content = {hashes.of_files(entry.path): entry.path for entry in entries}
        for place, work in enumerate(works):
            path = by_content.get(work.content)
            yield place, _required(path, files[place]) if path and files[place] else {}


def _required(path: Path, files: Mapping[str, str]) -> dict[str, bytes]:
    """Return name asked for -> content. Of a notebook it is the source that was made of it."""
    names = {name: taken for name, taken in files.items() if name.endswith(ENDING)}
    with workspace() as space, contextlib.suppress(SubmissionError):
        unpacked = unfold(unpack(path, space.submission), list(names))
        return {name: (unpacked.root / taken).read_bytes() for name, taken in names.items() if taken in unpacked.files}
    return {}


def starter(course: Path | None, slug: str) -> dict[str, bytes]:
    """Return the starter code of an assignment by name; nothing where no course is at hand, or it has none."""
    try:
        folder = find_course(here(), course) / "student_template" / slug
    except UsageError:
        if course is not None:
            raise
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.glob(f"*{ENDING}")) if path.is_file()}
