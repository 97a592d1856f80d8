"""The facts of a class as one HTML page: self-contained, offline, in the looks of the reports.

The page is whole without a script: everything can be read, people sorted by name. A script of ours, allowed by its hash
alone, sorts the table of people and filters it. Whatever is printed passes through the same escaping as in reports.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader import __version__, report
from grader.classpage import histogram, told
from grader.classpage.statistics import FEWEST
from grader.report import as_html, catalogue
from grader.report.catalogue import Catalogue

if TYPE_CHECKING:
    from jinja2 import Template

    from grader.classpage.facts import Class

HERE = Path(__file__).parent
_REPORT = Path(report.__file__).parent
_STYLES = (*(_REPORT / name for name in ("report.css", "checks.css")), HERE / "class.css", _REPORT / "screens.css")


def to_html(facts: Class, language: str = "en") -> str:
    """Return the page of a class in one of `catalogue.LANGUAGES`."""
    return template(language).render(facts=facts)


def words(language: str) -> Catalogue:
    """Return the words of the page with those of the reports."""
    return Catalogue(language, {**catalogue.of(language).messages, **catalogue.of(language, HERE).messages})


@cache
def template(language: str = "en") -> Template:
    """Compile the page's template for a language, once."""
    return template_of(words(language))


def template_of(say: Catalogue) -> Template:
    """Compile the page's template in these words."""
    environment = as_html.environment_of(say, HERE)
    script = _script()
    environment.globals |= {
        "css": as_html.style(*_STYLES),
        "fewest": FEWEST,
        "histogram": histogram,
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "told": told,
        "version": __version__,
    }
    return environment.get_template("class.html")


def _script() -> Markup:
    """Return our script without comments and indentation."""
    text = (HERE / "class.js").read_text(encoding="utf-8")
    return Markup(re.sub(r"^\s*//.*\n|^\s+", "", text, flags=re.MULTILINE))  # noqa: S704 - ours
