"""The stack that a dying or hanging interpreter printed (child/stack.py), taken out of what the submission printed.

Anyone can print the like: it tells a reader where to look and decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.sandbox.reply import Failure, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

_DUMP = re.compile(
    r"(?:Fatal Python error: [^\n]*\n\n)?(?:Stack|(?:Current t|T)hread 0x[0-9a-f]+[^\n]*) "
    r"\(most recent call first\):\n"
    r"(?P<frames>(?:  (?:File \"|<|\.\.\.)[^\n]*(?:\n|\Z))*)"
    r"(?:\nCurrent thread's C stack trace[^\n]*\n(?:  [^\n]*(?:\n|\Z))*)?"
    r"(?:\nExtension modules: [^\n]*(?:\n|\Z))?"
)
_FRAME = re.compile(r'  File "([^"\n]*)", line (\d{1,7}) in ([^\n]{1,100})')
_MOST = 8  # frames to show


def taken(printed: str, folders: Sequence[str]) -> tuple[str, tuple[Frame, ...]]:
    """Return what else was printed, and the lines below `folders` in the last dump, innermost last."""
    frames: tuple[Frame, ...] = ()
    for dump in _DUMP.finditer(printed):
        found = [_frame(match, folders) for match in _FRAME.finditer(dump["frames"])]
        frames = tuple(frame for frame in found if frame)[:_MOST][::-1]
    return _DUMP.sub("", printed), frames


def _frame(match: re.Match[str], folders: Sequence[str]) -> Frame | None:
    for folder in folders:
        if match[1].startswith(folder + "/"):
            return Frame(match[1][len(folder) + 1 :][:300], int(match[2]), match[3])
    return None


def located(failure: Failure, frames: tuple[Frame, ...]) -> Failure:
    """Say where it was when it ended or was stopped, if that is known."""
    if not frames or failure.kind not in {"timed_out", "crashed"}:
        return failure
    last = frames[-1]
    message = f"{failure.message} It was at line {last.line} of {last.file}, in {last.function}."
    return replace(failure, message=message, frames=frames)
