"""What every package is put together from: the engine, an assignment as grading reads it, scripts from templates."""

from __future__ import annotations

import io
import shlex
import tarfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader import handout, wheel
from grader.batch.hashes import ASSIGNMENT as READ
from grader.course import HANDOUT
from grader.platforms import settings, told
from grader.platforms.results import FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.course import AssignmentFolder
    from grader.platforms.settings import Settings

TEMPLATES = Path(__file__).with_name("templates")
ENGINE = "backgrade"  # the folder of the engine and the assignment in a package
MOST = 600  # seconds that the strictest platform gives


@dataclass(frozen=True)
class Kit:
    """One assignment to be packed for one platform."""

    platform: str
    folder: AssignmentFolder
    settings: Settings

    @cached_property
    def grading(self) -> dict[str, bytes]:
        """The package that the engine is given: its settings and the assignment, without anything of the solution."""
        place = settings.ASSIGNMENT
        return {settings.NAME: self.settings.to_json()} | {f"{place}/{n}": data for n, data in self._read().items()}

    def _read(self) -> dict[str, bytes]:
        if self.settings.precheck:
            head = f"{HANDOUT}/"
            files = handout.contents(self.folder)
            return {name.removeprefix(head): data for name, data in files.items() if name.startswith(head)}
        found = [self.folder.path / name for name in READ]
        paths = [*found, *(path for place in found if place.is_dir() for path in sorted(place.iterdir()))]
        return {p.relative_to(self.folder.path).as_posix(): p.read_bytes() for p in paths if p.is_file()}

    @cached_property
    def engine(self) -> dict[str, bytes]:
        """The engine's wheel and the script that installs it."""
        return {wheel.file_name(): wheel.build(), "install.sh": self.script("install.sh")}

    @property
    def whole(self) -> dict[str, bytes]:
        """Both, in one folder."""
        return {f"{ENGINE}/{name}": data for name, data in (self.engine | self.grading).items()}

    def script(self, name: str, **more: str) -> bytes:
        """Return one of the templates, filled in; those of a platform begin with its name."""
        text = (TEMPLATES / f"{name}.template").read_text(encoding="utf-8")
        for key, value in {**self._words, **more}.items():
            text = text.replace(f"@{key}@", value)
        return text.encode()

    @cached_property
    def _words(self) -> Mapping[str, str]:
        rubric = self.folder.rubric
        extras = ",".join(["notebooks", *(name for name in rubric.packages if name in EXTRAS)])
        others = [name for name in rubric.packages if name not in (*EXTRAS, "numpy")]
        unknown = FORMS[self.platform].write(
            told.fault(self.settings, "the grader could not be started, or was ended.")
        )
        return {
            "SLUG": rubric.slug,
            "TITLE": " ".join(rubric.title.split()),
            "FILES": ", ".join(rubric.files),
            "SECONDS": str(self.seconds),
            "MINUTES": str(-(-self.seconds // 60) + 5),  # and what the platform does before and after
            "IMAGE": self.image,
            "REQUIREMENTS": shlex.join([f"./{wheel.file_name()}[{extras}]", *others]),
            "NOT_GRADED": unknown.decode().rstrip("\n"),
        }

    @property
    def image(self) -> str:
        """The name of an image of the assignment's own."""
        return f"{ENGINE}-{self.folder.rubric.slug.replace('_', '-').lower()}"

    @property
    def seconds(self) -> int:
        """How long the platform should wait for a result."""
        return int(min(self.settings.seconds + 15, MOST))


EXTRAS = ("torch",)  # packages of assignments that the engine has an extra of the same name for


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive, scripts executable."""
    return wheel.pack(dict(files), executable=is_script)


def tarred(files: Mapping[str, bytes]) -> bytes:
    """Return a tar archive, scripts executable: the same bytes for the same content."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o755 if is_script(name) else 0o644
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def is_script(name: str) -> bool:
    """Return whether a file of a package is to be executable."""
    return name.endswith((".sh", "run_autograder"))
