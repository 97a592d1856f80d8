"""`grade list` and `grade rubric`: what a course has, and a rubric as a page that people read."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader import handout, listing, rubric_page
from grader.course import AssignmentFolder, assignments
from grader.rubric import EXACT, FLOAT64, Assignment, Limits, Tolerance
from tests import toy
from tests.command import grade, refusal

ROOT = Path(__file__).parents[1]
RUBRICS = [folder.rubric for folder in assignments(ROOT).values()]


def listed(course: Path) -> dict[str, dict[str, object]]:
    return {entry["slug"]: entry for entry in json.loads(grade(course, "list", "--json").stdout)}


class TestList:
    def test_counts_points_checks_and_cases(self, course: Path) -> None:
        assert listed(course)["toy"] == {
            "slug": "toy",
            "title": "A toy",
            "points": 12,
            "by_checks": 10,
            "by_hand": 2,
            "checks": 9,
            "cases_public": 3,
            "cases_hidden": 4,
            "expected": "up to date",
            "packages": ["numpy"],
        }

    def test_says_the_same_in_two_lines(self, course: Path) -> None:
        assert grade(course, "list").stdout.splitlines() == [
            "toy: A toy",
            "    10 points by 9 checks and 2 by hand; 3 public and 4 hidden cases; expected outputs up to date",
        ]

    def test_tells_expected_outputs_that_are_stale_absent_or_damaged(self, course: Path) -> None:
        for name in ("absent", "damaged"):
            shutil.copytree(course / "reference/toy", course / "reference" / name)
        shutil.rmtree(course / "reference/absent/expected")
        (course / "reference/damaged/expected/public.npz").write_bytes(b"")
        cases = course / "reference/toy/cases.py"
        cases.write_text(cases.read_text() + "\n# changed\n")
        states = {slug: (entry["expected"], entry["cases_hidden"]) for slug, entry in listed(course).items()}
        assert states == {"toy": ("stale", 4), "absent": ("absent", 0), "damaged": ("unreadable", 0)}

    def test_a_handout_has_no_hidden_cases(self, course: Path) -> None:
        handout.unpacked(AssignmentFolder(course / "reference/toy"), course / "given")
        entry = listed(course / "given")["toy"]
        assert (entry["expected"], entry["cases_public"], entry["cases_hidden"]) == ("up to date", 3, 0)

    def test_names_what_an_assignment_needs_beside_numpy(self, course: Path) -> None:
        rubric = course / "reference/toy/rubric.py"
        rubric.write_text(rubric.read_text().replace("total=12,", 'total=12, packages=("numpy", "scipy"),'))
        assert "; needs scipy" in grade(course, "list").stdout

    def test_extra_credit_by_hand_is_beyond_the_points(self, course: Path) -> None:
        rubric = course / "reference/toy/rubric.py"
        more = 'RubricItem("writeup", "Questions", by_hand=2), RubricItem("more", "More", by_hand=5, extra=True)'
        rubric.write_text(rubric.read_text().replace('RubricItem("writeup", "Questions", by_hand=2)', more))
        (entry,) = listing.entries(course)
        assert (entry.points, entry.by_checks, entry.by_hand) == (12, 10, 2)


class TestPage:
    def test_names_every_id_point_and_tolerance(self, course: Path) -> None:
        page = grade(course, "rubric", "toy").stdout
        assert "12 points in all, 2 of them by hand." in page
        assert "     5  A square  [square]" in page
        assert "[square_forward] y as in the reference, within 1e-06 of the value plus 1e-08" in page
        assert "[square_gradient] dy as by central differences of its own y" in page
        assert "50% of the points if that y is wrong" in page
        assert "hidden from students" in page
        assert "no call of numpy.polyfit; else 25% of the score is taken" in page
        assert "2  graded by hand" in page

    @pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.slug)
    @pytest.mark.parametrize("kind", list(rubric_page.PRINTERS))
    def test_holds_every_check_of_every_rubric_in_every_format(self, rubric: Assignment, kind: str) -> None:
        page = rubric_page.PRINTERS[kind](rubric)
        for name in [*(item.id for item in rubric.items), *(check.id for check in rubric.checks())]:
            assert name in page

    @pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.slug)
    def test_its_markdown_rows_all_have_the_same_cells(self, rubric: Assignment) -> None:
        rows = [line for line in rubric_page.markdown(rubric).splitlines() if line.startswith("|")]
        assert {line.replace("\\|", "").count("|") for line in rows} == {7}

    def test_is_written_where_it_is_asked_for(self, course: Path) -> None:
        done = grade(course, "rubric", "toy", "--format", "html", "-o", "there/rubric.html")
        assert done.stdout == "there/rubric.html\n"
        page = (course / "there/rubric.html").read_text()
        HTMLParser().feed(page)
        assert page.count('<tr class="item">') == 5
        assert "reference" in refusal(course, "rubric", "toy", "-o", "reference/toy/rubric.html")

    def test_escapes_what_html_would_take_for_tags(self, course: Path) -> None:
        rubric = course / "reference/toy/rubric.py"
        rubric.write_text(rubric.read_text().replace('"A square"', '"a < b & c"'))
        assert "a &lt; b &amp; c" in grade(course, "rubric", "toy", "--format", "html").stdout

    def test_a_wrong_name_is_answered_with_the_nearest(self, course: Path) -> None:
        assert "Did you mean 'toy'?" in refusal(course, "rubric", "toyy")

    @pytest.mark.parametrize(
        ("tolerance", "words"),
        [
            (EXACT, "exactly"),
            (FLOAT64, "within 1e-06 of the value plus 1e-08"),
            (Tolerance(0.0, 0.5), "within 0.5"),
            (Tolerance(0.01, 0.0), "within 0.01 of the value"),
        ],
    )
    def test_says_tolerances_in_words(self, tolerance: Tolerance, words: str) -> None:
        assert rubric_page.within(tolerance) == words

    def test_says_limits_with_those_of_slow_calls(self) -> None:
        assert "5 s for one call, 30 s for fit, 120 s in all" in rubric_page.limits(Limits(slow={"fit": 30}))

    def test_says_what_form_costs_and_who_may_decide(self, course: Path) -> None:
        rubric = course / "reference/toy/rubric.py"
        text = rubric.read_text().replace("total=12,", "total=12, policy=Policy(cannot_run=0.2),")
        text = text.replace("import Assignment,", "import Policy, Assignment,")
        rubric.write_text(
            text.replace(
                'RubricItem("random", "Random numbers", (', 'RubricItem("random", override=True, title="R", checks=('
            )
        )
        page = grade(course, "rubric", "toy").stdout
        assert "Code that cannot be executed costs 20 % of the maximum." in page
        assert "A person may decide in place of the checks of random." in page


def test_the_handouts_table_is_made_of_the_same_rows(course: Path) -> None:
    folder = AssignmentFolder(course / "reference/toy")
    text = handout.contents(folder)["README.md"].decode()
    assert "| item | check | points | in the pre-check |\n|---|---|---:|---|\n| **A square** | | **5** | |" in text
    assert "| | forward returns x squared | 2 | yes |" in text
    assert f"{toy.POINTS + 2} points in all." in text
