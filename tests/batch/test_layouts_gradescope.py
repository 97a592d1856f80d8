"""Gradescope's metadata, read line by line: whose a submission is and when it came, whatever else the file holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from grader.batch.layouts import Piece
from tests.batch.downloads import folder, pieces, read, seen

if TYPE_CHECKING:
    from pathlib import Path

METADATA = """\
---
submission_11:
  :submitters:
  - :name: Ada Byron
    :sid: '0012'
    :email: Ada@x.edu
  - :name: "O'Neil \\xC5\\u00f8"
    :sid:
    :email: 'bo''s@x.edu'
  :created_at: 2026-10-02 23:58:09.123456789 -07:00
  :score: 3.0
  :results:
    output: |-
      submission_12:
      :submitters:
      - :name: Eve
  :history:
  - :id: 5
    :created_at: 2026-10-01 00:00:00.0 Z
    :submitters:
    - :name: Eve
  - :id: 6
submission_12:
  :submitters:
  - :name: &1 Cy
    :email: *1
  :created_at: 2026-10-02 23:58:09 Z
  :history: []
submission_13:
  :submitters:
  - :name: |
      Eve
  :created_at: soon
submission_14:
  :submitters:
  - :name: Not there
../submission_15:
  :submitters:
  - :name: Eve
"""


def test_gradescopes_metadata_say_whose_and_when() -> None:
    names = ["submission_metadata.yml", *(f"submission_{number}/" for number in (11, 12, 13, 15))]
    first, second, *others = pieces("gradescope", names, {"submission_metadata.yml": METADATA})
    assert isinstance(first, Piece)
    assert isinstance(second, Piece)
    assert [(p.key, p.name, p.email, p.ids) for p in first.people] == [
        ("ada@x.edu", "Ada Byron", "Ada@x.edu", {"student_id": "0012"}),
        ("bo's@x.edu", "O'Neil Åø", "bo's@x.edu", {}),
    ]
    zone = timezone(timedelta(hours=-7))
    assert first.submitted_at == datetime(2026, 10, 2, 23, 58, 9, 123456, zone)
    assert first.attempt == 3
    assert [(p.key, p.name, p.email) for p in second.people] == [("cy", "Cy", "Cy")]
    assert (second.submitted_at, second.attempt) == (datetime(2026, 10, 2, 23, 58, 9, tzinfo=UTC), 1)
    assert others == [
        "submission_13/ (submission_metadata.yml does not say whose it is)",
        "submission_15/ (submission_metadata.yml does not say whose it is)",
        "submission_14 (only in submission_metadata.yml)",
    ]


def test_an_endless_line_of_the_metadata_cannot_pass_for_another(tmp_path: Path) -> None:
    spoof = "    output: " + "x" * ((1 << 16) - 12) + "submission_2:\n"
    text = f"submission_1:\n  :submitters:\n  - :name: Ada\n  :results:\n{spoof}  :submitters:\n  - :name: Bo\n"
    path = folder(tmp_path / "all", {"submission_metadata.yml": text, "submission_1/a.py": "", "submission_2/a.py": ""})
    assert list(seen(read(path))) == ["Ada+Bo"]
