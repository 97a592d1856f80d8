"""Levels: what they put on, what they say of themselves, and what they change in the configuration."""

from __future__ import annotations

import os
import resource
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.child.confine import landlock, levels, libc, limits, namespaces
from grader.sandbox.confined import LEVELS
from tests.sandbox.confine.apart import apart, has_namespaces, landlock_abi, run_apart
from tests.sandbox.confine.trying import child_says, inside, tried

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the levels are made of Linux's layers")
needs_namespaces = pytest.mark.skipif(not has_namespaces(), reason="this machine gives no namespaces")
needs_landlock = pytest.mark.skipif(landlock_abi() < 1, reason="this system has no Landlock")
LEVEL_MARKS = {"strict": (needs_namespaces, needs_landlock), "landlock": (needs_landlock,), "process": ()}
EACH = [pytest.param(name, marks=marks) for name, marks in LEVEL_MARKS.items()]
FILTERED = [pytest.param(name, marks=marks) for name, marks in LEVEL_MARKS.items() if name != "process"]
ROOT = os.name == "posix" and os.getuid() == 0
BOUNDS = {"memory_mib": 512, "submission_seconds": 60, "file_mib": 1, "processes": 17}


@pytest.fixture
def config() -> Iterator[dict[str, Any]]:
    """Return the configuration of a submission in folders that any user may come to."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("shown", "work", "scratch", "point"):
            Path(folder, name).mkdir()
        Path(folder).chmod(0o755)
        Path(folder, "scratch").chmod(0o777)
        yield {
            "root": folder + "/work",
            "scratch": folder + "/scratch",
            "point": folder + "/point",
            "visible": [folder + "/shown"],
            "hidden": [],
            "limits": BOUNDS,
        }


def confined(level: str, config: dict[str, Any]) -> dict[str, Any]:
    def enter() -> dict[str, Any]:
        layers = levels.confine(level, config)
        return {
            "layers": layers,
            "config": config,
            "here": os.getcwd(),
            "environment": [os.environ["HOME"], os.environ["TMPDIR"], tempfile.gettempdir()],
            "processes": resource.getrlimit(resource.RLIMIT_NPROC)[0],
            "dumpable": libc.prctl(3),
            "uid": os.getuid(),
            "socket": tried(socket.socket),
            "outside": tried(os.listdir, "/etc"),
            "scratch": tried(os.mkdir, "made"),
            "work": tried(os.mkdir, config["root"] + "/made"),
        }

    return dict(inside(enter) if level == "strict" else child_says(enter))


def test_the_host_and_the_child_know_the_same_levels_best_first() -> None:
    assert levels.LEVELS == LEVELS == tuple(LEVEL_MARKS)


@pytest.mark.parametrize("level", EACH)
def test_a_level_refuses_what_its_layers_do(config: dict[str, Any], level: str) -> None:
    said = apart(confined, level, config)
    filtered = level != "process"
    assert said["socket"] == ("EPERM" if filtered else "done")
    assert said["outside"] == {"strict": "ENOENT", "landlock": "EACCES", "process": "done"}[level]
    assert said["work"] == {"strict": "EROFS", "landlock": "EACCES", "process": "done"}[level]
    assert said["scratch"] == "done"
    assert said["dumpable"] == 0


@pytest.mark.parametrize("level", EACH)
def test_the_configuration_tells_what_is_in_force(config: dict[str, Any], level: str) -> None:
    found = apart(confined, level, config)["config"]
    alone = level == "landlock" and ROOT
    assert found["walled"] is (level == "strict" or alone or (level == "landlock" and landlock_abi() >= 6))
    counted = not any("not counted" in layer for layer in apart(confined, level, config)["layers"])
    assert found["tightened"] is (level == "landlock" and not counted)
    inner = level == "strict"
    assert found["root"] == ("/submission" if inner else config["root"])
    assert found["scratch"] == ("/scratch" if inner else config["scratch"])
    assert found["visible"] == (["/"] if inner else config["visible"])


@pytest.mark.parametrize("level", EACH)
def test_it_works_and_keeps_its_files_in_the_scratch_folder(config: dict[str, Any], level: str) -> None:
    said = apart(confined, level, config)
    assert [said["here"], *said["environment"]] == [said["config"]["scratch"]] * 4


@pytest.mark.parametrize(
    ("level", "words"),
    [
        pytest.param(
            "strict",
            ["namespaces", "read-only root", "no privileges", "Landlock ABI", "seccomp"],
            marks=LEVEL_MARKS["strict"],
        ),
        pytest.param("landlock", ["no privileges", "Landlock ABI", "seccomp"], marks=LEVEL_MARKS["landlock"]),
        ("process", []),
    ],
)
def test_every_layer_is_named_and_none_that_is_not_there(config: dict[str, Any], level: str, words: list[str]) -> None:
    layers = apart(confined, level, config)["layers"]
    assert len(layers) == len(words) + 3  # a process, its environment and its limits are there always
    assert all(any(word in layer for layer in layers) for word in words)


@pytest.mark.parametrize("level", EACH)
def test_processes_are_counted_where_nobody_elses_count(config: dict[str, Any], level: str) -> None:
    said = apart(confined, level, config)
    alone = level == "strict" or (level == "landlock" and ROOT)
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    most = BOUNDS["processes"] if alone else limits.ALL_OF_A_USER
    assert said["processes"] == (most if hard == resource.RLIM_INFINITY else min(most, hard))
    assert ("not counted apart" in said["layers"][-1]) is not alone


@pytest.mark.skipif(not ROOT, reason="only root may take another user id")
@pytest.mark.parametrize("level", FILTERED)
def test_root_is_given_up_for_an_id_that_nobody_has(config: dict[str, Any], level: str) -> None:
    uid = apart(confined, level, config)["uid"]
    assert uid == namespaces.INNER_ID if level == "strict" else uid > 2_000_000_000


@needs_landlock
@pytest.mark.skipif(not ROOT, reason="only root may come to what others may not")
def test_where_only_root_may_read_it_stays_root_without_powers(config: dict[str, Any]) -> None:
    Path(config["root"]).parent.chmod(0o700)
    said = apart(confined, "landlock", config)
    assert said["uid"] == 0
    assert said["processes"] > BOUNDS["processes"]
    assert (said["socket"], said["outside"], said["scratch"]) == ("EPERM", "EACCES", "done")


def older_landlock(config: dict[str, Any], version: int) -> dict[str, Any]:
    def enter() -> dict[str, Any]:
        landlock.abi = lambda: version
        layers = levels.confine("landlock", config)
        return {"layers": layers, "walled": config["walled"]}

    return dict(child_says(enter))


@needs_landlock
@pytest.mark.parametrize("version", [version for version in (1, 5, 6) if version <= landlock_abi()])
def test_a_submission_is_walled_by_its_id_or_by_a_landlock_that_bounds_signals(
    config: dict[str, Any], version: int
) -> None:
    Path(config["root"]).parent.chmod(0o700)  # no id of its own
    said = apart(older_landlock, config, version)
    assert said["walled"] is (version >= landlock.SCOPES_SIGNALS)
    assert f"Landlock ABI {version}" in said["layers"]


def refused(level: str, config: dict[str, Any]) -> list[Any]:
    def enter() -> list[Any]:
        landlock.abi = lambda: 0
        try:
            levels.confine(level, config)
        except OSError as refusal:
            return [str(refusal), tried(open, config["root"] + "/file", "w")]
        return ["none", ""]

    return list(child_says(enter))


def test_a_level_that_is_none_is_refused_before_anything_is_put_on(config: dict[str, Any]) -> None:
    assert apart(refused, "none", config) == ["there is no such level", "done"]
    assert apart(refused, "", config)[0] == "there is no such level"


def test_a_layer_that_is_not_to_be_had_is_an_error(config: dict[str, Any]) -> None:
    assert "this kernel has no Landlock" in apart(refused, "landlock", config)[0]


def broken() -> None:
    raise SystemError("broken")


def test_what_runs_apart_is_heard_when_it_breaks() -> None:
    said = run_apart(broken)
    assert said.returncode == 1
    assert "SystemError: broken" in said.stderr
