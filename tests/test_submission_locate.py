"""Each required file is found by its name, else by what it defines, else said to be missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.rubric import Assignment
from grader.submission import Located, locate

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("Sigmoid", "Tanh", "ReLU", "MLP", "train", "weights")


def assignment(*files: str, defines: Mapping[str, tuple[str, ...]] | None = None) -> Assignment:
    defines = {"hw1.py": NAMES} if defines is None else defines
    return Assignment("a", title="A", files=files or ("hw1.py",), defines=defines, total=0, items=())


def facts(defined: int | str = 0, *, ok: bool = True) -> dict[str, Any]:
    """Return facts about a file that defines so many of the names, or the one name."""
    names = NAMES[:defined] if isinstance(defined, int) else (defined,)
    classes = {name: {"line": 1, "methods": {}} for name in names if name[0].isupper()}
    return {"ok": ok, "classes": classes, "functions": {name: 1 for name in names if name not in classes}}


def one(found: Located) -> tuple[str | None, str]:
    return found.paths.get("hw1.py"), " ".join(found.notes)


def test_the_exact_name_is_taken_without_a_word() -> None:
    assert one(locate({"hw1.py": facts(0), "mlp.py": facts(6)}, assignment())) == ("hw1.py", "")


def test_a_nested_file_is_found_and_its_folder_told() -> None:
    found = locate({"a/b/hw1.py": facts(6), "a/loss.py": facts()}, assignment())
    assert (found.paths, found.root) == ({"hw1.py": "a/b/hw1.py"}, "a/b")


def test_the_nearest_of_several_is_taken() -> None:
    path, note = one(locate({"old/hw1.py": facts(6), "hw1.py": facts(5)}, assignment()))
    assert path == "hw1.py"
    assert note == "Of the files called hw1.py, hw1.py was taken, not old/hw1.py."


def test_of_several_equally_near_the_one_that_defines_most_is_taken() -> None:
    path, _ = one(locate({"a/hw1.py": facts(2), "b/hw1.py": facts(6)}, assignment()))
    assert path == "b/hw1.py"


def test_nothing_is_taken_when_several_fit_equally() -> None:
    found = locate({"a/hw1.py": facts(6), "b/hw1.py": facts(6)}, assignment())
    assert found.missing == ("hw1.py",)
    assert found.notes == (
        "hw1.py was handed in more than once (a/hw1.py, b/hw1.py), and which one counts is unclear.",
    )


def test_another_case_is_taken_with_a_note() -> None:
    path, note = one(locate({"HW1.PY": facts(6)}, assignment()))
    assert path == "HW1.PY"
    assert note == "HW1.PY was taken for hw1.py: the names differ in upper and lower case."


def test_a_file_of_another_name_is_known_by_what_it_defines() -> None:
    path, note = one(locate({"mlp.py": facts(5), "loss.py": facts(1)}, assignment()))
    assert path == "mlp.py"
    assert note == "hw1.py was not handed in; mlp.py was taken for it, since it defines Sigmoid, Tanh, ReLU and 2 more."


def test_two_files_that_define_the_same_are_not_guessed_among() -> None:
    path, note = one(locate({"mlp.py": facts(6), "mlp2.py": facts(5)}, assignment()))
    assert path is None
    assert note == "hw1.py was not handed in, and both mlp.py and mlp2.py define much of what it should."


def test_a_file_that_defines_less_than_half_is_not_taken() -> None:
    path, note = one(locate({"mlp.py": facts(2), "other.py": facts()}, assignment()))
    assert path is None
    assert note.startswith("hw1.py was not handed in, and no other file defines most of what it should (Sigmoid, ")


def test_the_only_file_is_taken_when_it_has_anything_to_do_with_it() -> None:
    assert one(locate({"mlp.py": facts(1)}, assignment()))[0] == "mlp.py"
    assert one(locate({"mlp.py": facts(0, ok=False)}, assignment()))[0] == "mlp.py"
    assert one(locate({"mlp.py": facts(0)}, assignment()))[0] is None


def test_files_that_do_not_parse_are_named_when_nothing_fits() -> None:
    _, note = one(locate({"mlp.py": facts(0, ok=False), "x.py": facts()}, assignment()))
    assert note.endswith("These files cannot be read as Python: mlp.py.")


def test_several_required_files_may_be_played_by_one() -> None:
    wanted = {"A.py": ("A",), "B.py": ("B",), "C.py": ("C",)}
    both = {"ok": True, "classes": {"A": {}, "B": {}}, "functions": {}}
    found = locate({"src/layers.py": both, "src/C.py": facts("C")}, assignment(*wanted, defines=wanted))
    assert found.paths == {"A.py": "src/layers.py", "B.py": "src/layers.py", "C.py": "src/C.py"}
    assert (found.root, found.missing) == ("src", ())


def test_files_in_different_folders_share_the_folder_above() -> None:
    wanted = {"A.py": ("A",), "B.py": ("B",)}
    found = locate({"x/a/A.py": facts("A"), "x/b/B.py": facts("B")}, assignment(*wanted, defines=wanted))
    assert found.root == "x"


def test_only_python_files_are_looked_for() -> None:
    assert locate({"hw1.py": facts()}, assignment("writeup.pdf", "hw1.py")).missing == ()


@pytest.mark.parametrize(
    "said", [None, {}, {"classes": [1], "functions": "x"}, {"ok": True, "classes": {"Sigmoid": 3}}]
)
def test_facts_of_any_form_do_no_harm(said: Any) -> None:
    assert locate({"hw1.py": said, "x.py": said}, assignment()).paths == {"hw1.py": "hw1.py"}
    assert locate({"a.py": said, "x.py": said}, assignment()).missing == ("hw1.py",)


def test_nothing_at_all_is_missing() -> None:
    found = locate({}, assignment())
    assert (found.missing, found.notes) == (("hw1.py",), ("hw1.py was not handed in, nor any other Python file.",))


@pytest.mark.parametrize(("handed_in", "missing"), [("plain.py", "fast.py"), ("fast.py", "plain.py")])
def test_one_file_does_not_play_two_that_define_the_same_names(handed_in: str, missing: str) -> None:
    wanted = assignment("plain.py", "fast.py", defines={"plain.py": ("MLP", "train"), "fast.py": ("MLP", "train")})
    found = locate({handed_in: facts(6)}, wanted)
    assert (found.paths, found.missing) == ({handed_in: handed_in}, (missing,))
    assert found.notes == (
        f"{missing} was not handed in; {handed_in} is no stand-in, since what it defines counts for {handed_in}.",
    )


def test_one_file_of_another_name_plays_only_one_of_them() -> None:
    wanted = assignment("plain.py", "fast.py", defines={"plain.py": ("MLP", "train"), "fast.py": ("MLP", "train")})
    assert locate({"work.py": facts(6)}, wanted).missing == ("fast.py",)


def test_one_file_plays_two_that_define_other_names() -> None:
    wanted = assignment("plain.py", "fast.py", defines={"plain.py": ("MLP",), "fast.py": ("train",)})
    assert locate({"plain.py": facts(6)}, wanted).missing == ()


ALL_IN_ONE = {"A.py": ("A",), "B.py": ("B",), "C.py": ("C",)}


def test_what_one_file_plays_is_told_once() -> None:
    whole = {"ok": True, "classes": {"A": {}, "B": {}}, "functions": {}}
    found = locate({"layers.py": whole, "C.py": facts("C")}, assignment(*ALL_IN_ONE, defines=ALL_IN_ONE))
    assert found.notes == ("A.py, B.py were not handed in; layers.py was taken for them, since it defines A, B.",)


def test_of_files_that_define_the_same_the_one_counts_that_defines_more_of_the_rest() -> None:
    whole = {"ok": True, "classes": {"A": {}, "B": {}, "C": {}}, "functions": {}}
    found = locate({"a.old.py": facts("A"), "layers.py": whole}, assignment(*ALL_IN_ONE, defines=ALL_IN_ONE))
    assert set(found.paths.values()) == {"layers.py"}


def test_each_file_that_was_not_found_has_its_own_sentence() -> None:
    found = locate({"A.py": facts("A")}, assignment(*ALL_IN_ONE, defines=ALL_IN_ONE))
    assert found.missing == ("B.py", "C.py")
    assert [found.reasons[name][:24] for name in found.missing] == [
        "B.py was not handed in, ",
        "C.py was not handed in, ",
    ]


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"mlp.py": facts(6), "work.py": facts(6)}, "mlp.py"),
        ({"mlp.py": facts(2), "work.py": facts(6)}, "work.py"),
        ({"mlp.py": facts(6), "hw1.py": facts(6)}, "hw1.py"),
        ({"a/hw1.py": facts(6), "hw1.py": facts(6)}, "a/hw1.py"),
    ],
)
def test_what_was_made_of_a_notebook_is_taken_after_what_was_written_as_a_source(
    files: dict[str, Any], taken: str
) -> None:
    path, _ = one(locate(files, assignment(), ["work.py", "hw1.py"]))
    assert path == taken
