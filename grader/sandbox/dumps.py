"""The stack that a dying or hanging interpreter printed (child/stack.py), taken out of what the submission printed.

Anyone can print the like: it tells a reader where to look and decides nothing. The text is read once, line by line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.sandbox.reply import Failure, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

_FATAL = "Fatal Python error: "
_HEADS = ("Stack ", "Current thread 0x", "Thread 0x", "Current thread's C stack trace ")
_FIRST = "(most recent call first):"  # ends every head
_BODY = ('  File "', "  <", "  ...", "  Binary file ", "  Garbage-collecting")
_STATE = "Python runtime state: "
_EXTENSIONS = "Extension modules: "
_FRAME = re.compile(r'  File "([^"]{1,4096})", line (\d{1,7}) in (.{1,100})')
_MOST = 8  # frames to show


def taken(printed: str, folders: Sequence[str]) -> tuple[str, tuple[Frame, ...]]:
    """Return what else was printed, and the lines below `folders` in the last dump, innermost last."""
    if _FIRST not in printed:
        return printed, ()
    kept: list[str] = []
    frames: list[Frame] = []
    inside = after = False  # of a dump; behind one, where a blank line and more of it may come
    for line in printed.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if bare.startswith(_HEADS) and bare.endswith(_FIRST):
            if not after:
                frames = []
            _drop_reason(kept)
            inside = after = True
        elif inside and bare.startswith(_BODY):
            frames += [frame for frame in [_frame(bare, folders)] if frame]
        elif after and (not bare or bare.startswith(_EXTENSIONS)):
            inside = False
        else:
            inside = after = False
            kept.append(line)
    return "".join(kept), tuple(frames[:_MOST][::-1])


def _drop_reason(kept: list[str]) -> None:
    """Drop the lines before a dump that say why there is one."""
    while kept and not kept[-1].strip():
        kept.pop()
    if kept and kept[-1].startswith(_STATE):
        kept.pop()
    if kept and kept[-1].startswith(_FATAL):
        kept.pop()


def _frame(line: str, folders: Sequence[str]) -> Frame | None:
    match = _FRAME.fullmatch(line[:5000])
    for folder in folders if match else ():
        if match and match[1].startswith(folder + "/") and ".." not in match[1].split("/"):
            return Frame(match[1][len(folder) + 1 :][:300], int(match[2]), match[3])
    return None


def located(failure: Failure, frames: tuple[Frame, ...]) -> Failure:
    """Say where it was when it ended or was stopped, if that is known."""
    if not frames or failure.kind not in {"timed_out", "crashed"}:
        return failure
    last = frames[-1]
    message = f"{failure.message} It was at line {last.line} of {last.file}, in {last.function}."
    return replace(failure, message=message, frames=frames)
