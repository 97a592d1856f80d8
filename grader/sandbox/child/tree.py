"""The source files of a submission as modules: one object for each file, however many names it has.

`loss`, `nets.loss` through the folder and `.loss` from a neighbour are the same module. Each belongs to a
package of ours whose path is the submission's root, so that relative imports work in top-level files too.
"""

from __future__ import annotations

import ast
import os
import sys
from functools import partial
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from types import CodeType, FunctionType, ModuleType
from typing import Any

from . import definitions, notebook, source, standins

PACKAGE = "_handed_in"
MAX_QUOTED = 4  # statements left out that a note shows


class Tree:
    """The files of one submission and the modules made of them."""

    def __init__(self, root: str, scratch: str, notes: list[str]):
        self.root, self.scratch = os.path.realpath(root), os.path.realpath(scratch)
        self.modules: dict[str, ModuleType] = {}  # real path -> module
        self.notes = notes
        self.stopped: list[BaseException] = []  # what ended a required file before its last line
        self.required: dict[str, str] = {}  # stem of a required file -> the path that was taken for it
        self.definitions = False  # whether of every file only its definitions are run

    def note(self, text: str) -> None:
        """Say once what was done."""
        if text not in self.notes:
            self.notes.append(text)

    def holds(self, path: str) -> bool:
        """Tell whether a folder, perhaps relative to the working folder, is one of ours."""
        real = os.path.realpath(path)
        return any(real == top or real.startswith(top + os.sep) for top in (self.root, self.scratch))

    def spec(self, name: str, path: str) -> Spec:
        """Return how to import the file `path` as `name`."""
        file = os.path.realpath(path)
        spec = Spec(name, Loader(self, name, file), origin=file, is_package=os.path.basename(file) == "__init__.py")
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(file))
        if source.below(file, self.root):
            folder = os.path.relpath(os.path.dirname(file), self.root)
            spec.package = ".".join([PACKAGE, *(part for part in folder.split(os.sep) if part != ".")])
        spec.has_location = True
        return spec

    def load(self, path: str) -> ModuleType:
        """Import one required file; one that raises after it defined something is kept as far as it came.

        Files that import it from now on get that, too.
        """
        file = os.path.realpath(path)
        if file in self.modules:
            return self.modules[file]
        folder, name = os.path.dirname(file), stem(file)
        if folder not in sys.path:
            sys.path.insert(0, folder)
        spec = self.spec("main" if name == "__main__" else name, file)
        module = module_from_spec(spec)
        sys.modules.setdefault(name, module)
        sys.modules[f"{spec.package}.{name}"] = module
        try:
            spec.loader.exec_module(module)  # type: ignore[union-attr]
        except (Exception, SystemExit) as error:
            if not _defines(module):
                raise
            self.stopped.append(error)
            self.modules[file] = sys.modules[name] = sys.modules[f"{spec.package}.{name}"] = module
        return module

    def forget(self, file: str) -> None:
        """Drop a module whose code raised, under all its names."""
        module = self.modules.pop(file, None)
        for name in [name for name, known in list(sys.modules.items()) if known is module]:
            del sys.modules[name]


def _defines(module: ModuleType) -> bool:
    kinds = (type, FunctionType)
    return any(isinstance(value, kinds) and value.__module__ == module.__name__ for value in vars(module).values())


class Spec(ModuleSpec):
    """A module's spec whose parent, for relative imports, is given by where its file lies."""

    package: str | None = None

    @property
    def parent(self) -> str | None:
        """Return the package in which `from . import x` looks."""
        return super().parent if self.package is None else self.package


class Loader(SourceFileLoader):
    """Compile a source file after decoding it leniently; give a file that is known already its one module."""

    def __init__(self, tree: Tree, name: str, path: str):
        super().__init__(name, path)
        self.tree = tree
        self.again = False

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module of this file."""
        self.again = self.path in self.tree.modules
        if not self.again:
            name = spec.name[len(PACKAGE) + 1 :] if spec.name.startswith(PACKAGE + ".") else spec.name
            if name in sys.modules:  # a folder of the same name as a file in it, hw/hw.py
                name = spec.name
            self.tree.modules[self.path] = ModuleType(name)
        return self.tree.modules[self.path]

    def exec_module(self, module: ModuleType) -> None:
        """Run the file, unless it has been, or is being, run under another name."""
        if self.again:
            return
        sys.modules.setdefault(module.__name__, module)  # where dataclasses look up the module of a class
        try:
            super().exec_module(module)
        except BaseException:
            self.tree.forget(self.path)
            raise

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - named by importlib
        """Compile the source; bytecode is never looked at."""
        return self.source_to_code(self.get_data(self.path), self.path)

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:  # type: ignore[override]
        """Compile bytes in whatever encoding they are, or what they define."""
        text = source.decode(data)[0] if isinstance(data, bytes) else data
        made = notebook.of(text)
        clean, notes = notebook.cleaned(text)
        for note in notes:
            self.tree.note(note)
        parts: Any = notebook.hoisted(ast.parse(clean, path)) if made else clean
        if not made.whole if made else self.tree.definitions:
            parts = parts if made else ast.parse(clean, path)
            self._note_left_out(definitions.reduce(parts), made.name if made else "", path)
        code: CodeType = compile(parts, path, "exec", dont_inherit=True, optimize=_optimize)
        return code

    def _note_left_out(self, left_out: list[ast.stmt], name: str, path: str) -> None:
        """Say what of a source was not run."""
        if left_out:
            lines = [self._quoted(path, node.lineno) for node in left_out[:MAX_QUOTED]]
            more = f" and {len(left_out) - MAX_QUOTED} more" if len(left_out) > MAX_QUOTED else ""
            count = f"{len(left_out)} statement{'s' if len(left_out) > 1 else ''} at its top level"
            of = name or source.relative(path, self.tree.root)
            self.tree.note(f"Of {of} only definitions were loaded; not run: {count}, {', '.join(lines)}{more}.")

    def _quoted(self, path: str, line: int) -> str:
        file, number = source.place(path, line, self.tree.root)
        cell = file.rpartition(", ")[2] + ", " if file.rpartition(", cell ")[1] else ""
        return f"{cell}line {number} ({source.short(source.line_of(path, line), 40)})"

    def get_source(self, fullname: str) -> str:  # noqa: ARG002 - named by importlib
        """Return the text, for tracebacks and `inspect`."""
        return source.decode(self.get_data(self.path))[0]


class Folder(FileFinder):
    """Find modules in one folder of the submission."""

    def __init__(self, tree: Tree, path: str):
        super().__init__(path, (partial(Loader, tree), [".py"]))  # type: ignore[arg-type]
        self.tree = tree

    def find_spec(self, fullname: str, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of a file, or of a folder without `__init__.py`."""
        spec = super().find_spec(fullname, target)
        if spec is None or spec.loader is None or spec.origin is None:
            return spec
        return self.tree.spec(fullname, spec.origin)


def finder(tree: Tree, path: str) -> Folder:
    """Take charge of a `sys.path` entry that is a folder of the submission (a hook of `sys.path_hooks`)."""
    if not (tree.holds(path or ".") and os.path.isdir(path or ".")):
        raise ImportError("not a folder of the submission", path=path)
    return Folder(tree, path)


class LastResort:
    """Find what was found nowhere else: a required file under its proper name, or the one file of that name.

    Hard-coded `sys.path` entries of the author's machine are mended by this.
    """

    def __init__(self, tree: Tree):
        self.tree = tree

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:
        """Return a spec for a top-level name that a file of the submission asks for."""
        prefix, _dot, name = fullname.rpartition(".")
        at = standins.importing_line(self.tree.root) if prefix in ("", PACKAGE) else None
        if at is None:
            return None
        if name in self.tree.required:
            return self.tree.spec(fullname, self.tree.required[name])
        found = self._named(name) or self._named(name.lower(), str.lower)
        asked = f"`import {name}` in {source.relative(at[0], self.tree.root)} (line {at[1]})"
        if len(found) > 1:
            self.tree.note(f"{asked} fits several files: {source.short(', '.join(found))}; none was taken.")
        if len(found) != 1:
            return None
        self.tree.note(f"{asked} was answered by {found[0]}, the only one of that name.")
        return self._spec(fullname, os.path.join(self.tree.root, found[0]))

    def _named(self, name: str, fold: Any = str) -> list[str]:
        """Return the files, without .py, and the folders with Python files whose name is `name`."""
        found = set()
        for path in source.python_files(self.tree.root):
            parts = path.split("/")
            if fold(stem(path)) == name:
                found.add(path)
            found.update("/".join(parts[: n + 1]) for n, part in enumerate(parts[:-1]) if fold(part) == name)
        return sorted(found)

    def _spec(self, fullname: str, path: str) -> ModuleSpec:
        inside = os.path.join(path, "__init__.py")
        if os.path.isfile(path) or os.path.isfile(inside):
            return self.tree.spec(fullname, path if os.path.isfile(path) else inside)
        spec = ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = [path]
        return spec


def stem(path: str) -> str:
    """Return the name under which a file is imported."""
    return os.path.splitext(os.path.basename(path))[0]
