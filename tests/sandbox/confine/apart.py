"""Run one function in a plain process of its own, so that a single layer can be put on there and tried.

The function's source goes to a bare interpreter that has the layers, the standard modules of NAMES and the helpers of
trying.py; arguments go in and the result comes back as JSON. Nothing else of grader runs there.
"""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.sandbox.child.confine import landlock, namespaces

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = str(Path(__file__).parents[3])
SECONDS = 20.0  # only ever waited for when something is wrong
# What a function may name, and where it comes from.
STANDARD = "ctypes errno mmap os platform resource select signal socket struct subprocess tempfile threading time"
NAMES = dict.fromkeys(STANDARD.split(), "")
NAMES |= dict.fromkeys(
    ("landlock", "levels", "libc", "limits", "namespaces", "privileges", "seccomp"),
    "from grader.sandbox.child.confine ",
)
NAMES |= dict.fromkeys(("child_says", "inside", "raw", "status", "tried"), "from tests.sandbox.confine.trying ")
NAMES |= {"stack": "from grader.sandbox.child "}


def apart(function: Callable[..., Any], *arguments: Any, using: tuple[Callable[..., Any], ...] = ()) -> Any:
    """Return what `function`, which may call those in `using`, gives in a process of its own."""
    said = run_apart(function, *arguments, using=using)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout.splitlines()[-1])


def run_apart(
    function: Callable[..., Any], *arguments: Any, using: tuple[Callable[..., Any], ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run `function` in a process of its own; return how that ended and what it said."""
    source = "\n".join(textwrap.dedent(inspect.getsource(each)) for each in (*using, function))
    named = [f"{origin}import {name}" for name, origin in NAMES.items() if re.search(rf"\b{name}\b", source)]
    ending = f"said = {function.__name__}(*json.loads({json.dumps(json.dumps(arguments))}))\nprint(json.dumps(said))"
    start = f"from __future__ import annotations\nimport json, sys\nsys.path.insert(0, {ROOT!r})"
    script = "\n".join([start, *named, source, ending])
    # -S: whatever a site's own packages start up with is none of the layer's.
    command = [sys.executable, "-I", "-S", "-B", "-X", "faulthandler", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)


def has_namespaces() -> bool:
    """Tell whether this machine lets us make namespaces."""
    return sys.platform == "linux" and run_apart(_leave).returncode == 0


def _leave() -> bool:
    namespaces.leave()
    return True


def landlock_abi() -> int:
    """Return this machine's version of Landlock, 0 for none."""
    return landlock.abi()
