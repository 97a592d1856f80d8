"""The warm parent: a process with NumPy imported and nothing secret, from which every submission is forked.

It runs no student code. For each submission it forks a keeper, which enters new namespaces and forks the session
inside; the keeper waits for it and is what the host kills.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import platform
import signal
import socket
import threading
from typing import Any, Dict, List

from . import preload, sights, wire
from .confine import limits, namespaces
from .session import Session


def main(descriptor: int) -> None:
    """Serve the host on an inherited socket until it closes. It says first which packages to import."""
    limits.die_with_parent()
    control = socket.socket(fileno=descriptor)
    reader = wire.Reader(control, takes_fds=True)
    asked = reader.frame()
    if asked is None:
        return
    packages: List[str] = asked[0]["packages"]
    bare = limits.mapped()
    joining = threading.Thread(target=_join, args=(asked[0]["groups"],))  # the kernel takes its time
    joining.start()
    try:
        versions = {name: str(importlib.import_module(name).__version__) for name in packages}
    except ImportError as missing:
        wire.send(control, {"missing": str(missing.name), "detail": str(missing)})
        return
    versions["python"] = platform.python_version()
    preload.warm_up(packages)
    joining.join()
    given = dict(sights.visible(packages), mapped=max(0, limits.mapped() - bare))
    wire.send(control, {"ready": versions})
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are reaped by the kernel
    gc.collect()
    gc.freeze()
    for header, _ in iter(reader.frame, None):
        (session,) = reader.take_fds()
        _fork_keeper(session, dict(header, **given))
        os.close(session)


def _join(groups: List[str]) -> None:
    """Join the control groups of this run; the host looks whether that succeeded."""
    for group in groups:
        with contextlib.suppress(OSError), open(os.path.join(group, "cgroup.procs"), "w") as file:
            file.write("0")


def _fork_keeper(session: int, config: Dict[str, Any]) -> None:
    """Fork the keeper of one session; write its id maps once it has left our namespaces."""
    strict = config["level"] == "strict"
    left, go, parent = os.pipe(), os.pipe(), os.getpid()
    try:
        keeper = os.fork()
    except OSError as refusal:  # another submission has used up what all may have together
        for descriptor in (*left, *go):
            os.close(descriptor)
        _refuse(session, "no process can be started for it: %s" % refusal.strerror)
        return
    if keeper == 0:
        try:
            os.close(left[0])
            os.close(go[1])
            _keep(session, dict(config, parent=parent), left[1], go[0])
        finally:
            os._exit(1)
    os.close(left[1])
    os.close(go[0])
    if strict and os.read(left[0], 1):
        namespaces.map_ids(keeper)
        os.write(go[1], b"1")
    os.close(left[0])
    os.close(go[1])


def _keep(descriptor: int, config: Dict[str, Any], left: int, go: int) -> None:
    """Enter namespaces when the level asks for them, fork the session, and wait for its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    control = socket.socket(fileno=descriptor)
    os.setsid()
    if config["level"] == "strict":
        try:
            namespaces.leave()
        except OSError as refusal:
            wire.send(control, {"refused": str(refusal)})
            return
        os.write(left, b"1")
        if not os.read(go, 1):
            wire.send(control, {"refused": "the id maps could not be written"})
            return
    limits.die_with_parent()  # only now: entering a user namespace clears it
    limits.adopt_orphans()
    if os.getppid() != config["parent"]:
        return
    life = os.pipe()  # its writing end is the keeper's alone
    child = os.fork()
    if child == 0:
        try:
            os.close(life[1])
            limits.die_with_parent()
            if os.read(life[0], 1):
                Session(control, config, life[0]).run()
        finally:
            os._exit(0)
    wire.send(control, {"pid": child, "group": os.getpid()})  # as seen from outside: whom the host kills
    os.write(life[1], b"1")
    control.close()
    limits.close_all_but(life[1])
    os.waitpid(child, 0)
    _sweep()
    os._exit(0)


def _refuse(session: int, why: str) -> None:
    with socket.socket(fileno=os.dup(session)) as control:
        wire.send(control, {"busy": why})


def _sweep() -> None:
    """End what a session left behind: it may have been killed, or bent so that it no longer does so itself."""
    left = limits.children()
    while left:
        for child in left:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)
        left = limits.children()
