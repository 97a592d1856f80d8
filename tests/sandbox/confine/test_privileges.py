"""Giving up privileges alone: which user a process becomes, and that nothing of root is left or comes back."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.child.confine import libc, namespaces, privileges
from tests.sandbox.confine.apart import apart, has_namespaces
from tests.sandbox.confine.trying import child_says, inside, tried

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
ROOT = os.name == "posix" and os.getuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root has what is given up here")
as_user = pytest.mark.skipif(ROOT, reason="root has what an ordinary user lacks: the next test stands in for one")
NOBODY = namespaces.NOBODY
NONE_LEFT = {"CapInh": 0, "CapPrm": 0, "CapEff": 0, "CapAmb": 0, "NoNewPrivs": 1}


def held() -> dict[str, int]:
    """Return what the kernel says this process holds."""
    lines = [line.split(":") for line in open("/proc/self/status")]
    return {name: int(value, 16) for name, value in lines if name.startswith(("Cap", "NoNewPrivs"))}


def identity() -> list[Any]:
    return [os.getresuid(), os.getresgid(), os.getgroups()]


def dropped(wanted: list[int]) -> dict[str, Any]:
    os.setgroups([777])  # so that there is a group to lose
    before = held()
    uid = privileges.drop(wanted)
    return {"before": before, "uid": uid, "is": identity(), "held": held(), "fork": child_says(held)}


@as_root
def test_root_becomes_the_wanted_user_wholly() -> None:
    said = apart(dropped, [4321, NOBODY], using=(held, identity))
    assert said["before"]["CapEff"] != 0
    assert said["uid"] == 4321
    assert said["is"] == [[4321] * 3, [4321] * 3, []]


@as_root
@pytest.mark.parametrize("wanted", [[4321], []], ids=["another user", "root itself"])
def test_no_capability_is_left_and_none_can_be_gained(wanted: list[int]) -> None:
    said = apart(dropped, wanted, using=(held, identity))
    assert said["uid"] == (wanted or [0])[0]
    for left in (said["held"], said["fork"]):
        assert {name: left[name] for name in NONE_LEFT} == NONE_LEFT
        assert left["CapBnd"] == 0


def own() -> list[int]:
    mine = privileges.own_id()
    theirs = int(child_says(privileges.own_id))
    return [mine, theirs, os.getpid(), privileges.drop([mine])]


def test_an_id_of_ones_own_is_nobody_elses() -> None:
    mine, theirs, pid, uid = apart(own)
    assert mine != theirs
    assert mine - pid == theirs - (pid + theirs - mine) == 2_000_000_000
    assert mine + (1 << 22) < 1 << 32  # the largest process id goes, as an id, below the one that means none
    assert uid == (mine if ROOT else os.getuid())


def in_a_container(wanted: list[int]) -> Any:
    """Drop where the kernel knows two ids only: our own, and namespaces.INNER_ID."""

    def drop() -> list[Any]:
        return [privileges.drop(wanted), *identity(), int(held_inside() == 0)]

    def held_inside() -> int:
        header, words = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        ctypes.CDLL(None).capget(header, words)
        return sum(words)

    return inside(drop)


@as_root
@pytest.mark.skipif(not has_namespaces(), reason="this machine gives no user namespaces")
@pytest.mark.parametrize(
    ("wanted", "becomes"),
    [
        ([2_000_000_123, namespaces.INNER_ID], namespaces.INNER_ID),
        ([namespaces.INNER_ID, 0], namespaces.INNER_ID),
        ([2_000_000_123, 2_000_000_124], 0),
    ],
)
def test_an_id_that_is_not_known_gives_way_to_the_next(wanted: list[int], becomes: int) -> None:
    uid, users, groups, more, powerless = apart(in_a_container, wanted, using=(identity,))
    assert (uid, users, groups, more) == (becomes, [becomes] * 3, [becomes] * 3, [])
    assert powerless


def taken_back() -> dict[str, str]:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    everything = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
    acts = {
        "user": lambda: os.setresuid(0, 0, 0),
        "saved": lambda: os.seteuid(0),
        "group": lambda: os.setresgid(0, 0, 0),
        "groups": lambda: os.setgroups([0]),
        "capability": lambda: libc.syscall("capset", header, everything),
        "bounding": lambda: libc.prctl(privileges.PR_CAPBSET_DROP, 0),
        "kept": lambda: libc.prctl(privileges.PR_SET_NO_NEW_PRIVS, 0),
        "chown": lambda: os.chown("/dev/null", 0, 0),
        "nice": lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
    }
    privileges.drop([4321])
    return {name: tried(act) for name, act in acts.items()}


@as_root
def test_root_cannot_be_taken_back() -> None:
    said = apart(taken_back)
    assert said.pop("kept") == "EINVAL"
    assert said.pop("nice") in ("EACCES", "EPERM")
    assert said == dict.fromkeys(said, "EPERM")


def as_root_without_capabilities(path: str) -> list[str]:
    before = tried(open, path)
    privileges.drop([])
    return [before, tried(open, path), tried(os.kill, os.getppid(), 0)]


@as_root
def test_root_itself_without_capabilities_passes_by_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch(0o600)
    os.chown(path, 4321, 4321)
    assert apart(as_root_without_capabilities, str(path)) == ["done", "EACCES", "done"]


@pytest.fixture
def set_uid() -> Iterator[str]:
    """Return a program that anyone may start and that tells who it runs as, with root's name on it."""
    source = shutil.which("id", path="/usr/bin:/bin")
    if source is None:
        pytest.skip("there is no program `id` here")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        program = Path(folder, "id")
        shutil.copyfile(source, program)
        program.chmod(0o4755)
        yield str(program)


def ran_as(program: str, layered: bool) -> int:
    if layered:
        privileges.drop([4321])
    else:
        os.setresuid(4321, 4321, 4321)
    return int(subprocess.check_output([program, "-u"], cwd="/"))


@as_root
def test_a_set_uid_program_gains_nothing(set_uid: str) -> None:
    if apart(ran_as, set_uid, False) != 0:
        pytest.skip("set-uid programs gain nothing in this folder anyway")
    assert apart(ran_as, set_uid, True) == 4321


def as_ordinary(wanted: list[int]) -> dict[str, Any]:
    if os.getuid() == 0:
        os.setgroups([777])
        os.setresgid(1234, 1234, 1234)
        os.setresuid(1234, 1234, 1234)
    before = identity()
    uid = privileges.drop(wanted)
    return {"uid": uid, "before": before, "after": identity(), "held": held()}


def test_an_ordinary_user_stays_who_it_is_and_gains_nothing() -> None:
    said = apart(as_ordinary, [4321, NOBODY], using=(held, identity))
    assert said["before"] == said["after"]
    assert said["uid"] == said["before"][0][0] != 4321
    assert {name: said["held"][name] for name in NONE_LEFT} == NONE_LEFT


def unprivileged_no_new() -> list[int]:
    before = held()["NoNewPrivs"]
    privileges.no_new_privileges()
    return [before, held()["NoNewPrivs"], child_says(held)["NoNewPrivs"]]


def test_forks_gain_nothing_either() -> None:
    before, after, fork = apart(unprivileged_no_new, using=(held,))
    assert (after, fork) == (1, 1)
    if before:
        pytest.skip("here nothing gains privileges anyway")


@pytest.mark.parametrize(("mode", "open_to_all"), [(0o755, True), (0o711, True), (0o750, False), (0o700, False)])
def test_who_may_come_to_a_path_is_told_by_every_folder_above(mode: int, open_to_all: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        above = Path(name, "above")
        (above / "folder").mkdir(parents=True)
        (above / "file").touch(0o600)  # of the path itself others will judge
        above.chmod(mode)
        assert privileges.reachable_by_all([str(above / "folder"), str(above / "file")]) is open_to_all
        assert privileges.reachable_by_all([str(above)])
        above.chmod(0o755)


def test_the_folders_of_every_path_count(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(0o700)
    assert privileges.reachable_by_all(["/", "/dev/null"])
    assert not privileges.reachable_by_all(["/dev/null", str(closed / "file")])
