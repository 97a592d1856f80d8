"""Stand in for packages that students import but that are absent where they are graded.

Packages that only draw or show progress get an inert stand-in: every call does nothing, and `plt.show()`
returns at once. Other well-known packages get a placeholder that can be imported but fails, with a clear
sentence, when it is used. Only imports by the submission itself are answered, and the placeholder not within
`try: ... except ImportError:`, where the honest error is wanted. What is installed is never replaced.
"""

from __future__ import annotations

import ast
import os
import sys
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType
from typing import Any, Callable

from . import notebook, source
from .inert import Inert, Placeholder, Progress, trange

INERT = {"matplotlib", "mpl_toolkits", "pylab", "seaborn", "IPython", "ipywidgets", "google.colab"}
PROGRESS = {"tqdm"}
# fmt: off
PLACEHOLDERS = {
    "PIL", "autograd", "cv2", "h5py", "jax", "jupyter", "keras", "nltk", "notebook", "numba", "pandas",
    "requests", "scipy", "skimage", "sklearn", "sympy", "tensorflow", "torch", "torchvision",
}
_DRAWN = [  # for `from matplotlib.pyplot import *`
    "annotate", "axhline", "axis", "axvline", "bar", "cla", "clf", "close", "colorbar", "contour",
    "contourf", "draw", "errorbar", "figure", "fill_between", "gca", "gcf", "grid", "hist", "imshow",
    "ioff", "ion", "legend", "loglog", "pause", "plot", "savefig", "scatter", "semilogx", "semilogy",
    "show", "subplot", "subplots", "subplots_adjust", "suptitle", "text", "tight_layout", "title", "xlabel",
    "xlim", "xticks", "ylabel", "ylim", "yticks",
]
# fmt: on
_HERE = os.path.dirname(os.path.abspath(__file__))
_CATCHING = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")


def importing_line(root: str) -> tuple[str, int] | None:
    """Return (file, line) of the import statement under way, if it stands in the submission itself."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the only way to see who imports
    while frame is not None:
        file = frame.f_code.co_filename
        if source.below(file, root):
            return file, frame.f_lineno
        if "importlib" not in file and os.path.dirname(file) != _HERE:
            return None
        frame = frame.f_back
    return None


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
    """Last of all finders on `sys.meta_path`: answers the submission's imports of absent packages."""

    def __init__(self, root: str, notes: list[str]):
        self.root, self.notes = root, notes

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        """Return a spec for a stand-in, or None when `fullname` gets none."""
        package = _package(fullname)
        at = importing_line(self.root) if package else None
        if at is None or (package in PLACEHOLDERS and _guarded(*at)):
            return None
        file = source.relative(at[0], self.root)
        give: Callable[[str], Any] = Inert
        consequence = "its calls do nothing"
        if package in PLACEHOLDERS:
            give, consequence = (lambda _: Placeholder(package, file)), "whatever uses it fails"
        elif package in PROGRESS:
            give, consequence = _progress, "it shows no progress"
        note = f"{package} is absent where this is graded, and {consequence}."
        if not any(note in known for known in self.notes):
            self.notes.append(f"{file} (line {at[1]}) imports {package}. {note}")
        loader: Any = self
        return ModuleSpec(fullname, loader, origin=package, loader_state=give, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make the stand-in."""
        module = StandIn(spec.name, spec.loader_state)
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
    known: dict[str, Any] = {"trange": trange, "tnrange": trange}
    return known.get(name, Progress)


def _guarded(path: str, line: int) -> bool:
    """Tell whether a line stands in the body of a `try` that catches a failed import."""
    try:
        with open(path, "rb") as file:
            tree = ast.parse(notebook.cleaned(source.decode(file.read())[0])[0])
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        node.body[0].lineno <= line <= (node.body[-1].end_lineno or 0)
        and any(_catches(handler.type) for handler in node.handlers)
        for node in ast.walk(tree)
        if isinstance(node, ast.Try)
    )


def _catches(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or (isinstance(name, ast.Name) and name.id in _CATCHING) for name in names)
