"""Run one probe in a process of its own: take calls from the host, send back values, case by case."""

from __future__ import annotations

import random
import resource
import socket
import time
from os import fstat, pread  # bound now: a submission may patch modules
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from . import encode, explain, stack, wire

# Of every generator that a submission is likely to draw from; bound before one can patch them.
seeders: List[Callable[[int], Any]] = [random.seed, np.random.seed]


def seed(value: int) -> None:
    """Seed all generators."""
    for seeder in seeders:
        seeder(value)


class Request(NamedTuple):
    """What the calls of one fork share, and the bytes that each of them takes."""

    probe: str
    sizes: Sequence[int]
    seed: int
    root: str
    seconds: float


def serve(
    channel: Tuple[int, int, int],
    function: Optional[Callable[..., Any]],
    code: Any,
    request: Request,
    flush: Callable[[], None],
) -> None:
    """Make the calls of `function` that lie in a file one after the other, and send what they give.

    `channel` are the descriptors of that file, of the socket, and of the file that is printed to. A call has
    inputs and, for a gradient check, sweeps: perturbed copies of one input after another.
    """
    # All that is needed later is bound now: a submission may patch modules while it runs.
    send, describe, clock, explained = wire.send, encode.entry, time.perf_counter, explain.explain
    expect, unpack = stack.expect, wire.unpack
    (calls, _, output), sock, place = channel, socket.socket(fileno=channel[1]), 0
    sock.settimeout(None)  # a submission may have set another one for all
    if function is None:
        raise LookupError("the driver has no probe %r" % request.probe)
    for size in request.sizes:
        header, arrays = unpack(pread(calls, size, place))
        place += size
        seed(request.seed)
        start = clock()
        expect(request.seconds)
        end: Dict[str, Any] = {}
        try:
            for outputs in _outputs(function, code, header, arrays):
                entries: List[Dict[str, Any]] = []
                payloads: List[bytes] = []
                for name, value in encode.spread(outputs):
                    said, payload = describe(name, value)
                    if payload is not None:
                        said["array"] = len(payloads)
                        payloads.append(payload)
                    entries.append(said)
                send(sock, {"values": entries}, payloads)
        except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are a student's, too
            end["error"] = explained(error, request.root)
            if isinstance(error, MemoryError):
                end["error"]["peak_kib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        expect(0)
        end["end"] = clock() - start
        flush()
        end["printed"] = fstat(output).st_size  # not that of 1: it may have closed or redirected it
        send(sock, end)


def _outputs(
    function: Callable[..., Any], code: Any, header: Dict[str, Any], arrays: List[bytes]
) -> Iterator[Dict[str, Any]]:
    inputs = wire.restore(header["inputs"], arrays)
    if not header.get("sweeps"):
        yield from _groups(function(code, **inputs))
        return
    for sweep in header["sweeps"]:
        steps = wire.load(arrays[sweep["values"]["$"]])
        taken = []
        for value in steps:
            fresh = _replace(_copy(inputs), sweep["path"], value)
            taken.append(_pick(_groups(function(code, **fresh)), header["output"]))
        yield from _stacked(sweep["path"], taken)


def _stacked(path: str, taken: List[Any]) -> Iterator[Dict[str, Any]]:
    """Yield the forward values as one array; nothing when they are no numbers of one shape."""
    try:
        yield {path: np.array(taken, dtype=np.float64)}
    except (TypeError, ValueError):
        return


def _groups(result: Any) -> Iterator[Dict[str, Any]]:
    """Yield what a probe gives, be it one dict or several."""
    if isinstance(result, dict):
        yield result
    else:
        yield from result


def _pick(groups: Iterator[Dict[str, Any]], output: str) -> Any:
    for outputs in groups:
        if output in outputs:
            return outputs[output]
    raise LookupError("the driver's probe has no output %r" % output)


def _copy(value: Any) -> Any:
    """Copy inputs, arrays and lists in them too: a submission may change what it is given."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def _replace(inputs: Dict[str, Any], path: str, value: np.ndarray) -> Dict[str, Any]:
    """Put `value` in place of `path`, which is a name or a place in a list, `weights[0]`."""
    if path.endswith("]"):
        name, place = path[:-1].split("[")
        inputs[name][int(place)] = value
    else:
        inputs[path] = value
    return inputs
