"""Import a submission the way its author's machine did, wherever its files lie."""

from __future__ import annotations

import os
import pkgutil
import sys
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Mapping

from . import standins, tree

_notes: list[str] = []
_stopped: list[BaseException] = []


class Missing(AttributeError):  # noqa: N818 - an outcome, not a fault
    """A definition that the assignment asks for is nowhere in the submission."""

    def __init__(self, name: str, files: tuple[str, ...]):
        super().__init__(f"`{name}` is not defined in {' or '.join(files) or 'any file'}.")


class Code:
    """The namespace that probes receive: `code.Name` is looked up in the files handed in, in order.

    `code["scalar.py"]` is the same for one of several required files alone; `code.modules` maps the names of
    required files to modules.
    """

    def __init__(self, modules: Mapping[str, ModuleType]):
        self.modules = dict(modules)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        for module in self.modules.values():
            if name in vars(module):
                return vars(module)[name]
        raise Missing(name, tuple(self.modules))

    def __getitem__(self, file: str) -> Code:
        if file not in self.modules:
            raise Missing(file, tuple(self.modules))
        return Code({file: self.modules[file]})


def install(root: str, scratch: str) -> None:
    """Make the submission in `root` importable; what it writes to `scratch` at run time, too.

    `root` becomes the head of `sys.path`. Sources are decoded leniently and no bytecode is read or written.
    """
    sys.dont_write_bytecode = True
    files = tree.Tree(root, scratch, _notes)
    package = ModuleType(tree.PACKAGE)
    package.__path__ = [files.root]
    package.__spec__ = ModuleSpec(tree.PACKAGE, None, is_package=True)
    sys.modules[tree.PACKAGE] = package
    for path in [path for path in sys.path_importer_cache if files.holds(path)]:
        del sys.path_importer_cache[path]
    sys.path_hooks.insert(0, partial(tree.finder, files))
    sys.path[:0] = [files.root, files.scratch]
    sys.meta_path.extend([tree.LastResort(files), standins.Finder(files.root, _notes)])


def load(root: str, paths: Mapping[str, str]) -> dict[str, ModuleType]:
    """Import the files in `paths` (required name -> path below `root`); return modules by required name.

    Goes after `install`. The `__name__` of a module is the stem of its file, never `__main__`, and its folder
    is importable, as if it had been started from there. Raises whatever the files raise before they define
    anything; what stops them later is kept for `stopped`.
    """
    modules = {}
    finder: Any = pkgutil.get_importer(os.path.realpath(root))
    for required, path in paths.items():
        finder.tree.required[tree.stem(required)] = os.path.join(root, path)
    for required, path in paths.items():
        modules[required] = finder.tree.load(os.path.join(root, path))
    _stopped.extend(finder.tree.stopped)
    return modules


def stopped() -> BaseException | None:
    """Return what ended the import of a required file halfway, if anything did."""
    return _stopped[0] if _stopped else None


def notes() -> tuple[str, ...]:
    """Return what was done for the submission's imports so far, as sentences."""
    return tuple(_notes)
