"""What the engine said, in another language: sentences are told again by the templates that they were made by.

The engine speaks English, and English is what reports hold: JSON, kept results, gradebooks. `xx/*.toml` has a template
of each of its sentences with what a reader of language xx reads in its place. A template is English text with holes:

    {name}             is taken over as it is; not more than a part of a sentence, and without the ": " of an exception
    {count:number}     the same, a whole number;  {name:word} without a space;  {names:words} words with commas
    {detail:text}      the same, anything at all, as much as fits: where a student's own words may stand;
    {source:any}       as little as fits
    {what:group}       one of the fragments of the table [group], told again by that
    {rest:sentences}   sentences, told again as far as they are known

What fits no template stays English. So does what would take long to recognise: nobody writes such a text by accident.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

WHOLE = "sentences"  # the group of what stands alone in a report
LONGEST = 4000  # characters
STEPS = 3000  # places that are tried as ends of holes, for one text; the engine's own need a tenth of it
DEEPEST = 25  # fragments within fragments, and sentences after sentences
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

    def spans(self, text: str, step: Callable[[], bool]) -> Iterator[list[str]]:
        """Yield what may stand in the holes of a text: shortest first, of `:text` longest first; while `step()`."""
        first, last = self.literals[0], self.literals[-1]
        if text.startswith(first) and text.endswith(last):
            yield from self._cut(text[: len(text) - len(last) or None], len(first), 0, step)

    def _cut(self, text: str, start: int, hole: int, step: Callable[[], bool]) -> Iterator[list[str]]:
        if hole == len(self.holes) - 1:
            if start < len(text):
                yield [text[start:]]
            return
        literal = self.literals[hole + 1]
        places = _places(text, literal, start + 1)
        for place in reversed(list(places)) if self.holes[hole].kind == "text" else places:
            if not step():
                return
            for rest in self._cut(text, place + len(literal), hole + 1, step):
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
        holed = sorted((one for one in templates if one.holes), key=lambda one: -one.weight)
        self._order = {one: place for place, one in enumerate(holed)}
        often = Counter(word for one in holed for word in one.words)
        self._by_word: dict[str, list[Template]] = {}
        for one in holed:
            self._by_word.setdefault(min(one.words, key=often.__getitem__, default=""), []).append(one)

    def candidates(self, text: str) -> list[Template]:
        """Return the templates that may fit a text: those with most words of their own first, then as in the file."""
        words = {*text.split(" "), ""}
        found = [one for word in words if word in self._by_word for one in self._by_word[word]]
        return sorted(found, key=self._order.__getitem__)


class Sentences:
    """All templates of a language, by group."""

    def __init__(self, groups: Mapping[str, Mapping[str, str]]):
        self.groups = {name: Group(pairs) for name, pairs in groups.items()}
        self.told = lru_cache(maxsize=4096)(self._told)

    def _told(self, text: str, group: str = WHOLE) -> str:
        """Return a text in this language, as far as it was made by templates of the group; else as it is."""
        if group not in self.groups or len(text) > LONGEST:
            return text
        telling = _Telling(self.groups)
        return telling.told(text, DEEPEST) if group == WHOLE else telling.one(text, group, DEEPEST) or text


class _Telling:
    """One text on its way into the other language, with what it may cost. `deep` is how much deeper it may go."""

    def __init__(self, groups: Mapping[str, Group]):
        self.groups, self.left = groups, STEPS
        self.known: dict[tuple[str, str], str] = {}

    def step(self) -> bool:
        self.left -= 1
        return self.left >= 0

    def told(self, text: str, deep: int) -> str:
        """Return sentences, of which the first ones that are known are told; all of them as they are when none is."""
        whole = self.one(text, WHOLE, deep)
        if whole or deep < 1:
            return whole or text
        for end in _END.finditer(text):
            first = self.one(text[: end.end() - 1], WHOLE, deep) if self.step() else ""
            if first:
                return f"{first} {self.told(text[end.end() :], deep - 1)}"
        return text

    def one(self, text: str, group: str, deep: int) -> str:
        """Return what one template of a group makes of all of a text; nothing when none fits."""
        if (text, group) not in self.known:
            self.known[text, group] = self._one(text, self.groups[group], deep - 1) if deep else ""
        return self.known[text, group]

    def _one(self, text: str, group: Group, deep: int) -> str:
        if text in group.fixed:
            return group.fixed[text]
        return next(filter(None, (self._by(template, text, deep) for template in group.candidates(text))), "")

    def _by(self, template: Template, text: str, deep: int) -> str:
        for values in template.spans(text, self.step):
            found = self._filled(zip(template.holes, values, strict=True), deep)
            if found:
                return template.other.format_map(found)
        return ""

    def _filled(self, pairs: Iterable[tuple[Hole, str]], deep: int) -> dict[str, str]:
        """Return hole -> what stands there; nothing when one cannot be filled so. What cannot fail comes last."""
        found = {}
        for hole, value in sorted(pairs, key=lambda pair: pair[0].kind == WHOLE):
            found[hole.name] = self._in_hole(hole.kind, value, deep)
            if not found[hole.name]:
                return {}
        return found

    def _in_hole(self, kind: str, value: str, deep: int) -> str:
        """Return what stands in a hole in the other language; nothing when it cannot stand there."""
        if kind in _PLAIN:
            return value if _PLAIN[kind].fullmatch(value) else ""
        return self.told(value, deep) if kind == WHOLE else self.one(value, kind, deep)


def read(files: Iterable[Path], labels: Mapping[str, str]) -> Sentences:
    """Return the sentences in the files of a language, which share their groups; `labels` are a group of their own."""
    groups: dict[str, dict[str, str]] = {"labels": dict(labels)}
    for file in files:
        for name, pairs in tomllib.loads(file.read_text(encoding="utf-8")).items():
            groups.setdefault(name, {}).update(pairs)
    return Sentences(groups)
