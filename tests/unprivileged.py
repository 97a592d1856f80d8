"""Run `grade` as somebody whom file permissions stop, which root is not."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.command import GRADE

if TYPE_CHECKING:
    from pathlib import Path

_DROPPED = "-dac_override,-dac_read_search"


def _prefix() -> list[str]:
    """Return what to put before a command, so that a mode of 000 means something; skip where nothing does."""
    if os.geteuid() != 0:
        return []
    program = shutil.which("setpriv")
    prefix = [program or "", f"--bounding-set={_DROPPED}", f"--inh-caps={_DROPPED}"]
    if program is None or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
        pytest.skip("root may read everything here, and there is no setpriv that takes that away")
    return prefix


def refusal(cwd: Path, *words: str | Path) -> str:
    """Return the one sentence with which `grade` refuses somebody without special rights, with exit status 2."""
    done = subprocess.run(
        [*_prefix(), GRADE, *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line
