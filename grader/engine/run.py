"""Grade submissions: the path from files to ScoreReports, one arrow after the other."""

from __future__ import annotations

import os
import platform
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from grader import __version__, deductions, points
from grader.clock import Times
from grader.engine import attempt as attempts
from grader.engine import curves, plan
from grader.engine.again import Look
from grader.engine.findings import Findings, Known
from grader.errors import CourseError, GradeError, GraderError, IsolationError, UsageError
from grader.handed import HandedIn, others
from grader.marks import Marks
from grader.report import as_json
from grader.sandbox.host import Session
from grader.score import CheckResult, ScoreReport
from grader.submission import adapt, unfold, unpack
from grader.suggest import did_you_mean
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from grader.course import AssignmentFolder
    from grader.diagnose.catalogue import Catalogue
    from grader.engine.attempt import Attempt
    from grader.expected import Expected
    from grader.rubric import Assignment, Check
    from grader.sandbox.host import Settings
    from grader.sandbox.warm import Warm
    from grader.score import Number

MAX_LANES = 4  # sessions at a time for a submission that has the machine to itself


@dataclass(frozen=True)
class Job:
    """What all submissions of one run share. `adapter` is laid over each of them, `marks` are those given by hand.

    With `run_cells` notebooks are run as they are, not for their definitions only. `remarks` says what a report tells
    of its assignment, from the files and the facts about them. `keep` is handed each attempt before it is judged.
    A submission that is graded by itself is run in at most `lanes` sessions at a time.
    """

    folder: AssignmentFolder
    expected: Expected
    settings: Settings
    catalogue: Callable[[], Catalogue | None] = lambda: None
    precheck: bool = False
    adapter: Path | None = None
    marks: Marks = field(default_factory=Marks)
    times: Times = field(default_factory=Times)
    run_cells: bool = False
    remarks: Callable[[Sequence[str], Mapping[str, Mapping[str, Any]]], tuple[str, ...]] = lambda *_: ()
    keep: Callable[[Subject, Attempt], None] = lambda *_: None
    lanes: int = MAX_LANES

    @property
    def known(self) -> Known:
        """What submissions are judged by."""
        return Known(self.folder.rubric, self.expected, self.catalogue)


@dataclass(frozen=True)
class Selection:
    """Which checks to run: `only` names rubric items or checks, `arguments` go to pytest (`-k NAME`)."""

    only: Sequence[str] = ()
    arguments: Sequence[str] = ()

    def __str__(self) -> str:
        return " ".join([*(f"--only {name}" for name in self.only), *self.arguments])


EVERYTHING = Selection()


@dataclass
class Subject:
    """One submission as the engine sees it. Its attempt is made when the first of its checks is due."""

    path: Path
    name: str
    job: Job
    warm: Warm
    checks: Sequence[Check]
    ahead: Future[Attempt] | None = None
    attempt: Attempt | None = None
    findings: Findings | None = None
    error: GradeError | None = None
    selected: frozenset[str] = frozenset()
    series: Mapping[str, Mapping[str, tuple[Number, ...]]] = field(default_factory=dict)

    @property
    def archive(self) -> str:
        """The name of the file that was handed in; empty for a folder."""
        return "" if self.path.is_dir() else self.path.name

    @property
    def versions(self) -> Mapping[str, str]:
        """What the submission runs in: Python and the packages of the assignment."""
        return self.warm.versions

    def attempt_once(self, checks: Sequence[Check], lanes: int) -> Attempt:
        """Run the submission for `checks`."""
        folder = self.job.folder
        todo = plan.known(checks, self.job.expected)
        look = Look(folder.rubric, checks, self.job.expected, folder.stand_ins)
        with workspace() as space:
            unpacked = unpack(self.path, space.submission)
            handed_in = (*unpacked.files, *unpacked.too_large)
            if self.job.adapter is not None:
                unpacked = adapt(unpacked, self.job.adapter)
            unpacked = unfold(unpacked, folder.rubric.files, whole=self.job.run_cells)
            opened = partial(Session, self.warm, space, folder.driver, self.job.settings)
            attempt = attempts.run(unpacked, opened, folder.rubric, todo, look, lanes)
        attempt.notes += self.job.remarks(unpacked.files, attempt.facts)
        attempt.handed_in = handed_in
        self.job.keep(self, attempt)
        return attempt

    def start(self, selected: Sequence[Check]) -> None:
        """Take the attempt that was made ahead, or make it for the selected checks only."""
        self.selected = frozenset(check.id for check in selected)
        try:
            self.attempt = self.ahead.result() if self.ahead else self.attempt_once(selected, 1)
        except Exception as error:
            self.error = error if isinstance(error, GradeError) else GraderError(f"{type(error).__name__}: {error}")
            raise
        self.series = curves.of(self.job.folder.rubric, self.job.expected, self.attempt.replies)
        self.findings = Findings(self.job.known, self.attempt, selected)
        if self.findings.fault:
            self.attempt.notes += (f"What is behind failed checks could not be looked for: {self.findings.fault}.",)

    def judge(self, check: Check) -> CheckResult:
        """Return one check's result."""
        if self.findings is None:
            raise RuntimeError("the submission was never run")
        return self.findings.of(check)

    def stop(self) -> None:
        """Let go of the replies: the record holds what was made of them."""
        self.findings = None
        if self.attempt is not None:
            self.attempt.forget()


def grade(
    job: Job,
    warm: Warm,
    submissions: Sequence[tuple[str, Path]],
    selection: Selection = EVERYTHING,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[ScoreReport | GradeError]:
    """Grade submissions (name for the report, path); return for each its report, or why it could not be read at all.

    `meanwhile` is called once while the first submission is in its child: for work of the caller that need not wait.
    """
    checks = _chosen(job.folder.rubric, selection.only)
    plan.validate(checks, job.expected, complete=not job.precheck)
    subjects = [Subject(path, name, job, warm, checks) for name, path in submissions]
    return graded(job, subjects, selection, meanwhile)


def graded(
    job: Job,
    subjects: Sequence[Subject],
    selection: Selection = EVERYTHING,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[ScoreReport | GradeError]:
    """Return what `grade` does, for submissions that may come from elsewhere than from files."""
    results = _results(_record(job, subjects, selection.arguments, meanwhile))
    _raise_if_ours(subjects)
    return [
        subject.error or _report(job, subject, results.get(f"{place}", {}), str(selection))
        for place, subject in enumerate(subjects)
    ]


def _raise_if_ours(subjects: Sequence[Subject]) -> None:
    """Say once what kept every submission from being run and is the fault of none of them."""
    errors = [subject.error for subject in subjects]
    if errors and errors[0] and all(isinstance(error, UsageError | CourseError | IsolationError) for error in errors):
        raise errors[0]


def _record(
    job: Job, subjects: Sequence[Subject], arguments: Sequence[str], meanwhile: Callable[[], None]
) -> dict[str, Any]:
    """Run the engine, with the next submission already in its child while this process judges the last one."""
    with ThreadPoolExecutor(1) as pool:
        try:
            if not arguments:  # else pytest selects first
                lanes = min(os.cpu_count() or 1, job.lanes) if len(subjects) == 1 else 1
                for subject in subjects:
                    subject.ahead = pool.submit(subject.attempt_once, subject.checks, lanes)
            from grader.engine import items

            meanwhile()
            return items.run(job.folder.path / "rubric.py", subjects, arguments)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for subject in subjects:
                subject.warm.close()  # ends what still runs, so that nobody waits for it
            raise


def _chosen(rubric: Assignment, only: Sequence[str]) -> list[Check]:
    known = {item.id for item in rubric.items} | {check.id for check in rubric.checks()}
    for name in only:
        if name not in known:
            near = did_you_mean(name, known)
            raise UsageError(
                f"{rubric.slug} has no rubric item or check {name!r}.{near} It has: {', '.join(sorted(known))}."
            )
    return [check for item in rubric.items for check in item.checks if not only or item.id in only or check.id in only]


def _results(record: Mapping[str, Any]) -> dict[str, dict[str, CheckResult]]:
    """Return place -> check -> result out of pytest-json-report's record. Faults of ours become verdicts."""
    results: dict[str, dict[str, CheckResult]] = {}
    for test in record.get("tests", []):
        _, node, check = test["nodeid"].split("::")
        place = node.partition("-")[0]
        said = test.get("metadata", {}).get("result")
        if said is None:
            crash = test.get("call", {}).get("crash", {})
            text = f"The grader failed here: {crash.get('message', 'no result was recorded')}"
            found = CheckResult(check, "", "grader_error", 0.0, 0.0, feedback=text)
        else:
            found = as_json.check_result(said)
        results.setdefault(place, {})[check] = found
    return results


def _report(job: Job, subject: Subject, results: Mapping[str, CheckResult], selection: str) -> ScoreReport | GradeError:
    rubric, attempt = job.folder.rubric, subject.attempt
    if attempt is None:
        raise UsageError(f"{selection!r} selects no check of {rubric.slug}; ids and item ids can be selected.")
    given = points.Given(subject.selected, attempt.unpacked.files, job.marks.of(subject.name))
    scored = points.of_items(rubric, results, given)
    misfit = job.marks.misfit(subject.name, scored, rubric)
    if misfit:
        return misfit
    charts, bands = curves.charts(rubric), curves.bands(rubric, job.expected)
    scored = tuple(
        replace(
            item,
            series=subject.series.get(item.id, {}),
            bands=bands.get(item.id, {}),
            charts=charts.get(item.id, ()),
        )
        for item in scored
    )
    handed = _handed_in(job, subject, attempt)
    counts = not job.precheck and not selection
    ledger = deductions.settle(rubric, scored, results, handed if counts else None)
    faults = any(check.verdict == "grader_error" for item in scored for check in item.checks)
    return ScoreReport(
        assignment=rubric.slug,
        title=rubric.title,
        submission=subject.name,
        score=ledger.left,
        max_score=ledger.most,
        status="incomplete" if faults else "graded",
        isolation=attempt.level,
        environment=_environment(job, subject, attempt),
        items=scored,
        penalties=tuple(ledger.penalties),
        adjustments=tuple(ledger.adjustments),
        problem=attempt.problem,
        notes=(*attempt.notes, *(() if selection else deductions.notes(rubric, handed, precheck=job.precheck))),
        files=dict(attempt.files) | {name: path for name, path in others(rubric.files, handed).items() if path},
        selection=selection,
        printed=attempt.printed,
        seconds=round(attempt.seconds, 3),
        precheck=job.precheck,
    )


def _handed_in(job: Job, subject: Subject, attempt: Attempt) -> HandedIn:
    """Return what is known beside the verdicts. Code that is not there is no code that cannot be executed."""
    return HandedIn(
        attempt.handed_in,
        attempt.files,
        subject.archive,
        ran=attempt.failure is None or attempt.failure.kind == "missing",
        adapted=bool(attempt.unpacked.adapter),
        times=job.times,
    )


def _environment(job: Job, subject: Subject, attempt: Attempt) -> dict[str, str]:
    return {
        "backgrade": __version__,
        **{f"child {name}": version for name, version in subject.versions.items()},
        "host python": platform.python_version(),
        "isolation layers": ", ".join(attempt.layers),
        "seed": str(job.settings.seed),
        "limits": f"{job.settings.limits.probe_seconds:g} s a probe, {job.settings.limits.memory_mib} MiB",
        "submission sha256": attempt.unpacked.sha256,
        **({"adapter sha256": attempt.unpacked.adapter} if attempt.unpacked.adapter else {}),
        "expected sha256": job.expected.sha256,
        **{name: when.isoformat() for name, when in asdict(job.times).items() if when},
    }
