"""Replies that break the rules in one named way each, as files: `corpus/NAME.bin` is what a child writes for a call.

`corpus/outcomes.json` says what the host makes of it: the kind of failure, if any, and the kinds of the outputs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.rubric import Limits
from grader.sandbox.channel import Call
from tests.sandbox.fake_child import Script, playing
from tests.sandbox.plain import assert_plain, assert_printed, report_of

if TYPE_CHECKING:
    from grader.sandbox.reply import Reply

CORPUS = Path(__file__).parent / "corpus"
OUTCOMES: dict[str, Any] = json.loads((CORPUS / "outcomes.json").read_text())
LIMITS = Limits(probe_seconds=2.0)


def replayed(name: str) -> Reply:
    with playing(Script((CORPUS / f"{name}.bin").read_bytes()), LIMITS) as session:
        return session.probe("p", [Call({"x": 1.0})])[0]


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_reply_of_the_corpus_has_its_outcome(name: str) -> None:
    reply = replayed(name)
    assert_plain(reply)
    kinds = {name: value.kind for name, value in reply.outputs.items()}
    assert {"failure": reply.failure and reply.failure.kind, "outputs": kinds} == OUTCOMES[name]


def test_every_file_of_the_corpus_has_an_outcome() -> None:
    assert {path.stem for path in CORPUS.glob("*.bin")} == set(OUTCOMES)


def test_every_reply_of_the_corpus_can_be_printed() -> None:
    for name in OUTCOMES:
        reply = replayed(name)
        assert_printed(report_of(reply, reply))
