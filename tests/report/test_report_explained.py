"""How a page explains a check, in which order it shows the items, and how it draws large arrays."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from grader.closeness import picture
from grader.report import evidence, order, svg, view
from grader.report.as_html import to_html
from grader.report.redact import for_student
from grader.score import Carried, ItemResult, Mismatch, Place, ScoreReport, Verdict
from tests.report import report_samples as samples


def text_of(html: str) -> str:
    """Return what a page says, a space wherever a tag stands."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def part(name: str, report: ScoreReport | None = None, tag: str = "details") -> str:
    """Return what a page says of one check, or with another tag of one item."""
    found = re.search(rf'<{tag} [^>]*id="{name}".*?</{tag}>', to_html(report or samples.explained()), re.DOTALL)
    assert found
    return text_of(found[0])


def test_a_diagnosis_comes_first_with_the_line_and_the_place_in_the_handout() -> None:
    said = part("check-derivative")
    assert "d1" not in said
    begin = "Sigmoid: derivative wrong 0 / 2 dW[0] is 20 times the expected one."
    assert said.startswith(f"{begin} hw1.py, line 12: Sigmoid.derivative Handout: Section 3.2")
    assert said.index("Section 3.2") < said.index("dW[0] differs in 40 of 60 entries")


def test_of_diagnoses_that_tie_a_reader_is_told_that_it_is_one_of_them() -> None:
    said = part("check-backward")
    assert "One of these explains it: dW[0] is 20 times the expected one. dW[0] is 40 times" in said


def test_a_small_example_shows_what_goes_in_what_came_out_and_what_should_have() -> None:
    said = part("check-derivative")
    assert "x [[1, 2]] W [[1], [-1]] dW[0] came out [[20.], [40.]] dW[0] should be [[1.], [2.]]" in said
    report = samples.explained()
    item = next(item for item in report.items if item.id == "sigmoid")
    example = replace(item.checks[0].counterexample, expected="")  # type: ignore[type-var]
    checks = (replace(item.checks[0], counterexample=example), *item.checks[1:])
    report = replace(report, items=(replace(item, checks=checks),))
    assert "should be" not in part("check-derivative", report)


def test_both_runs_are_shown_and_which_counted() -> None:
    said = part("check-backward")
    assert "backward wrong, carried forward 2 / 4" in said
    assert "the submission's own code: wrong with the given Sigmoid, Linear: passed, counts 2 of 4" in said
    neither = part("item-network", tag="section")
    assert "the submission's own code: not run, counts 0 of 2 with the given Sigmoid, Linear: wrong" in neither


def test_a_check_that_passes_with_given_parts_says_first_that_the_fault_lies_in_them() -> None:
    said = part("check-backward")
    assert "2 / 4 With the given Sigmoid, Linear it passes: the fault lies there, not here. One of these" in said
    assert "the fault lies there" not in part("check-also_near")


def test_points_for_checks_that_failed_are_explained_at_the_item() -> None:
    said = part("item-network", tag="section")
    assert "2 of these points are carried forward: 1 check passed with a given part." in said
    whole = text_of(to_html(samples.explained()))
    assert "Network 2 carried forward" in whole
    assert "2 passed 2 wrong 1 not run 1 carried forward" in whole


@pytest.mark.parametrize(
    ("verdict", "counts", "points", "counted"),
    [
        ("passed", 1.0, 2.0, True),
        ("passed", 0.0, 0.0, False),
        ("wrong", 1.0, 0.0, False),
        ("wrong", 1.0, 1.0, False),  # of a gradient that is consistent without any
        ("passed", 0.5, 1.0, True),
    ],
)
def test_a_run_with_given_parts_counts_where_points_come_from_it(
    verdict: Verdict, counts: float, points: float, counted: bool
) -> None:
    check = replace(samples.check("c", "C", "wrong"), points=points, carried=Carried(("A",), verdict, counts))
    assert evidence.carried_counts(check) is counted


def test_near_misses_are_listed_for_instructors_alone_with_what_would_turn_them() -> None:
    said = text_of(to_html(samples.explained()))
    assert "Nearly wrong dW[0] small 0.75\u00d7 fails below 0.75\u00d7 this tolerance" in said
    assert "Nearly right db[0] small 1.5\u00d7 passes from 1.5\u00d7 this tolerance" in said
    for report in (for_student(samples.explained()), replace(samples.explained(), audience="student")):
        assert "near miss" not in to_html(report).lower()


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://example.org/handout#s3", True),
        ("http://example.org/", False),
        ("javascript:alert(1)", False),
        ("https:///nowhere", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202e", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_an_address_is_linked_only_when_it_is_a_plain_https_one(link: str, kept: bool) -> None:
    assert evidence.address(ItemResult("a", "A", 1.0, 1.0, link=link)) == (link if kept else "")


def test_causes_stand_before_what_follows_from_them_and_both_before_what_was_not_attempted() -> None:
    follows = Carried(("Part",), "passed", 1.0)
    mixed = (samples.check("x", "X", "wrong", 5.0, carried=follows), samples.check("y", "Y", "wrong", 1.0))
    items = (
        samples.item("passed", "P", samples.check("p", "P")),
        samples.item("hand", "H", by_hand=9.0),
        samples.item("missing", "M", samples.check("m", "M", "missing", 9.0, cases=())),
        samples.item("follows", "F", samples.check("f", "F", "wrong", 9.0, carried=follows)),
        samples.item("first", "L", samples.check("l", "L", "wrong", 1.0)),
        samples.item("second", "X", *mixed),
    )
    report = replace(samples.typical(), items=items)
    assert [item.id for item in order.sections(report)] == ["first", "second", "follows", "missing", "hand", "passed"]
    assert [check.id for check in view.sort_checks(items[-1]).failing] == ["y", "x"]
    assert order.filters(report) == [("failing", 5), ("by_hand", 1), ("passed", 1)]


def test_where_nothing_ran_the_rubrics_order_stays_and_no_check_counts_as_raised() -> None:
    report = samples.does_not_import()
    raised = tuple(
        replace(item, checks=tuple(replace(check, verdict="raised") for check in item.checks)) for item in report.items
    )
    report = replace(report, items=raised)
    assert [item.id for item in order.sections(report)] == [item.id for item in report.items]
    count = sum(len(item.checks) for item in report.items)
    assert evidence.tally(view.as_told(report)) == [("skipped", count, "not run")]
    assert "raised an exception" not in text_of(to_html(report))


def test_a_page_of_one_group_has_no_filter() -> None:
    items = tuple(item for item in samples.perfect().items if item.checks)
    assert order.filters(replace(samples.perfect(), items=items)) == []


def drawn(rows: int, columns: int, worst: tuple[int, ...], shape: tuple[int, ...] | None = None) -> Mismatch:
    ratio = np.zeros((rows, columns))
    ratio[worst[-2:]] = 7.0
    place = Place(worst, 1.0, 2.0, 1.0, 0.1)
    whole = shape or (rows, columns)
    return Mismatch("y", "values", actual_shape=whole, worst=place, picture=picture(ratio.ravel(), (rows, columns)))


def indices(mismatch: Mismatch) -> tuple[list[int], list[int]]:
    """Return the indices along the top and along the left of a drawing."""
    across, down = re.findall(r'<g text-anchor="\w+">(.*?)</g>', svg.heat_map(mismatch))
    return [int(n) for n in re.findall(r">(\d+)<", across)], [int(n) for n in re.findall(r">(\d+)<", down)]


def test_a_heat_map_has_the_indices_of_rows_and_columns() -> None:
    assert indices(drawn(3, 5, (0, 0))) == ([0, 1, 2, 3, 4], [0, 1, 2])
    across, down = indices(drawn(1000, 1000, (0, 0)))
    assert (across[0], across[-1], down[0], down[-1]) == (0, 999, 0, 999)
    assert 5 <= len(across) <= 16
    assert 5 <= len(down) <= 16
    assert indices(drawn(1, 300, (0, 0)))[1] == []


@pytest.mark.parametrize("shape", [(3, 5), (24, 32), (25, 33), (1000, 1000), (999, 37)])
def test_the_ring_is_around_the_worst_entry_also_where_a_cell_is_a_block(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    for worst in [(0, 0), (shape[0] - 1, shape[1] - 1), *(tuple(map(int, rng.integers(0, shape))) for _ in range(20))]:
        mismatch = drawn(*shape, worst)
        ((y, x),) = np.argwhere(np.array(mismatch.picture) == 7.0)
        found = re.search(r'class="worst" cx="([\d.]+)" cy="([\d.]+)"', svg.heat_map(mismatch))
        side = svg._frame(mismatch).side
        assert found
        assert (float(found[1]), float(found[2])) == ((x + 0.5) * side, (y + 0.5) * side)


def test_a_single_number_is_not_drawn_and_told_once() -> None:
    report = samples.explained()
    place = Place((), 1.0, 2.0, 1.0, 0.1)
    mismatch = Mismatch("loss", "values", "small", 1, 1, (), (), first=place, worst=place, picture=((10.0,),))
    item = samples.item("loss", "Loss", samples.check("loss", "Loss", "wrong", mismatch=mismatch, cases=()))
    page = to_html(replace(report, items=(item,)))
    assert 'class="heat"' not in page
    assert "1 of 1 entry differs" in text_of(page)
    assert text_of(page).count("worst () 1 2 1 0.1") == 1
    assert "first ()" not in text_of(page)


def test_a_check_that_was_not_attempted_shows_its_second_run_only_when_that_went_otherwise() -> None:
    carried = Carried(("A",), "missing", 1.0)
    for verdict, shown in (("missing", False), ("passed", True)):
        check = samples.check("c", "C", "missing", cases=(), carried=replace(carried, verdict=verdict))  # type: ignore[arg-type]
        page = to_html(replace(samples.explained(), items=(samples.item("i", "I", check),)))
        assert ("with the given A" in page) is shown


def test_a_drawing_of_blocks_or_of_more_axes_says_so() -> None:
    assert not svg.in_blocks(drawn(3, 5, (0, 0)))
    assert svg.in_blocks(drawn(100, 100, (0, 0)))
    assert svg.in_blocks(drawn(3, 5, (1, 0, 0), shape=(2, 3, 5)))
