"""Reports as JUnit XML: what a build server counts, and nothing in it that is no XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from grader.platforms.results.junit import to_xml
from grader.report.redact import for_student
from tests import toy
from tests.command import grade
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.score import ScoreReport


def told(place: ET.Element) -> dict[str, str]:
    return {found.attrib["name"]: found.attrib["value"] for found in place.findall("properties/property")}


@pytest.mark.parametrize(
    "sample", [samples.typical, samples.hostile, samples.incomplete, samples.does_not_import, samples.selected]
)
def test_every_report_is_xml_whose_counts_are_right(sample: Callable[[], ScoreReport]) -> None:
    root = ET.fromstring(to_xml(sample()))  # noqa: S314 - our own
    assert root.tag == "testsuites"
    for suite in root:
        cases = suite.findall("testcase")
        for name, kind in (("errors", "error"), ("failures", "failure"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == sum(case.find(kind) is not None for case in cases)
        assert int(suite.attrib["tests"]) == len(cases)
        assert [child.tag for case in cases for child in case][:1] in ([], ["properties"])
    assert told(root[-1])["score"] == f"{sample().score:g}"


def test_points_are_properties_and_failures_have_their_feedback() -> None:
    report = samples.typical()
    item = report.items[0]
    suite = ET.fromstring(to_xml(report))[0]  # noqa: S314
    assert told(suite) == {"points": f"{item.points:g}", "max_points": f"{item.max_points:g}", "by_hand": "0"}
    failing = next(check for check in item.checks if check.verdict not in ("passed", "skipped"))
    (case,) = (case for case in suite.findall("testcase") if told(case)["id"] == failing.id)
    failure = case.find("failure")
    assert failure is not None
    assert failing.title in failure.attrib["message"]
    assert failing.feedback[:40] in str(failure.text)


def test_the_students_version_tells_no_withheld_check() -> None:
    text = to_xml(for_student(samples.typical()))
    assert "training_hidden" not in text
    assert "Shuffles every epoch" not in text


def test_grade_writes_it_as_a_format(finished_toy: Path, tmp_path: Path) -> None:
    work = toy.hand_in(tmp_path / "work", toy.HALF_SLOPE)
    done = grade(finished_toy, work, "--assignment", "toy", "--format", "junit", "--out", tmp_path / "out", "--quiet")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"work.xml", "work.student.xml"}
    root = ET.parse(tmp_path / "out" / "work.xml").getroot()  # noqa: S314
    assert sum(int(suite.attrib["failures"]) for suite in root) == 2
