"""`grade audit` on the toy, as an instructor meets it; and what is accepted."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.audit import command, findings
from grader.audit.as_html import to_html
from grader.audit.as_json import to_json
from grader.audit.as_text import to_text
from grader.audit.findings import Finding
from grader.audit.judged import margins
from grader.audit.matrix import of
from grader.audit.samples import full, perfect
from grader.audit.trials import Trial
from grader.audit.whole import Audit, Measured
from grader.course import AssignmentFolder
from grader.diagnose.catalogue import Catalogue, Variant
from grader.errors import CourseError, UsageError
from tests import toy
from tests.command import grade, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>\x1b[31m"


def sample(course: Path, name: str, source: str, **expect: Any) -> None:
    folder = toy.hand_in(course / "tests" / "submissions" / "toy" / name, source)
    (folder / "expect.json").write_text(json.dumps({"what": name, "failed": {}, "score": 10.0} | expect))


def untripped(course: Path) -> Iterator[str]:
    """Yield the checks that the toy's one mistake does not lose."""
    (mistake,) = AssignmentFolder(course / "reference" / "toy").mistakes
    rubric = AssignmentFolder(course / "reference" / "toy").rubric
    yield from (check.id for check in rubric.checks() if check.id not in mistake.loses)


def test_the_toy_is_sound_but_for_checks_without_a_mistake_which_may_be_accepted(course: Path) -> None:
    sample(course, "terse", toy.SOLUTION)
    sample(course, "half", toy.HALF_SLOPE, score=8.5)
    accepted = {f"untripped:{name}": "A toy needs few mistakes." for name in untripped(course)}
    accepted["near:gone"] = "It was there once."
    (course / "reference" / "toy" / "audit.py").write_text(f"ACCEPTED = {accepted!r}\n")
    done = grade(course, "audit", "toy", "--json", "--out", "audit.html")
    found = json.loads(done.stdout)
    (audit,) = found["audits"]
    assert (done.returncode, found["sound"]) == (0, True), audit["findings"]
    assert {one["id"] for one in audit["findings"]} == accepted.keys() - {"near:gone"}
    assert audit["notes"] == ["audit.py accepts near:gone, which is not found any more."]
    assert audit["mistakes"][0]["lost"].keys() == {"square_slope", "square_gradient"}
    assert (audit["reference"]["earned"], audit["reference"]["most"]) == (toy.POINTS, toy.POINTS)
    assert {one["name"]: one["earned"] for one in audit["stubs"]}.keys() >= {"blank", "nan", "hangs"}
    assert not any(one["earned"] for one in audit["stubs"])
    assert [one["name"] for one in audit["samples"]] == ["terse"]
    by_check = {one["check"]: one for one in audit["checks"]}
    assert 0 < by_check["line_loss"]["noise"] < 0.01 < by_check["line_loss"]["single"]
    assert by_check["square_slope"]["nearest"]["mistake"] == "slope_without_two"
    page = (course / "audit.html").read_text()
    assert "Accepted because: A toy needs few mistakes." in page


def test_bad_input_is_refused_in_a_sentence(course: Path) -> None:
    assert "did you mean" in refusal(course, "audit", "toi").lower()
    assert "--samples" in refusal(course, "audit", "toy", "--samples", "nowhere")
    assert "no name of a file" in refusal(course, "audit", "toy", "--out", ".")
    assert "a place of the reference" in refusal(course, "audit", "toy", "--out", "reference/toy/audit.html")
    (course / "reference" / "toy" / "audit.py").write_text("ACCEPTED = {'untripped:drawn': 'fine'}\n")
    assert "say in a sentence why" in refusal(course, "audit", "toy")


def test_what_is_no_mapping_of_text_is_no_acceptance(tmp_path: Path) -> None:
    (tmp_path / "audit.py").write_text("ACCEPTED = ['near:part']\n")
    with pytest.raises(CourseError, match="ACCEPTED"):
        findings.accepted_in(AssignmentFolder(tmp_path))


class TestPerfectSamples:
    def test_only_those_with_all_points_and_no_failed_check_count(self, course: Path) -> None:
        sample(course, "a", toy.SOLUTION)
        sample(course, "b", toy.SOLUTION, score=9.0)
        sample(course, "c", toy.SOLUTION, failed={"drawn": "wrong"})
        sample(course, "d", toy.SOLUTION, passed=["drawn"])
        most = full(AssignmentFolder(course / "reference" / "toy").rubric)
        assert most == toy.POINTS
        assert [one.path.name for one in perfect(course / "tests" / "submissions" / "toy", most)] == ["a"]

    def test_one_that_does_not_say_its_score_is_refused(self, course: Path) -> None:
        sample(course, "a", toy.SOLUTION, score="full")
        with pytest.raises(UsageError, match="score"):
            perfect(course / "tests" / "submissions" / "toy", 1.0)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """Return an audit with a finding whose text is hostile."""
    rubric = AssignmentFolder(toy.write(tmp_path)).rubric
    variant = Variant("slip", HOSTILE, lost={"line_loss": "wrong"}, costs=1.0)
    trial = Trial("reference", 10.0, 10.0, {"line_loss": "passed"}, {"line_loss": 0.5}, {"line": 0.1})
    measured = Measured(trial, (), (trial,), trial, trial, ())
    found = (Finding("loses:slip", HOSTILE), Finding("near:line_loss", "Off by little.", "It is meant so."))
    return Audit("toy", "A toy", of(rubric, [], Catalogue((variant,))), measured, margins(rubric, measured), found)


class TestPrinters:
    def test_the_page_needs_no_script_and_no_network_and_its_grid_has_headings(self, audit: Audit) -> None:
        page = to_html([audit])
        assert "default-src 'none'" in page
        assert "<script" not in page
        assert "http:" not in page
        assert "https:" not in page
        assert '<th scope="row">slip</th>' in page
        assert '<th scope="col"><span>line_loss</span></th>' in page

    def test_the_terminal_tells_findings_first_and_the_state_in_the_first_line(self, audit: Audit) -> None:
        text = to_text(audit, quiet=True)
        assert text.startswith("toy: 1 finding to be mended, 1 accepted\n")
        assert "\x1b" not in text
        assert "Nearest to a bound" in to_text(audit)

    def test_an_audit_is_told_in_german_but_for_what_the_course_wrote(self, audit: Audit) -> None:
        found = replace(audit.findings[1], text="No check catches the mistake slip.", accepted="0")
        audit = replace(
            audit, title="0", findings=(found,), notes=("audit.py accepts slip, which is not found any more.",)
        )
        page = re.sub(r"<style>.*?</style>|<[^>]*>", " ", to_html([audit], "de"), flags=re.DOTALL)
        told = page + to_text(audit, language="de")
        assert re.findall(r"\b(?:the|of|is|are|it|not|which|mistakes?|checks?|points|nothing|worst)\b", told) == []
        assert "Keine Prüfung findet den Fehler slip." in told

    def test_json_tells_whether_all_is_sound(self, audit: Audit) -> None:
        assert json.loads(to_json([audit]))["sound"] is False

    @pytest.mark.parametrize(("accepted", "status"), [("", 1), ("It is meant so.", 0)])
    def test_the_exit_status_is_1_as_long_as_a_finding_is_open(
        self, accepted: str, status: int, audit: Audit, course: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = Audit(audit.assignment, audit.title, audit.matrix, audit.measured, (), (Finding("a:b", "c", accepted),))
        monkeypatch.setattr(command, "audit", lambda *_: told)
        options = {"course": course, "samples": None, "stub_share": 0.1, "fresh": False, "child_python": "python"}
        assert command.run(["toy"], None, options | {"as_json": True, "quiet": False}) == status
