"""An exception of student code becomes plain values, whatever its class does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.in_child import answer

if TYPE_CHECKING:
    from pathlib import Path


def explained(tmp_path: Path, source: str | bytes, call: str = "code.f()") -> dict[str, Any]:
    """Return how an exception of `f`, or of the import, is explained."""
    setup = "def run():\n    code = load('hw1.py')\n    return " + call
    said: dict[str, Any] = answer(tmp_path, {"hw1.py": source}, "explained(run)", setup)
    return said


def test_frames_are_those_of_the_submission_innermost_last(tmp_path: Path) -> None:
    source = "import json\ndef g(x):\n    return json.loads(x)\n\ndef f():\n    return g('{')  # here\n"
    said = explained(tmp_path, source)
    assert said["exception"] == "JSONDecodeError"
    assert said["frames"] == [
        {"file": "hw1.py", "line": 6, "function": "f", "source": "return g('{')  # here"},
        {"file": "hw1.py", "line": 3, "function": "g", "source": "return json.loads(x)"},
    ]
    assert said["missing"] is False


@pytest.mark.parametrize(
    "line",
    [
        "raise NotImplementedError",
        "raise NotImplementedError('todo')",
        "raise NotImplemented",
        "raise NotImplemented('x')",
    ],
)
def test_what_is_not_written_yet_is_missing(tmp_path: Path, line: str) -> None:
    assert explained(tmp_path, f"def f():\n    {line}\n")["missing"] is True


def test_another_type_error_is_not_missing(tmp_path: Path) -> None:
    assert explained(tmp_path, "def f():\n    raise 'NotImplemented'\n")["missing"] is False


def test_a_syntax_error_shows_its_place(tmp_path: Path) -> None:
    said = explained(tmp_path, b"x = 1\r\nprint '\xe9'\r\n")
    assert said["exception"] == "SyntaxError"
    assert said["detail"].startswith("this is Python 2")
    assert (said["line"], said["source"]) == (2, "print 'é'")
    assert said["column"] >= 1
    assert said["frames"] == [{"file": "hw1.py", "line": 2, "function": "<module>", "source": "print 'é'"}]


def test_a_syntax_error_in_a_neighbour_shows_who_imported_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"hw1.py": "import loss", "loss.py": "x = ("}
    said = answer(tmp_path, files, "explained(lambda: load('hw1.py'))")
    assert [frame["file"] for frame in said["frames"]] == ["hw1.py", "loss.py"]


def test_endless_recursion_keeps_a_few_frames(tmp_path: Path) -> None:
    said = explained(tmp_path, "def f():\n    return f()\n")
    assert said["exception"] == "RecursionError"
    assert len(said["frames"]) == 8


@pytest.mark.parametrize(
    ("line", "name", "detail"),
    [
        ("import sys; sys.exit(3)", "SystemExit", "the code ended the program, exit(3)"),
        ("raise SystemExit", "SystemExit", "the code ended the program, exit()"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("raise MemoryError", "MemoryError", ""),
        ("{}['W3']", "KeyError", "'W3'"),
    ],
)
def test_endings_of_every_kind_are_told(tmp_path: Path, line: str, name: str, detail: str) -> None:
    said = explained(tmp_path, f"def f():\n    {line}\n")
    assert (said["exception"], said["detail"]) == (name, detail)


def test_a_group_tells_its_first_member(tmp_path: Path) -> None:
    said = explained(tmp_path, "def f():\n    raise ExceptionGroup('two', [ValueError('a'), KeyError('b')])\n")
    assert said["detail"] == "two (2 sub-exceptions): ValueError: a"


@pytest.mark.parametrize(
    "body",
    [
        "def __str__(self): raise SystemExit",
        "def __str__(self): return 3",
        "def __str__(self): return 'x' * 10**7",
        "def __getattribute__(self, name): raise SystemExit",
        "class Meta(type):\n        __name__ = property(lambda self: 1 / 0)",
        "__str__ = None",
    ],
)
def test_a_hostile_exception_is_still_explained(tmp_path: Path, body: str) -> None:
    said = explained(tmp_path, f"class Bad(Exception):\n    {body}\ndef f():\n    raise Bad\n")
    assert len(said["detail"]) <= 300
    assert isinstance(said["frames"], list)


def test_a_text_that_only_pretends_to_be_one_is_made_plain(tmp_path: Path) -> None:
    source = "class S(str):\n    __len__ = lambda self: 1\ndef f():\n    raise ValueError(S('y' * 10**6))\n"
    assert len(explained(tmp_path, source)["detail"]) == 300
