"""Facts about source files are read without running them, and always come back."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.in_child import answer

if TYPE_CHECKING:
    from pathlib import Path


def facts(tmp_path: Path, content: str | bytes) -> dict[str, Any]:
    said: dict[str, Any] = answer(tmp_path, {"hw1.py": content}, "child.scan.scan(root)")["hw1.py"]
    return said


def calls(tmp_path: Path, source: str) -> list[str]:
    return [call["name"] for call in facts(tmp_path, source)["calls"]]


def test_every_python_file_is_described_and_nothing_else(tmp_path: Path) -> None:
    said = answer(tmp_path, {"a/b/MLP.PY": "", "hw1.py": "", "notes.txt": ""}, "child.scan.scan(root)")
    assert sorted(said) == ["a/b/MLP.PY", "hw1.py"]


def test_nothing_is_run(tmp_path: Path) -> None:
    assert facts(tmp_path, "import os\nos._exit(1)")["ok"] is True


def test_classes_methods_and_functions_are_named_with_their_lines(tmp_path: Path) -> None:
    source = """\
        class Sigmoid:
            def __init__(self):
                def inner(): pass
            def forward(self, x): pass
        def helper(): pass
        half = lambda x: x / 2
        try:
            class Tanh: pass
        except ImportError:
            pass
    """
    said = facts(tmp_path, source)
    assert said["classes"] == {
        "Sigmoid": {"line": 1, "methods": {"__init__": 2, "forward": 4}},
        "Tanh": {"line": 8, "methods": {}},
    }
    assert said["functions"] == {"helper": 5, "half": 6}


@pytest.mark.parametrize(
    ("line", "module", "members", "names"),
    [
        ("import torch", "torch", [], ["torch"]),
        ("import torch.nn", "torch.nn", [], ["torch"]),
        ("import torch.nn as nn", "torch.nn", [], ["nn"]),
        ("from torch import autograd, nn as n", "torch", ["torch.autograd", "torch.nn"], ["autograd", "n"]),
        ("from .loss import Loss", ".loss", [".loss.Loss"], ["Loss"]),
        ("from . import loss", ".", [".loss"], ["loss"]),
        ("__import__('torch')", "torch", [], ["*"]),
        ("import importlib; importlib.import_module('torch.nn')", "torch.nn", [], ["*"]),
    ],
)
def test_imports_are_named(tmp_path: Path, line: str, module: str, members: list[str], names: list[str]) -> None:
    found = facts(tmp_path, line)["imports"][-1]
    assert (found["module"], found["members"], found["names"], found["line"]) == (module, members, names, 1)


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("import torch", False),
        ("import torch  # torch.nn\n'torch'", False),
        ("import torch\ndef f(): return torch.pi", True),
        ("from torch import nn as n\nn", True),
        ("from torch import *", True),
        ("__import__('torch')", True),
    ],
)
def test_an_import_is_used_when_its_name_is_read(tmp_path: Path, source: str, used: bool) -> None:
    assert facts(tmp_path, source)["imports"][0]["used"] is used


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("import numpy as np\nnp.linalg.norm(1)", "numpy.linalg.norm"),
        ("from torch.autograd import grad as g\ng()", "torch.autograd.grad"),
        ("import torch\nag = torch.autograd\nag.grad()", "torch.autograd.grad"),
        ("import torch.nn.functional\ntorch.nn.functional.relu(1)", "torch.nn.functional.relu"),
        ("from .loss import f\nf()", ".loss.f"),
        ("f(1).T.backward()", ".T.backward"),
        ("loss.backward()", "loss.backward"),
        ("print(1)", "print"),
    ],
)
def test_calls_are_named_in_full(tmp_path: Path, source: str, call: str) -> None:
    assert call in calls(tmp_path, source)


@pytest.mark.parametrize(
    ("source", "foreign"),
    [
        ("loss.backward()", True),
        ("f(x).sum().backward()", True),
        ("loss.backward(retain_graph=True)", True),
        ("def backward(self, delta): pass\nloss.backward()", True),
        ("def backward(self, delta): pass\nloss.backward(retain_graph=True)", True),
        ("def backward(self, *, delta): pass\nloss.backward()", True),
        ("def backward(self, delta): pass\nnet.backward(delta)", False),
        ("def backward(self, delta): pass\nnet.backward(delta=delta)", False),
        ("def backward(self, delta): pass\nnet.backward(**named)", False),
        ("class A:\n  def backward(self): pass\nA().backward()", False),
        ("def backward(self, delta=None): pass\nself.backward()", False),
        ("def backward(self, **named): pass\nself.backward(retain_graph=True)", False),
        ("backward()", False),
    ],
)
def test_a_method_called_as_no_own_one_can_be_is_said_to_be_so(tmp_path: Path, source: str, foreign: bool) -> None:
    assert any(name.endswith("backward()") for name in calls(tmp_path, source)) is foreign


def test_words_in_comments_and_strings_are_no_calls(tmp_path: Path) -> None:
    assert calls(tmp_path, "# loss.backward()\n'loss.backward()'\n") == []


def test_a_syntax_error_has_its_line_and_column(tmp_path: Path) -> None:
    said = facts(tmp_path, "a = 1\nb = 2\nc = )\n")
    assert said["ok"] is False
    error = said["error"]
    assert error["message"].startswith("this is not valid Python. Python says: ")
    assert (error["line"], error["source"]) == (3, "c = )")
    assert 1 <= error["column"] <= 5  # Python 3.8 points at the start of the line


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("print 'hello'", "this is Python 2"),
        ("print x % y", "this is Python 2"),
        ("try: pass\nexcept ValueError, e: pass", "this is Python 2"),
        ("if a <> b: pass", "this is Python 2"),
        ("if True:\n        a = 1\n\tb = 2", "tabs and spaces are mixed"),
        ("if True:\na = 1", "the indentation"),
        ("%matplotlib inline", "a command of a notebook"),
        ("!pip install numpy", "a command of a notebook"),
        ("<<<<<<< HEAD", "left by a merge"),
        ("x = \u201ca\u201d", "typographic quotes"),
        ("x =\u00a01", "invisible character"),
    ],
)
def test_common_causes_of_syntax_errors_are_told(tmp_path: Path, source: str, words: str) -> None:
    assert words in facts(tmp_path, source.encode())["error"]["message"]


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "-" * 100_000 + "1",
        "x = " + "1+" * 100_000 + "1",
        "x = " + "(" * 100_000,
        "x = a" + ".b" * 100_000,
        "if x: pass\n" + "elif x: pass\n" * 15_000,
        "x = 1\0",
        "\0" * 100,
        "x = 1\n" * 50_000,
        "def f(:",
        "x = 'never closed",
        "\\",
        "# coding: rot13\nx = 1",
        "f(" + "a" * 100_000 + ")",
        "\u202e = 1",
    ],
    ids=range(14),
)
def test_hostile_text_ends_in_facts_of_bounded_size(tmp_path: Path, source: str) -> None:
    said = facts(tmp_path, source.encode())
    assert said["ok"] or said["error"]["message"]
    assert len(repr(said)) < 5_000


def test_a_truncated_list_says_so(tmp_path: Path) -> None:
    said = facts(tmp_path, "\n".join(f"f{n}()" for n in range(8_000)))
    assert said["truncated"] is True
    assert len(said["calls"]) <= 6_000


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"x = 1", "utf-8"),
        (codecs.BOM_UTF8 + b"x = 1", "utf-8-sig"),
        ("x = 1".encode("utf-16"), "utf-16"),
        (b"# coding: cp1252\nx = '\xe9'", "cp1252"),
        (b"x = '\xe9'", "latin-1"),
    ],
)
def test_the_encoding_is_told(tmp_path: Path, content: bytes, encoding: str) -> None:
    said = facts(tmp_path, content)
    assert (said["ok"], said["encoding"]) == (True, encoding)
