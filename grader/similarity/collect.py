"""From a gradebook to what its submissions have in common. Reports are read one after the other, and none is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.batch import counted
from grader.classpage.collect import report_of
from grader.similarity.evidence import Findings, Work, Wrong, findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.batch.attempts import Which
    from grader.batch.gradebook import Gradebook
    from grader.score import ScoreReport


def collect(book: Gradebook, slug: str, which: Which | None = None) -> tuple[Findings, list[dict[str, str]]]:
    """Return what the submissions that count have in common; what several people handed in together is one.

    Also the required files of each: name asked for -> the file taken for it.
    """
    works: dict[str, Work] = {}
    wrong: dict[int, tuple[Wrong, ...]] = {}
    files: list[dict[str, str]] = []
    for one in counted.counted(book, slug, which):
        name, person = one.row["submission"], one.person["name"] or one.key
        if name in works:
            works[name] = replace(works[name], people=(*works[name].people, person))
            continue
        report = report_of(book, one)
        wrong[len(works)] = tuple(_wrong(report)) if report else ()
        files.append(dict(report.files) if report else {})
        works[name] = Work((person,), name, one.row["content"], _mistakes(report))
    return findings(tuple(works.values()), wrong), files


def _mistakes(report: ScoreReport | None) -> frozenset[str]:
    checks = (check for item in report.items for check in item.checks) if report else ()
    return frozenset(one.id for check in checks for one in check.diagnosis)


def _wrong(report: ScoreReport) -> Iterator[Wrong]:
    for item in report.items:
        for check in item.checks:
            diagnosis = tuple(one.id for one in check.diagnosis)
            for case in check.cases:
                if case.digest:
                    yield Wrong(case.digest, item.id, check.id, case.name, diagnosis)
