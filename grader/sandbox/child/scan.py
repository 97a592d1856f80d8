"""State facts about the source files of a submission, read from their syntax trees; nothing is run.

Runs confined, since a parser fed with hostile text may crash. What is said is bounded: at most MAX_ENTRIES
imports, calls and definitions in all; a file of which some were left out has `"truncated": true`.
"""

from __future__ import annotations

import ast
import os
import warnings
from typing import Any, Iterator

from . import notebook, signatures, source

# Before Python 3.11 the parser recurses without a limit: half a MiB of `1+1+1+...` overflows its stack.
MAX_BYTES = 256 << 10
MAX_ENTRIES = 6000
MAX_NAME = 150
_IMPORTERS = ("__import__", "importlib.import_module", "import_module")


class _Budget:
    """How many more entries may be said."""

    def __init__(self, left: int):
        self.left = left
        self.truncated = False

    def take(self, entries: list[Any]) -> list[Any]:
        """Return as many of `entries` as may still be said."""
        taken = entries[: self.left]
        self.left -= len(taken)
        self.truncated = self.truncated or len(taken) < len(entries)
        return taken


def scan(root: str) -> dict[str, Any]:
    """Return facts by relative posix path of each Python file below `root`.

    "ok": whether it parses; if not, "error" has "message", "line", "column" and "source".
    "encoding", "notes", "truncated".
    "imports": "module" (".loss" for a relative one), "members" (full dotted names of what follows `import`
    in `from module import ...`), "names" (the names bound, "*" for all), "line", and "used": whether a name
    bound is read anywhere.
    "calls": each dotted name that is called, once, with its first "line". A name bound by an import, or
    assigned from one, is written out: after `from torch.autograd import grad as g`, `g()` calls
    "torch.autograd.grad". What is called on an expression starts with a dot: `f(x).backward()` calls
    ".backward", `loss.backward()` calls "loss.backward". A method called without positional arguments, as none
    defined in the file can be, is said a second time, as "loss.backward()".
    "classes": name -> "line" and "methods" (name -> line); "functions": name -> line. Only what is defined at
    the top level.
    """
    budget = _Budget(MAX_ENTRIES)
    return {path: _file(os.path.join(root, path), budget) for path in source.python_files(root)}


def _file(path: str, budget: _Budget) -> dict[str, Any]:
    facts: dict[str, Any] = {"ok": False, "encoding": "utf-8", "notes": [], "truncated": False}
    facts.update(imports=[], calls=[], classes={}, functions={})
    budget.truncated = False
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        text, facts["encoding"], facts["notes"] = source.decode(data)
        text = notebook.cleaned(text)[0] if len(data) <= MAX_BYTES else text
        facts.update(_facts(_parse(data, text), budget), ok=True)
    except SyntaxError as error:
        facts["error"] = source.syntax_error(error, text)
    except (RecursionError, MemoryError):
        facts["error"] = _refusal("it is nested too deeply for Python's parser")
    except (OSError, ValueError) as error:
        facts["error"] = _refusal(f"it cannot be read as source: {error}")
    return dict(facts, truncated=budget.truncated)


def _parse(data: bytes, text: str) -> ast.Module:
    if len(data) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES >> 10} KiB")
    if "\0" in text:
        raise ValueError("it holds zero bytes, so it is no text file")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes, `is` with a literal
        return ast.parse(text)


def _refusal(message: str) -> dict[str, Any]:
    return {"message": source.short(message), "line": 0, "column": 0, "source": ""}


def _facts(tree: ast.Module, budget: _Budget) -> dict[str, Any]:
    nodes = sorted(ast.walk(tree), key=lambda node: getattr(node, "lineno", 0))
    aliases = written_out(nodes)
    classes, functions = _definitions(tree, budget)
    return {
        "imports": budget.take(_imports(nodes)),
        "calls": budget.take([{"name": name, "line": line} for name, line in _calls(nodes, aliases).items() if name]),
        "classes": classes,
        "functions": functions,
    }


def _calls(nodes: list[ast.AST], aliases: dict[str, str]) -> dict[str, int]:
    own = signatures.Own(nodes)
    calls: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, ast.Call):
            name = resolve(dotted(node.func), aliases)
            calls.setdefault(name, node.lineno)
            if own.is_foreign(node):
                calls.setdefault(f"{name}()", node.lineno)
    return calls


def _imports(nodes: list[ast.AST]) -> list[dict[str, Any]]:
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    found: list[dict[str, Any]] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found.extend(_import(node, alias.name, [], [_bound(alias)], read) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            members = [_member(node, alias) for alias in node.names]
            found.append(_import(node, _module(node), members, [_bound(alias) for alias in node.names], read))
        elif isinstance(node, ast.Call) and dotted(node.func) in _IMPORTERS and node.args:
            name = getattr(node.args[0], "value", None)
            if isinstance(name, str):
                found.append(_import(node, name, [], ["*"], read))
    return found


def _import(node: Any, module: str, members: list[str], names: list[str], read: set[str]) -> dict[str, Any]:
    return {
        "module": source.short(module, MAX_NAME),
        "members": [source.short(member, MAX_NAME) for member in members[:100]],
        "names": [source.short(name, MAX_NAME) for name in names[:100]],
        "line": node.lineno,
        "used": "*" in names or not read.isdisjoint(names),
    }


def _bound(alias: ast.alias) -> str:
    """Return the name that an import binds: `import a.b` binds a."""
    return alias.asname or alias.name.split(".")[0]


def _module(node: ast.ImportFrom) -> str:
    return "." * node.level + (node.module or "")


def _member(node: ast.ImportFrom, alias: ast.alias) -> str:
    module = _module(node)
    return f"{module}{'' if module.endswith('.') else '.'}{alias.name}"


def written_out(nodes: list[ast.AST]) -> dict[str, str]:
    """Return what each imported name stands for, through assignments (`g = torch.autograd.grad`) too."""
    aliases: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            aliases.update({_bound(alias): alias.name if alias.asname else _bound(alias) for alias in node.names})
        elif isinstance(node, ast.ImportFrom):
            aliases.update({_bound(alias): _member(node, alias) for alias in node.names})
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = dotted(node.value)
            if name.split(".")[0] in aliases:
                aliases.setdefault(node.targets[0].id, resolve(name, aliases))
    return aliases


def dotted(expression: ast.AST) -> str:
    """Return "a.b.c" as written, ".b.c" when it hangs on something else than a name, "" without any name."""
    parts: list[str] = []
    while isinstance(expression, ast.Attribute) and len(parts) < 20:
        parts.append(expression.attr)
        expression = expression.value
    parts.append(expression.id if isinstance(expression, ast.Name) else "")
    return ".".join(reversed(parts))


def resolve(name: str, aliases: dict[str, str]) -> str:
    """Return a dotted name with its first part, if an import gave it, written out."""
    first, dot, rest = name.partition(".")
    return source.short(aliases.get(first, first) + dot + rest, MAX_NAME)


def _definitions(tree: ast.Module, budget: _Budget) -> Any:
    classes: dict[str, Any] = {}
    functions: dict[str, int] = {}
    for node in budget.take(list(_top_level(tree))):
        name = _defined(node)
        if isinstance(node, ast.ClassDef):
            methods = budget.take([part for part in node.body if _defined(part)])
            classes[source.short(node.name, MAX_NAME)] = {
                "line": node.lineno,
                "methods": {source.short(_defined(part), MAX_NAME): part.lineno for part in methods},
            }
        elif name:
            functions[source.short(name, MAX_NAME)] = node.lineno
    return classes, functions


def _top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield what is defined when the file is imported, within `if`, `try` and `with` too."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.ClassDef) or _defined(node):
            yield node
        for part in ("body", "orelse", "finalbody"):
            if isinstance(node, (ast.If, ast.Try, ast.With)):
                waiting.extend(getattr(node, part, []))


def _defined(node: ast.stmt) -> str | None:
    """Return the name of the function that a statement defines, be it by `name = lambda ...`."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None
