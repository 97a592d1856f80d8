"""Exit statuses mean the same for every command, and whatever lists something lists it for a program, too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_cli_help import COMMANDS
from tests.command import grade, refusal
from tests.exports import class_book

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[2] / "reports" / "sample" / "report.json"


@pytest.fixture
def place(finished_toy: Path, tmp_path: Path) -> Path:
    """Return a folder with a course, a gradebook, two reports that differ, and a platform's gradebook."""
    (tmp_path / "reference").symlink_to(finished_toy / "reference")
    (tmp_path / "reports").mkdir()
    class_book.make(tmp_path / "reports/gradebook.sqlite")
    text = SAMPLE.read_text()
    (tmp_path / "old.json").write_text(text)
    tree = json.loads(text)
    tree["score"] -= 1
    (tmp_path / "new.json").write_text(json.dumps(tree))
    (tmp_path / "theirs.csv").write_text(class_book.CANVAS)
    return tmp_path


def a_check() -> str:
    return str(json.loads(SAMPLE.read_text())["items"][0]["checks"][0]["id"])


LISTED: dict[str, tuple[list[str], Callable[[Any], Any]]] = {
    "list": (["list", "--json"], lambda tree: tree[0]["slug"] == "toy"),
    "rubric": (["rubric", "toy", "--json"], lambda tree: tree["items"][0]["checks"][0]["id"] == "square_forward"),
    "near": (["near", "old.json", "--json"], lambda tree: isinstance(tree["near"], list)),
    "diff": (["diff", "old.json", "new.json", "--json"], lambda tree: tree["changed"] is True),
    "explain": (["explain", "old.json", a_check(), "--json"], lambda tree: tree["check"]["id"] == a_check()),
    "history": (["history", "ada@uni.edu", "--json"], lambda tree: tree["results"][0]["score"] == 8.0),
    "similar": (["similar", "--json"], lambda tree: tree),
    "class": (["class", "--json"], lambda tree: tree),
    "export": (["export", "--to", "json", "-o", "-"], lambda tree: len(tree["people"]) == 6),
}


@pytest.mark.parametrize("name", LISTED)
def test_a_list_is_also_printed_as_json_alone(place: Path, name: str) -> None:
    words, holds = LISTED[name]
    done = grade(place, *words)
    assert done.returncode in (0, 1), done.stderr
    assert holds(json.loads(done.stdout))


STATUSES: dict[str, tuple[int, list[str]]] = {
    "done": (0, ["list"]),
    "done, and nothing to say": (0, ["diff", "old.json", "old.json"]),
    "help": (0, ["batch", "--help"]),
    "something changed": (1, ["diff", "old.json", "new.json"]),
    "a grade without a place": (1, ["export", "--to", "canvas", "--into", "theirs.csv", "-o", "out.csv"]),
    "no such assignment": (2, ["rubric", "none"]),
    "no such report": (2, ["near", "none.json"]),
    "no such check": (2, ["explain", "old.json", "none"]),
    "no such download": (2, ["batch", "none"]),
    "no such submission": (2, ["none", "--assignment", "toy"]),
    "nobody of this name": (2, ["history", "nobody"]),
    "a shell that is none": (2, ["completion", "tcsh"]),
}


@pytest.mark.parametrize(("status", "words"), STATUSES.values(), ids=STATUSES.keys())
def test_a_status_says_how_it_went(place: Path, status: int, words: list[str]) -> None:
    done = grade(place, *words)
    assert done.returncode == status, done.stderr
    assert (len(done.stderr.splitlines()) == 1) == (status == 2)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_refuses_an_option_that_it_does_not_have(tmp_path: Path, name: str) -> None:
    assert "--no-such-option" in refusal(tmp_path, *name.split(), "--no-such-option")
