"""Every word that a page adds to a report's data stands in the catalogue, in each language alike."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from click import Choice

from grader.audit import words as audit
from grader.cli import main
from grader.cli.results import LANGUAGES
from grader.publish import publish
from grader.report import catalogue
from grader.report.as_html import template_of, to_html
from grader.report.catalogue import ENGLISH, Catalogue
from grader.report.redact import for_student
from grader.report.view import as_told
from grader.report.words import duration, points, times
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.score import ScoreReport

GERMAN = catalogue.of("de")
CHOSEN = {"verdict", "kind", "visibility", "audience", "status"}  # fields of a few fixed words
SPOKEN = {"aria-label", "title", "alt", "placeholder"}
# Signs, units and what Python or NumPy writes; a formula's bars and signs are no words.
ALIKE = re.compile(r"\b(ms|s|nan|inf|e\d\d|\d+e)\b")


class Words(HTMLParser):
    """All that a reader sees or hears of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.style = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.style = tag == "style"
        self.found += [value or "" for name, value in attrs if name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        self.style = self.style and tag != "style"

    def handle_data(self, data: str) -> None:
        self.found += [] if self.style else [data]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def without_words(value: Any, key: str = "") -> Any:
    """Return a report whose every text is a number: what letters a page of it has are the printer's own."""
    if isinstance(value, str):
        return value if key in CHOSEN else "0"
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: without_words(getattr(value, f.name), f.name) for f in fields(value)})
    if isinstance(value, dict):
        return {f"0{number}": without_words(inner) for number, inner in enumerate(value.values())}
    return type(value)(map(without_words, value)) if isinstance(value, list | tuple) else value


def marked(messages: Mapping[str, str]) -> Catalogue:
    """Return a language whose every message stands in brackets, but those that are punctuation."""
    return Catalogue(
        "xx", {key: text if key.startswith("number.") else f"\u27ea{text}\u27eb" for key, text in messages.items()}
    )


@pytest.mark.parametrize("page", [Path(catalogue.__file__).parent, audit.HERE])
def test_every_language_has_the_messages_and_placeholders_of_english(page: Path) -> None:
    assert catalogue.LANGUAGES == LANGUAGES
    english = catalogue.of("en", page).messages
    for language in catalogue.LANGUAGES:
        messages = catalogue.of(language, page).messages
        assert list(messages) == list(english), language
        assert {key for key in messages if placeholders(messages[key]) != placeholders(english[key])} == set()
        assert all(text.strip() for text in messages.values())


@pytest.mark.parametrize(
    ("page", "loaned"),
    [
        (Path(catalogue.__file__).parent, {"parameter", "Parameter"}),
        (audit.HERE, {"Audit", "backgrade {version}", "float32"}),
    ],
)
def test_german_is_translated(page: Path, loaned: set[str]) -> None:
    """Of a message that is the same in both languages, the words are: names, units, loan words."""
    english, german = (catalogue.of(language, page).messages for language in ("en", "de"))
    alike = {text for key, text in german.items() if text == english[key]}
    assert {text for text in alike if re.search("[a-z]{3}", re.sub(r"\{\w+\}", "", text))} <= loaned


@pytest.mark.parametrize(
    "sample",
    [samples.typical, samples.explained, samples.marked, samples.does_not_import, samples.incomplete, samples.precheck,
     samples.selected, lambda: for_student(samples.typical())],
)  # fmt: skip
def test_a_page_has_no_word_that_is_neither_data_nor_of_the_catalogue(sample: Callable[[], ScoreReport]) -> None:
    html = template_of(marked(ENGLISH.messages)).render(report=without_words(as_told(sample())))
    text = "\n".join(Words(html).found)
    while "\u27ea" in text:
        text, before = re.sub("\u27ea[^\u27ea\u27eb]*\u27eb", "", text), text
        assert text != before
    assert re.findall(r"[^\W\d_]{2,}", ALIKE.sub("", text)) == []


@pytest.mark.parametrize("sample", [samples.explained, samples.marked, samples.does_not_import])
def test_a_german_page_says_so_and_has_no_english_label(sample: Callable[[], ScoreReport]) -> None:
    html = to_html(without_words(sample()), language="de")
    assert '<html lang="de">' in html
    said = {" ".join(text.split()) for text in Words(html).found}
    english = {text for key, text in ENGLISH.messages.items() if text not in GERMAN.messages.values()}
    assert said & english == set()
    assert {"Teilaufgabe", "Prüfungen", "Was ausgeführt wurde"} - said == set()


def test_the_language_is_chosen_on_the_command_line() -> None:
    for command in ("run", "precheck", "rescore", "explain", "audit"):
        (option,) = (option for option in main.commands[command].params if option.name == "language")
        assert (option.default, isinstance(option.type, Choice) and option.type.choices) == ("en", LANGUAGES)
    options = {"audience": "student", "quiet": True, "language": "de"}
    assert '<html lang="de">' in publish(samples.typical(), Path("a"), "-", ["html"], options).text


def test_german_counts_and_writes_numbers_as_german_does() -> None:
    assert GERMAN.count("item.passed", 1) == "1 Prüfung bestanden"
    assert GERMAN.count("item.passed", 2) == "2 Prüfungen bestanden"
    assert (points(2.5, GERMAN), duration(1.25, GERMAN), times(0.75, GERMAN)) == ("2,5", "1,2 s", "0,75\u00d7")


def test_what_a_course_said_stays_as_it_was_said() -> None:
    assert "divide by N once." in to_html(samples.typical(), language="de")


def test_a_hostile_text_is_harmless_within_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "HOSTILE", "{evil.__class__}<script>\u202e")
    for language in catalogue.LANGUAGES:
        html = to_html(samples.hostile(), language=language)
        assert "{evil.__class__}&lt;script&gt;⟨U+202E⟩" in html
        assert "<script" not in html
