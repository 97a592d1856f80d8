"""Facts about source files as the child states them, taken only when they are what a scan states.

A file whose facts are not is left without any: `locate` finds nothing defined in it, and no `Forbids` check
vouches for it. So a child that a file has crashed or taken over gains nothing by what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.sandbox import outcome
from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_ENTRIES = 10_000  # of one kind in one file; a scan states fewer in all


def taken(scanned: Mapping[str, Any], names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the facts of each named file: all keys that `child/scan.py` lists, or none at all."""
    return {name: _file(scanned.get(name)) for name in names}


def _file(said: Any) -> dict[str, Any]:
    try:
        with outcome.making_sense():
            return _facts(said) if isinstance(said, dict) else {}
    except wire.WireError:
        return {}


def _facts(said: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "ok": _exactly(bool, said["ok"]),
        "truncated": _exactly(bool, said["truncated"]),
        "imports": [_import(entry) for entry in _many(list, said["imports"])],
        "calls": [{"name": _text(entry["name"]), "line": _line(entry["line"])} for entry in _many(list, said["calls"])],
        "classes": {_text(name): _class(entry) for name, entry in _many(dict, said["classes"]).items()},
        "functions": _lines(said["functions"]),
    }
    return dict(facts, error=_error(said["error"])) if "error" in said else facts


def _class(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"line": _line(entry["line"]), "methods": _lines(entry["methods"])}


def _lines(said: Any) -> dict[str, int]:
    return {_text(name): _line(line) for name, line in _many(dict, said).items()}


def _import(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "module": _text(entry["module"]),
        "members": [_text(name) for name in _many(list, entry["members"])],
        "line": _line(entry["line"]),
        "used": _exactly(bool, entry["used"]),
    }


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: _text(error[name]) for name in ("message", "source")}
    return {**texts, "line": _line(error["line"]), "column": _line(error["column"])}


def _text(value: Any) -> str:
    return outcome.text(_exactly(str, value))


def _line(value: Any) -> int:
    if not 0 <= _exactly(int, value) <= outcome.MAX_LINE:
        raise ValueError
    return int(value)


def _many(kind: type, value: Any) -> Any:
    if len(_exactly(kind, value)) > MAX_ENTRIES:
        raise ValueError
    return value


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError
    return value
