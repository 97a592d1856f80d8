"""The results as each platform reads them, checked by its schema; what it would not take fails here."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCHEMAS = Path(__file__).with_name("schemas")
LARGEST = 1_000_000  # bytes, the strictest platform's


@cache
def _validator(platform: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / f"{platform}.json").read_text()))


def read(platform: str, data: bytes) -> Any:
    """Return what the platform makes of the bytes of a result."""
    assert len(data) < LARGEST
    found = _READERS[platform](data.decode())
    _validator(platform).validate(found)
    return found


def _strict(text: str) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


def _lines(text: str) -> list[Any]:
    assert text.endswith("\n")
    return [_strict(line) for line in text.splitlines()]


def _autolab(text: str) -> Any:
    """Parse the last two lines as the site does, which puts quotes around all that could be a bare key."""
    feedback, semantic, last = text.rstrip().rsplit("\n", 2)
    assert feedback
    parsed = [_strict(re.sub(r"([a-zA-Z0-9]+):", r'"\1":', line)) for line in (semantic, last)]
    return {"feedback": feedback, "semantic": parsed[0], **parsed[1]}


def _github(text: str) -> Any:
    name, _, value = text.splitlines()[-1].partition("=")
    assert name == "result"
    return _strict(base64.b64decode(value, validate=True).decode("utf-8"))


def _markus(text: str) -> Any:
    found = _lines(text)
    names = [line["name"] for line in found if "name" in line]
    assert len(names) == len(set(names))
    return found


_READERS: Mapping[str, Callable[[str], Any]] = {
    "gradescope": _strict,
    "autolab": _autolab,
    "markus": _markus,
    "prairielearn": _strict,
    "codegrade": _lines,
    "github-classroom": _github,
}
PLATFORMS = tuple(_READERS)


def is_withheld(platform: str, found: Any) -> bool:
    """Return whether a result keeps the platform from taking it for a grade, as far as that platform can be kept."""
    match platform:
        case "gradescope":
            return str(found["extra_data"]["backgrade"]["status"]) in ("fault", "incomplete")
        case "autolab":
            return not found["scores"]
        case "markus":
            return any(line.get("status", "").startswith("error") for line in found)
        case "prairielearn":
            return found["gradable"] is False
        case "codegrade":
            return all(line["tag"] != "points" for line in found)
    return bool(found["status"] == "error")


def score(platform: str, found: Any) -> float:
    """Return the score that the platform comes to; PrairieLearn's and CodeGrade's as a share of the whole."""
    match platform:
        case "gradescope":
            return float(found["score"])
        case "autolab":
            return float(sum(found["scores"].values()))
        case "markus":
            extra = sum(mark["mark"] for line in found for mark in line.get("extra_marks", ()))
            return float(sum(line.get("marks_earned", 0) for line in found) + extra)
        case "prairielearn":
            return float(found["score"])
        case "codegrade":
            given, most = next(line for line in found if line["tag"] == "points")["points"].split("/")
            return float(given) / float(most)
    return float(sum(test["score"] for test in found["tests"]))
