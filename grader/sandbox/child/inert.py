"""Objects that stand for anything: `Inert` swallows every use, `Placeholder` fails upon the first."""

from __future__ import annotations

import sys
from opcode import opmap
from typing import TYPE_CHECKING, Any, Iterator, NoReturn

if TYPE_CHECKING:
    from types import FrameType

# fmt: off
_OPERATIONS = [
    "__abs__", "__add__", "__call__", "__enter__", "__floordiv__", "__getitem__", "__matmul__", "__mod__",
    "__mul__", "__neg__", "__pos__", "__pow__", "__radd__", "__rfloordiv__", "__rmatmul__", "__rmod__",
    "__rmul__", "__rpow__", "__rsub__", "__rtruediv__", "__sub__", "__truediv__",
]
_CONVERSIONS = [
    "__array__", "__contains__", "__float__", "__index__", "__int__", "__iter__", "__len__", "__setattr__",
    "__setitem__",
]
# fmt: on


class Inert:
    """Swallow every use: attributes, calls, items and operators give another one, a loop runs zero times."""

    def __init__(self, *_: Any, **__: Any):
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Inert()

    def __iter__(self) -> Iterator[Any]:
        return iter([Inert() for _ in range(_targets(sys._getframe(1)))])  # noqa: SLF001

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __float__(self) -> float:
        return 0.0

    def __index__(self) -> int:
        return 0

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def __mro_entries__(self, bases: Any) -> tuple[()]:
        return ()


for _name in _OPERATIONS:
    setattr(Inert, _name, lambda *_, **__: Inert())


def _targets(frame: FrameType) -> int:
    """Return how many values the assignment that runs in `frame` unpacks: `fig, ax = ...` wants 2."""
    code, at = frame.f_code.co_code, frame.f_lasti
    unpacks = 0 <= at < len(code) and code[at] in (opmap["UNPACK_SEQUENCE"], opmap["UNPACK_EX"])
    return code[at + 1] if unpacks else 0


class Progress:
    """Pass an iterable through, as tqdm does, and show nothing."""

    def __init__(self, iterable: Any = None, *_: Any, **__: Any):
        self.iterable: Any = () if iterable is None else iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Progress:  # noqa: PYI034 - Self is newer than Python 3.8
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert()

    @staticmethod
    def write(text: object = "", *_: Any, **__: Any) -> None:
        """Print, as tqdm.write does."""
        sys.stdout.write(f"{text}\n")


def trange(*bounds: int, **__: Any) -> Progress:
    """Stand in for tqdm.trange."""
    return Progress(range(*bounds))


class Placeholder:
    """Anything inside an absent package: it can be named, passed and inherited from, but not used."""

    def __init__(self, package: str, importer: str):
        message = f"{package} is not available where this is graded; it was imported in {importer}"
        self.__dict__["_error"] = ModuleNotFoundError(message, name=package)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (type("Absent", (), {"__new__": lambda *_, **__: _fail(self)}),)

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __or__(self, other: object) -> Placeholder:  # an annotation, `array | torch.Tensor`
        return self

    __ror__ = __or__


def _fail(placeholder: Placeholder, *_: Any, **__: Any) -> NoReturn:
    raise placeholder.__dict__["_error"].with_traceback(None)


for _name in _OPERATIONS + _CONVERSIONS:
    setattr(Placeholder, _name, _fail)
