"""What tests share: one warm parent per worker, and sessions over sources written in the test."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from grader.rubric import Limits
from grader.sandbox.host import Session, Settings
from grader.sandbox.warm import Warm
from grader.workspace import workspace
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent


class OpenSession(Protocol):
    """Opens a confined session over source files given as text."""

    def __call__(
        self, driver: str, limits: Limits = ..., level: str = ..., **files: str
    ) -> AbstractContextManager[Session]: ...


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    with Warm() as parent:
        yield parent


def opener(warm: Warm) -> OpenSession:
    """Return what opens sessions of one warm parent."""

    @contextmanager
    def opened(driver: str, limits: Limits | None = None, level: str = "auto", **files: str) -> Iterator[Session]:
        with workspace() as space:
            space.submission.mkdir()
            for name, text in files.items():
                (space.submission / f"{name}.py").write_text(text)
            with Session(warm, space, driver, Settings(limits or Limits(), level)) as session:
                yield session

    return opened


@pytest.fixture
def open_session(warm: Warm) -> OpenSession:
    return opener(warm)


@pytest.fixture(scope="session")
def finished_toy(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the toy course with its expected outputs; a test that changes anything takes `course`."""
    root = tmp_path_factory.mktemp("toy")
    toy.write_whole(root, warm)
    return root


@pytest.fixture
def course(finished_toy: Path, tmp_path: Path) -> Path:
    """Return a copy of the toy course of the test's own."""
    return shutil.copytree(finished_toy, tmp_path / "course")
