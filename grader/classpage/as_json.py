"""The facts of a class as JSON, for a program: the same that the page tells."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from grader.report.escape import encodable

if TYPE_CHECKING:
    from grader.classpage.facts import Class, Item

FORMAT = 1


def to_json(facts: Class) -> str:
    """Return the facts: ASCII, the same bytes for the same facts. Without names there are no keys for them."""
    tree = asdict(facts)
    tree["items"] = [_item(item, told) for item, told in zip(facts.items, tree["items"], strict=True)]
    if facts.anonymous:
        tree["students"] = [_only(student) for student in tree["students"]]
    return encodable_json({"format": FORMAT} | tree)


def encodable_json(tree: dict[str, Any]) -> str:
    """Return plain values as JSON that any reader takes, whatever text is in them."""
    return json.dumps(_encodable(tree), indent=1, allow_nan=False) + "\n"


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {encodable(str(key)): _encodable(inner) for key, inner in value.items()}
    return [_encodable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _item(item: Item, tree: dict[str, Any]) -> dict[str, Any]:
    """Return an item whose discrimination is a number or null, with the reason beside it."""
    undefined = item.discrimination if isinstance(item.discrimination, str) else None
    return tree | {"discrimination": None if undefined else item.discrimination, "undefined": undefined}


def _only(student: dict[str, Any]) -> dict[str, Any]:
    hidden = ("name", "key", "submission", "report", "note", "problem", "late", "stranger")
    return {name: value for name, value in student.items() if name not in hidden}
