"""Put an exception of student code into plain values that survive hostile `__str__` methods."""

from __future__ import annotations

from collections import deque
from typing import Any

from . import source
from .load import Missing, Unusable

MAX_FRAMES = 8


def explain(exc: BaseException, root: str) -> dict[str, Any]:
    """Return what happened, as JSON-able values; never raises.

    "exception": the name of its class; "detail": its text, cut; "frames": the lines of the submission in
    `root` on the way to it, innermost last, at most MAX_FRAMES, each with "file" (relative), "line",
    "function" and "source"; "missing": whether it means that something was not written yet. For code that
    does not parse also "line", "column" and "source", and the place as the last frame. For a required file
    that cannot be used: what its import raised, with "unusable", the file; or "sentence", which says it all.
    """
    try:
        return _explain(exc, root)
    except BaseException:  # noqa: BLE001 - an exception class of the submission may do anything
        return {"exception": "Exception", "detail": "It cannot be described.", "frames": [], "missing": False}


def _explain(exc: BaseException, root: str) -> dict[str, Any]:
    if isinstance(exc, Unusable) and exc.cause is not None:
        return dict(_explain(exc.cause, root), unusable=exc.file)
    if isinstance(exc, Unusable):
        end = {"exception": "ImportError", "detail": exc.sentence, "sentence": True}
        return dict(end, missing=exc.missing, frames=[])
    frames = _frames(exc, root)
    said: dict[str, Any] = {"exception": source.short(type(exc).__name__, 100), "detail": _detail(exc)}
    said["missing"] = _missing(exc, frames)
    if isinstance(exc, SyntaxError):
        ours = bool(exc.filename) and source.below(str(exc.filename), root)
        place = source.syntax_error(exc, source.text_of(str(exc.filename)) if ours else "")
        said.update(place, detail=place.pop("message"))
        if ours:
            file, line = source.place(str(exc.filename), place["line"], root)
            here = {"file": source.short(file), "line": line, "function": "<module>", "source": place["source"]}
            frames.append(here)
    return dict(said, frames=frames[-MAX_FRAMES:])


def _frames(exc: BaseException, root: str) -> list[dict[str, Any]]:
    inside: deque[Any] = deque(maxlen=MAX_FRAMES)
    ours: dict[str, bool] = {}
    step = exc.__traceback__
    while step is not None:
        path = step.tb_frame.f_code.co_filename
        if path not in ours:
            ours[path] = source.below(path, root)
        if ours[path]:
            inside.append((path, step.tb_lineno or 0, step.tb_frame.f_code.co_name))
        step = step.tb_next
    return [dict(_place(path, line, root), function=source.short(name, 100)) for path, line, name in inside]


def _place(path: str, line: int, root: str) -> dict[str, Any]:
    file, number = source.place(path, line, root)
    return {"file": source.short(file), "line": number, "source": source.line_of(path, line)}


def _detail(exc: BaseException) -> str:
    if isinstance(exc, SystemExit):
        return source.short(f"the code ended the program, exit({'' if exc.code is None else exc.code})")
    inner = getattr(exc, "exceptions", ())  # of an exception group, Python 3.11
    if isinstance(inner, tuple) and inner and isinstance(inner[0], BaseException):
        return source.short(f"{source.short(exc, 150)}: {type(inner[0]).__name__}: {_text(inner[0])}")
    return _text(exc)


def _text(exc: BaseException) -> str:
    try:
        return source.short(exc)
    except BaseException:  # noqa: BLE001 - a __str__ of the submission may raise anything
        return "(its text cannot be shown)"


def _missing(exc: BaseException, frames: list[dict[str, Any]]) -> bool:
    if isinstance(exc, (Missing, NotImplementedError)):
        return True
    # `raise NotImplemented` is a TypeError, with or without a call.
    return isinstance(exc, TypeError) and bool(frames) and "raise NotImplemented" in frames[-1]["source"]
