"""What the engine says is told in every language that reports are made in; what people wrote stays theirs."""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.compare import compare
from grader.diagnose.signatures import common, signatures
from grader.report import catalogue, spoken
from grader.report.as_html import to_html
from grader.report.as_json import from_json
from grader.report.as_text import to_line, to_text
from grader.report.change import to_change
from grader.report.explain import find, to_explanation
from grader.report.redact import for_student
from grader.rubric import FLOAT64
from grader.sandbox.reply import Value
from tests.diagnose import test_signatures
from tests.diagnose import test_signatures_context as contexts
from tests.report import engine_sentences as engine
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.score import ScoreReport

GERMAN = catalogue.of("de")
OTHERS = [language for language in catalogue.LANGUAGES if language != catalogue.SPOKEN]
SAMPLE = Path(__file__).parents[2] / "reports" / "sample" / "report.json"
HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
# Words that English sentences have and German ones do not.
ENGLISH = re.compile(r"\b(is|are|has|the|of|it|its|and|not|with|should|which|where|differ|differs|expected)\b")


def templates(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield group, English and the other text of every template."""
    for file in sorted((Path(catalogue.__file__).parent / language).glob("*.toml")):
        for group, pairs in tomllib.loads(file.read_text()).items():
            yield from ((group, english, other) for english, other in pairs.items())


def holes(text: str) -> set[str]:
    return {name for name, _ in HOLE.findall(text)}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_in_the_code_of_the_engine_is_in_the_catalogue(language: str) -> None:
    known = "\n".join(HOLE.sub("{}", english) for _, english, _ in templates(language))
    untold = [
        f"{path.name}, line {line}: {text.replace(engine.HOLE, '{}')}"
        for path in engine.saying()
        for line, text in engine.sentences(path)
        if not engine.is_known(text, known)
    ]
    assert untold == [], f"tell these in grader/report/catalogue/{language}/*.toml"


@pytest.mark.parametrize("language", OTHERS)
def test_a_template_has_the_same_holes_in_both_languages_and_a_group_for_each(language: str) -> None:
    found = list(templates(language))
    groups = {group for group, _, _ in found} | {"", "number", "word", "words", "text", "any", "labels"}
    used = {kind for _, english, _ in found for _, kind in HOLE.findall(english)}
    assert used - groups == set()
    assert {english for _, english, other in found if holes(english) != holes(other)} == set()
    assert {english for _, english, _ in found if len(holes(english)) < len(HOLE.findall(english))} == set()
    assert {english for _, english, _ in found if "}{" in english} == set()
    assert all(english.strip() and other.strip() for _, english, other in found)


@pytest.mark.parametrize("language", OTHERS)
def test_no_template_is_written_down_twice(language: str) -> None:
    found = [(group, english) for group, english, _ in templates(language)]
    assert len(found) == len(set(found))


def said_of_signatures() -> Iterator[str]:
    found = [signatures(test_signatures.observe(actual, right)) for _, actual, right in test_signatures.VALUES]
    found += [contexts.found(actual, right) for _, actual, right in contexts.SHAPES]
    found += [contexts.found(actual, right, **known) for _, actual, right, known in contexts.CONTEXTS]
    for ones in found:
        yield from (text for one in ones for text in (one.text, one.general))
        others = [replace(one, output="dV", text=one.text.replace("dW", "dV")) for one in ones]
        yield from (one.text for one in common([ones, others]))


def test_every_signature_is_told_without_a_word_of_english() -> None:
    said = set(said_of_signatures())
    assert len(said) > 150
    assert {text for text in said if ENGLISH.search(GERMAN.told(text)) or GERMAN.told(text) == text} == set()


TOLD = """
Your output `dW` is 20 times the expected one, and 20 is the batch size: divide by it once.
Die Ausgabe `dW` ist 20-mal so groß wie erwartet, und 20 ist die Batchgröße: einmal dadurch teilen.

Your output `y` (likewise `z`) is 1/N of the expected one, N being eps or the momentum (equal here): multiply by it once.
Die Ausgabe `y` (ebenso `z`) ist 1/N des Erwarteten, und N ist eps oder das Momentum (hier gleich): einmal damit multiplizieren.

Your result is right, but is a column, (3, 1) for (3,): keepdims=True or a reshape gives it an axis too many.
Das Ergebnis stimmt, aber es ist eine Spalte, (3, 1) statt (3,): keepdims=True oder ein reshape gibt ihm eine Achse zu viel.

relu has shape (); (2, 3) is expected. () would broadcast against (2, 3); it is not the same.
relu hat die Form (); erwartet wird (2, 3). () passt durch Broadcasting zu (2, 3), ist aber nicht dasselbe.

Differs on 2 of 3 hidden cases: rule (falling losses); values.
Weicht ab in 2 von 3 verborgenen Fällen: Regel (fallend: losses); Werte.

All 20 values differ in `again`. First and worst at [0]: actual 1, expected 2 (off by 1, allowed 0).
Alle 20 Werte in `again` weichen ab. Zuerst und am stärksten bei [0]: erhalten 1, erwartet 2 (Abweichung 1, erlaubt 0).

`dx` disagrees with the central difference: analytic 1, numerical 2 (relative error 0.5). Also wrong: `dW`, `db` and 2 more.
`dx` stimmt nicht mit dem zentralen Differenzenquotienten überein: analytisch 1, numerisch 2 (relativer Fehler 0.5). Ebenfalls falsch: `dW`, `db` und 2 weitere.

`again` has 3 entries, but should have 2.
`again` hat 3 Einträge, sollte aber 2 haben.

y was not returned. Differs on 2 of 3 hidden cases: values; raised ValueError.
y wurde nicht zurückgegeben. Weicht ab in 2 von 3 verborgenen Fällen: Werte; Ausnahme ValueError.

Of a.py only definitions were loaded; not run: 2 statements at its top level, line 3 (f(a, b)), line 4 (main()).
Von a.py wurden nur Definitionen geladen; nicht ausgeführt: 2 Anweisungen auf oberster Ebene, Zeile 3 (f(a, b)), Zeile 4 (main()).

Case wide of probe relu: It used more than 60 s of processor time. It was at line 3 of net.py, in loop.
Fall wide, Aufruf relu: Es brauchte mehr als 60 s Prozessorzeit. Es war bei Zeile 3 von net.py, in loop.
"""  # noqa: E501 - one sentence a line


@pytest.mark.parametrize(("english", "german"), [pair.split("\n") for pair in TOLD.strip().split("\n\n")])
def test_a_sentence_is_told_with_all_that_it_holds(english: str, german: str) -> None:
    assert GERMAN.told(english) == german
    assert catalogue.ENGLISH.told(english) == english


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("KeyError: It came in time.", "KeyError: It came in time."),
        ("KeyError: dW was not returned.", "KeyError: dW was not returned."),
        (
            "KeyError: It looks transposed. {evil.__class__} (line 3 of net.py, in slope)",
            "KeyError: It looks transposed. {evil.__class__} (Zeile 3 von net.py, in slope)",
        ),
        (
            "First look at: Is it. It came in time.. This check builds on it.",
            "Zuerst ansehen: Is it. It came in time.. Diese Prüfung baut darauf auf.",
        ),
        ("dW must be divided by N. It came in time.", "dW must be divided by N. It came in time."),
    ],
)
def test_what_people_wrote_is_neither_told_again_nor_taken_for_more_than_text(english: str, german: str) -> None:
    assert GERMAN.told(english) == german


def test_a_comparison_is_told_whatever_differs() -> None:
    right = np.arange(6.0).reshape(2, 3)
    wrong = [right + 1, right.T, right[0], right * np.nan, np.where(right == 2, 9, right), right.astype(complex) + 1j]
    said = [compare("y", Value(array, "array", "numpy.ndarray"), right, FLOAT64).feedback for array in wrong]
    said += [compare("y", value, right, FLOAT64).feedback for value in (None, Value(None, "none", "NoneType"))]
    assert [text for text in said if not text or GERMAN.told(text) == text or ENGLISH.search(GERMAN.told(text))] == []


@pytest.mark.parametrize("text", ["Your x is " * 400, "a: " * 900, "line 1 (" * 400, "1 of 2 values of x; " * 150])
def test_a_text_made_to_fit_many_ways_costs_no_time(text: str) -> None:
    before = time.process_time()
    GERMAN.told(f"Of a.py only definitions were loaded; not run: {text}"[:4000])
    GERMAN.told(text[:4000])
    assert time.process_time() - before < 2


def fields_told(report: ScoreReport) -> str:
    """Return the report as JSON, each text that the engine said as a sign."""
    return str(spoken._Spoken(lambda text, *_: "\u27e6told\u27e7" if text else text).report(report))


def test_titles_comments_code_and_output_are_no_words_of_the_engine() -> None:
    for report in (samples.typical(), samples.marked(), samples.does_not_import(), samples.explained()):
        shown = fields_told(report)
        kept = [report.title, report.submission, report.printed]
        kept += [text for item in report.items for text in (item.title, item.comment, item.section)]
        kept += [check.title for item in report.items for check in item.checks]
        kept += [case.traceback for item in report.items for check in item.checks for case in check.cases]
        assert [text for text in kept if repr(text)[1:-1] not in shown] == []


def by_people() -> ScoreReport:
    """Return a report of several mistakes whose course and student have no words, but the engine has."""
    report = from_json(SAMPLE.read_text())
    known = {found.id for item in report.items for check in item.checks for found in check.diagnosis}

    def silenced(check: Any) -> Any:
        cases = tuple(replace(case, traceback="", printed="") for case in check.cases)
        notes = tuple(note for note in check.notes if "First look at" not in note)
        found = tuple(replace(one, text="0") if one.id in known else one for one in check.diagnosis)
        return replace(check, title="0", cases=cases, notes=notes, diagnosis=found)

    items = tuple(
        replace(item, title="0", section="", charts=(), series={}, checks=tuple(map(silenced, item.checks)))
        for item in report.items
    )
    return replace(report, title="0", submission="0", printed="", items=items)


def test_no_printer_leaves_a_word_of_english() -> None:
    report = by_people()
    student = for_student(report)
    shown = [
        re.sub(r"<style>.*?</style>|<[^>]*>", " ", to_html(one, "de"), flags=re.DOTALL) for one in (report, student)
    ]
    shown += [to_text(report, language="de", width=200), to_line(report, "de")]
    shown += [to_change(samples.perfect(), student, at="12:00", width=200, language="de")]
    shown += [to_explanation(report, name, width=200, language="de") for name in list(find(report))[::8]]
    left = [line.strip() for text in shown for line in text.splitlines() if ENGLISH.search(line)]
    assert left == []


def test_a_report_in_english_does_not_read_the_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(catalogue, "speech")
    assert to_html(samples.explained())
    assert to_text(samples.explained())
