"""The literals of the engine that a reader of a report may see, as gettext would extract them."""

from __future__ import annotations

import ast
import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = Path(__file__).parents[2] / "grader"
# What reaches a report: found out by judging, running and reading a submission, and said of how it was handed in.
SAYING = (
    "audit/judged.py", "audit/matrix.py", "audit/whole.py", "diagnose/**/*.py", "engine/*.py", "sandbox/**/*.py",
    "submission/*.py", "report/redact.py", "compare.py", "values.py", "rules.py", "gradcheck.py", "differences.py",
    "points.py", "deductions.py", "handed.py", "detect.py",
)  # fmt: skip
# What only says why something cannot be graded at all, or what a machine offers.
QUIET = {
    "sandbox/acts.py", "sandbox/warm.py", "sandbox/child/encode.py", "sandbox/child/main.py",
    "sandbox/child/session.py", "sandbox/child/sights.py", "sandbox/child/wire.py", "diagnose/prints.py",
    "diagnose/record.py", "engine/items.py", "engine/plan.py", "submission/entries.py", "submission/unpack.py",
}  # fmt: skip
HOLE = "\0"
# Names of texts that are the handout's, an error's, or what a dying interpreter prints.
UNSEEN = {"about", "ROOM", "_FATAL", "_HEADS", "_FIRST", "_BODY", "_STATE", "_EXTENSIONS"}
# What is written for a program, or for others than readers of a report.
NOT_SAID = {
    "reduction:\0 for \0", "1 - exp(-y)", "--only \0", "\0, line \0, in \0\n    \0", "\0pass  # \0", "# cell \0",
    "raise NotImplemented",
    "# Made of the notebook \0, whole cells", "# Made of the notebook \0, definitions only",
    "\0 (\0 of \0 files, \0 of \0 names)", "\0: all finite.", "\0 lies in [\0, \0].", "an array of shape \0",
    "Stands in for a package that is absent where this is graded.",
    "The adapter's \0 does not fit \0, where a file meets a folder of one name",
}  # fmt: skip
_WORDS = re.compile(r"[A-Za-z]{2,} |\b[a-z]+ [a-z\0]| [a-z]{2,}")
_PLACE = re.compile(r"\{\w*\}|%[ds]")  # of str.format and of %


def saying() -> list[Path]:
    found = {path for pattern in SAYING for path in ENGINE.glob(pattern)}
    return sorted(found - {ENGINE / name for name in QUIET})


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of every literal that says something, HOLE for what is filled in."""
    found = _below(ast.parse(path.read_text(encoding="utf-8")))
    yield from ((line, text) for line, text in found if text not in NOT_SAID)


def _below(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield from ((node.lineno, text) for text in _texts(node) if _WORDS.search(text))
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            if not _is_silent(child):
                yield from _below(child)
    else:
        for part in node.values:
            yield from _below(part) if isinstance(part, ast.FormattedValue) else ()


def _texts(node: ast.expr) -> list[str]:
    """Return what a literal may say: each choice between two texts within it is made both ways."""
    if isinstance(node, ast.Constant):
        return [_PLACE.sub(HOLE, node.value)] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return ["".join(parts) for parts in product(*map(_texts, node.values))]
    chosen = node.value if isinstance(node, ast.FormattedValue) else node
    if isinstance(chosen, ast.IfExp):
        return [text for way in (chosen.body, chosen.orelse) for text in _texts(way) or [HOLE]]
    return [HOLE]


def _is_silent(node: ast.AST) -> bool:
    """Tell whether no report shows what is below: docstrings, exceptions, patterns, what is only looked for."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise):
        return "_BrokenError" not in ast.unparse(node)  # of a notebook, which becomes a note
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in UNSEEN
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"re.compile", "re.sub"}


def is_known(text: str, templates: str) -> bool:
    """Tell whether a literal is a part of some template."""
    parts = text.strip(f" {HOLE}").split(HOLE)
    return re.search(".*".join(map(re.escape, parts)), templates) is not None
