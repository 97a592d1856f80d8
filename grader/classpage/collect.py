"""From a gradebook to the facts of a class. Reports are read one after the other, and none is kept."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from grader import near
from grader.batch import counted, noted
from grader.classpage import statistics
from grader.classpage.facts import Check, Class, Item, Mistake, Student
from grader.errors import GradeError, UsageError
from grader.report import view
from grader.report.as_json import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.batch.attempts import Which
    from grader.batch.counted import Counted
    from grader.batch.gradebook import Gradebook
    from grader.score import CheckResult, ItemResult, Problem, ScoreReport, Verdict

    Address = Callable[[str], str]

UNTOLD = frozenset({"passed", "skipped", "missing", "grader_error"})  # verdicts that nobody looks for a mistake behind


def collect(
    book: Gradebook,
    slug: str,
    which: Which | None = None,
    address: Address = lambda _: "",
    *,
    anonymous: bool = False,
) -> Class:
    """Return the facts of a class, people by name; without names in an order that is drawn anew each time.

    Without names it may be shown to students, and so is made of their versions of the reports.

    `address` returns where the report of a submission is, as a link of the page.
    """
    people = counted.counted(book, slug, which)
    if anonymous:
        random.SystemRandom().shuffle(people)
    else:
        people.sort(key=lambda one: ((one.person["name"] or one.key).casefold(), one.key))
    class_ = _Collected(slug, anonymous=anonymous)
    settings = book.settings()
    for number, one in enumerate(people, start=1):
        class_.versions.add(settings[one.row["run"]])
        report = report_of(book, one, "student" if anonymous else "instructor")
        student = _student(number, one, report)
        if report is not None:
            class_.count(student, report)
        class_.students.append(
            _nameless(student) if anonymous else replace(student, report=address(student.submission))
        )
    return class_.told()


def report_of(
    book: Gradebook, one: Counted, audience: Literal["instructor", "student"] = "instructor"
) -> ScoreReport | None:
    """Return the outline of somebody's report, if there is one."""
    if one.row["report"] is None:
        return None
    try:
        return outline(book.report(one.row["report"], audience))
    except GradeError as error:
        raise UsageError(f"{book.path}, the report of {one.row['submission']}: {error}") from None


def _student(number: int, one: Counted, report: ScoreReport | None) -> Student:
    row = one.row
    student = Student(
        number,
        one.person["name"] or one.key,
        one.key,
        row["submission"],
        row["status"],
        seconds=row["seconds"],
        late=bool(row["late"]),
        note=row["note"],
    )
    if report is None:
        return student
    checks = list(view.shown_checks(report))
    slowest = max(checks, key=lambda check: check.seconds, default=None)
    return replace(
        student,
        score=report.score,
        most=view.decided_in_all(report),
        waiting=view.to_be_marked(report),
        problem=_problem(report),
        points={item.id: item.points for item in report.items if view.decided(item) > 0},
        failed=sum(check.verdict != "passed" for check in checks),
        seconds=report.seconds,
        slowest=(slowest.title or slowest.id) if slowest and slowest.seconds else "",
    )


def _nameless(student: Student) -> Student:
    return replace(student, name="", key="", submission="", note="", report="", problem="", late=False)


def _problem(report: ScoreReport) -> str:
    said = report.problem
    return noted.in_a_line(said.file, said.line, said.title) if said else ""


def _is_of(check: CheckResult, problem: Problem) -> bool:
    """Return whether a check failed by what stopped the submission: it says that then, perhaps in fewer words."""
    said = check.feedback
    return bool(said) and (said.endswith(problem.text) or problem.text.startswith(said))


@dataclass
class _Tally:
    """What is counted of one rubric item while reports pass by: points by student, and verdicts by check."""

    item: ItemResult
    points: dict[int, float] = field(default_factory=dict)
    parts: dict[int, float] = field(default_factory=dict)
    waiting: int = 0
    titles: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, Counter[Verdict]] = field(default_factory=lambda: defaultdict(Counter))


@dataclass
class _Named:
    """Who made one mistake, in which checks, and by which texts it was told."""

    students: dict[int, None] = field(default_factory=dict)
    checks: Counter[str] = field(default_factory=Counter)
    texts: Counter[tuple[str, ...]] = field(default_factory=Counter)


class _Collected:
    """Counts reports as they pass by."""

    def __init__(self, slug: str, *, anonymous: bool) -> None:
        self.slug, self.title, self.anonymous = slug, "", anonymous
        self.students: list[Student] = []
        self.versions: set[str] = set()
        self.items: dict[str, _Tally] = {}
        self.mistakes: dict[tuple[str, ...], _Named] = defaultdict(_Named)
        self.near: list[ScoreReport] = []
        self.unexplained = self.unrun = 0

    def count(self, student: Student, report: ScoreReport) -> None:
        """Count a report; of an incomplete one only what it says of mistakes, for its points are no grade."""
        self.title = self.title or report.title
        for item in report.items:
            if student.status == "graded":
                self._count_item(student.number, item)
            for check in item.checks:
                self._count_mistake(student.number, check, report.problem)
        self._count_near(student.number, report)

    def _count_item(self, number: int, item: ItemResult) -> None:
        tally = self.items.setdefault(item.id, _Tally(replace(item, checks=())))
        decided = view.decided(item)
        tally.waiting += view.waiting(item) > 0
        if decided > 0:
            tally.points[number], tally.parts[number] = item.points, item.points / decided
        for check in (check for check in item.checks if not view.is_withheld(check)):
            tally.titles.setdefault(check.id, check.title or check.id)
            tally.verdicts[check.id][check.verdict] += 1

    def _count_mistake(self, number: int, check: CheckResult, problem: Problem | None = None) -> None:
        if not check.diagnosis:
            if check.verdict not in UNTOLD and not check.parts_at_fault:
                stopped = problem is not None and _is_of(check, problem)
                self.unrun += stopped
                self.unexplained += not stopped
            return
        ordered = sorted(check.diagnosis, key=lambda one: one.id)
        named = self.mistakes[tuple(one.id for one in ordered)]
        named.students[number] = None
        named.checks[check.id] += 1
        named.texts[tuple(one.text for one in ordered)] += 1

    def _count_near(self, number: int, report: ScoreReport) -> None:
        """Keep what `near.listed` reads of a report that has near misses, under the student's number."""
        items = []
        for item in report.items:
            checks = tuple(replace(check, cases=()) for check in item.checks if check.near is not None)
            items += [replace(item, checks=checks)] if checks else []
        if items:
            self.near.append(replace(report, submission=str(number), items=tuple(items), environment={}, printed=""))

    def told(self) -> Class:
        """Return the facts."""
        graded = [one for one in self.students if one.status == "graded"]
        return Class(
            self.slug,
            self.title,
            self.anonymous,
            tuple(self.students),
            statistics.distribution([one.part for one in graded if one.part is not None]),
            tuple(self._items(graded)),
            tuple(self._mistakes()),
            self.unexplained,
            self.unrun,
            tuple(near.listed(self.near)),
            versions=len(self.versions),
        )

    def _items(self, graded: Sequence[Student]) -> Iterator[Item]:
        totals = {one.number: sum(one.points.values()) for one in graded}
        alone = sum(bool(tally.points) for tally in self.items.values()) == 1
        for name, tally in self.items.items():
            parts = list(tally.parts.values())
            yield Item(
                name,
                tally.item.title,
                tally.item.max_points,
                len(parts),
                tally.waiting,
                sum(part >= 1 - statistics.SAME for part in parts),
                sum(part <= statistics.SAME for part in parts),
                statistics.difficulty(parts),
                statistics.discrimination(
                    list(tally.points.values()), [totals[number] for number in tally.points], alone=alone
                ),
                tuple(
                    Check(check, tally.titles[check], verdicts.total(), verdicts["passed"], dict(verdicts))
                    for check, verdicts in tally.verdicts.items()
                ),
            )

    def _mistakes(self) -> Iterator[Mistake]:
        """Yield the most common first; alike ones in the order in which they were met."""
        ordered = sorted(self.mistakes.items(), key=lambda one: -len(one[1].students))
        for ids, named in ordered:
            texts = named.texts.most_common(1)[0][0]
            yield Mistake(ids, texts, tuple(named.students), dict(named.checks.most_common()), len(named.texts) > 1)
