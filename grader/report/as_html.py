"""A ScoreReport as one HTML page: self-contained, offline, without a script.

The templates, report.html and parts.html, only print. Every string they print passes `escape.visible` and then
Jinja2's autoescape, so no place of the page can forget to make a student's text harmless.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grader.report import charts, svg, view, words
from grader.report.escape import bounded, point_at, visible

if TYPE_CHECKING:
    from jinja2 import Template

    from grader.score import ScoreReport

_HERE = Path(__file__).parent
_LIMIT = 16_000  # characters of one text on the page


def to_html(report: ScoreReport) -> str:
    """Return the report as a page. For a student, redact it first (`redact.for_student`)."""
    return template().render(report=report)


@cache
def template() -> Template:
    """Compile the page's template, once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - 40 ms that text does not need

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bounded": bounded,
        "duration": words.duration,
        "index": words.index,
        "number": words.number,
        "plural": words.plural,
        "points": words.points,
        "shape": words.shape,
    }
    environment.globals |= {
        "css": Markup((_HERE / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        "point_at": point_at,
        "charts": charts,
        "svg": svg,
        "view": view,
        "words": words,
    }
    environment.get_template("parts.html")  # which the page imports when it is rendered
    return environment.get_template("report.html")


def _finalize(value: Any) -> Any:
    """Make plain text harmless; Markup is ours and passes."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(bounded(value, _LIMIT))
    return value
