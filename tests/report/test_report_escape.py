from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.escape import bounded, encodable, one_line, point_at, visible

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, Grüße, 数, tab\tand\nline", "plain, Grüße, 数, tab\tand\nline"),
        ("\x1b[31mred", "⟨ESC⟩[31mred"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("a\r\nb\rc", "a\nb⟨CR⟩c"),
        ("\u202eback", "⟨U+202E⟩back"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("\x00\x7f", "⟨NUL⟩⟨DEL⟩"),
        ("\ud800", "\ufffd"),
        ("\U000e0041", "⟨U+E0041⟩"),
    ],
)
def test_controls_and_invisible_characters_become_signs(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(ANY_TEXT)
def test_what_is_visible_can_be_encoded_and_holds_no_control(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert not any((char < " " and char not in "\n\t") or "\x7f" <= char <= "\x9f" for char in shown)
    assert visible(shown) == shown


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(ANY_TEXT, st.integers(0, 50))
def test_bounded_text_keeps_its_bound_and_is_stable(text: str, limit: int) -> None:
    assert len(bounded(text, limit)) <= limit or len(text) <= limit
    assert bounded(bounded(text, limit), limit) == bounded(text, limit)


def test_bounded_text_keeps_the_beginning_and_the_end() -> None:
    text = bounded("begin" + "x" * 1000 + "end", 200)
    assert text.startswith("beginx")
    assert text.endswith("xend")
    assert "left out" in text


def test_lone_surrogates_are_replaced_for_json() -> None:
    assert encodable("a\udc80b") == "a\ufffdb"


@pytest.mark.parametrize(
    ("source", "caret", "pointer"),
    [
        ("x = (1", 5, "    ^"),
        ("\tx = (1", 6, "\t    ^"),
        ("\u202ex = (1", 6, " " * 12 + "^"),
        ("数 = (", 5, "     ^"),
        ("x = (1", 99, "      ^"),
        ("x = (1", 0, ""),
    ],
)
def test_the_caret_stands_under_the_column_however_the_line_is_shown(source: str, caret: int, pointer: str) -> None:
    assert point_at(source, caret)[1] == pointer


def test_of_a_long_line_the_part_around_the_caret_is_shown() -> None:
    shown, pointer = point_at("a" * 5000 + "!" + "b" * 5000, 5001, width=80)
    assert len(shown) <= 80
    assert shown[pointer.index("^")] == "!"
