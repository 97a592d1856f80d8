"""pytest is the engine: a rubric is collected as one test item per check, and pytest-json-report keeps the record.

No code of a submission is anywhere near this process: items only judge values that came back. pytest runs with a
configuration of our own, without conftest files, and with the plugins named here only.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from pytest_jsonreport import plugin as recorder  # type: ignore[import-untyped]

from grader.errors import GradeError, GraderError, UsageError
from grader.report import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from _pytest._code.code import TerminalRepr

    from grader.rubric import Check
    from grader.score import CheckResult

# pytest's own plugins that a rubric has no use for; each makes a session begin later. The record needs the
# terminal's and legacypath. What pytest prints is taken in `run`, so nothing needs capturing.
OFF = (
    "python",
    "unittest",
    "doctest",
    "logging",
    "warnings",
    "faulthandler",
    "unraisableexception",
    "threadexception",
    "tmpdir",
    "pastebin",
    "junitxml",
    "cacheprovider",
    "stepwise",
    "setuponly",
    "setupplan",
    "debugging",
    "monkeypatch",
    "recwarn",
    "assertion",
    "capture",
    "skipping",
    "subtests",
)
# What the record needs not hold.
OMITTED = ("collectors", "log", "streams", "warnings", "keywords", "traceback")
_EARNING = ("passed", "consistent")


class Subject(Protocol):
    """What an item needs of a submission. `start` and `stop` surround all of its checks."""

    name: str
    checks: Sequence[Check]

    def start(self, selected: Sequence[Check]) -> None:
        """Run the submission for the selected checks."""

    def judge(self, check: Check) -> CheckResult:
        """Return one check's result."""

    def stop(self) -> None:
        """Let go of everything."""


def node_name(place: int, subject: Subject) -> str:
    """Return what a submission is called in the record; names may repeat, places do not."""
    return f"{place}-{subject.name.replace('::', '--')}"


class CheckFailed(Exception):  # noqa: N818 - it is a verdict, not an error
    """A check was not passed; the record holds why."""


class CheckItem(pytest.Item):
    """One check of one submission."""

    subject: Subject
    check: Check
    result: CheckResult | None = None

    def runtest(self) -> None:
        """Judge the check; anything but a pass fails the item."""
        if isinstance(self.parent, SubjectNode):
            self.parent.begin()
        self.result = self.subject.judge(self.check)
        if self.result.verdict not in _EARNING:
            raise CheckFailed(self.result.feedback)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """Return the words alone for a failed check or an unreadable submission; for a fault of ours all there is."""
        if isinstance(excinfo.value, CheckFailed | GradeError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style or "native")  # pytest's own choice quotes the source, slowly

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the check."""
        return self.path, None, self.check.id


class SubjectNode(pytest.Collector):
    """All checks of one submission."""

    subject: Subject
    selected: Sequence[Check] = ()
    begun: bool = False
    error: Exception | None = None

    def collect(self) -> Iterator[CheckItem]:
        """Yield one item per check."""
        for check in self.subject.checks:
            item = CheckItem.from_parent(self, name=check.id)
            item.subject, item.check = self.subject, check
            yield item

    def begin(self) -> None:
        """Run the submission, before its first check; what keeps it from being run, keeps each check from it."""
        if not self.begun:
            self.begun = True
            try:
                self.subject.start(self.selected)
            except Exception as error:
                self.error = error
                raise
        if self.error:
            raise self.error


class RubricFile(pytest.File):
    """The rubric, with the submissions to be judged by it."""

    subjects: Sequence[Subject] = ()

    def collect(self) -> Iterator[SubjectNode]:
        """Yield one node per submission."""
        for place, subject in enumerate(self.subjects):
            node = SubjectNode.from_parent(self, name=node_name(place, subject))
            node.subject = subject
            yield node


class RubricPlugin:
    """Collects the rubric and puts each result into the record."""

    def __init__(self, rubric: Path, subjects: Sequence[Subject]):
        self.rubric, self.subjects = rubric, subjects
        self.record: dict[str, Any] | None = None

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> RubricFile | None:
        """Take the rubric, and nothing else, for a test file."""
        if file_path != self.rubric:
            return None
        node = RubricFile.from_parent(parent, path=file_path)
        node.subjects = self.subjects
        return node

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Tell each submission which checks were selected."""
        for item in items:
            if isinstance(item, CheckItem) and isinstance(item.parent, SubjectNode):
                item.parent.selected = [*item.parent.selected, item.check]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Judge a check in one phase: to set up and tear down nothing around each would take twice as long as that."""
        if not isinstance(item, CheckItem):
            return None
        call = pytest.CallInfo.from_call(item.runtest, when="call", reraise=(pytest.exit.Exception, KeyboardInterrupt))
        report = item.ihook.pytest_runtest_makereport(item=item, call=call)
        item.ihook.pytest_runtest_logreport(report=report)
        if nextitem is None or nextitem.parent is not item.parent:
            item.subject.stop()
        return True

    def pytest_json_runtest_metadata(self, item: pytest.Item) -> dict[str, Any]:
        """Put a check's result, as plain values, into the record."""
        if not isinstance(item, CheckItem) or item.result is None:
            return {}
        return {"submission": str(item.parent and item.parent.name), "result": as_json.plain(item.result)}

    def pytest_json_modifyreport(self, json_report: dict[str, Any]) -> None:
        """Keep the record; no file is written."""
        self.record = json_report


def run(rubric: Path, subjects: Sequence[Subject], arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Run the selected checks of all submissions in one pytest session; return the record of pytest-json-report."""
    rubric = rubric.absolute()  # as pytest names it, however the course was named
    plugin = RubricPlugin(rubric, subjects)
    options = [
        "-c",
        str(Path(__file__).with_name("pytest.ini")),
        f"--rootdir={rubric.parent}",
        "--noconftest",
        "--tb=native",
    ]
    options += ["--json-report", "--json-report-omit", *OMITTED, "--json-report-file=none"]
    options += [word for name in OFF for word in ("-p", f"no:{name}")]
    said = io.StringIO()
    with _own_environment(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = pytest.main([*options, *arguments, str(rubric)], plugins=[recorder, plugin])
    if status == pytest.ExitCode.USAGE_ERROR:
        raise UsageError(f"pytest refuses {' '.join(arguments)!r}: {_complaint(said.getvalue())}")
    if status == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if plugin.record is None or status == pytest.ExitCode.INTERNAL_ERROR:
        raise GraderError(f"The engine failed: {_last_line(said.getvalue())}")
    return plugin.record


def _complaint(text: str) -> str:
    """Return what stands after the last "error:" in what pytest says of its arguments, among usage and paths."""
    found = re.findall(r"\berror: (.+)", text, re.IGNORECASE)
    return found[-1] if found else _last_line(text)


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "it said nothing")


@contextlib.contextmanager
def _own_environment() -> Iterator[None]:
    """Keep the user's pytest settings and installed plugins out of this one session."""
    before = {name: os.environ.pop(name, None) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_CURRENT_TEST")}
    before["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
