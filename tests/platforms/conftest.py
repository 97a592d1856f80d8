"""Packages of the toy assignment for every platform, each made once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol

import pytest

from grader import wheel
from grader.platforms import command
from tests.platforms.replica import Replica, python_in_a_fork, replica

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHORT = 'limits=Limits(slow={"draw": 0.3}), total=12'  # for the one probe that hangs; the rest may take its time


class Packed(Protocol):
    """Makes a package, or finds the one that was made."""

    def __call__(self, platform: str, isolation: str = ..., *, short: bool = ...) -> Path: ...


class Laid(Protocol):
    """Lays a package out as its platform does, with a student's source."""

    def __call__(self, platform: str, source: str, isolation: str = ..., *, short: bool = ...) -> Replica: ...


@pytest.fixture(scope="session")
def packed(finished_toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packed]:
    root = tmp_path_factory.mktemp("platforms")
    hasty = shutil.copytree(finished_toy, root / "hasty")
    rubric = hasty / "reference" / "toy" / "rubric.py"
    text = rubric.read_text().replace("total=12", SHORT).replace("Forbids, Matches", "Forbids, Limits, Matches")
    rubric.write_text(text)

    built = wheel.build()

    def make(platform: str, isolation: str = "auto", *, short: bool = False) -> Path:
        place = root / f"{platform}-{isolation}-{short}"
        if not place.exists():
            command.make(platform, "toy", place, hasty if short else finished_toy, isolation)
        return place

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wheel, "build", lambda: built)  # the same for each
        yield make


@pytest.fixture(scope="session")
def forked(tmp_path_factory: pytest.TempPathFactory) -> str:
    return python_in_a_fork(tmp_path_factory.mktemp("python"))


@pytest.fixture
def laid(packed: Packed, tmp_path: Path) -> Laid:
    def lay(platform: str, source: str, isolation: str = "auto", *, short: bool = False) -> Replica:
        found = replica(platform, packed(platform, isolation, short=short), tmp_path / platform)
        (found.student / "toy.py").write_text(source)
        return found

    return lay
