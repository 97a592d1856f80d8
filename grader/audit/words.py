"""Figures and words that the printers of an audit share, and an audit in another language."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.report import catalogue

if TYPE_CHECKING:
    from grader.audit.whole import Audit
    from grader.report.catalogue import Catalogue

HERE = Path(__file__).parent  # of the labels
# What stands in a cell of the matrix: a letter for how a check was lost; an empty cell was passed.
LETTERS = {
    "wrong": "W",
    "consistent": "C",
    "raised": "R",
    "missing": "M",
    "timed_out": "T",
    "crashed": "X",
    "out_of_memory": "O",
    "too_much_output": "P",
    "skipped": "S",
    "grader_error": "E",
}


def words_of(language: str) -> Catalogue:
    """Return the labels of an audit in a language."""
    return catalogue.of(language, HERE)


def in_language(audit: Audit, say: Catalogue) -> Audit:
    """Return the audit with what is found told in a language; titles and reasons stay as the course wrote them."""
    found = tuple(replace(one, text=say.told(one.text)) for one in audit.findings)
    return replace(audit, findings=found, notes=tuple(map(say.told, audit.notes)))


def state(audit: Audit, say: Catalogue) -> str:
    """Say that a rubric is sound, or how much is to be mended."""
    return say.count("audit.to_mend", len(audit.open)) if audit.open else say("audit.sound")


def share(ratio: float | None, say: Catalogue) -> str:
    """Say an error / allowed with two digits; a dash where there is none."""
    if ratio is None:
        return "-"
    if math.isinf(ratio):
        return say("audit.infinite")
    return "0" if ratio == 0 else f"{ratio:.1e}" if ratio < 0.01 or ratio >= 1e4 else f"{ratio:.2g}"


def seconds(value: float) -> str:
    """Say a time in milliseconds below one second."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
