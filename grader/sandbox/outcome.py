"""Turn what the child said, or how it ended, into values and failures in plain words."""

from __future__ import annotations

import contextlib
import math
import os
import re
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from grader.sandbox import dumps
from grader.sandbox.child import wire
from grader.sandbox.reply import Failure, Frame, Value, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from grader.rubric import Limits

MAX_OUTPUTS = 512
MAX_ENTRIES = 4 << 20  # of one array: judging takes several copies of it in double precision
MAX_LINE = 10**6
MAX_TEXT = 300
_SILENT = "The process ended before it answered."
_KINDS = frozenset(get_args(ValueKind))
_WITHOUT_ARRAY = frozenset({"none", "ragged", "object", "large"})
_SURROGATES = re.compile("[\ud800-\udfff]")
SKIPPED_AFTER_TIMEOUT = Failure("skipped", "It was not run, since an earlier case took too long.")


class TooMuchOutput(Exception):  # noqa: N818 - an outcome, not a fault
    """A request printed more than it may."""


def values(header: Mapping[str, Any], payloads: Sequence[bytes]) -> dict[str, Value]:
    """Return the outputs in one frame, or raise WireError when it is not what a probe sends."""
    entries = header.get("values")
    if not isinstance(entries, list) or len(entries) > MAX_OUTPUTS:
        raise wire.WireError("a reply has no list of values")
    places = [entry["array"] for entry in entries if isinstance(entry, dict) and entry.get("array") is not None]
    if not all(type(place) is int and 0 <= place < len(payloads) for place in places):
        raise wire.WireError("a value points nowhere")
    if len(set(places)) < len(places):
        raise wire.WireError("two values share one payload")
    with making_sense():
        return dict(_value(entry, payloads) for entry in entries)


def text(value: Any, limit: int = MAX_TEXT) -> str:
    """Return what the child gives as text: cut, and such that every writer can encode it; nothing for no text."""
    if not isinstance(value, str):
        return ""
    return value[:limit] if value.isascii() else _SURROGATES.sub("\ufffd", value[:limit])


def add(outputs: dict[str, Value], more: Mapping[str, Value]) -> None:
    """Add the values of one frame to those of the call, which are bounded in all."""
    outputs.update(more)
    if len(outputs) > MAX_OUTPUTS:
        raise wire.WireError("there are too many outputs in all")


@contextlib.contextmanager
def making_sense() -> Iterator[None]:
    """Take whatever nonsense of the child our own code stumbles over for a frame that breaks the rules."""
    try:
        yield
    except (ValueError, TypeError, OverflowError, LookupError, AttributeError, RecursionError, MemoryError):
        raise wire.WireError("a reply makes no sense") from None


def _value(entry: Any, payloads: Sequence[bytes]) -> tuple[str, Value]:
    if not isinstance(entry, dict) or entry.get("kind") not in _KINDS or not isinstance(entry.get("name"), str):
        raise wire.WireError("a value is not described")
    name, kind, place = text(entry["name"]), entry["kind"], entry.get("array")
    if (place is None) != (kind in _WITHOUT_ARRAY):
        raise wire.WireError("a value is described as what it is not")
    array = None if place is None else wire.load(payloads[place])
    if array is not None and array.size > MAX_ENTRIES:
        return name, Value(None, "large", text(entry.get("type")), f"an array of shape {array.shape}")
    if array is not None and array.dtype.kind in "fc":
        _quieten(array)
    return name, Value(array, kind, text(entry.get("type")), text(entry.get("text")))


def _quieten(array: npt.NDArray[Any]) -> None:
    """Make every NaN the usual one, in place: a signalling one makes sums and casts warn, wherever they stand."""
    parts = array.reshape(-1).view(array.real.dtype)
    absent = np.isnan(parts)
    if absent.any():
        parts[absent] = np.nan


def seconds(value: Any) -> float:
    """Return a time that the child states, if it is one."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) and value >= 0 else 0.0


def raised(error: Any, limits: Limits) -> Failure:
    """Return the failure for an exception that the child explains."""
    said = error if isinstance(error, dict) else {}
    listed = said.get("frames")
    frames = tuple(_frame(item) for item in listed[:8] if isinstance(item, dict)) if isinstance(listed, list) else ()
    name, detail = text(said.get("exception"), 100) or "Exception", text(said.get("detail"), 1000)
    where = f" (line {frames[-1].line} of {frames[-1].file}, in {frames[-1].function})" if frames else ""
    if said.get("sentence") is True:
        return Failure("missing" if said.get("missing") else "raised", detail, name, detail, frames)
    if said.get("unusable"):
        why = raised({**said, "unusable": None}, limits)
        return replace(why, message=f"{text(said['unusable'], 100)} cannot be imported: {why.message}")
    if said.get("missing"):
        return Failure("missing", detail if name == "Missing" else f"Not implemented yet{where}.", name, detail, frames)
    if name.endswith("MemoryError"):
        return out_of_memory(limits, said.get("peak_kib"), where, detail, frames)
    return Failure("raised", f"{name}: {detail}{where}" if detail else f"{name}{where}", name, detail, frames)


def _frame(item: Mapping[str, Any]) -> Frame:
    line = item.get("line")
    file, function, source = (text(item.get(name)) for name in ("file", "function", "source"))
    return Frame(file, line if type(line) is int and 0 <= line <= MAX_LINE else 0, function, source)


def stopped(stop: Exception, allowed: float) -> Failure:
    """Return the failure for a request that the host stopped."""
    if isinstance(stop, TooMuchOutput):
        return Failure("too_much_output", "It printed without end and was stopped: remove the prints from loops.")
    return Failure(
        "timed_out",
        f"It did not finish within {allowed:g} s and was stopped: look for a loop that never ends, or a loop over "
        "samples that NumPy can do at once.",
    )


def out_of_memory(
    limits: Limits, peak_kib: Any, where: str = "", detail: str = "", frames: tuple[Frame, ...] = ()
) -> Failure:
    """Return the failure for what needed more memory than it may have; its own peak is what it says it is."""
    peak = f", having used up to {peak_kib >> 10} MiB" if type(peak_kib) is int and 0 < peak_kib < 1 << 40 else ""
    message = f"It asked for more than the {limits.memory_mib} MiB that it may have{peak}{where}."
    return Failure("out_of_memory", message, "MemoryError", detail, frames)


def out_of_time(limits: Limits) -> Failure:
    """Return the failure for what was never reached."""
    return Failure("skipped", f"Not reached: the submission used up its {limits.submission_seconds:g} s.")


def ended(done: Mapping[str, Any], limits: Limits) -> Failure:
    """Return the failure for a process that ended before it replied, by its wait status."""
    status = done.get("status")
    if done.get("unforkable") is True:
        return Failure("crashed", "No process could be started for it: importing left too many threads running.")
    if not isinstance(status, int) or not 0 <= status < 1 << 16:
        return Failure("crashed", _SILENT)
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
        if number == signal.SIGXCPU:
            return Failure("timed_out", f"It used more than {limits.submission_seconds:g} s of processor time.")
        return Failure("crashed", f"The process was ended by signal {name}.")
    return Failure("crashed", f"The process ended by itself (exit status {os.WEXITSTATUS(status)}) before it answered.")


def broken_off(failure: Failure, fault: Exception) -> Failure:
    """Say what was wrong with a reply, when nothing else explains why it was the last."""
    if failure.message != _SILENT or not isinstance(fault, wire.WireError) or str(fault) == wire.ENDED:
        return failure
    return Failure("crashed", f"What it sent back was refused: {fault}.")


def while_importing(failure: Failure, limits: Limits) -> Failure:
    """Say what an import that was stopped should have been."""
    if failure.kind != "timed_out":
        return failure
    stopped = Failure(
        "timed_out",
        f"Importing the file took more than {limits.import_seconds:g} s and was stopped. Training or tests that start "
        'when the file is imported must stand below `if __name__ == "__main__":`.',
    )
    return dumps.located(stopped, failure.frames)
