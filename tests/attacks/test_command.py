"""`python -m tests.attacks`: a table, an exit status, and a container around what may do harm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.attacks import __main__ as command
from tests.attacks import attack as files
from tests.attacks import contained
from tests.attacks.examples import LEVEL, attack

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_promised_nowhere_runs_in_a_container_or_not_at_all(
    tmp_path: Path, finished_toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killer = attack(tmp_path, "import os\nos.kill(-1, 9)\n", "Deserves: 0\nHolds: strict")
    if contained.container():
        found = contained.run(killer, LEVEL, finished_toy)
        assert found.outcome == "not promised"
        assert "the grader was ended" in found.broken[0]
    monkeypatch.setattr(contained, "container", lambda: ())
    assert "not tried" in contained.run(killer, LEVEL, finished_toy).broken[0]


@pytest.mark.parametrize(("deserves", "outcome"), [(10, "held"), (3, "BROKE")])
def test_the_command_says_how_it_went_and_ends_with_that_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, deserves: int, outcome: str
) -> None:
    found = attack(tmp_path, "from right import *", f"Deserves: {deserves}")
    monkeypatch.setattr(files, "paths", lambda: [found.path])
    with pytest.raises(SystemExit) as ended:
        command.main(["example", "--level", LEVEL])
    assert ended.value.code == (outcome == "BROKE")
    said = capsys.readouterr().out
    assert re.search(rf"ending/example +process +{outcome} +10 +{deserves} +\d+\.\d\d +none", said)
    assert f"process: {int(outcome == 'held')} held, {int(outcome == 'BROKE')} BROKE, 0 not promised" in said


def test_a_name_that_is_no_attack_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["no_such_attack"])
    assert ended.value.code == 2
    assert "there is no attack and no kind 'no_such_attack'" in capsys.readouterr().err
