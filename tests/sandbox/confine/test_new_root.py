"""The new root alone: what is to be seen, written and reached in there, with root's powers even."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.child.confine import libc, namespaces
from tests.sandbox.confine.apart import apart, has_namespaces
from tests.sandbox.confine.trying import inside, tried

pytestmark = pytest.mark.skipif(not has_namespaces(), reason="this machine gives no namespaces")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with things to show, to hide and to bind, and one to mount on."""
    for name in ("shown", "shown/secret", "secret", "work", "point"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("abc")
    (tmp_path / "alone").write_text("abc")
    (tmp_path / "point" / "file").unlink()
    return tmp_path


def entered(root: str) -> None:
    """Enter a new root made of the tree."""
    shown = [root + "/shown", root + "/alone", root + "/shown"]
    namespaces.enter_root(root + "/point", shown, [root + "/shown/secret"], [(root + "/work", "/submission")])


def walked(root: str) -> Any:
    def walk() -> Any:
        entered(root)
        found = []
        for folder, folders, files in os.walk("/"):
            found += [os.path.join(folder, name) for name in (*folders, *files)]
        links = {name: os.readlink(name) for name in found if os.path.islink(name)}
        return [sorted(found), links, os.getcwd()]

    return inside(walk)


def test_the_new_root_shows_what_is_bound_and_nothing_else(tree: Path) -> None:
    found, links, here = apart(walked, str(tree), using=(entered,))
    above = {str(parent) for parent in tree.parents} | {str(tree)}
    wanted = {"/dev", "/dev/null", "/dev/zero", "/dev/urandom", "/scratch", "/submission", "/submission/file"}
    wanted |= {f"{tree}/{name}" for name in ("shown", "shown/file", "shown/secret", "alone")} | above - {"/"}
    libraries = {name for name in ("/lib", "/lib64") if os.path.islink(name)}
    assert set(found) == wanted | libraries | {"/tmp"}  # noqa: S108 - inside the new root
    assert set(links) == libraries | ({"/tmp"} - above)  # noqa: S108
    assert here == "/"


def kept(root: str) -> Any:
    def second_root() -> None:  # the way out of a root that was made by chroot alone
        os.mkdir("/scratch/x")
        os.chroot("/scratch/x")
        os.chdir("../../../..")
        os.stat("etc")

    def try_all() -> Any:
        entered(root)
        out = os.path.join("/", *[".."] * 30, root.strip("/"), "secret")
        acts = {
            "hidden": lambda: open(root + "/shown/secret/file"),
            "above": lambda: os.listdir(out),
            "mount again": lambda: libc.call("mount", b"none", b"/proc", b"proc", 0, None),
            "device": lambda: os.mknod("/scratch/sda", 0o60600, os.makedev(8, 0)),
            "held": lambda: os.open("etc", os.O_RDONLY, dir_fd=os.open("/submission/..", os.O_RDONLY)),
            "chroot": second_root,
        }
        return {name: tried(act) for name, act in acts.items()}

    return inside(try_all)


def test_what_is_not_bound_is_not_to_be_reached(tree: Path) -> None:
    said = apart(kept, str(tree), using=(entered,))
    assert said.pop("device") == "EPERM"
    assert said == dict.fromkeys(said, "ENOENT")


def unmasked(root: str) -> Any:
    def lift() -> list[str]:
        entered(root)
        mask = (root + "/shown/secret").encode()
        before = tried(open, root + "/shown/secret/file")
        return [before, tried(libc.call, "umount2", mask, 2), tried(open, root + "/shown/secret/file")]

    return inside(lift)


def test_whoever_keeps_capabilities_lifts_a_mask_so_that_they_are_given_up_too(tree: Path) -> None:
    assert apart(unmasked, str(tree), using=(entered,)) == ["ENOENT", "done", "done"]


def written(root: str) -> Any:
    def try_all() -> Any:
        entered(root)
        places = ["/", "/dev", "/submission", root, root + "/shown", root + "/shown/secret", "/scratch", "/dev/null"]
        return {
            at: [tried(open, at if at == "/dev/null" else at + "/new", "w"), tried(os.utime, at, (1, 1))]
            for at in places
        }

    return inside(try_all)


def test_everything_is_read_only_but_the_scratch_folder_and_devices(tree: Path) -> None:
    said = apart(written, str(tree), using=(entered,))
    assert said.pop("/scratch") == ["done", "done"]
    assert said.pop("/dev/null")[0] == "done"
    assert all(answers == ["EROFS", "EROFS"] for answers in said.values())
    assert sorted(path.name for path in tree.iterdir()) == ["alone", "point", "secret", "shown", "work"]
    assert list((tree / "point").iterdir()) == []


def scratch(root: str) -> Any:
    def many() -> None:
        for n in range(5000):
            os.mkdir("/scratch/%d" % n)

    def fill() -> list[str]:
        entered(root)
        large = lambda: open("/scratch/large", "wb").write(bytes(65 << 20))  # noqa: E731
        script = lambda: open("/scratch/program", "w").write("#!/bin/sh\n")  # noqa: E731
        said = [tried(large)]
        os.unlink("/scratch/large")
        return [*said, tried(script), tried(many)]

    return inside(fill)


def test_the_scratch_folder_has_a_bound_in_size_and_number(tree: Path) -> None:
    assert apart(scratch, str(tree), using=(entered,)) == ["ENOSPC", "done", "ENOSPC"]


def root_entered(root: str) -> Any:
    def enter() -> list[str]:
        entered(root)
        return sorted(os.listdir("/submission"))

    return inside(enter)


def test_the_hosts_own_mounts_stay_as_they_are(tree: Path) -> None:
    assert apart(root_entered, str(tree), using=(entered,)) == ["file"]
    assert str(tree) not in Path("/proc/self/mountinfo").read_text()
    assert list((tree / "point").iterdir()) == []
