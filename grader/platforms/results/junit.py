"""JUnit XML, which build servers read: a suite for each rubric item, a case for each check, points as properties."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grader.platforms import sentences
from grader.platforms.results.plain import number
from grader.report import view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.score import CheckResult, ItemResult, ScoreReport


def to_xml(report: ScoreReport) -> str:
    """Return a report as XML; what it tells is what its reader may know. The last suite has the score of the whole."""
    told = view.as_told(report)
    root = ET.Element("testsuites", name=sentences.safe(report.submission))
    for item in view.items(told):
        _suite(root, item, report.assignment)
    whole = _testsuite(root, "The whole", (), report.seconds)
    _properties(whole, score=report.score, max_score=report.max_score, status=report.status)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, item: ItemResult, assignment: str) -> None:
    checks = [check for check in item.checks if not view.is_unselected(check)]
    suite = _testsuite(root, sentences.safe(item.title), checks, sum(check.seconds for check in checks))
    _properties(suite, points=item.points, max_points=item.max_points, by_hand=item.by_hand)
    for check in checks:
        name, seconds = sentences.safe(check.title or check.id), f"{check.seconds:.3f}"
        case = ET.SubElement(suite, "testcase", classname=f"{assignment}.{item.id}", name=name, time=seconds)
        _properties(case, id=check.id, points=check.points, max_points=check.max_points)
        kind = _kind(check)
        if kind:
            told = sentences.of_check(check)
            ET.SubElement(case, kind, message=told.head).text = sentences.as_text([told])


def _testsuite(root: ET.Element, name: str, checks: Sequence[CheckResult], seconds: float) -> ET.Element:
    kinds = [_kind(check) for check in checks]
    counts = {"errors": "error", "failures": "failure", "skipped": "skipped"}
    numbers = {many: str(kinds.count(kind)) for many, kind in counts.items()}
    return ET.SubElement(
        root, "testsuite", {"name": name, **numbers, "tests": str(len(kinds)), "time": f"{seconds:.3f}"}
    )


def _kind(check: CheckResult) -> str:
    verdicts = {"passed": "", "skipped": "skipped", "grader_error": "error"}
    return verdicts.get(check.verdict, "failure")


def _properties(place: ET.Element, **values: float | str) -> None:
    listed = ET.SubElement(place, "properties")
    for name, value in values.items():
        ET.SubElement(listed, "property", name=name, value=value if isinstance(value, str) else str(number(value)))
