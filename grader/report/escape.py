"""Make a student's text visible and harmless: the one place through which every printer passes it.

Printed output, exception texts, file names and source lines are written by the person who is graded. They
may hold terminal escapes, controls that turn the reading order round, or characters that show as nothing. Here
each of these becomes a sign that a reader sees. Escaping for HTML is left to Jinja2, which does it after this.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from grader.report.catalogue import ENGLISH

if TYPE_CHECKING:
    from grader.report.catalogue import Catalogue

# Beside the controls: soft hyphen, bidi marks and overrides, zero-width characters, line and paragraph
# separators, fillers, interlinear marks, tags. Each range is (first, last).
_INVISIBLE = (
    (0x80, 0x9F),
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),
)
_BROKEN = ((0xD800, 0xDFFF), (0xFFFE, 0xFFFF))  # lone surrogates and noncharacters: no encoding takes them

_CONTROLS = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI "  # 0 to 15
    "DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"  # 16 to 31
)


def _signs() -> dict[int, str]:
    # Names in brackets, not the control pictures of U+2400: many fonts lack those.
    signs = {code: f"\u27e8{name}\u27e9" for code, name in enumerate(_CONTROLS.split()) if name not in ("TAB", "LF")}
    signs[0x7F] = "\u27e8DEL\u27e9"
    for first, last in _INVISIBLE:
        signs.update({code: f"\u27e8U+{code:04X}\u27e9" for code in range(first, last + 1)})
    for first, last in _BROKEN:
        signs.update(dict.fromkeys(range(first, last + 1), "\ufffd"))
    return signs


_SIGNS = _signs()
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f" + "".join(f"{chr(a)}-{chr(b)}" for a, b in (*_INVISIBLE, *_BROKEN)) + "]"
)


def visible(text: str) -> str:
    r"""Return `text` with each control or invisible character as a sign; \n and \t stay, \r\n becomes \n."""
    if not _UNSAFE.search(text):
        return text
    return text.replace("\r\n", "\n").translate(_SIGNS)


def one_line(text: str) -> str:
    """Return `text` visible and on one line, so that it cannot forge a row of a table."""
    return " ".join(visible(text).split())


def bounded(text: str, limit: int, say: Catalogue = ENGLISH) -> str:
    """Return `text` of at most `limit` characters: of a longer one its beginning, a note, and its end."""
    if len(text) <= limit:
        return text
    note = f"\n{say('page.left_out', count=len(text) - limit)}\n"
    room = max(limit - len(note), 0)
    tail = room // 3
    return text[: room - tail] + note[:limit] + text[len(text) - tail :]


def encodable(text: str) -> str:
    """Return `text` with lone surrogates replaced, so that any encoding and any JSON reader takes it."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def point_at(source: str, caret: int, width: int = 120) -> tuple[str, str]:
    """Return a source line and a line that puts ^ under its column `caret` (from 1), both visible.

    The second is empty when `caret` is 0. Of a line longer than `width`, the part around the caret is shown.
    """
    line = source.split("\n", 1)[0].rstrip("\r")
    column = min(caret, len(line) + 1)
    start = max(0, column - width // 2) if len(line) > width else 0
    before, after = line[start : max(column - 1, 0)], line[max(column - 1, start) : start + width]
    shown = visible(before) + visible(after)
    if caret < 1:
        return shown, ""
    return shown, "".join(_blank(char) for char in visible(before)) + "^"


def _blank(char: str) -> str:
    if char == "\t":
        return char
    return "  " if unicodedata.east_asian_width(char) in "WF" else " "
