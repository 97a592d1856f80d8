"""The words of every report, by language: each printer takes its own words from here, and none has any of its own.

A language is one file, `xx.toml`, with the keys and the placeholders of `en.toml`; a test holds this. A new one needs
that file and its code in LANGUAGES.

What the engine finds out (feedback, diagnosis, notes, titles) is data of the JSON report and stays as it was said, in
English or in the rubric's language; only what a printer adds to it is translated.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "de")
_HERE = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The messages of one language by key, "section.name"; those that count have the keys ".one" and ".other", too."""

    language: str
    messages: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a message with its placeholders filled in. Raises KeyError for what is not in the catalogue."""
        return self.messages[key].format_map(values)

    def count(self, key: str, count: int, **values: object) -> str:
        """Return the form of a message that fits a number: "1 check passed", "2 checks passed"."""
        return self(f"{key}.{'one' if count == 1 else 'other'}", count=count, **values)

    def decimal(self, text: str) -> str:
        """Return a number that was written with a point as this language writes it."""
        return text.replace(".", self("number.decimal"))


@cache
def of(language: str) -> Catalogue:
    """Return the catalogue of one of LANGUAGES."""
    tree = tomllib.loads((_HERE / f"{language}.toml").read_text(encoding="utf-8"))
    messages: dict[str, str] = {}
    for section, named in tree.items():
        for name, message in named.items():
            forms = message if isinstance(message, dict) else {"": message}
            messages |= {f"{section}.{name}{'.' if form else ''}{form}": text for form, text in forms.items()}
    return Catalogue(language, messages)


ENGLISH = of("en")
