"""Namespaces alone: processes, the network, names and queues of the inside, with root's powers even."""

from __future__ import annotations

import ctypes
import errno
import os
import random
import signal
import socket
import struct
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.child.confine import namespaces
from tests.sandbox.confine.apart import apart, has_namespaces
from tests.sandbox.confine.trying import inside, tried

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not has_namespaces(), reason="this machine gives no namespaces")
IPC_CREAT, IPC_RMID = 0o1000, 0


def processes(outsider: int) -> Any:
    def look() -> dict[str, Any]:
        return {
            "pid": [os.getpid(), os.getppid()],
            "outsider": tried(os.kill, outsider, 0),
            "everyone": tried(os.kill, -1, 0),  # never a real signal: were the layer not there, it would reach all
        }

    return inside(look)


@pytest.fixture
def outsider() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "30"])  # noqa: S607 - any program will do
    yield process
    process.kill()
    process.wait()


def test_it_is_process_1_and_can_signal_no_other(outsider: subprocess.Popen[bytes]) -> None:
    said = apart(processes, outsider.pid)
    assert said["pid"] == [1, 0]
    assert (said["outsider"], said["everyone"]) == ("ESRCH", "ESRCH")
    assert outsider.poll() is None


def ended() -> Any:
    """Return whether a grandchild goes when process 1 does."""

    def first() -> None:
        if os.fork() == 0:
            os.setsid()
            os.write(writing, b"1")
            signal.pause()
        os.read(reading, 1)

    reading, writing = os.pipe()
    inside(first)
    os.close(writing)
    return os.read(reading, 1) == b""  # nobody is left to hold the other end


def test_all_end_with_process_1() -> None:
    assert apart(ended) is True


def network(port: int) -> Any:
    def up(name: str) -> bool:
        request = struct.pack("16sH14x", name.encode(), 0)
        flags = fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8913, request)
        return bool(struct.unpack("16sH14x", flags)[1] & 1)

    def look() -> dict[str, Any]:
        return {
            "up": [name for _, name in socket.if_nameindex() if up(name)],
            "connect": tried(socket.socket().connect, ("127.0.0.1", port)),
            "datagram": tried(socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto, b"", ("127.0.0.1", port)),
            "abstract": tried(socket.socket(socket.AF_UNIX).connect, "\0of the outside %d" % port),
        }

    import fcntl  # noqa: PLC0415 - not among the modules that are there

    return [look(), inside(look)]


def test_there_is_no_network_not_even_with_oneself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket(socket.AF_UNIX) as named:
        port = listening.getsockname()[1]
        named.bind(f"\0of the outside {port}")
        named.listen()
        before, after = apart(network, port)
    assert (before["connect"], before["datagram"], before["abstract"]) == ("done", "done", "done")
    assert "lo" in before["up"]
    assert after["up"] == []
    assert (after["connect"], after["datagram"]) == ("ENETUNREACH", "ENETUNREACH")
    assert after["abstract"] == "ECONNREFUSED"


def renamed(name: str) -> Any:
    def rename() -> list[str]:
        return [tried(socket.sethostname, name), socket.gethostname()]

    return inside(rename)


@pytest.mark.skipif(os.name == "posix" and os.getuid() != 0, reason="only root has two ids mapped, so that it is root")
def test_the_name_of_the_machine_is_its_own() -> None:
    before = socket.gethostname()
    assert apart(renamed, "elsewhere") == ["done", "elsewhere"]
    assert socket.gethostname() == before


def queue(key: int) -> Any:
    def found() -> str:
        return errno.errorcode[ctypes.get_errno()] if ctypes.CDLL(None, use_errno=True).msgget(key, 0) < 0 else "done"

    return [found(), inside(found)]


def test_queues_of_the_whole_machine_are_out_of_reach() -> None:
    c_library, key = ctypes.CDLL(None, use_errno=True), random.SystemRandom().randrange(1 << 20, 1 << 30)
    number = c_library.msgget(key, IPC_CREAT | 0o600)
    if number < 0:
        pytest.skip("this machine gives no queues")
    try:
        assert apart(queue, key) == ["done", "ENOENT"]
    finally:
        c_library.msgctl(number, IPC_RMID, None)


def maps() -> Any:
    def look() -> list[Any]:
        return [[open("/proc/self/" + name).read().split() for name in ("uid_map", "gid_map")], os.getuid()]

    return inside(look)


def test_the_ids_of_root_are_two_and_an_ordinary_users_is_its_own() -> None:
    (users, groups), uid = apart(maps)
    inner, nobody, own = str(namespaces.INNER_ID), str(namespaces.NOBODY), os.getuid()
    both = ["0", "0", "1", inner, nobody, "1"]
    assert users == (both if own == 0 else [inner, str(own), "1"])
    assert groups == (both if own == 0 else [inner, str(os.getgid()), "1"])
    assert uid == (0 if own == 0 else namespaces.INNER_ID)
