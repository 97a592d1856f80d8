"""What tests share: one warm parent per worker, and sessions over sources written in the test."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from grader.rubric import Limits
from grader.sandbox.host import Session, Settings
from grader.sandbox.warm import Warm
from grader.workspace import workspace
from tests import browser, toy
from tests.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from grader.course import AssignmentFolder

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


@pytest.fixture(scope="session")
def warm_for(warm: Warm) -> Iterator[Callable[[AssignmentFolder], Warm]]:
    """Return what finds a warm parent with the packages of an assignment, or skips a test where one is absent."""
    started = {warm.packages: warm}

    def find(folder: AssignmentFolder) -> Warm:
        packages = folder.rubric.packages
        absent = [name for name in packages if importlib.util.find_spec(name) is None]
        if absent:
            pytest.skip(f"{' and '.join(absent)} not installed here: `make test-{absent[0]}` runs this")
        if packages not in started:
            started[packages] = stack.enter_context(Warm(packages=packages))
        return started[packages]

    with contextlib.ExitStack() as stack:
        yield find


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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a browser; a module that asks for it skips itself where none is installed."""
    from playwright import sync_api  # noqa: PLC0415 - most tests do without

    with sync_api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(chromium: Browser, places: dict[str, str]) -> Iterator[Visit]:
    """Return what opens the pages that a module has under `places`."""
    made = Visit(chromium, places)
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture
def course(finished_toy: Path, tmp_path: Path) -> Path:
    """Return a copy of the toy course of the test's own."""
    return shutil.copytree(finished_toy, tmp_path / "course")
