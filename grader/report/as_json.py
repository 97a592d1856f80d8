"""A ScoreReport as JSON, and back.

The dataclasses of `grader.score` are the format: every field is a key, in their order, after `format`. What
the file promises to other programs is `schema.json`. A student's text stands in it as it is, only bounded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from grader.errors import GraderError, UsageError
from grader.report.escape import bounded, encodable
from grader.score import (
    Carried,
    CaseResult,
    Chart,
    CheckResult,
    Counterexample,
    Diagnosis,
    GradientRow,
    ItemResult,
    Location,
    Mismatch,
    NearMiss,
    Penalty,
    Place,
    Problem,
    ScoreReport,
)

FORMAT = 1
LIMIT = 2_000  # characters of one text
LIMITS = {"printed": 16_000, "traceback": 8_000, "comment": 8_000}
_SCORES = frozenset({"score", "max_score", "points", "max_points", "by_hand", "marked", "automatic", "seconds"})

_T = TypeVar("_T")


def to_json(report: ScoreReport) -> str:
    """Return the public JSON report: ASCII, the same bytes for the same report, one check on a line.

    Raises:
        GraderError: a score is not a finite number.
    """
    tree = _encode(report)
    head = {"format": tree.pop("format")} | {key: value for key, value in tree.items() if key != "items"}
    lines = [f"{_dump(key)}: {_dump(value)}" for key, value in head.items()]
    lines.append('"items": [' + ",".join(f"\n {_item(item)}" for item in tree["items"]) + "\n]")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def check_to_json(report: ScoreReport, item: ItemResult, check: CheckResult) -> str:
    """Return one check of a report as JSON, as it stands in the report, with where it belongs."""
    place = {"assignment": report.assignment, "submission": report.submission, "item": item.id, "title": item.title}
    return json.dumps({"format": FORMAT, **place, "check": _encode(check)}, allow_nan=False, indent=1) + "\n"


def from_json(text: str) -> ScoreReport:
    """Return the report that `to_json` wrote. Keys that this version does not know are left out.

    Raises:
        UsageError: the text is no JSON report, or one of another format.
    """
    return _read(text, _report)


def outline(text: str) -> ScoreReport:
    """Return such a report for statistics, in half the time: without arrays, curves, mismatches and most cases.

    Of cases those are there that have a digest. It raises as `from_json` does.
    """
    return _read(text, lambda tree: _report(_bare(tree)))


def _bare(tree: dict[str, Any]) -> dict[str, Any]:
    for item in tree["items"]:
        item |= {"series": {}, "bands": {}, "charts": ()}
        for check in item["checks"]:
            cases = [case | {"mismatch": None} for case in check.get("cases", ()) if case.get("digest")]
            check |= {"mismatch": None, "counterexample": None, "cases": cases}
    return tree


def _read(text: str, made: Callable[[dict[str, Any]], ScoreReport]) -> ScoreReport:
    try:
        tree = json.loads(text)
        if tree["format"] != FORMAT:
            raise UsageError(f"This report has format {tree['format']}; this version reads format {FORMAT}.")
        return made(tree)
    except json.JSONDecodeError as error:
        raise UsageError(f"This is not a JSON report of backgrade, nor any JSON: {error}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UsageError(f"This is not a JSON report of backgrade: {type(error).__name__}: {error}") from error


def _dump(value: Any) -> str:
    return json.dumps(value, allow_nan=False)


def _item(item: dict[str, Any]) -> str:
    checks = ",".join(f"\n  {_dump(check)}" for check in item["checks"])
    rest = {key: value for key, value in item.items() if key != "checks"}
    return f'{_dump(rest)[:-1]}, "checks": [{checks}]}}'


@cache
def _names(cls: Any) -> tuple[str, ...]:
    """Return the names of a record's fields; of anything else none."""
    return tuple(field.name for field in fields(cls)) if is_dataclass(cls) else ()


def plain(value: Any) -> Any:
    """Return a record of `grader.score` as dicts, lists and its own plain values, to be kept within this process."""
    if names := _names(value.__class__):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, list | tuple):
        return value.__class__(plain(inner) for inner in value)
    return {key: plain(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def _encode(value: Any, key: str = "") -> Any:
    # A report has some five thousand values: what most of them are is asked first.
    if isinstance(value, str):
        return encodable(bounded(value, LIMITS.get(key, LIMIT)))
    if value is None or isinstance(value, bool):
        return value
    if names := _names(value.__class__):
        return {name: _encode(getattr(value, name), name) for name in names}
    if isinstance(value, list | tuple):
        return _grid(value) if key == "picture" else [_encode(inner) for inner in value]
    if not isinstance(value, int | float) and isinstance(value, Mapping):  # the first is answered much faster
        return {_encode(name): _encode(inner) for name, inner in value.items()}
    return _number(value, key)


def _number(value: Any, key: str) -> float | int | str:
    if isinstance(value, int):
        return int(value)
    plain = float(value)
    if math.isfinite(plain):
        return int(value) if hasattr(value, "__index__") else plain  # a NumPy integer stays an integer
    if key in _SCORES:
        raise GraderError(f"The report cannot be written: {key} is {plain}, not a finite number.")
    return str(plain)


def _grid(picture: Iterable[Iterable[float]]) -> list[list[float | str]]:
    return [[_ratio(float(cell)) for cell in row] for row in picture]


def _ratio(ratio: float) -> float | str:
    """Round to three digits, which is more than a picture shows, without carrying a cell across 1."""
    if not math.isfinite(ratio):
        return str(ratio)
    rounded = float(f"{min(ratio, 1e300):.3g}")  # the largest doubles would round to infinity
    return 1.01 if ratio > 1 >= rounded else rounded


def _make(cls: Callable[..., _T], tree: Mapping[str, Any], **converted: Any) -> _T:
    return cls(**{name: tree[name] for name in _names(cls) if name in tree} | converted)


def _report(tree: Mapping[str, Any]) -> ScoreReport:
    return _make(
        ScoreReport,
        tree,
        items=tuple(_item_result(item) for item in tree["items"]),
        penalties=tuple(_make(Penalty, penalty) for penalty in tree["penalties"]),
        problem=_make(Problem, tree["problem"]) if tree.get("problem") else None,
        notes=tuple(tree.get("notes", ())),
        adjustments=tuple(_make(Penalty, step) for step in tree.get("adjustments", ())),
        people=tuple(tree.get("people", ())),
    )


def _item_result(tree: Mapping[str, Any]) -> ItemResult:
    series = {name: tuple(values) for name, values in tree.get("series", {}).items()}
    bands = {name: (tuple(low), tuple(high)) for name, (low, high) in tree.get("bands", {}).items()}
    charts = tuple(_make(Chart, chart, series=tuple(chart["series"])) for chart in tree.get("charts", ()))
    checks = tuple(check_result(check) for check in tree["checks"])
    return _make(ItemResult, tree, checks=checks, series=series, bands=bands, charts=charts)


def check_result(tree: Mapping[str, Any]) -> CheckResult:
    """Return one check's result from its plain form; lists and tuples are alike."""
    return _make(
        CheckResult,
        tree,
        title=tree.get("title", ""),
        notes=tuple(tree.get("notes", ())),
        diagnosis=tuple(_make(Diagnosis, diagnosis) for diagnosis in tree["diagnosis"]),
        mismatch=_mismatch(tree["mismatch"]),
        cases=tuple(_case(case) for case in tree.get("cases", ())),
        location=_maybe(Location, tree.get("location")),
        carried=_carried(tree.get("carried")),
        counterexample=_maybe(Counterexample, tree.get("counterexample")),
        near=_maybe(NearMiss, tree.get("near")),
    )


def _maybe(cls: Callable[..., _T], tree: Mapping[str, Any] | None) -> _T | None:
    return None if tree is None else _make(cls, tree)


def _carried(tree: Mapping[str, Any] | None) -> Carried | None:
    return None if tree is None else _make(Carried, tree, given=tuple(tree["given"]))


def _case(tree: Mapping[str, Any]) -> CaseResult:
    return _make(CaseResult, tree, notes=tuple(tree["notes"]), mismatch=_mismatch(tree["mismatch"]))


def _mismatch(tree: Mapping[str, Any] | None) -> Mismatch | None:
    if tree is None:
        return None
    picture = tree.get("picture")
    return _make(
        Mismatch,
        tree,
        actual_shape=_tuple(tree.get("actual_shape")),
        expected_shape=_tuple(tree.get("expected_shape")),
        first=_place(tree.get("first")),
        worst=_place(tree.get("worst")),
        gradient=tuple(_make(GradientRow, row, index=tuple(row["index"])) for row in tree.get("gradient", ())),
        picture=None if picture is None else tuple(tuple(float(cell) for cell in row) for row in picture),
    )


def _place(tree: Mapping[str, Any] | None) -> Place | None:
    return None if tree is None else _make(Place, tree, index=tuple(tree["index"]))


def _gradient(tree: Mapping[str, Any]) -> GradientRow:
    return _make(GradientRow, tree, index=tuple(tree["index"]))


def _tuple(values: list[int] | None) -> tuple[int, ...] | None:
    return None if values is None else tuple(values)
