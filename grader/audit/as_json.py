"""An audit as JSON, for a program; infinite ratios are the text "inf"."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.audit.matrix import Row
    from grader.audit.trials import Trial
    from grader.audit.whole import Audit

FORMAT = 1


def to_json(audits: Sequence[Audit]) -> str:
    """Return the audits as one JSON document; `sound` says that no finding is open."""
    tree = {
        "format": FORMAT,
        "sound": not any(audit.open for audit in audits),
        "audits": [as_tree(audit) for audit in audits],
    }
    return json.dumps(_finite(tree), indent=1) + "\n"


def as_tree(audit: Audit) -> dict[str, Any]:
    """Return one audit as plain values."""
    matrix, measured = audit.matrix, audit.measured
    return {
        "assignment": audit.assignment,
        "title": audit.title,
        "sound": not audit.open,
        "findings": [asdict(one) for one in audit.findings],
        "notes": list(audit.notes),
        "mistakes": [_mistake(row) for row in matrix.rows],
        "same_checks": [list(group) for group in matrix.groups.same_checks],
        "same_outputs": [list(group) for group in matrix.groups.outputs],
        "reference": _trial(measured.reference),
        "stubs": [_trial(trial) for trial in measured.stubs],
        "samples": [_trial(trial) for trial in measured.samples],
        "checks": [
            asdict(one)
            | {"points": matrix.checks[one.check], "trips": matrix.trips(one.check)}
            | {"nearest": one.nearest._asdict() if one.nearest else None}
            for one in audit.margins
        ],
    }


def _mistake(row: Row) -> dict[str, Any]:
    return {
        "id": row.mistake,
        "text": row.text,
        "lost": dict(row.lost),
        "costs": row.costs,
        "elsewhere": row.elsewhere,
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {"name": trial.name, "earned": trial.earned, "most": trial.most, "seconds": trial.in_all, "lost": trial.lost}


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    return [_finite(entry) for entry in value] if isinstance(value, list | tuple) else value
