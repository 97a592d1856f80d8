"""Spread work over forks of this process: everything imported stays shared, only results come back."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from typing import TYPE_CHECKING, TypeVar

from grader.errors import GradeError, GraderError
from grader.sandbox.child.confine import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
Item = TypeVar("Item")
Result = TypeVar("Result")


def share(work: Callable[[int, Sequence[Item]], list[Result]], items: Sequence[Item], workers: int) -> list[Result]:
    """Return `work(worker, part)` of every part of `items`, in the order of `items`.

    A GradeError of a worker is raised here. The parts are dealt like cards, so that a run of slow ones is spread.
    """
    parts = [items[place::workers] for place in range(workers)]
    if workers <= 1:
        return work(0, items)
    context = multiprocessing.get_context("fork")
    ends = [context.Pipe(duplex=False) for _ in parts]
    processes = [
        context.Process(target=_worker, args=(work, place, part, end[1]))
        for place, (part, end) in enumerate(zip(parts, ends, strict=True))
    ]
    try:
        _start(processes, ends)
        results: list[list[Result]] = [_receive(end[0]) for end in ends]
    except BaseException:
        for process in processes:
            process.terminate()
        raise
    finally:
        for process in processes:
            process.join()
    return [results[place % workers][place // workers] for place in range(len(items))]


def _worker(
    work: Callable[[int, Sequence[Item]], list[Result]], place: int, part: Sequence[Item], end: Connection
) -> None:
    """Work until done or told to stop by `share`, which alone answers to the user; end when it is killed."""
    with contextlib.suppress(KeyboardInterrupt):
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        limits.die_with_parent()
        try:
            end.send(work(place, part))
        except GradeError as error:
            end.send(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, `share` says it in one sentence
            end.send(GraderError(f"A grading worker failed: {type(error).__name__}: {error}"))
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends by itself now, and has nothing to say of being stopped


def _start(processes: Sequence[BaseProcess], ends: Sequence[tuple[Connection, Connection]]) -> None:
    """Start workers that cannot be stopped before they are ready for it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        for process, end in zip(processes, ends, strict=True):
            process.start()
            end[1].close()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def _receive(end: Connection) -> list[Result]:
    try:
        said = end.recv()
    except EOFError:
        raise GraderError("A grading worker ended before it was done.") from None
    if isinstance(said, GradeError):
        raise said
    return list(said)
