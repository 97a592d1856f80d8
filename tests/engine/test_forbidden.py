"""What a handout forbids is found by reading; what could not be read cannot be vouched for."""

from __future__ import annotations

from typing import Any

import pytest

from grader.engine import forbidden
from grader.rubric import Forbids

CHECK = Forbids("no_autodiff", imports=("torch", "jax.grad"), calls=("eval", ".backward"), penalty=1.0)


def facts(*imports: dict[str, Any], calls: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"ok": True, "imports": list(imports), "calls": [{"name": name, "line": 9} for name in calls], **more}


def imported(module: str, *, used: bool = True, members: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"module": module, "line": 1, "used": used, "members": list(members)}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (facts(imported("numpy")), "passed"),
        (facts(imported("torch")), "wrong"),
        (facts(imported("torch.nn")), "wrong"),
        (facts(imported("torchless")), "passed"),
        (facts(imported("jax", members=("jax.grad",))), "wrong"),
        (facts(imported("torch", used=False)), "passed"),
        (facts(calls=("eval",)), "wrong"),
        (facts(calls=("loss.backward",)), "wrong"),
        (facts(calls=("backward",)), "passed"),
        (facts(truncated=True), "wrong"),
        ({}, "wrong"),
        ({"ok": False, "error": {"message": "it is larger than 256 KiB", "line": 0}}, "wrong"),
        ({"ok": False, "error": {"message": "invalid syntax", "line": 7}}, "passed"),
    ],
)
def test_a_file_is_judged_by_what_was_read_in_it(said: dict[str, Any], verdict: str) -> None:
    assert forbidden.judge(CHECK, {"hw.py": said}, ["hw.py"]).verdict == verdict


def test_a_method_of_something_else_can_be_forbidden_where_an_own_one_of_that_name_is_not() -> None:
    check = Forbids("by_hand", calls=(".backward()",))
    own, foreign = facts(calls=("net.backward",)), facts(calls=("loss.backward", "loss.backward()"))
    assert forbidden.judge(check, {"hw.py": own}, ["hw.py"]).verdict == "passed"
    found = forbidden.judge(check, {"hw.py": foreign}, ["hw.py"])
    assert found.feedback == "Not allowed here: hw.py, line 9: calls loss.backward()."


def test_an_unused_import_is_noted() -> None:
    (note,) = forbidden.judge(CHECK, {"hw.py": facts(imported("torch", used=False))}, ["hw.py"]).notes
    assert note == "hw.py, line 1: imports torch, but does not use it."


def test_neighbours_count_when_they_can_be_imported_and_other_files_do_not() -> None:
    tree = {
        "hw.py": facts(imported("layers")),
        "layers.py": facts(imported("torch")),
        "old.py": facts(imported("jax.grad")),
    }
    found = forbidden.judge(CHECK, tree, ["hw.py"])
    assert "layers.py" in found.feedback
    assert "old.py" not in found.feedback


@pytest.mark.parametrize(
    ("module", "verdict"),
    [("math", "passed"), ("math.x", "passed"), ("numpy", "wrong"), (".helpers", "passed"), ("helpers", "passed")],
)
def test_only_some_modules_and_the_submissions_own_may_be_allowed(module: str, verdict: str) -> None:
    check = Forbids("plain", only=("math",))
    tree = {"hw.py": facts(imported(module)), "helpers.py": facts()}
    assert forbidden.judge(check, tree, ["hw.py"]).verdict == verdict


def test_what_an_own_neighbour_imports_counts_as_if_it_stood_in_the_file() -> None:
    tree = {"hw.py": facts(imported("helpers")), "helpers.py": facts(imported("numpy"))}
    found = forbidden.judge(Forbids("plain", only=("math",)), tree, ["hw.py"])
    assert found.verdict == "wrong"
    assert "helpers.py, line 1: imports numpy" in found.feedback


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (imported("nn", members=("nn.plain",)), "passed"),
        (imported("nn.plain"), "passed"),
        (imported("nn", members=("nn.fast",)), "wrong"),
        (imported("nn.fast"), "wrong"),
        (imported(".nn", members=(".nn.fast",)), "wrong"),
        (imported("nn", members=("nn.*",)), "wrong"),
        (imported("other"), "wrong"),
    ],
)
def test_of_a_folder_counts_what_is_imported_from_it(said: dict[str, Any], verdict: str) -> None:
    tree = {
        "hw.py": facts(said),
        "nn/__init__.py": facts(),
        "nn/plain.py": facts(),
        "nn/fast.py": facts(imported("numpy")),
        "other/__init__.py": facts(imported(".inside")),
        "other/inside.py": facts(imported("numpy")),
    }
    assert forbidden.judge(Forbids("plain", only=("math",)), tree, ["hw.py"]).verdict == verdict
