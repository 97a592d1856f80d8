"""A ScoreReport as one HTML page: self-contained, offline, without a script.

The templates (report.html and the files that it takes in) only print, in the words of `catalogue`. Every string they
print passes `escape.visible` and then Jinja2's autoescape, so no place of the page can forget to make a student's text
harmless.
"""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from grader.report import catalogue, charts, evidence, order, spoken, svg, view, words
from grader.report.escape import bounded, point_at, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment, Template

    from grader.report.catalogue import Catalogue
    from grader.score import ScoreReport

_HERE = Path(__file__).parent
_STYLES = ("report.css", "checks.css", "screens.css")
_LIMIT = 16_000  # characters of one text on the page
_NAMED = re.compile("`([^`\n]{1,200})`")


def to_html(report: ScoreReport, language: str = "en") -> str:
    """Return the report as a page in one of `catalogue.LANGUAGES`. For a student, redact it first."""
    told = spoken.in_language(view.as_told(report), catalogue.of(language))
    return template(language).render(report=told)


@cache
def template(language: str = "en") -> Template:
    """Compile the page's template for a language, once."""
    return template_of(catalogue.of(language))


def template_of(say: Catalogue) -> Template:
    """Compile the page's template in these words."""
    environment = environment_of(say)
    environment.globals["css"] = style(*(_HERE / name for name in _STYLES))
    environment.get_template("parts.html")  # which the page imports when it is rendered
    return environment.get_template("report.html")


def environment_of(say: Catalogue, *folders: Path) -> Environment:
    """Return what compiles templates of the report and of other folders, with what they all may print by."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - 40 ms that text does not need

    environment = Environment(
        loader=FileSystemLoader([*folders, _HERE]),
        autoescape=True,
        finalize=partial(_finalize, say=say),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"index": words.index, "number": words.number, "shape": words.shape}
    in_words: dict[str, Callable[..., str]] = {
        "bounded": bounded,
        "duration": words.duration,
        "extent": words.extent,
        "points": words.points,
        "sentence": _sentence,
        "times": words.times,
        "verdict": words.verdict,
    }
    environment.filters |= {name: partial(function, say=say) for name, function in in_words.items()}
    environment.globals |= {
        "point_at": point_at,
        "charts": charts,
        "evidence": evidence,
        "order": order,
        "say": say,
        "svg": svg,
        "view": view,
        "words": words,
    }
    return environment


def style(*places: Path) -> Markup:
    """Return our own styles, without comments and indentation."""
    text = "".join(place.read_text(encoding="utf-8") for place in places)
    return Markup(re.sub(r"/\*.*?\*/|^\s+", "", text, flags=re.DOTALL | re.MULTILINE))  # noqa: S704 - no student's text


def _sentence(text: str, limit: int, say: Catalogue) -> Markup:
    """Return a sentence, or several: cut, made harmless, and with what stands between backticks as code."""
    harmless = str(escape(visible(bounded(text, limit, say))))
    return Markup(_NAMED.sub(r"<code>\1</code>", harmless))  # noqa: S704 - escaped before


def _finalize(value: Any, say: Catalogue) -> Any:
    """Make plain text harmless; Markup is ours and passes."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(bounded(value, _LIMIT, say))
    return value
