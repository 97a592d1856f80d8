"""Reduce a source to what it defines, so that a script that trains when it is imported can be graded.

What stays at the top level: imports, `def`, `class`, and assignments of plain expressions; also `if`, `try` and
`del` of nothing else. A plain expression has no calls but those of `CALLS` and `METHODS`, and no name that a
statement left out would have given. Everything else is left out; `if __name__ == "__main__":` without a word.
"""

from __future__ import annotations

import ast
from typing import Iterator

from . import scan

# What may be called at the top level: it makes constants, or sets up the machine, and takes no time.
CALLS = {
    *("abs", "bool", "complex", "dict", "enumerate", "float", "frozenset", "int", "len", "list", "max", "min"),
    *("range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip"),
    *("numpy.arange", "numpy.array", "numpy.asarray", "numpy.eye", "numpy.full", "numpy.linspace", "numpy.ones"),
    *("numpy.zeros", "numpy.finfo", "numpy.dtype", "numpy.float32", "numpy.float64", "numpy.int32", "numpy.int64"),
    *("numpy.sqrt", "numpy.log", "numpy.exp", "math.sqrt", "math.log", "math.exp", "numpy.seterr"),
    *("numpy.random.seed", "numpy.random.default_rng", "numpy.random.RandomState", "numpy.set_printoptions"),
    *("random.seed", "random.Random", "sys.path.append", "sys.path.insert", "pathlib.Path", "os.path.abspath"),
    *("os.path.dirname", "os.path.join", "os.getcwd", "warnings.filterwarnings", "warnings.simplefilter"),
    *("collections.namedtuple", "functools.partial", "typing.NewType", "typing.TypeVar", "matplotlib.use"),
    *("torch.arange", "torch.cuda.is_available", "torch.device", "torch.eye", "torch.linspace", "torch.manual_seed"),
    *("torch.ones", "torch.set_default_dtype", "torch.tensor", "torch.zeros"),
}
METHODS = {"astype", "copy", "format", "join", "lower", "replace", "reshape", "split", "strip", "upper"}
_HARMLESS = (  # when all their parts are
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.Delete,
    ast.Expr,
    ast.If,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
    ast.Try,
)
_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NEVER = (ast.Await, ast.Yield, ast.YieldFrom)


def reduce(tree: ast.Module) -> list[ast.stmt]:
    """Leave only definitions in `tree`; return the statements that were left out and would have done something."""
    reducer = _Reducer(tree)
    kept: list[ast.stmt] = []
    left_out: list[ast.stmt] = []
    for node in tree.body:
        (kept if reducer.keeps(node) else left_out).append(node)
    tree.body = kept
    return [node for node in left_out if not _is_main(node)]


class _Reducer:
    """Goes through the statements in order."""

    def __init__(self, tree: ast.Module):
        self.aliases = scan.written_out(list(ast.walk(tree)))
        self.lost: set[str] = set()  # names that only statements left out would have given

    def keeps(self, node: ast.stmt) -> bool:
        kept = not _is_main(node) and self._is_definition(node)
        if kept:
            self.lost -= set(_bound(node))
        elif not _is_main(node):
            self.lost |= set(_bound(node))
        return kept

    def _is_definition(self, node: ast.stmt) -> bool:
        if isinstance(node, _DEFINED):
            return self.lost.isdisjoint(_read(node))
        if isinstance(node, ast.AugAssign) and not self.lost.isdisjoint(_bound(node)):
            return False
        return isinstance(node, _HARMLESS) and all(map(self._is_plain_part, _parts(node)))

    def _is_plain_part(self, part: ast.AST) -> bool:
        return self._is_definition(part) if isinstance(part, ast.stmt) else self._is_plain(part)

    def _is_plain(self, expression: ast.AST) -> bool:
        return self.lost.isdisjoint(_read(expression)) and not any(
            isinstance(node, _NEVER) or (isinstance(node, ast.Call) and not self._may_be_called(node.func))
            for node in _now(expression)
        )

    def _may_be_called(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Attribute) and function.attr in METHODS:
            return True
        return scan.resolve(scan.dotted(function), self.aliases) in CALLS


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions and statements in a statement, those that handle an error among them."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.ExceptHandler):
            yield from _parts(part)
        elif isinstance(part, (ast.expr, ast.stmt)):
            yield part


def _is_main(node: ast.stmt) -> bool:
    """Tell whether a statement is the part of a file that runs only when it is started as a program."""
    return isinstance(node, ast.If) and any(
        isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test)
    )


def _bound(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement gives at the top level."""
    if isinstance(node, _DEFINED):
        yield node.name
        return
    for part in _now(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        elif isinstance(part, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.split(".")[0] for alias in part.names)
        elif isinstance(part, _DEFINED):
            yield part.name


def _read(node: ast.AST) -> set[str]:
    """Return the names that are read when a node is evaluated, but for those that it gives itself."""
    names = [part for part in _now(node) if isinstance(part, ast.Name)]
    own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return {name.id for name in names if isinstance(name.ctx, ast.Load)} - own


def _now(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and what is evaluated with it: not the bodies of functions, which wait for a call."""
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop()
        yield part
        later = {id(child) for child in _body(part)}
        waiting.extend(child for child in ast.iter_child_nodes(part) if id(child) not in later)


def _body(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Lambda):
        return [node.body]
    return list(node.body) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
