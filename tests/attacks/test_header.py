"""What the header of an attack may say, and that it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.rubric import Limits
from tests.attacks import attack as files
from tests.attacks.examples import written

if TYPE_CHECKING:
    from pathlib import Path


def test_a_header_is_read_field_by_field(tmp_path: Path) -> None:
    fields = (
        "Deserves: 2.5\nVerdicts: line_loss=wrong drawn=passed\nLimits: probe_seconds=0.3 memory_mib=64\nHolds: strict"
    )
    found = files.read(written(tmp_path, "code", fields))
    assert (found.name, found.kind, found.title) == ("ending/example", "ending", "A title")
    assert (found.tries, found.must) == ("something, at length.", "nothing.")
    assert (found.deserves, found.holds, found.refused) == (2.5, ("strict",), "")
    assert found.verdicts == {"line_loss": "wrong", "drawn": "passed"}
    assert found.limits == Limits(**{**files.SHORT, "probe_seconds": 0.3, "memory_mib": 64})  # type: ignore[arg-type]
    assert isinstance(found.limits.memory_mib, int)


def test_an_attack_is_promised_to_fail_everywhere_unless_it_says_where(tmp_path: Path) -> None:
    assert files.read(written(tmp_path)).holds == ("strict", "landlock", "process")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("", "must say what it deserves"),
        ("Deserves: 0\nRefused: broken", "must say what it deserves"),
        ("Refused: broken", "for an archive only"),
        ("Deserves: 0\nHopes: x", "no field 'Hopes'"),
        ("Deserves: 0\nDeserves: 1", "there twice"),
        ("Deserves: 0\nnot a field", "belongs to no field"),
        ("Deserves: 0\nVerdicts: line_loss=lovely", "no verdict 'lovely'"),
        ("Deserves: 0\nVerdicts: line_loss", "no pairs"),
        ("Deserves: 0\nLimits: patience=3", "no limit 'patience'"),
        ("Deserves: 0\nHolds: nowhere", "no levels"),
        ("Deserves: 0\nHolds:", "no levels"),
    ],
)
def test_a_header_that_says_something_else_is_refused(tmp_path: Path, fields: str, words: str) -> None:
    with pytest.raises(files.HeaderError, match=words):
        files.read(written(tmp_path, fields=fields))


@pytest.mark.parametrize("text", ["import os\n", '"""A title\n\nTries: x\nDeserves: 0\n"""', '"""\n"""'])
def test_a_file_that_does_not_explain_itself_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "example.py").write_text(text)
    with pytest.raises(files.HeaderError):
        files.read(tmp_path / "example.py")
