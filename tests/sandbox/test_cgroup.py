"""Control groups: where one is made, in made-up trees of every kind, and what is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from grader.rubric import Limits
from grader.sandbox import cgroup
from grader.sandbox.cgroup import PREFIX, SPARE_MIB, SPARE_PROCESSES, Group, _space

LIMITS = Limits(memory_mib=100, processes=7)
MEMORY, PROCESSES = str((2 * 100 + SPARE_MIB) << 20), str(2 * (7 + SPARE_PROCESSES))
V1 = "5:pids:/runs\n4:memory:/jobs/a\n3:cpu,cpuacct:/\n"

SPACE = _space()  # process ids mean something in one namespace only


class Tree:
    """A made-up /sys/fs/cgroup, and what /proc says of the groups that this process is in."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch):
        self.root, self.said = root / "cgroup", root / "said"
        self.root.mkdir()

        def path(*parts: str) -> Path:
            return self.said if parts == ("/proc/self/cgroup",) else Path(*parts)

        def removed_as_the_kernel_does(folder: Path) -> None:
            # There, a group's own files are no reason to keep it; groups and processes in it are.
            for file in folder.iterdir():
                if file.is_file() and not (file.name == "cgroup.procs" and file.read_text()):
                    file.unlink()
            os.rmdir(folder)  # noqa: PTH106 - Path.rmdir is what this stands in for

        monkeypatch.setattr(cgroup, "Path", path)
        monkeypatch.setattr(Path, "rmdir", removed_as_the_kernel_does)

    def is_in(self, said: str) -> Tree:
        self.said.write_text(said)
        return self

    def has(self, place: str, controllers: str | None = None) -> Path:
        folder = self.root / place
        folder.mkdir(parents=True, exist_ok=True)
        if controllers is not None:
            (folder / "cgroup.subtree_control").write_text(controllers)
        return folder

    def group(self) -> Group:
        return Group(LIMITS, 2, self.root)

    def ours(self) -> list[Path]:
        return sorted(path.relative_to(self.root).parent for path in self.root.rglob(f"{PREFIX}*"))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    return Tree(tmp_path, monkeypatch)


def test_in_version_2_it_goes_beside_our_own_group(tree: Tree) -> None:
    tree.is_in("0::/user/run\n").has("user", "cpu memory pids\n")
    tree.has("user/run", "")
    group = tree.group()
    assert group.version == 2
    (folder,) = group.folders
    assert folder.parent == tree.root / "user"
    assert folder.name.startswith(f"{PREFIX}{SPACE}-{os.getpid()}-")
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"memory.max": MEMORY, "pids.max": PROCESSES}


def test_in_version_2_it_goes_into_our_own_group_where_that_hands_out_limits(tree: Tree) -> None:
    tree.is_in("0::/user/run\n").has("user", "memory pids")
    tree.has("user/run", "memory pids")
    assert tree.group().folders[0].parent == tree.root / "user" / "run"


@pytest.mark.parametrize("controllers", ["", "memory", "pids", "cpu io", None])
def test_in_version_2_none_is_made_without_both_controllers(tree: Tree, controllers: str | None) -> None:
    tree.is_in("0::/user/run\n").has("user", controllers)
    tree.has("user/run", "")
    group = tree.group()
    assert (group.version, group.folders, tree.ours()) == (0, [], [])


def test_it_never_goes_above_the_tree(tree: Tree) -> None:
    (tree.root.parent / "cgroup.subtree_control").write_text("memory pids")
    tree.is_in("0::/\n").has("", "")
    assert tree.group().folders == []
    assert list(tree.root.parent.glob(f"{PREFIX}*")) == []


def test_in_version_1_there_are_two_each_with_its_own_limit(tree: Tree) -> None:
    tree.is_in(V1)
    memory, pids = tree.has("memory/jobs/a"), tree.has("pids/runs")
    group = tree.group()
    assert group.version == 1
    assert [folder.parent for folder in group.folders] == [memory, pids]
    written = [{file.name: file.read_text() for file in folder.iterdir()} for folder in group.folders]
    assert written == [{"memory.limit_in_bytes": MEMORY}, {"pids.max": PROCESSES}]


def test_controllers_that_share_a_folder_share_a_group(tree: Tree) -> None:
    tree.is_in("4:memory,pids:/both\n").has("memory/both")
    tree.has("pids").rmdir()
    (tree.root / "pids").symlink_to("memory")
    assert len(list((tree.root / "memory" / "both").iterdir())) == 0
    group = tree.group()
    written = {file.name for folder in group.folders for file in folder.iterdir()}
    assert written == {"memory.limit_in_bytes", "pids.max"}


def test_a_mixed_tree_gives_the_group_that_version_1_has(tree: Tree) -> None:
    tree.is_in(V1 + "0::/\n").has("unified", "")
    tree.has("memory/jobs/a")
    tree.has("pids/runs")
    assert tree.group().version == 1


def test_a_mixed_tree_gives_version_2_where_the_controllers_are_there(tree: Tree) -> None:
    tree.is_in(V1 + "0::/\n").has("unified", "memory pids")
    assert [folder.parent for folder in tree.group().folders] == [tree.root / "unified"]


def test_where_version_2_refuses_version_1_is_tried(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.is_in(V1 + "0::/\n")
    closed = tree.has("unified", "memory pids")
    tree.has("memory/jobs/a")
    tree.has("pids/runs")
    refuse(monkeypatch, closed)
    assert tree.group().version == 1


def refuse(monkeypatch: pytest.MonkeyPatch, *closed: Path) -> None:
    """Refuse to make folders in some places; root could not be refused otherwise."""
    make = Path.mkdir

    def made(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        if path.parent in closed:
            raise PermissionError(13, "Permission denied")
        make(path, mode, parents, exist_ok)

    monkeypatch.setattr(Path, "mkdir", made)


def test_where_nothing_can_be_written_there_is_none_and_no_error(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.is_in(V1)
    refuse(monkeypatch, tree.has("memory/jobs/a"), tree.has("pids/runs"))
    group = tree.group()
    assert (group.version, group.folders, group.ooms()) == (0, [], 0)
    group.remove()


@pytest.mark.parametrize("refused", ["memory/jobs/a", "pids/runs"])
def test_one_place_that_is_refused_leaves_nothing_in_the_other(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    tree.is_in(V1)
    tree.has("memory/jobs/a")
    tree.has("pids/runs")
    refuse(monkeypatch, tree.root / refused)
    assert (tree.group().folders, tree.ours()) == ([], [])


def test_a_limit_that_is_refused_leaves_nothing(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, text: str) -> int:
        raise PermissionError(13, f"no {path.name} of {text}")

    tree.is_in("0::/user\n").has("user", "memory pids")
    monkeypatch.setattr(Path, "write_text", refused)
    assert (tree.group().folders, tree.ours()) == ([], [])


def test_without_a_word_from_the_kernel_there_is_none(tree: Tree) -> None:
    assert tree.group().folders == []  # as on macOS: no /proc


@pytest.fixture
def dead() -> int:
    """Return the id of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_leavings_of_dead_runs_are_swept_and_those_of_living_ones_kept(tree: Tree, dead: int) -> None:
    place = tree.is_in("0::/user\n").has("user", "memory pids")
    kept = [f"{PREFIX}{SPACE}-{os.getppid()}-5", f"{PREFIX}1-{dead}-5", f"{PREFIX}someone-5", f"other-{dead}-5"]
    for name in (*kept, f"{PREFIX}{SPACE}-{dead}-5", f"{PREFIX}{SPACE}-{dead}-6"):
        (place / name).mkdir()
        (place / name / "memory.max").write_text("1")
    group = tree.group()
    left = {path.name for path in place.iterdir() if path.is_dir()}
    assert left == {*kept, group.folders[0].name}


def test_a_leaving_that_still_has_processes_stops_nobody(tree: Tree, dead: int) -> None:
    place = tree.is_in("0::/user\n").has("user", "memory pids")
    busy = place / f"{PREFIX}{SPACE}-{dead}-5"
    busy.mkdir()
    (busy / "cgroup.procs").write_text("123\n")
    assert len(tree.group().folders) == 1
    assert busy.exists()


def test_it_is_removed_in_every_place(tree: Tree) -> None:
    tree.is_in(V1).has("memory/jobs/a")
    tree.has("pids/runs")
    group = tree.group()
    assert len(tree.ours()) == 2
    group.remove()
    assert (tree.ours(), group.folders) == ([], [])
    group.remove()


def test_removal_waits_a_moment_for_processes_that_are_going(tree: Tree) -> None:
    tree.is_in("0::/user\n").has("user", "memory pids")
    group = tree.group()
    held = group.folders[0] / "cgroup.procs"
    held.write_text("123\n")
    timer = threading.Timer(0.1, held.write_text, [""])
    timer.start()
    group.remove()
    timer.join()
    assert tree.ours() == []


def test_removal_gives_up_on_processes_that_stay(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "REMOVE_SECONDS", 0.05)
    tree.is_in("0::/user\n").has("user", "memory pids")
    group = tree.group()
    (group.folders[0] / "cgroup.procs").write_text("123\n")
    group.remove()
    assert len(tree.ours()) == 1


@pytest.mark.parametrize(
    ("version", "file", "text", "ended"),
    [
        (2, "memory.events", "low 0\nhigh 3\nmax 9\noom 2\noom_kill 5\noom_group_kill 0\n", 5),
        (1, "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n", 4),
        (1, "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n", 0),  # before Linux 4.13
        (2, "memory.events", "oom_kill", 0),
        (2, "memory.events", "oom_kill many\n", 0),
        (2, "memory.events", "", 0),
        (2, "another", "oom_kill 5\n", 0),
    ],
)
def test_who_was_killed_for_want_of_memory_is_counted(
    tree: Tree, version: int, file: str, text: str, ended: int
) -> None:
    tree.is_in("0::/user\n" if version == 2 else V1).has("user", "memory pids")
    tree.has("memory/jobs/a")
    tree.has("pids/runs")
    group = tree.group()
    assert group.version == version
    (group.folders[0] / file).write_text(text)
    assert group.ooms() == ended
