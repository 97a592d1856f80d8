"""Stand in for packages that students import but that are absent where they are graded.

Packages that only draw or show progress get an inert stand-in: every call does nothing, and `plt.show()` returns at
once. Other well-known packages get a placeholder that can be imported but fails, with a clear sentence, when it is
used. Only imports by the submission itself are answered, and the placeholder not within `try: ... except
ImportError:`, where the honest error is wanted. A package that is installed is never replaced.
"""

from __future__ import annotations

import ast
import os
import sys
from importlib.machinery import ModuleSpec
from opcode import opmap
from types import FrameType, ModuleType
from typing import Any, Callable, Iterator, NoReturn

from . import source

INERT = frozenset(("matplotlib", "mpl_toolkits", "pylab", "seaborn", "IPython", "google.colab", "ipywidgets"))
PROGRESS = frozenset(("tqdm",))
PLACEHOLDERS = frozenset(
    (
        "pandas scipy sklearn nltk cv2 PIL requests torch torchvision tensorflow keras jax h5py numba sympy skimage"
        " autograd jupyter notebook"
    ).split()
)
# For `from matplotlib.pyplot import *`.
_DRAWN = (
    "annotate axhline axis axvline bar cla clf close colorbar contour contourf draw errorbar figure fill_between gca gcf"
    " grid hist imshow ioff ion legend loglog pause plot savefig scatter semilogx semilogy show subplot subplots"
    " subplots_adjust suptitle text tight_layout title xlabel xlim xticks ylabel ylim yticks"
).split()
_OPERATIONS = (
    "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul neg pos abs"
    " call getitem enter"
).split()
_HERE = os.path.dirname(os.path.abspath(__file__))
_CATCHING = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")


def importing_line(root: str) -> tuple[str, int] | None:
    """Return (file, line) of the import statement under way, if it stands in the submission itself."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if source.below(file, root):
            return file, frame.f_lineno
        if "importlib" not in file and os.path.dirname(file) != _HERE:
            return None
        frame = frame.f_back
    return None


class Inert:
    """Swallow every use: attributes, calls, items and operators give another one, a loop runs zero times."""

    def __init__(self, *_: Any, **__: Any):
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Inert()

    def __iter__(self) -> Iterator[Any]:
        return iter([Inert() for _ in range(_targets(sys._getframe(1)))])

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

    def _again(self, *_: Any, **__: Any) -> Inert:
        return Inert()


for _name in _OPERATIONS:
    setattr(Inert, "__%s__" % _name, Inert._again)


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

    def __enter__(self) -> Progress:
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
        sys.stdout.write("%s\n" % (text,))


def _trange(*bounds: int, **__: Any) -> Progress:
    return Progress(range(*bounds))


class Placeholder:
    """Anything inside an absent package: it can be named, passed and inherited from, but not used."""

    def __init__(self, package: str, importer: str):
        self.__dict__.update(_package=package, _importer=importer)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        message = "%s is not available where this is graded; it was imported in %s" % (
            self._package,
            self._importer,
        )
        raise ModuleNotFoundError(message, name=self._package)

    def __mro_entries__(self, bases: Any) -> tuple[type, ...]:
        return (type("Absent", (), {"__new__": self._fail}),)

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __or__(self, other: object) -> Placeholder:  # an annotation, `array | torch.Tensor`
        return self

    __ror__ = __or__


for _name in [
    *_OPERATIONS,
    "setattr",
    "setitem",
    "iter",
    "len",
    "float",
    "int",
    "index",
    "array",
    "contains",
]:
    setattr(Placeholder, "__%s__" % _name, Placeholder._fail)


class StandIn(ModuleType):
    """A module of an absent package, whose attributes come from `give(name)`."""

    def __init__(self, name: str, give: Callable[[str], Any]):
        super().__init__(name, "Stands in for a package that is absent where this is graded.")
        self.__dict__.update(_give=give, __version__="0")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self.__dict__["_give"](name)


class Finder:
    """Last of all finders on `sys.meta_path`: answers imports of absent packages by the submission in `root`."""

    def __init__(self, root: str, notes: list[str]):
        self.root, self.notes = root, notes

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return a spec for a stand-in, or None when `fullname` gets none."""
        package = _package(fullname)
        at = importing_line(self.root) if package else None
        if at is None or (package in PLACEHOLDERS and _guarded(*at)):
            return None
        file = source.relative(at[0], self.root)
        if package in PLACEHOLDERS:
            consequence = "using it would fail"
            give: Callable[[str], Any] = lambda _: Placeholder(package, file)
        elif package in PROGRESS:
            consequence = "it shows no progress"
            give = _progress
        else:
            consequence = "its calls do nothing"
            give = lambda _: Inert()
        note = "%s, imported in %s (line %d), is absent where this is graded: %s." % (
            package,
            file,
            at[1],
            consequence,
        )
        if not any(known.startswith("%s, imported" % package) for known in self.notes):
            self.notes.append(note)
        return ModuleSpec(fullname, self, origin=package, loader_state=give, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make the stand-in."""
        module = StandIn(spec.name, spec.loader_state)  # type: ignore[arg-type]
        if spec.name in ("matplotlib.pyplot", "pylab"):
            module.__dict__["__all__"] = _DRAWN
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: a stand-in has no code."""


def _package(fullname: str) -> str:
    """Return the absent package that `fullname` belongs to; nothing when it should not be stood in for."""
    parent = fullname.rpartition(".")[0]
    if parent and fullname != "google.colab" and not isinstance(sys.modules.get(parent), StandIn):
        return ""  # the package is there, only this part of it is not
    if fullname == "google" or fullname.startswith("google.colab"):
        return "google.colab"
    top = fullname.partition(".")[0]
    return top if top in INERT | PROGRESS | PLACEHOLDERS else ""


def _progress(name: str) -> Any:
    known: dict[str, Any] = {"trange": _trange, "tnrange": _trange}
    return known.get(name, Progress)


def _guarded(path: str, line: int) -> bool:
    """Tell whether a line stands in the body of a `try` that catches a failed import."""
    try:
        with open(path, "rb") as file:
            tree = ast.parse(source.decode(file.read())[0])
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and node.body[0].lineno <= line <= (node.body[-1].end_lineno or 0):
            if any(_catches(handler.type) for handler in node.handlers):
                return True
    return False


def _catches(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or (isinstance(name, ast.Name) and name.id in _CATCHING) for name in names)
