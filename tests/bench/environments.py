"""A virtual environment for each peer, made when it is first measured: peers want other versions of what we use."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bench.peer_forms import Peer

FOLDER = Path(__file__).with_name(".environments")  # the dot keeps linters and pytest out of it


def python_of(peer: Peer, place: Path) -> Path:
    """Return the Python of a peer's environment, made if need be, with what it prepares once in `place` done."""
    folder = FOLDER / peer.packages[0]
    python, complete = folder / "bin" / "python", folder / "complete"
    if not complete.is_file():
        click.echo(f"making an environment for {peer.name}", err=True)
        venv.create(folder, with_pip=True, clear=True)
        numpy = f"numpy=={metadata.version('numpy')}"  # the same for all: the calls are the same then, too
        packages = [numpy if name == "numpy" else name for name in peer.packages]
        _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages], folder)
        complete.touch()
    if peer.prepare:
        _run([python, *peer.prepare], place)
    return python


def versions(pythons: Mapping[Peer, Path]) -> str:
    """Return what was installed for each peer, with versions."""
    return ", ".join(_version(peer.packages[0], python) for peer, python in pythons.items())


def _version(package: str, python: Path) -> str:
    code = "import json, sys; from importlib import metadata; print(json.dumps(metadata.version(sys.argv[1])))"
    return f"{package} {json.loads(_run([python, '-c', code, package], FOLDER))}"


def _run(words: list[object], place: Path) -> str:
    done = subprocess.run(list(map(str, words)), cwd=place, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout
