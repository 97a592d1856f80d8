"""Namespaces and a new root: the child sees its own processes, no network, and a handful of read-only folders.

The order is fixed by the kernel: a keeper process leaves the old namespaces (`leave`), its parent writes the id maps
(`map_ids`), the keeper forks the first process of the new PID namespace, and that one builds the root (`enter_root`).
"""

from __future__ import annotations

import ctypes
import os
import struct
from typing import Iterable, Sequence

from . import libc

_NEWNS, _NEWUTS, _NEWIPC = 0x00020000, 0x04000000, 0x08000000
_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_MS_BIND, _MS_REC, _MS_PRIVATE = 4096, 16384, 1 << 18
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_MNT_DETACH = 2
_ATTR_READ_ONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000

INNER_ID = 1000  # the user that a submission sees itself as
NOBODY = 65534  # who that is outside, when the grader runs as root


def leave() -> None:
    """Move this process, and its children's process ids, into new namespaces."""
    libc.call("unshare", _NEWUSER | _NEWNS | _NEWPID | _NEWNET | _NEWIPC | _NEWUTS)


def map_ids(pid: int) -> None:
    """Write the id maps of `pid`, which has left: as root one more, unprivileged id; else only our own."""
    uid, gid = os.getuid(), os.getgid()
    _write("/proc/%d/setgroups" % pid, "deny" if uid else "allow")
    _write("/proc/%d/uid_map" % pid, _map(uid))
    _write("/proc/%d/gid_map" % pid, _map(gid if uid else 0))


def _map(outer: int) -> str:
    return "%d %d 1\n" % (INNER_ID, outer) if outer else "0 0 1\n%d %d 1\n" % (INNER_ID, NOBODY)


def enter_root(point: str, visible: Iterable[str], hidden: Iterable[str], bound: Sequence[tuple[str, str]]) -> None:
    """Make `point` the root: `visible` at their own paths and `bound` (source, target), all read-only.

    `hidden` folders inside visible ones are replaced by empty ones. /scratch is private, writable and in memory.
    """
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    _mount("tmpfs", point, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=1m")
    paths = sorted(set(visible))
    for path in paths:
        _bind(path, point + path)
        for inside in hidden:
            if inside.startswith(path + "/"):
                _mount("tmpfs", point + inside, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=1m")
    for source, target in bound:
        _bind(source, point + target)
    for name in ("/scratch", "/dev"):
        os.makedirs(point + name, exist_ok=True)
    for device in ("null", "zero", "urandom"):
        os.close(os.open("%s/dev/%s" % (point, device), os.O_CREAT | os.O_WRONLY, 0o644))
    links = {name: os.readlink(name) for name in ("/lib", "/lib64") if os.path.islink(name)}  # the loader's paths
    for name, target in dict(links, **{"/tmp": "/scratch"}).items():  # noqa: S108 - inside the new root
        if not os.path.lexists(point + name):
            os.symlink(target, point + name)
    _set_attributes(point, _ATTR_READ_ONLY | _ATTR_NOSUID | _ATTR_NODEV)
    for device in ("null", "zero", "urandom"):
        _mount("/dev/" + device, "%s/dev/%s" % (point, device), None, _MS_BIND)
    _mount("tmpfs", point + "/scratch", "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=1777,size=64m,nr_inodes=4k")
    os.chdir(point)
    libc.syscall("pivot_root", b".", b".")
    libc.call("umount2", b".", _MNT_DETACH)
    os.chdir("/")


def _bind(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    _mount(source, target, None, _MS_BIND)


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    libc.call("mount", source.encode(), target.encode(), kind.encode() if kind else None, flags, data.encode() or None)


def _set_attributes(path: str, attributes: int) -> None:
    """Set mount attributes on `path` and all below it, leaving those that are already set (Linux 5.12)."""
    request = ctypes.create_string_buffer(struct.pack("QQQQ", attributes, 0, 0, 0))
    libc.syscall("mount_setattr", _AT_FDCWD, path.encode(), _AT_RECURSIVE, request, 32)


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
