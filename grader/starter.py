"""Starter code: a solution with its marked regions taken out, so that the two cannot drift apart.

A region starts at a line `# BEGIN SOLUTION` and ends at a line `# END SOLUTION`. It becomes `raise
NotImplementedError` at the same indentation, or the text after a colon: `# BEGIN SOLUTION: pass`; nothing at all
after `# BEGIN SOLUTION: -`.
"""

from __future__ import annotations

import re

from grader.errors import CourseError

_BEGIN = re.compile(r"^(\s*)# BEGIN SOLUTION(?::\s*(.*?))?\s*$")
_END = re.compile(r"^\s*# END SOLUTION\s*$")
_LIKE = re.compile(r"#\s*(BEGIN|END)[\s_-]*SOLUTION", re.IGNORECASE)
DEFAULT = "raise NotImplementedError"


def strip(source: str, name: str) -> str:
    """Return the starter code for one file of the solution; `name` is for messages."""
    kept: list[str] = []
    opened = 0
    for number, line in enumerate(source.splitlines(), 1):
        begin, end = _BEGIN.match(line), _END.match(line)
        if (begin and opened) or (end and not opened):
            raise CourseError(f"{name}, line {number}: solution regions must not overlap and must be closed.")
        if _LIKE.search(line) and not (begin or end):  # misspelt, it would give the solution away
            raise CourseError(f"{name}, line {number}: a marker is `# BEGIN SOLUTION` or `# END SOLUTION`, alone.")
        if begin:
            opened = number
            replacement = begin.group(2) or DEFAULT
            kept += [] if replacement == "-" else [begin.group(1) + replacement]
        elif end:
            opened = 0
        elif not opened:
            kept.append(line)
    if opened:
        raise CourseError(f"{name}, line {opened}: this solution region is never closed.")
    return "\n".join(kept) + "\n"


def regions(source: str) -> list[str]:
    """Return the text of every marked region."""
    return re.findall(r"# BEGIN SOLUTION[^\n]*\n(.*?)\n\s*# END SOLUTION", source, flags=re.DOTALL)
