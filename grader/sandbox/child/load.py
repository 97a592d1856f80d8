"""Import a submission the way its author's machine did, wherever its files lie."""

from __future__ import annotations

import os
import pkgutil
import sys
from functools import partial
from importlib.machinery import ModuleSpec
from types import MappingProxyType, ModuleType
from typing import Any, Dict, Mapping, Sequence

from . import standins, tree

_notes: list[str] = []
_stopped: list[BaseException] = []
_unusable: list[Unusable] = []


class Missing(AttributeError):  # noqa: N818 - an outcome, not a fault
    """A definition that the assignment asks for is nowhere in the submission."""

    def __init__(self, name: str, files: tuple[str, ...]):
        super().__init__(f"`{name}` is not defined in {' or '.join(files) or 'any file'}.")


class Unusable(AttributeError):  # noqa: N818 - an outcome, not a fault
    """A required file that gives no names: `sentence` says why, or `cause`, which its import raised."""

    def __init__(self, file: str, sentence: str = "", missing: bool = False, cause: BaseException | None = None):
        super().__init__(sentence or f"{file} cannot be imported.")
        self.file, self.sentence, self.missing, self.cause = file, sentence, missing, cause


class Modules(Dict[str, ModuleType]):
    """Modules by required file; asking for one that cannot be used says why.

    `unusable` are those files, `defines` what each file should define.
    """

    def __init__(
        self,
        modules: Mapping[str, ModuleType],
        unusable: Mapping[str, Unusable] = MappingProxyType({}),
        defines: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ):
        super().__init__(modules)
        self.unusable, self.defines = unusable, defines

    def __missing__(self, file: str) -> ModuleType:
        raise self.reason(file) or Missing(file, tuple(self))

    def reason(self, file: str) -> Unusable | None:
        """Return why a file cannot be used, as if nobody had been told before."""
        found = self.unusable.get(file)
        return found and found.with_traceback(None)

    def lack(self, name: str) -> AttributeError:
        """Return why a definition is not to be had: the file that should have it, or might, cannot be used."""
        told = [file for file in self.unusable if name in self.defines.get(file, ())]
        untold = [file for file in self.unusable if file not in self.defines]
        for file in told + untold:
            return self.reason(file) or Missing(name, tuple(self))
        should = tuple(file for file in self if name in self.defines.get(file, ()))
        return Missing(name, should or tuple(self))


class Code:
    """The namespace that probes receive: `code.Name` is looked up in the files handed in, in order.

    `code["scalar.py"]` is the same for one of several required files alone; `code.modules` maps the names of
    required files to modules. What belongs to a file that cannot be used fails with the reason.
    """

    def __init__(self, modules: Mapping[str, ModuleType]):
        self.modules = modules if isinstance(modules, Modules) else Modules(modules)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        for module in self.modules.values():
            if name in vars(module):
                return vars(module)[name]
        raise self.modules.lack(name)

    def __getitem__(self, file: str) -> Code:
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


def load(root: str, paths: Mapping[str, str], how: Mapping[str, Any] = MappingProxyType({})) -> Modules:
    """Import the files in `paths` (required name -> path below `root`); return modules by required name.

    Goes after `install`. The `__name__` of a module is the stem of its file, never `__main__`, and its folder
    is importable, as if it had been started from there. An only required file raises whatever it raises before
    it defines anything; of several, each costs itself alone. What stops a file later is kept for `stopped`.

    `how` may have "absent": required files that are not in `paths`, each with a sentence that says why, and
    whether it was not written; "defines": what each file should define; "definitions": whether to run nothing
    but what defines something.
    """
    finder: Any = pkgutil.get_importer(os.path.realpath(root))
    handed, absent = finder.tree, how.get("absent", {})
    handed.definitions = bool(how.get("definitions"))
    for required, path in paths.items():
        handed.required[tree.stem(required)] = os.path.join(root, path)
    unusable = {file: Unusable(file, sentence, missing) for file, (sentence, missing) in absent.items()}
    raised: dict[str, BaseException] = {}
    for path in dict.fromkeys(paths.values()):  # one file may play several required ones
        error = _imported(handed, os.path.join(root, path))
        if error is not None and len(paths) + len(absent) == 1:
            raise error
        if error is not None:
            raised[path] = error
    for path in list(raised if handed.stopped else ()):  # which may have raised for what now is kept
        if _imported(handed, os.path.join(root, path)) is None:
            del raised[path]
    modules = {file: handed.load(os.path.join(root, path)) for file, path in paths.items() if path not in raised}
    unusable.update({file: Unusable(file, cause=raised[path]) for file, path in paths.items() if path in raised})
    _stopped.extend(handed.stopped)
    _unusable.extend(Unusable(file, cause=raised[file]) for file in raised)
    return Modules(modules, unusable, how.get("defines", {}))


def _imported(handed: tree.Tree, path: str) -> BaseException | None:
    """Import one file; return what it raises, SystemExit too."""
    try:
        handed.load(path)
    except BaseException as error:  # noqa: BLE001 - of a student's module
        return error
    return None


def stopped() -> tuple[BaseException, ...]:
    """Return what ended the imports of required files halfway."""
    return tuple(_stopped)


def unusable() -> tuple[BaseException, ...]:
    """Return, for each file of several that raised before it defined anything, that it cannot be used."""
    return tuple(_unusable)


def notes() -> tuple[str, ...]:
    """Return what was done for the submission's imports so far, as sentences."""
    return tuple(_notes)
