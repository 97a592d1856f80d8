"""Grader and student as one ordinary user, as most platforms have it: no permission of a file keeps them apart."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import grader
from tests.platforms.readers import score
from tests.platforms.replica import replica
from tests.platforms.test_replicas import LEVEL, confined, spy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.platforms.conftest import Packed

NOBODY = 65534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")

__all__ = ["confined"]


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Return a temporary folder that every user may enter; pytest's own are for their owner."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


def python_for_all(place: Path) -> Path:
    """Return a virtual environment's interpreter that nobody may run, with what this one has installed, or skip."""
    if os.geteuid() != 0:
        pytest.skip("here all tests of replicas are run by one ordinary user")
    system = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin:/usr/local/bin")
    if system is None or shutil.which("setpriv") is None:
        pytest.skip("there is no setpriv, or no interpreter of this version outside of root's home")
    packages = place / "venv" / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    packages.mkdir(parents=True)
    (place / "venv" / "bin").mkdir()
    (place / "venv" / "bin" / "python").symlink_to(system)
    (place / "venv" / "pyvenv.cfg").write_text(f"home = {Path(system).parent}\n")
    ours = [*(path for path in sys.path if path.endswith("site-packages")), str(Path(grader.__file__).parents[1])]
    (packages / "ours.pth").write_text("\n".join(ours))
    python = place / "venv" / "bin" / "python"
    tried = [*AS_NOBODY, str(python), "-I", "-c", "import numpy, grader.cli.program"]
    if subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("what is installed here cannot be read by everybody")
    return python


@pytest.mark.usefixtures("confined")
def test_students_code_cannot_read_what_its_own_user_may_read(packed: Packed, open_to_all: Path) -> None:
    python = python_for_all(open_to_all)
    here = replica("markus", packed("markus", LEVEL), open_to_all / "markus")
    (here.student / "toy.py").write_text(spy(here))
    for path in [open_to_all / "markus", *(open_to_all / "markus").rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    found = replace(here, command=[*AS_NOBODY, *here.command]).run(str(python))
    assert score("markus", found) == 9
