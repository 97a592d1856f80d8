"""The plain form of what came back from a submission: JSON with numbered arrays, and the way back.

A `Form` says how a value becomes JSON and which JSON is taken for it. On the way back nothing is evaluated: whatever
has not exactly this form raises an error of `outcome.making_sense`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import numpy.typing as npt

from grader.engine.attempt import Attempt
from grader.sandbox import facts
from grader.sandbox.child import wire
from grader.sandbox.reply import Failure, FailureKind, Frame, Reply, Value, ValueKind
from grader.score import Counterexample, Problem
from grader.submission import Located, Unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Array = npt.NDArray[np.generic]


class Members:
    """Arrays on their way out, as `.npy` bytes; equal ones stand once."""

    def __init__(self) -> None:
        self.numbers: dict[bytes, int] = {}

    def number(self, array: Array) -> int:
        """Return the number of an array."""
        return self.numbers.setdefault(wire.dump(array), len(self.numbers))


@dataclass(frozen=True)
class Form:
    """One form: `put` makes JSON of a value, `take` a value of JSON."""

    put: Callable[[Any, Members], Any]
    take: Callable[[Any, Sequence[Array]], Any]


def _exactly(kind: type) -> Form:
    def take(tree: Any, _: Sequence[Array]) -> Any:
        if type(tree) is not kind:
            raise TypeError
        return tree

    return Form(lambda value, _: value, take)


def one_of(*words: str) -> Form:
    """Return the form of one of some words."""

    def take(tree: Any, _: Sequence[Array]) -> str:
        return words[words.index(tree)]

    return Form(lambda value, _: value, take)


def many(of: Form) -> Form:
    """Return the form of a tuple."""
    return Form(
        lambda values, members: [of.put(value, members) for value in values],
        lambda tree, arrays: tuple(of.take(entry, arrays) for entry in LIST.take(tree, arrays)),
    )


def pair(first: Form, second: Form) -> Form:
    """Return the form of a tuple of two."""

    def take(tree: Any, arrays: Sequence[Array]) -> tuple[Any, Any]:
        left, right = LIST.take(tree, arrays)
        return first.take(left, arrays), second.take(right, arrays)

    return Form(lambda value, members: [first.put(value[0], members), second.put(value[1], members)], take)


def mapping(key: Form, value: Form) -> Form:
    """Return the form of a mapping, as a list of pairs in its order."""
    entries = many(pair(key, value))
    return Form(
        lambda values, members: entries.put(values.items(), members),
        lambda tree, arrays: dict(entries.take(tree, arrays)),
    )


def maybe(of: Form) -> Form:
    """Return the form of what may be None."""
    return Form(
        lambda value, members: None if value is None else of.put(value, members),
        lambda tree, arrays: None if tree is None else of.take(tree, arrays),
    )


def record(cls: Callable[..., Any], **fields: Form) -> Form:
    """Return the form of a dataclass; these are its fields."""
    return Form(
        lambda value, members: {name: form.put(getattr(value, name), members) for name, form in fields.items()},
        lambda tree, arrays: cls(**{name: form.take(tree[name], arrays) for name, form in fields.items()}),
    )


def _finite(tree: Any, _: Sequence[Array]) -> int | float:
    if type(tree) not in (int, float) or not math.isfinite(tree):
        raise ValueError
    return tree  # type: ignore[no-any-return]


def _numbered(tree: Any, arrays: Sequence[Array]) -> Array:
    if type(tree) is not int or tree < 0:
        raise ValueError
    return arrays[tree]


def _facts(tree: Any, _: Sequence[Array]) -> Any:
    return facts.taken(tree, map(str, tree))


TEXT, COUNT, LIST, FLAG = (_exactly(kind) for kind in (str, int, list, bool))
NUMBER = Form(lambda value, _: value, _finite)
ARRAY = Form(lambda value, members: members.number(value), _numbered)
TEXTS, WORDS = many(TEXT), mapping(TEXT, TEXT)
NOWHERE = Form(lambda *_: None, lambda *_: Path())  # the files themselves are not kept

FRAME = record(Frame, file=TEXT, line=COUNT, function=TEXT, source=TEXT)
FAILURE = record(
    Failure,
    kind=one_of(*get_args(FailureKind)),
    message=TEXT,
    exception=TEXT,
    detail=TEXT,
    frames=many(FRAME),
)
VALUE = record(Value, array=maybe(ARRAY), kind=one_of(*get_args(ValueKind)), type=TEXT, text=TEXT)
REPLY = record(Reply, outputs=mapping(TEXT, VALUE), failure=maybe(FAILURE), seconds=NUMBER, printed=TEXT)
REPLIES = mapping(TEXTS, REPLY)
SECOND_RUNS = mapping(TEXT, pair(TEXTS, REPLIES))  # check -> names of what was given, and what came back then
UNPACKED = record(
    Unpacked,
    root=NOWHERE,
    name=TEXT,
    files=TEXTS,
    notes=TEXTS,
    sha256=TEXT,
    adapter=TEXT,
    too_large=TEXTS,
    notebooks=TEXTS,
)
LOCATED = record(Located, paths=WORDS, root=TEXT, notes=TEXTS, missing=TEXTS, reasons=WORDS)
PROBLEM = record(Problem, title=TEXT, text=TEXT, file=TEXT, line=COUNT, source=TEXT, caret=COUNT)
COUNTEREXAMPLE = record(Counterexample, case=TEXT, inputs=WORDS, output=TEXT, actual=TEXT, expected=TEXT, feedback=TEXT)

# Every field of an attempt, so that judging needs nothing else; a test says when one is missing here.
ATTEMPT = record(
    Attempt,
    unpacked=UNPACKED,
    facts=Form(lambda value, _: value, _facts),
    located=maybe(LOCATED),
    failure=maybe(FAILURE),
    problem=maybe(PROBLEM),
    notes=TEXTS,
    printed=TEXT,
    replies=REPLIES,
    carried=SECOND_RUNS,
    smallest=mapping(TEXT, COUNTEREXAMPLE),
    level=TEXT,
    layers=TEXTS,
    seconds=NUMBER,
    handed_in=TEXTS,
)
