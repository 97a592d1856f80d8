"""The command `grade`, as a user meets it: the installed program, in a folder, with words."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.ready import ready

if TYPE_CHECKING:
    from collections.abc import Mapping

GRADE = str(Path(sys.executable).with_name("grade"))


def grade(cwd: Path, *words: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `grade` in a folder, for at most a minute; in a new interpreter only when that is given variables."""
    said = [str(word) for word in words]
    if env is None:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            status = ready().run(said, cwd, out.fileno(), err.fileno())
            texts = [os.pread(file.fileno(), 1 << 30, 0).decode() for file in (out, err)]
        return subprocess.CompletedProcess(["grade", *said], status, *texts)
    return subprocess.run(
        [GRADE, *said],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def refusal(cwd: Path, *words: str | Path, status: int = 2) -> str:
    """Return the one sentence with which `grade` refuses; it must be one, with the right exit status."""
    done = grade(cwd, *words)
    assert done.returncode == status, (done.stdout, done.stderr)
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("grade: "), lines
    return lines[0]


def report(cwd: Path, *words: str | Path) -> dict[str, Any]:
    """Return the JSON report that `grade` prints."""
    done = grade(cwd, "run", "--format", "json", "--out", "-", *words)
    assert done.returncode in (0, 3), done.stderr
    return dict(json.loads(done.stdout))


def verdicts(found: Mapping[str, Any]) -> dict[str, str]:
    """Return check -> verdict of a JSON report."""
    return {check["id"]: check["verdict"] for item in found["items"] for check in item["checks"]}


def on_a_terminal(cwd: Path, *words: str | Path) -> str:
    """Return all that `grade` writes when it runs on a terminal, standard error too."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [GRADE, *map(str, words)], cwd=cwd, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    ) as running:
        os.close(theirs)
        said = b""
        try:
            while data := os.read(ours, 1 << 16):
                said += data
        except OSError:  # how Linux tells that the other end is closed
            pass
        finally:
            os.close(ours)
        running.wait(60)
    return said.decode()
