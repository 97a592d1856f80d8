from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import grader.report
from grader.report import svg
from grader.report.as_html import to_html
from grader.report.as_json import from_json, to_json
from grader.report.as_text import to_text
from grader.report.redact import for_student
from grader.report.words import VERDICTS
from grader.score import CheckResult, ItemResult, Mismatch
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.score import ScoreReport, Verdict

VOID = {"meta", "br", "rect", "path", "circle", "use", "link", "img", "input"}
ALL = [
    samples.typical,
    samples.perfect,
    samples.does_not_import,
    samples.incomplete,
    samples.precheck,
    samples.selected,
    samples.hostile,
    samples.marked,
]


class Page(HTMLParser):
    """The tags of a page in order, its attributes and ids, and whether every tag is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data


@pytest.mark.parametrize("sample", ALL)
def test_a_page_is_well_formed_and_loads_nothing(sample: Callable[[], ScoreReport]) -> None:
    page = Page(to_html(sample()))
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name not in {"href", "src"} or (value or "").startswith("#")


@pytest.mark.parametrize("sample", ALL)
def test_ids_differ_and_links_lead_somewhere(sample: Callable[[], ScoreReport]) -> None:
    page = Page(to_html(sample()))
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {(value or "")[1:] for name, value in page.attributes if name == "href"} <= set(ids)


@pytest.mark.parametrize("sample", ALL)
def test_headings_never_skip_a_level(sample: Callable[[], ScoreReport]) -> None:
    levels = [int(tag[1]) for tag in Page(to_html(sample())).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_policy_forbids_everything_but_its_own_style() -> None:
    page = to_html(samples.typical())
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page
    assert "url(" not in page
    assert "@import" not in page


def test_hostile_text_is_shown_and_does_nothing() -> None:
    html = to_html(samples.hostile())
    page = Page(html)
    assert "<script" not in html
    assert "alert(1)" in page.text
    assert "49" not in re.findall(r"zero(.*?)\{%", page.text)
    assert "⟨ESC⟩[31mred" in page.text
    assert "⟨U+202E⟩evil" in page.text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", html)
    html.encode("utf-8")


def test_what_stands_between_backticks_is_code_and_stays_harmless() -> None:
    report = samples.typical()
    item = next(item for item in report.items if any(check.verdict == "wrong" for check in item.checks))
    text = "All values differ in `again`, and in `<b>x</b>`; a lone ` stays."
    checks = tuple(replace(check, feedback=text) if check.verdict == "wrong" else check for check in item.checks)
    html = to_html(replace(report, items=(replace(item, checks=checks),)))
    assert "in <code>again</code>, and in <code>&lt;b&gt;x&lt;/b&gt;</code>; a lone ` stays." in html


def test_every_verdict_is_told_in_words_and_by_its_own_shape() -> None:
    page = to_html(samples.typical()) + to_html(samples.incomplete())
    shapes = {re.search(rf'<symbol id="{verdict}".*?</symbol>', page) for verdict in VERDICTS}
    drawings = {match[0].split(">", 1)[1] for match in shapes if match}
    assert len(drawings) == len(VERDICTS)
    for verdict, words in VERDICTS.items():
        assert words.label in Page(page).text, verdict


def test_failing_checks_are_open_and_passed_ones_folded() -> None:
    page = to_html(samples.typical())
    assert page.count('<details open class="check') == 11
    linear = page[page.index('id="item-linear"') :].partition("</section>")[0]
    assert linear.index("linear_backward") < linear.index("linear_step") < linear.index("1 check passed")


def test_a_mismatch_is_drawn_and_told() -> None:
    page = Page(to_html(samples.typical()))
    labels = [value or "" for name, value in page.attributes if name == "aria-label"]
    assert "Where the errors are: 40 of 60 cells over the allowed error" in labels
    assert "training_losses: 20 entries, from 2.3 to 0.09848, lowest 0.07029" in labels
    for fact in ("3.4128871", "0.17064436", "[9, 5]", "(10, 6)", "NaN or infinite", "0.91822371"):
        assert fact in page.text


def drawn(*ratios: float) -> list[tuple[int, str]]:
    return svg.legend(Mismatch("y", "values", picture=(ratios,)))


def test_a_heat_map_shows_how_errors_differ_whatever_their_size() -> None:
    assert drawn(0.5, 1.0) == [(0, "allowed")]
    assert drawn(0.5, 3e6, 2.9e6) == [(0, "allowed"), (4, "over 3\u00b710\u2075\u00d7")]
    assert [step for step, _ in drawn(2.0, 3e3, 3e4, 3e5, 3e6)] == [1, 2, 3, 4]
    assert drawn(2.0) == [(4, "over 1\u00d7")]
    assert drawn(float("nan"), float("inf")) == [(5, "NaN or infinite")]


@pytest.mark.parametrize("picture", [None, (), ((),), ((float("nan"),),), ((2.0,) * 32,) * 24])
def test_any_picture_can_be_drawn(picture: tuple[tuple[float, ...], ...] | None) -> None:
    report = samples.typical()
    mismatch = Mismatch("y", "values", actual_shape=(), expected_shape=None, picture=picture)
    check = replace(report.items[0].checks[1], mismatch=mismatch)
    Page(to_html(replace(report, items=(replace(report.items[0], checks=(check,)),))))


@pytest.mark.parametrize(
    "values",
    [(), (1.0,), ("nan",), (None, "inf"), (1e308, -1e308), (5e-324,), (0.0,) * 5, tuple(map(float, range(9999)))],
)
def test_any_series_can_be_drawn(values: tuple[float, ...]) -> None:
    report = samples.typical()
    html = to_html(replace(report, items=(replace(report.items[0], series={"curve": values}),)))
    drawn = html[html.index('class="charts"') :]
    assert "nan" not in drawn[: drawn.index("</svg>")]
    assert len(drawn) < 60_000


def test_what_stopped_a_submission_is_told_first_with_the_line_and_a_caret() -> None:
    page = Page(to_html(samples.does_not_import())).text
    assert "hw1.py does not import" in page
    assert "hw1.py, line 20" in page
    line, pointer = page[page.index("\t\tself.out") :].split("\n")[:2]
    assert line[pointer.index("^")] == "("
    assert page.index("does not import") < page.index("Rubric item")


def test_special_runs_say_so() -> None:
    assert "INCOMPLETE" in Page(to_html(samples.incomplete())).text
    assert "Hidden ones remain" in Page(to_html(samples.precheck())).text
    assert "student version" in Page(to_html(for_student(samples.typical()))).text
    assert "Late by three hours." in Page(to_html(samples.typical())).text


def test_checks_that_were_not_selected_are_only_counted() -> None:
    page = Page(to_html(samples.selected())).text
    assert "11 checks not selected in this run." in page
    assert "Linear classifier" not in page
    assert "2 passed" in page


def test_a_typical_page_is_small() -> None:
    assert sum(len(item.checks) for item in samples.typical().items) >= 55
    assert len(to_html(samples.typical()).encode()) < 150_000


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_has_the_contrast_of_wcag_aa(scheme: int) -> None:
    css = (Path(grader.report.__file__).parent / "report.css").read_text()
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", css.split(":root {")[scheme + 1].split("}")[0]))
    pairs = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("paper", "card", "sunk")]
    pairs += [(tone, ground) for tone in ("good", "partial", "bad", "quiet", "ours") for ground in ("paper", "card")]
    pairs += [("ink", "partial-wash"), ("ink", "bad-wash"), ("bad", "bad-wash"), ("ours", "ours-wash")]
    pairs += [("soft", "bad-wash"), ("glyph", "good"), ("glyph", "bad"), ("glyph", "ours")]
    for ink, ground in pairs:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


@pytest.mark.parametrize(("verdict", "tone"), [("passed", "quiet"), ("wrong", "bad")])
def test_rules_that_earn_nothing_are_green_nowhere_and_told_to_have_no_points(verdict: Verdict, tone: str) -> None:
    rule = CheckResult("no_autodiff", "No automatic differentiation", verdict, 0.0, 0.0)
    rules = ItemResult("rules", "Rules", 0.0, 0.0, checks=(rule,))
    html = to_html(replace(samples.typical(), items=(*samples.typical().items, rules)))
    row = html[html.index('href="#item-rules"') :].partition("</tr>")[0]
    section = html[html.index('id="item-rules"') :].partition("</section>")[0]
    for part in (row, section):
        assert "no points" in part
        assert f'class="icon {tone}"' in part
        assert 'class="icon good"' not in part
        assert "0<span" not in part


def test_the_names_of_a_submissions_people_stand_beside_its_id_for_instructors_alone() -> None:
    report = replace(samples.typical(), submission="u07", people=("Ada <b>Byron", "Ben\u202e Ng"))
    assert '<p class="who">u07 · Ada &lt;b&gt;Byron; Ben⟨U+202E⟩ Ng</p>' in to_html(report)
    assert to_text(report).startswith("u07 (Ada <b>Byron; Ben⟨U+202E⟩ Ng)  ")
    assert from_json(to_json(report)).people == report.people
    for text in (to_html(for_student(report)), to_text(for_student(report)), to_json(for_student(report))):
        assert "Byron" not in text
