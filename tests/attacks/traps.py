"""What lies around while an attack runs: secrets to steal, sockets to reach, folders to leave something in.

Every attack has traps of its own, so that many can run at the same time.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from unittest import mock

import numpy as np

from grader.engine import attempt
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.engine.attempt import Attempt

WATCHED = tuple(map(Path, ("/tmp", "/var/tmp", "/dev/shm")))  # noqa: S108 - where an attack may leave something
LEFT_BEHIND = "backgrade-attack"  # how names begin of what an attack leaves there; each run adds letters of its own
MAX_SEARCHED = 1 << 20  # entries of a received array that are looked at
_IPC_CREAT, _IPC_RMID = 0o1000, 0


class Traps:
    """Use as a context manager. `words` are what an attacker is assumed to know, `canary` is what nobody may learn."""

    def __init__(self, finished: Path, canary: str = ""):
        self.canary = canary or new_canary()
        self.mark = f"{LEFT_BEHIND}-{secrets.token_hex(4)}"
        self.root = Path(tempfile.mkdtemp(prefix="backgrade-trap-")).resolve()
        self.root.chmod(0o711)  # as a workspace: others come through, but need not list it
        self.submission, self.temp = self.root / "handed-in", self.root / "temp"
        self.course, self.classmate = self.root / "course", self.root / "classmate"
        self.drop, self.home = self.root / "drop", self.root / "home"
        self.letterbox = self.root / "letterbox"  # a socket with a path, such as a system's log has
        self._received: list[str] = []
        self._undo = contextlib.ExitStack()
        # Folders may be nested too deeply for Python to take them away one inside the other.
        self._undo.callback(subprocess.run, ["/bin/rm", "-rf", "--", str(self.root)], check=False)
        shutil.copytree(finished, self.course)

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as made:
            made.push(self._undo)
            self._make_folders()
            self._listen()
            self._share_memory()
            surroundings = {"BACKGRADE_CANARY": self.canary, "HOME": str(self.home)}
            made.enter_context(mock.patch.dict(os.environ, surroundings))
            made.enter_context(mock.patch.object(tempfile, "tempdir", str(self.temp)))
            made.enter_context(mock.patch.object(attempt, "run", partial(self._tapped, attempt.run)))
            self._before = dict(self._files())
            self._undo = made.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        for path in self._outside():
            path.unlink() if not path.is_dir() or path.is_symlink() else shutil.rmtree(path)
        self._undo.close()

    def _make_folders(self) -> None:
        for folder in (self.submission, self.temp, self.classmate, self.drop, self.home):
            folder.mkdir()
        for folder in (self.drop, self.temp):
            folder.chmod(0o1777)
        told = f"{self.canary}\n"
        for path in (self.course / "reference/toy/secret.txt", self.course / "reference/toy/expected/notes.txt"):
            path.write_text(told)
        (self.home / "secret.txt").write_text(told)
        (self.classmate / "toy.py").write_text(f"{toy.SOLUTION}\n# {self.canary}\n")

    def _listen(self) -> None:
        """Open sockets; nobody needs to answer them for a contact to show."""
        self._abstract = f"backgrade-{secrets.token_hex(8)}"
        kinds: tuple[tuple[int, int, tuple[str, int] | str], ...] = (
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self._abstract}"),
            (socket.AF_UNIX, socket.SOCK_DGRAM, str(self.letterbox)),
        )
        self._sockets = [self._undo.enter_context(socket.socket(family, kind)) for family, kind, _ in kinds]
        for sock, (_, kind, address) in zip(self._sockets, kinds, strict=True):
            sock.bind(address)
            sock.setblocking(False)
            if kind == socket.SOCK_STREAM:
                sock.listen()
        self.letterbox.chmod(0o777)

    def _share_memory(self) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.shmat.restype = ctypes.c_void_p
        self._key = secrets.randbelow(1 << 30) + 1
        segment = libc.shmget(self._key, 4096, _IPC_CREAT | 0o666)
        if segment < 0:  # a system without it: nothing to steal there
            return
        self._undo.callback(libc.shmctl, segment, _IPC_RMID, None)
        address = libc.shmat(segment, None, 0)
        ctypes.memmove(address, self.canary.encode(), len(self.canary))
        libc.shmdt(ctypes.c_void_p(address))

    def words(self, warm: int) -> dict[str, str]:
        """Return the words of an attack's text that are replaced when it is handed in."""
        tcp, udp, *_ = self._sockets
        return {
            LEFT_BEHIND: self.mark,
            "@COURSE@": str(self.course),
            "@CLASSMATE@": str(self.classmate),
            "@HOME@": str(self.home),
            "@DROP@": str(self.drop),
            "@HOST@": str(os.getpid()),
            "@WARM@": str(warm),
            "@PORT@": str(tcp.getsockname()[1]),
            "@UDP@": str(udp.getsockname()[1]),
            "@ABSTRACT@": self._abstract,
            "@LETTERBOX@": str(self.letterbox),
            "@SHM@": str(self._key),
        }

    def contacts(self) -> list[str]:
        """Return what came in on the sockets."""
        found = []
        for name, sock in zip(("TCP", "UDP", "abstract", "letterbox"), self._sockets, strict=True):
            with contextlib.suppress(BlockingIOError):
                said = _first_words(sock) if name in ("TCP", "abstract") else sock.recv(1 << 16)
                found.append(f"{name}: {said[:80]!r}")
        return found

    def left(self) -> list[str]:
        """Return what was made, changed or taken away outside of a workspace, and workspaces that are still there."""
        now = dict(self._files())
        changed = {str(path.relative_to(self.root)) for path in now.keys() | self._before.keys()
                   if now.get(path) != self._before.get(path)}  # fmt: skip
        return sorted(changed | set(map(str, self._outside())))

    def spilled(self, *texts: str) -> list[str]:
        """Return where the canary was seen: in what the host received, in `texts` of its own, in files left."""
        seen = list(self._received)
        if any(self.canary in text for text in texts):
            seen.append("a report")
        files = [self.root / name for name in self.left()]
        seen += [f"the file {path}" for path in files if path.is_file() and self.canary.encode() in path.read_bytes()]
        return seen

    def _files(self) -> Iterator[tuple[Path, tuple[int, ...]]]:
        for path in self.root.rglob("*"):
            if path.is_relative_to(self.submission):
                continue
            with contextlib.suppress(FileNotFoundError):  # gone meanwhile
                about = path.lstat()
                yield path, (about.st_mode, *((about.st_size, about.st_mtime_ns) if not path.is_dir() else ()))

    def _outside(self) -> set[Path]:
        return {path for folder in WATCHED if folder.is_dir() for path in folder.glob(f"{self.mark}*")}

    def _tapped(self, run: object, *arguments: object) -> Attempt:
        """Run a submission as the engine does, and look through all that came back."""
        made: Attempt = run(*arguments)  # type: ignore[operator]
        if self.canary in repr(made):
            self._received.append("text that came back")
        values = [value for reply in made.replies.values() for value in reply.outputs.values()]
        if any(_holds(value.array, self.canary.encode()) for value in values if value.array is not None):
            self._received.append("numbers that came back")
        return made


def new_canary() -> str:
    """Return a text that occurs nowhere else."""
    return f"canary{secrets.token_hex(12)}"


def _first_words(listening: socket.socket) -> bytes:
    connection, _ = listening.accept()
    with connection:
        connection.setblocking(False)
        with contextlib.suppress(OSError):
            return connection.recv(1 << 16)
    return b""


def _holds(array: np.ndarray[tuple[int, ...], np.dtype[np.generic]], secret: bytes) -> bool:
    """Tell whether numbers hold the secret, as their bytes or as one character each."""
    if array.size > MAX_SEARCHED:
        return False
    real = np.nan_to_num(np.real(array).astype(np.float64), posinf=0, neginf=0)
    return secret in array.tobytes() or secret in real.clip(0, 255).round().astype(np.uint8).tobytes()
