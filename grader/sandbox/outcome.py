"""Turn what the child said, or how it ended, into values and failures in plain words."""

from __future__ import annotations

import contextlib
import math
import os
import signal
from typing import TYPE_CHECKING, Any, get_args

from grader.sandbox.child import wire
from grader.sandbox.reply import Failure, Frame, Value, ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.rubric import Limits

MAX_OUTPUTS = 512
_KINDS = frozenset(get_args(ValueKind))
SKIPPED_AFTER_TIMEOUT = Failure("skipped", "It was not run, since an earlier case took too long.")


class TooMuchOutput(Exception):  # noqa: N818 - an outcome, not a fault
    """A request printed more than it may."""


def values(header: Mapping[str, Any], payloads: Sequence[bytes]) -> dict[str, Value]:
    """Return the outputs in one frame, or raise WireError when it is not what a probe sends."""
    entries = header.get("values")
    if not isinstance(entries, list) or len(entries) > MAX_OUTPUTS:
        raise wire.WireError("a reply has no list of values")
    places = [entry.get("array") for entry in entries if isinstance(entry, dict) and "array" in entry]
    if len({repr(place) for place in places}) < len(places):
        raise wire.WireError("two values share one payload")
    with making_sense():
        return dict(_value(entry, payloads) for entry in entries)


@contextlib.contextmanager
def making_sense() -> Iterator[None]:
    """Take whatever nonsense of the child our own code stumbles over for a frame that breaks the rules."""
    try:
        yield
    except (ValueError, TypeError, OverflowError, LookupError, AttributeError, RecursionError, MemoryError):
        raise wire.WireError("a reply makes no sense") from None


def _value(entry: Any, payloads: Sequence[bytes]) -> tuple[str, Value]:
    if not isinstance(entry, dict) or entry.get("kind") not in _KINDS:
        raise wire.WireError("a value is not described")
    array, place = None, entry.get("array")
    if place is not None:
        if type(place) is not int or not 0 <= place < len(payloads):
            raise wire.WireError("a value points nowhere")
        array = wire.load(payloads[place])
    said = {name: str(entry.get(name, ""))[:300] for name in ("name", "type", "text")}
    return said["name"], Value(array, entry["kind"], said["type"], said["text"])


def seconds(value: Any) -> float:
    """Return a time that the child states, if it is one."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) and value >= 0 else 0.0


def raised(error: Any, limits: Limits) -> Failure:
    """Return the failure for an exception that the child explains."""
    said = error if isinstance(error, dict) else {}
    frames = tuple(_frame(item) for item in said.get("frames", [])[:8] if isinstance(item, dict))
    name, detail = str(said.get("exception", "Exception"))[:100], str(said.get("detail", ""))[:1000]
    where = f" (line {frames[-1].line} of {frames[-1].file}, in {frames[-1].function})" if frames else ""
    if said.get("missing"):
        return Failure("missing", detail if name == "Missing" else f"Not implemented yet{where}.", name, detail, frames)
    if name.endswith("MemoryError"):
        return Failure("out_of_memory", f"It needed more than {limits.memory_mib} MiB{where}.", name, detail, frames)
    return Failure("raised", f"{name}: {detail}{where}" if detail else f"{name}{where}", name, detail, frames)


def _frame(item: Mapping[str, Any]) -> Frame:
    line = item.get("line")
    texts = [str(item.get(name, ""))[:300] for name in ("file", "function", "source")]
    return Frame(texts[0], line if isinstance(line, int) else 0, texts[1], texts[2])


def stopped(stop: Exception, allowed: float) -> Failure:
    """Return the failure for a request that the host stopped."""
    if isinstance(stop, TooMuchOutput):
        return Failure("too_much_output", "It printed without end and was stopped: remove the prints from loops.")
    return Failure(
        "timed_out",
        f"It did not finish within {allowed:g} s and was stopped: look for a loop that never ends, or a loop over "
        "samples that NumPy can do at once.",
    )


def out_of_time(limits: Limits) -> Failure:
    """Return the failure for what was never reached."""
    return Failure("skipped", f"Not reached: the submission used up its {limits.submission_seconds:g} s.")


def ended(done: Mapping[str, Any], limits: Limits) -> Failure:
    """Return the failure for a process that ended before it replied, by its wait status."""
    status = done.get("status")
    if not isinstance(status, int) or not 0 <= status < 1 << 16:
        return Failure("crashed", "The process ended before it answered.")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
        if number == signal.SIGXCPU:
            return Failure("timed_out", f"It used more than {limits.submission_seconds:g} s of processor time.")
        return Failure("crashed", f"The process was ended by signal {name}.")
    return Failure("crashed", f"The process ended by itself (exit status {os.WEXITSTATUS(status)}) before it answered.")


def while_importing(failure: Failure, limits: Limits) -> Failure:
    """Say what an import that was stopped should have been."""
    if failure.kind != "timed_out":
        return failure
    return Failure(
        "timed_out",
        f"Importing the file took more than {limits.import_seconds:g} s and was stopped. Training or tests that start "
        'when the file is imported must stand below `if __name__ == "__main__":`.',
    )
