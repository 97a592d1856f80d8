"""Submissions that know nothing, made from the course's own solution: whatever these earn, anybody earns.

The starter code is the solution without its marked regions. A stub is the starter code in which each function that is
left to write does one and the same thing: return None, NaN, zeros or its first argument, raise, or hang.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader import starter
from grader.course import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.course import AssignmentFolder

    Function = ast.FunctionDef | ast.AsyncFunctionDef

BLANK, HANGS = "blank", "hangs"
# What each function does, as a statement; {x} is its first argument, or a number where it has none.
DOES: Mapping[str, str] = {
    BLANK: "",
    "none": "return None",
    "nan": 'return float("nan") * {x}',
    "zeros": "return 0.0 * {x}",
    "input": "return {x}",
    "raises": 'raise ValueError("a stub")',
    HANGS: "while True: pass",
}


def sources(folder: AssignmentFolder, kind: str) -> dict[str, str]:
    """Return the files of a stub submission of one kind of `DOES`, by name."""
    defines = folder.rubric.defines
    found = {}
    for path in sorted(folder.solution.rglob("*.py")):
        name, whole = path.relative_to(folder.solution).as_posix(), read(path)
        blank = starter.strip(whole, str(path))
        found[name] = blank if kind == BLANK else stub(whole, blank, DOES[kind], defines.get(name, ()))
    return found


def stub(whole: str, blank: str, does: str, defines: Iterable[str] = ()) -> str:
    """Return starter code in which every function that differs from the solution's does `does` and nothing else.

    What a file must define and the starter code leaves out altogether is taken from the solution, as a stub.
    """
    tree, solution = ast.parse(blank), ast.parse(whole)
    written = dict(_functions(solution.body))
    there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    left_out = [
        node
        for node in solution.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in defines and node.name not in there
    ]
    for name, function in [*_functions(tree.body), *_functions(left_out)]:
        mine = written.get(name)
        if mine is None or function is mine or ast.dump(mine) != ast.dump(function):
            _empty(function, mine or function, does, method="." in name)
    tree.body += left_out
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _functions(body: Iterable[ast.stmt], within: str = "") -> Iterator[tuple[str, Function]]:
    """Yield qualified name and node of each function, those of classes among them."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{within}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield within + node.name, node


def _empty(function: Function, written: Function, does: str, *, method: bool) -> None:
    """Give a function its new body; a constructor keeps what it has, but for what is left to write."""
    if function.name == "__init__":
        function.body = [ast.Pass() if isinstance(node, ast.Raise) else node for node in function.body]
        return
    bound = method and not any(ast.unparse(one) == "staticmethod" for one in function.decorator_list)
    names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]][1 if bound else 0 :]
    statement = does.format(x=names[0] if names else "1.0")
    word, _, value = statement.partition(" ")
    function.body = ast.parse(f"{word} {_as_many(value, written)}" if word == "return" else statement).body


def _as_many(value: str, written: Function) -> str:
    """Repeat a value as often as the solution returns values: in a tuple, or under the keys of a dictionary."""
    returned = [node.value for node in ast.walk(written) if isinstance(node, ast.Return)]
    last = returned[-1] if returned else None
    if isinstance(last, ast.Tuple):
        return f"({', '.join([value] * len(last.elts))},)"
    if isinstance(last, ast.Dict) and all(isinstance(key, ast.Constant) for key in last.keys):
        return "{" + ", ".join(f"{ast.unparse(key)}: {value}" for key in last.keys if key) + "}"
    return value
