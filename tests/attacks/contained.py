"""Run one attack in a grader of its own, inside a container of its own.

At a level that promises nothing an attack may really kill every process it sees, or write where it likes. So the
whole grader runs in new process and mount namespaces, in which only the folders for temporary files can be written.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox.warm import Warm
from tests.attacks import attack as attacks
from tests.attacks import harness, traps
from tests.attacks.harness import Result

if TYPE_CHECKING:
    from tests.attacks.attack import Attack

ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0
_WRITABLE = sorted({tempfile.gettempdir(), "/var/tmp"})  # noqa: S108 - watched by the traps
_READ_ONLY = sorted({sys.prefix, sys.base_prefix, str(ROOT)})  # also where they lie below the former
_START = """\
while [ "$1" != -- ]; do mount --bind "$1" "$1" || exit 1; shift; done; shift
while [ "$1" != -- ]; do mount -o remount,bind,ro "$1" || exit 1; shift; done; shift
"$@"
exit $?
"""


@cache
def container() -> tuple[str, ...]:
    """Return the command that makes a container; nothing where the system allows none."""
    user = () if os.getuid() == 0 else ("--user", "--map-current-user")
    unshared = ("unshare", *user, "--pid", "--fork", "--kill-child", "--mount-proc")
    command = (*unshared, "sh", "-c", _START, "sh", *_WRITABLE, *_READ_ONLY, "--", *_mounts(), *_READ_ONLY, "--")
    try:
        allowed = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return ()
    return command if allowed else ()


def _mounts() -> list[str]:
    """Return where file systems are mounted, but for those of the kernel itself."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    places = dict.fromkeys(line.split()[4] for line in lines)
    return [place for place in places if not re.match(r"/(proc|dev|sys)(/|$)", place)]


def run(attack: Attack, level: str, finished: Path) -> Result:
    """Run an attack in a grader of its own; one that is promised nowhere needs a container."""
    promised = level in attack.holds
    if not promised and not container():
        return Result(attack.name, level, promised=False, broken=("not tried: nothing would contain it here",))
    place = Path(tempfile.mkdtemp(prefix="backgrade-tried-"))
    place.chmod(0o711)
    try:
        return _graded(attack, level, promised, [str(attack.path), level, str(finished)], str(place))
    finally:  # also of a grader that was killed
        subprocess.run(["/bin/rm", "-rf", "--", str(place)], check=False)


def _graded(attack: Attack, level: str, promised: bool, arguments: list[str], place: str) -> Result:
    command = [sys.executable, "-m", __name__, *arguments]
    if container():
        command = [*container(), *command]
    environment = {**os.environ, "BACKGRADE_CANARY": traps.new_canary(), "TMPDIR": place}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            said, complaint = running.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.communicate()
            return Result(attack.name, level, promised, ("the grader never ended",), deserves=attack.deserves)
    try:
        found = json.loads(said.splitlines()[-1])
    except (IndexError, ValueError):
        words = f"the grader was ended (status {running.returncode}): {complaint[-300:]}"
        return Result(attack.name, level, promised, (words,), deserves=attack.deserves)
    return Result(**{**found, "broken": tuple(found["broken"])})


def main(path: str, level: str, finished: str) -> None:
    """Run one attack here and print its result."""
    found = attacks.read(Path(path))
    with Warm() as warm:
        warm.bound(found.limits, 1)  # as `grade` does
        result = harness.run(found, level, warm, Path(finished), os.environ["BACKGRADE_CANARY"])
    sys.stdout.write(f"{json.dumps(asdict(result))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
