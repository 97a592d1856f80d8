"""Landlock alone: paths that are granted and paths that are not, TCP, signals and abstract sockets to the outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.child.confine import landlock
from tests.sandbox.confine.apart import apart, landlock_abi
from tests.sandbox.confine.trying import child_says, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ABI = landlock_abi()
pytestmark = pytest.mark.skipif(ABI < 1, reason="this system has no Landlock")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with three inside: one to read, one to write, one that is not granted."""
    for name in ("readable", "writable", "hidden"):
        (tmp_path / name / "folder").mkdir(parents=True)
        (tmp_path / name / "file").write_text("abc")
        (tmp_path / name / "other").write_text("abc")
    return tmp_path


def acts(root: str, restricted: bool) -> dict[str, dict[str, str]]:
    def fill(path: str) -> None:
        with open(path, "w") as file:
            file.write("abc")

    every: dict[str, Callable[[str], object]] = {
        "read": lambda at: open(at + "/file").read(),
        "list": os.listdir,
        "stat": lambda at: os.stat(at + "/file"),
        "write": lambda at: fill(at + "/file"),
        "append": lambda at: open(at + "/file", "a").close(),
        "make": lambda at: fill(at + "/new"),
        "rename": lambda at: os.rename(at + "/new", at + "/newer"),
        "remove": lambda at: os.unlink(at + "/newer"),
        "make folder": lambda at: os.mkdir(at + "/made"),
        "remove folder": lambda at: os.rmdir(at + "/made"),
        "link": lambda at: os.symlink("/", at + "/link"),
        "pipe": lambda at: os.mkfifo(at + "/pipe"),
        "truncate": lambda at: os.truncate(at + "/file", 1),
        "move across": lambda at: os.rename(at + "/other", at + "/folder/other"),
    }
    if restricted:
        landlock.restrict([root + "/readable", root + "/nowhere"], [root + "/writable"])
    places = ("readable", "writable", "hidden")
    return {at: {name: tried(act, root + "/" + at) for name, act in every.items()} for at in places}


READING = {"read", "list"}
# Looking at a path's own entry asks no right of Landlock: names and sizes are the new root's to hide.
FREE = {"stat"}
SINCE = {"truncate": 3}


def answers(tree: Path, restricted: bool) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = apart(acts, str(tree), restricted)
    return found


def test_every_act_is_possible_before(tree: Path) -> None:
    for said in answers(tree, restricted=False).values():
        assert said == dict.fromkeys(said, "done")


@pytest.mark.parametrize(("place", "granted"), [("readable", READING | FREE), ("hidden", FREE)])
def test_what_is_not_granted_is_refused(tree: Path, place: str, granted: set[str]) -> None:
    said = answers(tree, restricted=True)[place]
    done = {name for name, answer in said.items() if answer == "done"}
    assert done == granted | {name for name, since in SINCE.items() if since > ABI}
    # What the acts before did not make is not there either; what there is is refused.
    assert {said[name] for name in ("write", "append", "make", "make folder", "link", "pipe")} == {"EACCES"}


def test_a_writable_folder_is_open_to_every_act(tree: Path) -> None:
    said = answers(tree, restricted=True)["writable"]
    across = said.pop("move across")
    assert said == dict.fromkeys(said, "done")
    assert across == ("done" if ABI >= 2 else "EXDEV")


def moves(root: str) -> list[str]:
    landlock.restrict([root + "/readable"], [root + "/writable"])
    os.chdir(root)
    return [
        tried(os.unlink, "readable/file"),
        tried(os.rename, "readable/file", "writable/moved"),
        tried(os.rename, "writable/file", "hidden/moved"),
        tried(os.link, "hidden/file", "writable/linked"),
        tried(os.rmdir, "hidden/folder"),
    ]


def test_nothing_is_moved_or_linked_into_reach_or_out_of_it(tree: Path) -> None:
    said = apart(moves, str(tree))
    assert set(said) <= {"EACCES", "EXDEV"}
    assert len(list(tree.rglob("*"))) == 12


def opened_before(root: str) -> list[str]:
    held, folder = open(root + "/hidden/file"), os.open(root + "/hidden", os.O_RDONLY)
    landlock.restrict([], [])
    beside = lambda: os.close(os.open("other", os.O_RDONLY, dir_fd=folder))  # noqa: E731
    return [held.read(), tried(open, root + "/hidden/file"), tried(beside), tried(open, "/proc/self/status")]


def test_a_file_opened_before_stays_readable_and_opens_nothing_else(tree: Path) -> None:
    assert apart(opened_before, str(tree)) == ["abc", "EACCES", "EACCES", "EACCES"]


def single_file(root: str) -> list[str]:
    landlock.restrict([root + "/hidden/file"], ["/dev/null"])
    to_null = lambda: open("/dev/null", "w").write("abc")  # noqa: E731
    return [tried(open, root + "/hidden/file"), tried(open, root + "/hidden/other"), tried(to_null)]


def test_a_single_file_and_a_device_can_be_granted(tree: Path) -> None:
    assert apart(single_file, str(tree)) == ["done", "EACCES", "done"]


def twice(root: str) -> list[str]:
    landlock.restrict([root + "/readable"], [])
    landlock.restrict([root], [root])
    return [tried(open, root + "/readable/file"), tried(open, root + "/hidden/file"), tried(os.mkdir, root + "/x")]


def test_a_later_ruleset_gives_nothing_back(tree: Path) -> None:
    assert apart(twice, str(tree)) == ["done", "EACCES", "EACCES"]


def children_too(root: str) -> list[str]:
    landlock.restrict([root + "/readable"], [])

    def read() -> list[str]:
        return [tried(open, root + "/" + name + "/file") for name in ("readable", "hidden")]

    said = [read(), child_says(read)]
    thread = threading.Thread(target=lambda: said.append(read()))
    thread.start()
    thread.join()
    return said


def test_forks_and_threads_are_bound_too(tree: Path) -> None:
    assert apart(children_too, str(tree)) == [["done", "EACCES"]] * 3


def network(port: int, restricted: bool) -> dict[str, str]:
    def datagram() -> None:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("127.0.0.1", 9))

    if restricted:
        landlock.restrict([], [])
    return {
        "bind": tried(socket.socket().bind, ("127.0.0.1", 0)),
        "connect": tried(socket.socket().connect, ("127.0.0.1", port)),
        "datagram": tried(datagram),
    }


@pytest.mark.skipif(ABI < 4, reason="Landlock knows TCP from ABI 4 on")
def test_tcp_is_refused_both_ways_and_datagrams_are_left_to_other_layers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        assert apart(network, port, False) == {"bind": "done", "connect": "done", "datagram": "done"}
        assert apart(network, port, True) == {"bind": "EACCES", "connect": "EACCES", "datagram": "done"}


@pytest.fixture
def outsider() -> Iterator[int]:
    """Return a process that a test may try to signal."""
    process = subprocess.Popen(["sleep", "30"])  # noqa: S607 - any program will do
    yield process.pid
    process.kill()
    process.wait()


def signalled(outsider: int, restricted: bool) -> list[str]:
    if restricted:
        landlock.restrict([], [])
    child = os.fork()
    if child == 0:
        time.sleep(10)
        os._exit(0)
    said = [tried(os.kill, outsider, 0), tried(os.kill, child, signal.SIGKILL), tried(os.kill, os.getpid(), 0)]
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(ABI < 6, reason="Landlock bounds signals from ABI 6 on")
def test_signals_reach_the_inside_alone(outsider: int) -> None:
    assert apart(signalled, outsider, False) == ["done", "done", "done"]
    assert apart(signalled, outsider, True) == ["EPERM", "done", "done"]


def abstract(name: str, restricted: bool) -> list[str]:
    if restricted:
        landlock.restrict([], [])
    own = socket.socket(socket.AF_UNIX)
    own.bind("\0own of " + name)
    own.listen()
    return [tried(socket.socket(socket.AF_UNIX).connect, "\0" + each) for each in (name, "own of " + name)]


@pytest.mark.skipif(ABI < 6, reason="Landlock bounds abstract sockets from ABI 6 on")
def test_abstract_sockets_of_the_outside_are_out_of_reach() -> None:
    name = f"outside-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("\0" + name)
        listening.listen()
        assert apart(abstract, name, False) == ["done", "done"]
        assert apart(abstract, name, True) == ["EPERM", "done"]


def traced(outsider: int, restricted: bool) -> str:
    if restricted:
        landlock.restrict(["/proc"], [])
    return tried(open, "/proc/%d/mem" % outsider, "rb")


def test_memory_of_others_is_closed_even_where_proc_is_granted(outsider: int) -> None:
    if apart(traced, outsider, False) != "done":
        pytest.skip("this machine refuses it of itself")
    assert apart(traced, outsider, True) in ("EACCES", "EPERM")


def older(since: int) -> list[object]:
    """Take this kernel for an older one."""
    landlock.abi = lambda: since
    version = landlock.restrict([], [])
    return [version, tried(open, "/proc/self/status"), tried(socket.socket().bind, ("127.0.0.1", 0))]


@pytest.mark.parametrize("since", [since for since in range(1, 8) if since <= ABI])
def test_rights_that_an_older_kernel_does_not_know_are_left_out(since: int) -> None:
    assert apart(older, since) == [since, "EACCES", "EACCES" if since >= 4 else "done"]


def without() -> str:
    landlock.abi = lambda: 0
    return tried(landlock.restrict, [], [])


def test_a_kernel_without_it_is_an_error() -> None:
    assert apart(without) in ("EOPNOTSUPP", "ENOTSUP")  # one number, two names
