"""Reports in a browser: what a reader can do with them, with any input, any screen, on paper, and without a script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from grader.report.as_html import to_html
from grader.report.as_json import from_json
from tests import browser
from tests.report import report_samples as samples
from tests.visit import OVERFLOW, Visit, violations

if TYPE_CHECKING:
    from grader.score import ScoreReport, Verdict

pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")
if browser.find() is None:
    pytest.skip(browser.ABSENT, allow_module_level=True)
SAMPLE = Path(__file__).parents[2] / "reports" / "sample" / "report.json"
HANDLERS = "[...document.querySelectorAll('*')].flatMap(it => it.getAttributeNames().filter(n => n.startsWith('on')))"
FOCUSED = "(({id, tagName, textContent}) => id || `${tagName} ${textContent.trim()}`)(document.activeElement)"


def thousand() -> str:
    """Return the page of a report with a thousand checks, half of them failing."""
    kinds: tuple[Verdict, ...] = ("wrong", "passed")
    items = [
        samples.item(
            f"item_{n}", f"Item {n}", *(samples.check(f"c_{n}_{k}", "A check", kinds[k % 2]) for k in range(20))
        )
        for n in range(50)
    ]
    return to_html(replace(samples.typical(), items=tuple(items)))


def some(report: ScoreReport, *names: str) -> ScoreReport:
    """Return a report of some of its items: axe-core looks at each element, and needs one of each kind only."""
    return replace(report, items=tuple(item for item in report.items if item.id in names))


EVERY = some(samples.typical(), "criterion", "hidden", "mystery", "training", "writeup")
PAGES = {
    "every verdict": lambda: to_html(EVERY),
    "explained": lambda: to_html(samples.explained()),
    "german": lambda: to_html(samples.explained(), language="de"),
    "broken": lambda: to_html(some(samples.does_not_import(), "criterion", "training")),
    "hostile": lambda: to_html(some(samples.hostile(), "criterion")),
    "sample": lambda: to_html(from_json(SAMPLE.read_text())),
    "thousand": thousand,
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    for name, made in PAGES.items():
        (folder / f"{name}.html").write_text(made(), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_asks_for_nothing_and_fits_a_phone_and_a_desk(visit: Visit, name: str) -> None:
    page = visit(name, width=320)
    assert page.locator("h1").is_visible()
    assert page.evaluate(OVERFLOW) <= 0
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(OVERFLOW) <= 0
    assert visit.requests == [visit.places[name]]
    assert visit.said == []


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [
        ("every verdict", "light", 1280),
        ("every verdict", "dark", 320),
        ("explained", "light", 320),
        ("broken", "dark", 1280),
        ("hostile", "light", 1280),
    ],
)
def test_a_page_meets_wcag_2_2_aa(visit: Visit, name: str, scheme: str, width: int) -> None:
    assert violations(visit(name, width, color_scheme=scheme)) == []


def test_failing_checks_are_open_and_fold_and_passed_ones_unfold(visit: Visit) -> None:
    page = visit("explained")
    check, passed = page.locator("#check-derivative"), page.locator("#check-loss")
    assert check.locator(".diagnosis").is_visible()
    assert not passed.is_visible()
    check.locator("> summary").click()
    page.locator("#item-loss summary").click()
    assert not check.locator(".diagnosis").is_visible()
    assert passed.is_visible()


def test_failing_items_come_first_then_those_by_hand_then_passed_ones(visit: Visit) -> None:
    page = visit("explained")
    assert page.locator(".rubric tbody a").all_inner_texts() == ["Loss", "Sigmoid", "Network", "Questions"]
    heads = page.locator(".item h2").all_inner_texts()
    assert [head.split()[0] for head in heads] == ["Sigmoid", "Network", "Questions", "Loss", "Near", "Output"]


def test_a_link_of_the_table_leads_to_its_item_even_when_the_filter_hides_it(visit: Visit) -> None:
    page = visit("explained")
    page.check("#show-failing")
    assert not page.locator("#item-loss").is_visible()
    page.click(".rubric a[href='#item-loss']")
    assert page.locator("#item-loss").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_filter_shows_a_group_with_or_without_a_script(visit: Visit, script: bool) -> None:
    page = visit("explained", java_script_enabled=script)
    shown = {}
    for group in ("all", "failing", "by_hand", "passed"):
        page.check(f"#show-{group}")
        visible = [item.get_attribute("id") for item in page.locator(".item[id^=item-]:visible").all()]
        checks = [page.locator(kind).count() for kind in (".check:visible", ".quiet-check:visible")]
        shown[group] = ([str(name).removeprefix("item-") for name in visible], checks)
    assert shown == {
        "all": (["sigmoid", "network", "writeup", "loss"], [3, 1]),
        "failing": (["sigmoid", "network"], [3, 1]),
        "by_hand": (["writeup"], [0, 0]),
        "passed": (["sigmoid", "loss"], [0, 2]),
    }


def test_the_keyboard_alone_reaches_and_works_everything(visit: Visit) -> None:
    page = visit("explained")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "A Skip to the points"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    reached: list[str] = []
    while (focused := page.evaluate(FOCUSED)) and len(reached) < 100 and not focused.startswith("BODY"):
        reached.append(focused)
        page.keyboard.press("Tab")
    summaries = [" ".join(it.split()) for it in page.locator("summary:visible").all_text_contents()]
    found = [" ".join(it.split()).removeprefix("SUMMARY ") for it in reached if it.startswith("SUMMARY")]
    assert found == summaries
    assert "show-all" in reached
    page.focus("#show-all")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("#show-failing")
    page.focus("#check-derivative > summary")
    page.keyboard.press("Enter")
    assert page.get_attribute("#check-derivative", "open") is None
    page.keyboard.press("Enter")
    assert page.get_attribute("#check-derivative", "open") is not None


def test_a_printed_page_holds_what_was_folded_and_no_filter(visit: Visit) -> None:
    page = visit("explained")
    page.emulate_media(media="print")
    assert page.locator("#check-loss").is_visible()
    assert not page.locator(".filter").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_hostile_text_makes_no_element_and_runs_nothing(visit: Visit) -> None:
    page = visit("hostile")
    page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    assert page.locator("script, img, iframe, object, form, link").count() == 0
    assert page.evaluate(HANDLERS) == []
    assert page.locator("a[href]:not([href^='#'])").count() == 0
    assert page.evaluate(OVERFLOW) <= 0
    assert visit.said == []


def test_only_an_https_address_of_the_handout_is_a_link(visit: Visit) -> None:
    page = visit("explained")
    links = page.locator(".handout a")
    assert links.get_attribute("href") == "https://example.org/handout#s3.2"
    assert page.locator("#item-network .handout").first.inner_text() == "Handout: Section 4"


def test_a_typical_page_is_small_and_a_thousand_checks_still_fit(places: dict[str, str]) -> None:
    sample, thousand = (Path(url2pathname(urlsplit(places[name]).path)) for name in ("sample", "thousand"))
    assert sample.stat().st_size < 300_000
    assert thousand.stat().st_size < 3_000_000
