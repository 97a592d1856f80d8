"""The folders of each platform, laid out in a temporary folder from a package, and its own scripts run there.

`python_in_a_fork` takes the place of the interpreter in those scripts: a fork of a process that has imported all.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.platforms.readers import read
from tests.ready import ready

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

FORKED = f"""\
#!{sys.executable} -IS
import json, os, socket, sys
assert sys.argv[1:4] == ["-I", "-m", "grader"], sys.argv
asked = socket.socket(fileno=int(os.environ["READY"]))
asked.settimeout(60)
fds = [1, 2]
try:
    fds.append(os.dup(3))
except OSError:
    pass
request = json.dumps([sys.argv[4:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(asked, [request], fds)
sys.exit(int(asked.recv(100)))
"""


@dataclass(frozen=True)
class Replica:
    """One platform's folders: where the student's files go, and how its script is started and results are found."""

    platform: str
    root: Path
    student: Path
    command: Sequence[str]
    environment: Mapping[str, str]
    collect: Callable[[bytes, bytes], bytes]

    def run(self, python: str, staff: str = "", **more: str) -> Any:
        """Run the platform's script as it would be; return what the platform reads. Staff alone read `staff`."""
        done, third = self._start(python, more)
        assert done.returncode == 0 or "false" in python, done.stderr
        assert staff in done.stderr.decode(), done.stderr
        assert staff or done.stderr == b"", done.stderr
        return read(self.platform, self.collect(done.stdout, third))

    def _start(self, python: str, more: Mapping[str, str]) -> tuple[subprocess.CompletedProcess[bytes], bytes]:
        """Run it with descriptor 3 open for writing."""
        third, asked = self.root / "third", fcntl.fcntl(ready().socket, fcntl.F_DUPFD, 10)  # never the third itself
        env = {**os.environ, **self.environment, "BACKGRADE_PYTHON": python, "READY": str(asked), **more}
        words = ["sh", "-c", 'third=$1; shift; exec "$@" 3>"$third"', "sh", str(third), *self.command]
        try:
            done = subprocess.run(
                words, cwd=self.student, env=env, pass_fds=[asked], capture_output=True, timeout=60, check=False
            )
        finally:
            os.close(asked)
        return done, third.read_bytes()


def python_in_a_fork(folder: Path) -> str:
    path = folder / "python"
    path.write_text(FORKED)
    path.chmod(0o755)
    return str(path)


def replica(platform: str, package: Path, root: Path) -> Replica:
    """Lay a package out as the platform does."""
    return _LAYOUTS[platform](package, root)


def _gradescope(package: Path, root: Path) -> Replica:
    (root / "source").mkdir(parents=True)
    shutil.unpack_archive(package / "autograder.zip", root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    student = _folder(root / "submission")
    times = {"created_at": "2026-10-01T12:30:00+00:00", "assignment": {"due_date": "2026-10-01T12:00:00Z"}}
    (root / "submission_metadata.json").write_text(json.dumps(times))
    results = root / "results" / "results.json"
    environment = {"BACKGRADE_ROOT": str(root)}
    return Replica(
        "gradescope", root, student, ["sh", str(root / "run_autograder")], environment, lambda *_: results.read_bytes()
    )


def _autolab(package: Path, root: Path) -> Replica:
    job = _folder(root / "autolab")
    shutil.copy(package / "autograde-Makefile", job / "Makefile")
    shutil.copy(package / "autograde.tar", job)
    return Replica("autolab", root, job, ["make", "--no-print-directory"], {}, lambda out, _: out)


def _markus(package: Path, root: Path) -> Replica:
    work = _folder(root / "work")
    for path in (package / "files").iterdir():
        shutil.copy(path, work)
    return Replica("markus", root, work, ["./backgrade.sh"], {}, lambda out, _: out)


def _prairielearn(package: Path, root: Path) -> Replica:
    image = shutil.copytree(package / "image" / "backgrade", root / "backgrade")
    student = _folder(root / "grade" / "student")
    results = root / "grade" / "results" / "results.json"
    environment = {"BACKGRADE_ROOT": str(root / "grade")}
    return Replica("prairielearn", root, student, [str(image / "run.sh")], environment, lambda *_: results.read_bytes())


def _codegrade(package: Path, root: Path) -> Replica:
    root.mkdir(parents=True)
    shutil.unpack_archive(package / "backgrade.zip", root / "opt")
    script = str(root / "opt" / "backgrade" / "run.sh")
    return Replica("codegrade", root, _folder(root / "student"), ["sh", script], {}, lambda _, third: third)


def _github(package: Path, root: Path) -> Replica:
    repository = _folder(root / "repository")
    shutil.copytree(package / ".github", repository / ".github")
    outputs = root / "outputs"
    outputs.write_text("other=1\n")
    command = ["sh", ".github/backgrade/run.sh"]
    environment = {"GITHUB_OUTPUT": str(outputs)}
    return Replica("github-classroom", root, repository, command, environment, lambda *_: outputs.read_bytes())


def _folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


_LAYOUTS: Mapping[str, Callable[[Path, Path], Replica]] = {
    "gradescope": _gradescope,
    "autolab": _autolab,
    "markus": _markus,
    "prairielearn": _prairielearn,
    "codegrade": _codegrade,
    "github-classroom": _github,
}


def members(package: Path) -> dict[str, bytes]:
    """Return all files of a package, those inside its archives, too, by their names."""
    found: dict[str, bytes] = {}
    for path in (path for path in package.rglob("*") if path.is_file()):
        name = path.relative_to(package).as_posix()
        found[name] = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {f"{name}/{inner}": archive.read(inner) for inner in archive.namelist()}
        elif path.suffix == ".tar":
            with tarfile.open(path) as tar:
                files = {f"{name}/{member.name}": tar.extractfile(member) for member in tar.getmembers()}
                found |= {inner: file.read() for inner, file in files.items() if file}
    return found
