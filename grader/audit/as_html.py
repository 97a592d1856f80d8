"""Audits as one HTML page: self-contained, offline, without a script, in the looks of the score report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader import __version__, report
from grader.audit import words
from grader.report.catalogue import SPOKEN
from grader.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.audit.whole import Audit

_HERE = Path(__file__).parent
_STYLES = (Path(report.__file__).parent / "report.css", _HERE / "audit.css")


def to_html(audits: Sequence[Audit], language: str = SPOKEN) -> str:
    """Return the audits as a page."""
    say = words.words_of(language)
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - as long as an audit has no page

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "css": Markup("".join(path.read_text(encoding="utf-8") for path in _STYLES)),  # noqa: S704 - ours
        "say": say,
        "version": __version__,
        "words": words,
    }
    told = [words.in_language(audit, say) for audit in audits]
    return environment.get_template("audit.html").render(audits=told)
