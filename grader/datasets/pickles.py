"""Read arrays and plain containers from a pickle without running anything that it names.

A pickle is a program that may call any function. Here its instructions are read by a table of our own: those that
build numbers, text, bytes, lists, tuples, dicts and NumPy arrays, and no other. A name in a pickle is looked up in
`NAMES` and never imported; what it stands for is done by functions of this file, which check every size first.
Pickles of protocol 0 to 5 are read, of Python 2 as latin-1.
"""

from __future__ import annotations

import io
import pickle
import struct
from typing import TYPE_CHECKING, Any

from grader.datasets.arrays import Array, DType, ForeignError
from grader.datasets.files import MAX_BYTES, content, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

MAX_DEPTH = 32
MAX_STEPS = 5_000_000
MAX_VALUES = 5_000_000  # counted as often as they are referred to, so that few bytes cannot stand for endless lists
MEND = "Save it anew as a dict of plain NumPy arrays."


class _Name:
    """A function or class that a pickle refers to: nothing but a word for it."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[..., Any]):
        self.make = make


def _text_as_bytes(text: str, encoding: str) -> bytes:
    """Return what Python 3 writes as `_codecs.encode(text, "latin1")`: bytes, in the protocols that have none."""
    if encoding not in ("latin1", "latin-1"):
        raise ValueError(encoding)
    return text.encode("latin-1")


def _no_bytes() -> bytes:
    """Return what Python 3 writes as `bytes()` in those protocols: no bytes."""
    return b""


def _made_directly(*_: Any) -> None:
    raise ForeignError("makes an array in another way than NumPy's own pickles do")


_NUMPY = {
    "multiarray _reconstruct": _Name(lambda *_: Array()),
    "multiarray scalar": _Name(Array.of_one),
    "numeric _frombuffer": _Name(Array.of_buffer),
}
NAMES = {
    **{f"numpy.{core}.{name}": entry for core in ("core", "_core") for name, entry in _NUMPY.items()},
    "numpy ndarray": _Name(_made_directly),
    "numpy dtype": _Name(DType),
    "_codecs encode": _Name(_text_as_bytes),
    "__builtin__ bytes": _Name(_no_bytes),
    "builtins bytes": _Name(_no_bytes),
}

_SAFE = """
    MARK STOP POP POP_MARK DUP PROTO FRAME NONE NEWTRUE NEWFALSE INT BININT BININT1 BININT2 LONG LONG1 LONG4 FLOAT
    BINFLOAT STRING BINSTRING SHORT_BINSTRING BINBYTES SHORT_BINBYTES BINBYTES8 UNICODE BINUNICODE SHORT_BINUNICODE
    BINUNICODE8 EMPTY_LIST LIST EMPTY_TUPLE TUPLE TUPLE1 TUPLE2 TUPLE3 EMPTY_DICT PUT BINPUT LONG_BINPUT MEMOIZE GET
    BINGET LONG_BINGET GLOBAL STACK_GLOBAL
""".split()  # noqa: SIM905 - a list of fifty strings reads worse


def _buffer(machine: Any) -> None:
    (length,) = struct.unpack("<Q", machine.read(8))
    machine.append(machine.read(min(length, MAX_BYTES)))


def _reduce(machine: Any) -> None:
    arguments, name = machine.stack.pop(), machine.stack.pop()
    if not isinstance(name, _Name) or not isinstance(arguments, tuple):
        raise ForeignError("calls what is no name")
    made = name.make(*arguments)
    machine.room -= len(made) if isinstance(made, bytes) else 0
    if machine.room < 0:
        raise ForeignError("asks for too much memory")
    machine.append(made)


def _build(machine: Any) -> None:
    state, target = machine.stack.pop(), machine.stack[-1]
    if not isinstance(target, Array | DType) or not isinstance(state, tuple):
        raise ForeignError("sets attributes of what is no array")
    target.set_state(state)


def _extend(machine: Any, items: list[Any]) -> None:
    if type(machine.stack[-1]) is not list:
        raise ForeignError("appends to what is no list")
    machine.stack[-1].extend(items)


def _set(machine: Any, items: list[Any]) -> None:
    if type(machine.stack[-1]) is not dict:
        raise ForeignError("sets entries of what is no dict")
    if not all(isinstance(key, str | int | bytes) for key in items[::2]):  # Python overflows on the hash of deep tuples
        raise ForeignError("has a key that is neither text nor a whole number")
    machine.stack[-1].update(zip(items[::2], items[1::2], strict=True))


def _dict(machine: Any) -> None:
    items = machine.pop_mark()
    machine.append({})
    _set(machine, items)


def _counted(step: Callable[[Any], None]) -> Callable[[Any], None]:
    def run(machine: Any) -> None:
        machine.steps += 1
        if machine.steps > MAX_STEPS:
            raise ForeignError("has more than five million parts")
        step(machine)

    return run


_STEPS: dict[bytes, Callable[[Any], None]] = {
    **{getattr(pickle, name): pickle._Unpickler.dispatch[getattr(pickle, name)[0]] for name in _SAFE},  # noqa: SLF001
    pickle.BYTEARRAY8: _buffer,
    pickle.REDUCE: _reduce,
    pickle.BUILD: _build,
    pickle.APPEND: lambda machine: _extend(machine, [machine.stack.pop()]),
    pickle.APPENDS: lambda machine: _extend(machine, machine.pop_mark()),
    pickle.SETITEM: lambda machine: _set(machine, [machine.stack.pop(-2), machine.stack.pop()]),
    pickle.SETITEMS: lambda machine: _set(machine, machine.pop_mark()),
    pickle.DICT: _dict,
}


class _Machine(pickle._Unpickler):  # noqa: SLF001 - Python's own, with its table of instructions replaced
    """Read a pickle by the instructions in `dispatch` alone."""

    dispatch = {code[0]: _counted(step) for code, step in _STEPS.items()}  # noqa: RUF012 - as Python has it

    def __init__(self, data: bytes):
        super().__init__(io.BytesIO(data), encoding="latin1")
        self.steps, self.room = 0, MAX_BYTES

    def find_class(self, module: str, name: str) -> _Name:
        """Return what stands for a name that is known; import nothing."""
        found = NAMES.get(f"{module} {name}")
        if found is None:
            raise ForeignError(f"names {module}.{name}"[:120])
        return found


class _Plain:
    """Make plain values of what a pickle left: arrays for their descriptions, everything else as it is."""

    def __init__(self) -> None:
        self.done: dict[int, tuple[Any, int]] = {}
        self.room = MAX_BYTES

    def of(self, value: Any, depth: int = 0) -> tuple[Any, int]:
        """Return the plain value and how many values it is made of."""
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return value, 1
        if depth > MAX_DEPTH:
            raise ForeignError("holds too many containers in each other")
        if id(value) not in self.done:
            self.done[id(value)] = self._made(value, depth + 1)
        return self.done[id(value)]

    def _made(self, value: Any, depth: int) -> tuple[Any, int]:
        if isinstance(value, Array):
            return self._array(value), 1
        if not isinstance(value, list | tuple | dict):
            raise ForeignError("holds a class or a function")
        parts = [self.of(part, depth) for part in (value.values() if isinstance(value, dict) else value)]
        count = 1 + sum(count for _, count in parts)
        if count > MAX_VALUES:
            raise ForeignError("has more than five million parts")
        plain = [part for part, _ in parts]
        return (dict(zip(value, plain, strict=True)) if isinstance(value, dict) else type(value)(plain)), count

    def _array(self, value: Array) -> npt.NDArray[np.generic]:
        self.room -= value.size
        if self.room < 0:
            raise ForeignError("asks for too much memory")
        return value.array()


def pickled(path: Path) -> Any:
    """Return what a pickle (plain or .gz) holds: arrays, numbers, text, bytes, None, and lists, tuples, dicts of these.

    Raises:
        CourseError: it is no pickle, damaged, or holds or calls anything else.
    """
    data = content(path)
    try:
        return _Plain().of(_Machine(data).load())[0]
    except ForeignError as error:
        raise refusal(path, f"is a pickle that {error}", MEND) from None
    except KeyError as error:
        raise refusal(path, f"is no pickle of plain arrays (instruction {error})", MEND) from None
    except RecursionError:
        raise refusal(path, "is a pickle of too many containers in each other", MEND) from None
    except Exception as error:  # noqa: BLE001 - bytes in any order raise nearly anything
        raise refusal(path, f"is no pickle, or a damaged one ({type(error).__name__})") from None
