"""The words of every report, by language: each printer takes its own words from here, and none has any of its own.

A language is a file `xx.toml` of labels, with the keys and the placeholders of `en.toml`, one more in the folder of
each other page (audit, class), and a folder `xx` with what the engine says (`sentences.py`); tests hold all complete.
A new one needs these, and its code in LANGUAGES.

Feedback, diagnosis and notes are data of the JSON report, in English, and are told in another language where they are
shown. What a rubric says (titles, messages, known mistakes) stays in the language in which it was written.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.report.catalogue.sentences import Sentences

LANGUAGES = ("en", "de")
SPOKEN = "en"  # by the engine
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

    def told(self, text: str, group: str = "sentences") -> str:
        """Return what the engine said, which is English, in this language, as far as it is known."""
        return text if self.language == SPOKEN else speech(self.language).told(text, group)


@cache
def of(language: str, folder: Path = _HERE) -> Catalogue:
    """Return the catalogue of one of LANGUAGES; that of another page from its own folder."""
    tree = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    messages: dict[str, str] = {}
    for section, named in tree.items():
        for name, message in named.items():
            forms = message if isinstance(message, dict) else {"": message}
            messages |= {f"{section}.{name}{'.' if form else ''}{form}": text for form, text in forms.items()}
    return Catalogue(language, messages)


@cache
def speech(language: str) -> Sentences:
    """Return what the engine says in a language; the names that verdicts and mismatches have in it serve there, too."""
    from grader.report.catalogue.sentences import read  # noqa: PLC0415 - English needs none of it

    labels = {
        text: of(language).messages[key]
        for key, text in ENGLISH.messages.items()
        if key.startswith(("verdict.", "mismatch.")) and "{" not in text
    }
    return read(sorted((_HERE / language).glob("*.toml")), labels)


ENGLISH = of(SPOKEN)
