"""Tell calls of a file's own functions from calls of something else of the same name, as far as reading can."""

from __future__ import annotations

import ast
from typing import Dict, List, Union

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


class Own:
    """The functions and methods that a file defines, at any depth, by name."""

    def __init__(self, nodes: List[ast.AST]):
        self.named: Dict[str, List[Function]] = {}
        for node in nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.named.setdefault(node.name, []).append(node)

    def is_foreign(self, call: ast.Call) -> bool:
        """Tell whether a method is called without positional arguments, and none of ours can be called so.

        `loss.backward()` is foreign beside `def backward(self, delta)`, `net.backward(delta)` is not.
        """
        if call.args or not isinstance(call.func, ast.Attribute):
            return False
        return not any(_takes(function.args, call) for function in self.named.get(call.func.attr, ()))


def _takes(asked: ast.arguments, call: ast.Call) -> bool:
    """Tell whether a call that has keyword arguments at most fits a signature; `**` may hold whatever is missing."""
    given = {keyword.arg for keyword in call.keywords}
    named = [argument.arg for argument in [*getattr(asked, "posonlyargs", []), *asked.args]]
    required = set(named[: len(named) - len(asked.defaults)]) - {"self", "cls"}
    required |= {one.arg for one, default in zip(asked.kwonlyargs, asked.kw_defaults) if default is None}
    known = {None, *named, *(argument.arg for argument in asked.kwonlyargs)}
    return (None in given or required <= given) and (asked.kwarg is not None or given <= known)
