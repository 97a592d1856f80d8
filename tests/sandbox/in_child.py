"""Run a few lines below the trust boundary, as a process of their own, on files written for the purpose."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

CHILD = Path(__file__).parents[2] / "grader" / "sandbox"
_START = """
import json, os, sys
sys.path.insert(0, {child!r})
import child.explain, child.load, child.scan
del sys.path[0]
root, scratch = {root!r}, {scratch!r}
for name in os.listdir(root):
    os.symlink(os.path.join(root, name), os.path.join(scratch, name))
os.chdir(scratch)

def load(*files, **names):
    child.load.install(root, scratch)
    return child.load.Code(child.load.load(root, dict({{file: file for file in files}}, **names)))

def explained(call):
    try:
        return call()
    except BaseException as error:
        return child.explain.explain(error, root)
"""


def write(root: Path, files: dict[str, str | bytes]) -> None:
    """Write files by relative path; texts are dedented."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())


def answer(folder: Path, files: dict[str, str | bytes], expression: str, setup: str = "") -> Any:
    """Return the value of `expression` in a child process that may `load(...)` the files, through JSON."""
    root, scratch = folder / "root", folder / "scratch"
    root.mkdir()
    scratch.mkdir()
    write(root, files)
    start = _START.format(child=str(CHILD), root=str(root), scratch=str(scratch))
    script = f"{start}\n{textwrap.dedent(setup)}\nprint('\\n' + json.dumps({expression}))"
    # -S: only the standard library is there.
    command = [sys.executable, "-I", "-S", "-B", "-c", script]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])
