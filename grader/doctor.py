"""What this machine offers to confine a submission: each level is opened, and each forbidden act tried in it."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import IsolationError
from grader.rubric import Limits
from grader.sandbox.host import LEVELS, Call, Session, Settings
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.sandbox.warm import Warm

ACTS = Path(__file__).parent / "sandbox" / "acts.py"


@dataclass(frozen=True)
class Level:
    """One isolation level: `refused` tells for each act whether it was; `why_not` is set when it cannot be had."""

    name: str
    layers: tuple[str, ...] = ()
    refused: Mapping[str, bool] | None = None
    why_not: str = ""


def titles() -> dict[str, str]:
    """Return act -> its title, read from the acts' source without running it."""
    found = re.findall(r'@act\("(.+?)"\)\ndef (\w+)', ACTS.read_text(encoding="utf-8"))
    return {name: title for title, name in found}


def examine(warm: Warm) -> Iterator[Level]:
    """Yield every level, tried for real."""
    for name in LEVELS:
        try:
            with _session(warm, name) as (session, secret):
                yield Level(name, session.layers, {act: _refused(session, act, secret) for act in titles()})
        except IsolationError as error:
            yield Level(name, why_not=str(error))


def best_of(levels: Iterable[Level]) -> str | None:
    """Return the level that grading uses by default: the strictest there is, but never that of a mere process."""
    return next((level.name for level in levels if level.refused and level.name != "process"), None)


@contextmanager
def _session(warm: Warm, level: str) -> Iterator[tuple[Session, str]]:
    with workspace() as space, workspace() as course:
        space.submission.mkdir()
        secret = course.scratch / "expected.npz"
        secret.write_text("secret")
        secret.chmod(0o644)
        with Session(warm, space, ACTS.read_text(encoding="utf-8"), Settings(Limits(), level)) as session:
            yield session, str(secret)


def _refused(session: Session, act: str, secret: str) -> bool:
    (reply,) = session.probe("attempt", [Call({"name": act, "secret": secret, "host": os.getpid()})])
    value = reply.outputs.get("refused")
    if value is None or value.array is None:  # killed or stopped in the act
        return True
    return bool(value.array == 1.0)
