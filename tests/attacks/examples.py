"""Attacks written in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.attacks import attack as files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.attacks.attack import Attack

HEADER = '"""A title\n\nTries: something,\n  at length.\nMust: nothing.\n{fields}\n"""\n'
LEVEL = "process"  # which keeps nobody from anything here


def written(folder: Path, code: str = "", fields: str = "Deserves: 10", kind: str = "ending") -> Path:
    path = folder / kind / "example.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER.format(fields=fields) + code)
    return path


def attack(folder: Path, code: str, fields: str = "Deserves: 10", kind: str = "ending") -> Attack:
    return files.read(written(folder, code, fields, kind))
