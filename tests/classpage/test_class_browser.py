"""The page of a class in a browser: sorting, finding, the keyboard alone, a phone, and no script at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.batch.gradebook import Gradebook
from grader.classpage.as_html import to_html
from grader.classpage.collect import collect
from grader.classpage.command import addresses
from grader.classpage.facts import Absent
from tests import browser
from tests.classpage import made_class
from tests.visit import OVERFLOW, Visit, violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from grader.classpage.facts import Student

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")
if browser.find() is None:
    pytest.skip(browser.ABSENT, allow_module_level=True)
EVERYBODY = 12


@pytest.fixture(scope="module")
def places(gradebook: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    with Gradebook(gradebook, make=False) as book:
        there = addresses(gradebook.parent, folder)
        named, nameless = (collect(book, made_class.SLUG, address=there, anonymous=one) for one in (False, True))
    pages = {
        "named": to_html(replace(named, absent=Absent(1, ("Zed Hu",), 2))),
        "nameless": to_html(nameless, "de"),
        "large": to_html(replace(named, students=_many(named.students[0], 400), mistakes=(), near=())),
    }
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in pages}


def _many(one: Student, count: int) -> tuple[Student, ...]:
    return tuple(replace(one, number=n + 1, name=f"p{n}", key=f"p{n}") for n in range(count))


def column(page: Page, name: str) -> list[str]:
    """Return the texts of a column of the table of people, of the rows that are shown."""
    heads = [head.strip() for head in page.locator(".people thead th").all_inner_texts()]
    cells = page.locator(f".people tbody tr:visible > :nth-child({heads.index(name) + 1})")
    return [" ".join(text.split()) for text in cells.all_inner_texts()]


def test_people_are_sorted_by_any_column_and_those_without_a_figure_stay_last(visit: Visit) -> None:
    page = visit("named")
    button = page.get_by_role("button", name="total")
    button.click()
    assert column(page, "total") == ["2", "2", "2", "4", "6", "6", "6", "8", "8", "8", "8", ""]
    button.focus()
    page.keyboard.press("Enter")
    assert column(page, "total") == ["8", "8", "8", "8", "6", "6", "6", "4", "2", "2", "2", ""]
    assert page.get_attribute(".people th:nth-child(2)", "aria-sort") == "descending"
    page.get_by_role("button", name="person").click()
    assert column(page, "person")[1:3] == ["=HYPERLINK(1) u10", "Ada Byron u01"]
    assert visit.said == []


def test_people_are_found_by_words_by_status_and_by_mistake(visit: Visit) -> None:
    page = visit("named")
    find, status = page.get_by_label("Find"), page.locator("[role=status]")
    assert status.inner_text() == f"{EVERYBODY} of {EVERYBODY} shown"
    find.fill("BYRON u09")
    assert (column(page, "person"), status.inner_text()) == (["Ada Byron u09"], f"1 of {EVERYBODY} shown")
    find.fill("")
    page.get_by_label("Show", exact=True).select_option(label="incomplete")
    assert column(page, "person") == ["Ivy Fox u11"]
    page.locator("#mistake-1").get_by_role("button").click()
    assert [name.split()[-1] for name in column(page, "person")] == ["u03", "u04", "u05"]


def test_of_a_large_class_the_first_rows_are_shown_and_a_button_shows_all(visit: Visit) -> None:
    page = visit("large")
    rows, button = page.locator(".people tbody tr:visible"), page.get_by_role("button", name="Show all 400")
    assert (rows.count(), page.locator("[role=status]").inner_text()) == (300, "300 of 400 shown")
    page.get_by_label("Find").fill("p39")
    assert (rows.count(), button.is_visible()) == (11, False)
    page.get_by_label("Find").fill("")
    button.click()
    assert (rows.count(), button.is_visible()) == (400, False)


def test_without_a_script_everything_is_there_and_nothing_is_offered_that_needs_one(visit: Visit) -> None:
    page = visit("named", java_script_enabled=False)
    assert len(column(page, "person")) == EVERYBODY
    assert page.locator(".tools").is_hidden()
    assert page.locator("button").count() == 0


@pytest.mark.parametrize(("name", "scheme", "width"), [("named", "light", 1280), ("nameless", "dark", 320)])
def test_the_page_meets_wcag_2_2_aa_fits_and_asks_for_nothing(visit: Visit, name: str, scheme: str, width: int) -> None:
    page = visit(name, width, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    assert visit.requests == [visit.places[name]]
    assert visit.said == []


def test_on_paper_there_are_all_checks_and_no_tools(visit: Visit) -> None:
    page = visit("named")
    page.emulate_media(media="print")
    assert page.get_by_text("Check 3").first.is_visible()
    assert not page.locator(".tools").is_visible()
