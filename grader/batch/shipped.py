"""A run on its way to another machine: what grading reads of a course, and what was asked, as plain values."""

from __future__ import annotations

import hashlib
import io
import secrets
import sys
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from grader import detect, load
from grader.batch.grading import ByEngine
from grader.batch.hashes import ASSIGNMENT
from grader.batch.parcel import Parcel, pack
from grader.course import AssignmentFolder
from grader.diagnose import catalogue
from grader.engine.run import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.batch.executor import Done, Task
    from grader.batch.grading import Reports
    from grader.clock import Times
    from grader.marks import Marks
    from grader.sandbox.host import Settings


@dataclass(frozen=True)
class Asked:
    """What a run asks of every submission: the parts of its job that are plain values. `child` is "" for our own."""

    slug: str
    settings: Settings
    marks: Marks
    times: Times
    run_cells: bool
    recognised: bool
    child: str
    reports: Reports
    adapter: Parcel | None


@dataclass(frozen=True)
class Sent:
    """One submission on its way."""

    task: Task
    parcel: Parcel


@dataclass(frozen=True)
class Shipped:
    """A run. `course` is an archive with a folder for each assignment, of others than the run's the rubric alone.

    `key` is of this run alone: two runs of one course may be on a cluster at a time.
    """

    asked: Asked
    course: bytes
    key: str

    def unpack(self, folder: Path) -> None:
        """Write the course's files, which are secret, below the folder."""
        with zipfile.ZipFile(io.BytesIO(self.course)) as archive:
            archive.extractall(folder)  # it is our own: `of` made it
        if self.asked.adapter:
            (folder / ADAPTER).mkdir()
            self.asked.adapter.lay(folder / ADAPTER)


ADAPTER = ".adapter"  # no assignment is called so


def of(work: ByEngine) -> Shipped:
    """Return what another machine needs to do the same work."""
    job, slug = work.job, work.job.folder.path.name
    remarks = job.remarks if isinstance(job.remarks, detect.Remarks) else detect.Remarks(job.folder, {}, False)
    asked = Asked(
        slug=slug,
        settings=job.settings,
        marks=job.marks,
        times=job.times,
        run_cells=job.run_cells,
        recognised=remarks.recognised,
        child="" if work.child_python == sys.executable else work.child_python,
        reports=work.reports,
        adapter=pack(job.adapter) if job.adapter else None,
    )
    course = _archive(job.folder, remarks.course)
    return Shipped(asked, course, f"{hashlib.sha256(course).hexdigest()[:16]}-{secrets.token_hex(6)}")


def _archive(own: AssignmentFolder, others: Mapping[str, AssignmentFolder]) -> bytes:
    """Return the archive of a course, the same bytes for the same files."""
    files = [own.path / name for name in ASSIGNMENT if (own.path / name).is_file()]
    files += sorted(path for path in (own.path / "expected").iterdir() if path.is_file())
    files += [folder.path / "rubric.py" for folder in others.values() if folder.path != own.path]
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            if file.is_file():
                root = own.path.parent if file.is_relative_to(own.path) else file.parents[1]
                archive.writestr(zipfile.ZipInfo(file.relative_to(root).as_posix()), file.read_bytes())
    return found.getvalue()


@dataclass(frozen=True)
class Unpacking:
    """Grades what is `Sent`, by the files of a course in `course`; what is temporary goes below `folder`."""

    asked: Asked
    course: Path
    folder: Path

    @contextmanager
    def ready(self) -> Iterator[Callable[[Sent], Done]]:
        """Load the assignment and start a warm parent."""
        with self._work().ready() as grade:
            yield partial(self._grade, grade)

    def _grade(self, grade: Callable[[Task], Done], sent: Sent) -> Done:
        with TemporaryDirectory(dir=self.folder) as place:
            return grade(replace(sent.task, path=sent.parcel.lay(Path(place))))

    def _work(self) -> ByEngine:
        asked = self.asked
        known = {path.parent.name: AssignmentFolder(path.parent) for path in sorted(self.course.glob("*/rubric.py"))}
        folder = known[asked.slug]
        expected = load.stored(folder)
        job = Job(
            folder,
            expected,
            asked.settings,
            catalogue.when_asked(folder.path / "expected", expected.sha256),
            adapter=next((self.course / ADAPTER).iterdir()) if asked.adapter else None,
            marks=asked.marks,
            times=asked.times,
            run_cells=asked.run_cells,
            remarks=detect.Remarks(folder, known, asked.recognised),
            lanes=1,
        )
        return ByEngine(job, asked.child or sys.executable, asked.reports, self.folder)
