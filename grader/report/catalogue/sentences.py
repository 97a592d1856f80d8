"""What the engine said, in another language: sentences are told again by the templates that they were made by.

The engine speaks English, and English is what reports hold: JSON, kept results, gradebooks. `xx/*.toml` has a template
of each of its sentences with what a reader of language xx reads in its place. A template is English text with holes:

    {name}             is taken over as it is; not more than a part of a sentence, and without the ": " of an exception
    {count:number}     the same, a whole number;  {name:word} without a space;  {names:words} words with commas
    {detail:text}      the same, anything at all, as much as fits: where a student's own words may stand;
    {source:any}       as little as fits
    {what:group}       one of the fragments of the table [group], told again by that
    {rest:sentences}   sentences, told again as far as they are known

What fits no template stays English. Matching tries every way to fill the holes, within a bound.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

WHOLE = "sentences"  # the group of what stands alone in a report
LONGEST = 4000  # characters; a longer text is shown as it is
TRIES = 300  # ways to fill the holes of one template, of which a sentence of ours needs a few
_HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_END = re.compile(r"[.!?)`] ")
_PLAIN = {
    "": re.compile(r"(?!.*[.:;?!] )[^\n]+"),
    "number": re.compile(r"\d+"),
    "word": re.compile(r"\S+"),
    "words": re.compile(r"\S+(?:, \S+)*"),
    "text": re.compile(r".+", re.DOTALL),
    "any": re.compile(r".+", re.DOTALL),
}


class Hole(NamedTuple):
    """A place in a template: its name, and what may stand there."""

    name: str
    kind: str


class Template:
    """One English sentence or fragment with holes, and what it is in the other language."""

    def __init__(self, english: str, other: str):
        parts = _HOLE.split(english)
        self.literals, self.other = parts[::3], other
        self.holes = [Hole(name, kind or "") for name, kind in zip(parts[1::3], parts[2::3], strict=True)]
        self.weight = sum(map(len, self.literals))

    @cached_property
    def words(self) -> set[str]:
        """The words, between spaces, of every text that the template makes: those that no hole touches."""
        return {word for word in "\0".join(self.literals).split(" ") if word and "\0" not in word}

    def spans(self, text: str) -> Iterator[list[str]]:
        """Yield the ways to cut a text so that it fits between the literals: shortest first, `:text` longest first."""
        first, last = self.literals[0], self.literals[-1]
        if self.holes and text.startswith(first) and text.endswith(last):
            yield from self._cut(text[: len(text) - len(last) or None], len(first), 0)

    def _cut(self, text: str, start: int, hole: int) -> Iterator[list[str]]:
        if hole == len(self.holes) - 1:
            if start < len(text):
                yield [text[start:]]
            return
        literal = self.literals[hole + 1]
        places = _places(text, literal, start + 1)
        for place in reversed(list(places)) if self.holes[hole].kind == "text" else places:
            for rest in self._cut(text, place + len(literal), hole + 1):
                yield [text[start:place], *rest]


def _places(text: str, literal: str, start: int) -> Iterator[int]:
    while (place := text.find(literal, start)) >= 0:
        yield place
        start = place + 1


class Group:
    """Templates that stand for one another, found by a word that few of them have."""

    def __init__(self, pairs: Mapping[str, str]):
        templates = [Template(english, other) for english, other in pairs.items()]
        self.fixed = {one.literals[0]: one.other for one in templates if not one.holes}
        holed = [one for one in templates if one.holes]
        often = Counter(word for one in holed for word in one.words)
        self._by_word: dict[str, list[Template]] = {}
        for one in holed:
            self._by_word.setdefault(min(one.words, key=often.__getitem__, default=""), []).append(one)

    def candidates(self, text: str) -> list[Template]:
        """Return the templates that may fit a text or the beginning of it, those with most words of their own first."""
        words = {*text.split(" "), ""}
        found = [one for word in words if word in self._by_word for one in self._by_word[word]]
        return sorted(found, key=lambda one: -one.weight)


class Sentences:
    """All templates of a language, by group."""

    def __init__(self, groups: Mapping[str, Mapping[str, str]]):
        self.groups = {name: Group(pairs) for name, pairs in groups.items()}
        self.told = lru_cache(maxsize=4096)(self._told)

    def _told(self, text: str, group: str = WHOLE) -> str:
        """Return a text in this language, as far as it was made by templates of the group; else as it is."""
        if group not in self.groups or len(text) > LONGEST:
            return text
        return self._one(text, group) or (group == WHOLE and self._several(text)) or text

    def _one(self, text: str, group: str) -> str:
        """Return what one template makes of all of a text; nothing when none fits."""
        known = self.groups[group]
        if text in known.fixed:
            return known.fixed[text]
        return next(filter(None, (self._by(one, text) for one in known.candidates(text))), "")

    def _by(self, template: Template, text: str) -> str:
        for _, values in zip(range(TRIES), template.spans(text), strict=False):
            found = self._all_filled(zip(template.holes, values, strict=True))
            if found:
                return template.other.format_map(found)
        return ""

    def _all_filled(self, pairs: Iterable[tuple[Hole, str]]) -> dict[str, str]:
        """Return hole -> what stands there; nothing when one cannot be filled so. What cannot fail comes last."""
        found = {}
        for hole, value in sorted(pairs, key=lambda pair: pair[0].kind == WHOLE):
            found[hole.name] = self._filled(hole.kind, value)
            if not found[hole.name]:
                return {}
        return found

    def _filled(self, kind: str, value: str) -> str:
        """Return what stands in a hole in this language; nothing when it cannot stand there."""
        if kind in _PLAIN:
            return value if _PLAIN[kind].fullmatch(value) else ""
        return self.told(value) if kind == WHOLE else self._one(value, kind)

    def _several(self, text: str) -> str:
        """Return several sentences, of which the first is known; nothing when it is not."""
        for end in _END.finditer(text):
            first, rest = text[: end.end() - 1], text[end.end() :]
            found = self._one(first, WHOLE)
            if found:
                return f"{found} {self.told(rest)}"
        return ""


def read(files: Iterable[Path], labels: Mapping[str, str]) -> Sentences:
    """Return the sentences in the files of a language, which share their groups; `labels` are a group of their own."""
    groups: dict[str, dict[str, str]] = {"labels": dict(labels)}
    for file in files:
        for name, pairs in tomllib.loads(file.read_text(encoding="utf-8")).items():
            groups.setdefault(name, {}).update(pairs)
    return Sentences(groups)
