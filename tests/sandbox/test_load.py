"""A submission is imported the way its author's machine did it."""

from __future__ import annotations

import ast
import codecs
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.in_child import CHILD, answer

if TYPE_CHECKING:
    from pathlib import Path

LOSS = "class Loss:\n    value = 7\n"


def test_definitions_are_found_in_the_files_in_order(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.py": "x = 1\ny = 1\n", "b.py": "y = 2\nz = 2\n"}
    assert answer(tmp_path, files, "[code.x, code.y, code.z]", "code = load('a.py', 'b.py')") == [1, 1, 2]


def test_one_file_can_be_asked_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.py": "def f(): return 1\n", "b.py": "def f(): return 2\n"}
    assert answer(tmp_path, files, "code['b.py'].f()", "code = load('a.py', 'b.py')") == 2


def test_what_nobody_defines_is_missing(tmp_path: Path) -> None:
    said = answer(tmp_path, {"hw1.py": ""}, "explained(lambda: load('hw1.py').Sigmoid)")
    assert said["exception"] == "Missing"
    assert said["missing"] is True
    assert said["detail"] == "`Sigmoid` is not defined in hw1.py."


def test_asking_whether_something_is_defined_is_no_error(tmp_path: Path) -> None:
    assert answer(tmp_path, {"hw1.py": ""}, "hasattr(load('hw1.py'), 'Sigmoid')") is False


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + b"value = '\xc3\xa9'\n",
        codecs.BOM_UTF16_LE + "value = 'é'\n".encode("utf-16-le"),
        b"value = '\xe9'  # latin-1, undeclared\n",
        b"# -*- coding: cp1252 -*-\nvalue = '\xe9'\n",
        b"# coding: no-such-codec\nvalue = '\xc3\xa9'\n",
        b"if True:\r\n\tvalue = '\xc3\xa9'",
        b"if True:\r    value = '\xc3\xa9'\r",
    ],
    ids=["bom", "utf-16", "latin-1", "declared", "unknown codec", "crlf and tabs", "old mac"],
)
def test_any_encoding_and_line_end_is_read(tmp_path: Path, content: bytes) -> None:
    assert answer(tmp_path, {"hw1.py": content}, "load('hw1.py').value") == "é"


def test_a_neighbour_in_another_encoding_is_read_too(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"hw1.py": "from loss import value\n", "loss.py": b"value = '\xe9'\n"}
    assert answer(tmp_path, files, "load('hw1.py').value") == "é"


@pytest.mark.parametrize(
    ("imports", "files"),
    [
        ("from loss import Loss", {"loss.py": LOSS}),
        ("from .loss import Loss", {"loss.py": LOSS}),
        ("from . import loss; Loss = loss.Loss", {"loss.py": LOSS}),
        ("from mytorch.loss import Loss", {"mytorch/loss.py": LOSS}),
        ("from .mytorch.loss import Loss", {"mytorch/loss.py": LOSS}),
        (
            "from mytorch import Loss",
            {"mytorch/__init__.py": "from .loss import Loss", "mytorch/loss.py": LOSS},
        ),
        ("from mytorch.nn import Loss", {"mytorch/nn.py": "from ..loss import Loss", "loss.py": LOSS}),
        ("import sys; sys.path.append('mytorch'); from loss import Loss", {"mytorch/loss.py": LOSS}),
        ("import sys; sys.path.append('./mytorch/'); from loss import Loss", {"mytorch/loss.py": LOSS}),
        (r"import sys; sys.path.append('C:\\me\\mytorch'); from loss import Loss", {"mytorch/loss.py": LOSS}),
        ("from Loss import Loss", {"loss.py": LOSS}),
        ("from test import Loss", {"test.py": LOSS}),
        ("from linear.loss import Loss", {"mytorch/linear/loss.py": LOSS}),
    ],
)
def test_a_neighbour_is_found_however_it_is_asked_for(
    tmp_path: Path, imports: str, files: dict[str, str | bytes]
) -> None:
    assert answer(tmp_path, {"hw1.py": imports, **files}, "load('hw1.py').Loss.value") == 7


def test_a_file_beside_the_required_one_is_found_when_both_are_nested(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hw1/hw1.py": "from loss import Loss\nfrom .loss import Loss as Same",
        "hw1/loss.py": LOSS,
    }
    setup = "code = load(**{'hw1.py': 'hw1/hw1.py'})"
    assert answer(tmp_path, files, "[code.Loss.value, code.Loss is code.Same]", setup) == [7, True]


def test_one_file_is_one_module_under_all_its_names(tmp_path: Path) -> None:
    hw1 = """
        import sys
        sys.path.append('mytorch')
        import loss, mytorch.loss
        from .mytorch import loss as relative
        same = loss is mytorch.loss is relative
    """
    files: dict[str, str | bytes] = {"hw1.py": hw1, "mytorch/loss.py": "print('once')\n" + LOSS}
    assert answer(tmp_path, files, "load('hw1.py').same") is True


def test_files_that_import_each_other_are_loaded_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.py": "import b\nclass A: pass\n",
        "b.py": "from . import a\ndef f(): return a.A\n",
    }
    setup = "code = load('a.py', 'b.py')"
    assert answer(tmp_path, files, "[code.f() is code.A, code.modules['a.py'].b is code.modules['b.py']]", setup) == [
        True,
        True,
    ]


def test_a_file_taken_for_a_required_one_answers_to_that_name(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "mlp.py": "import layers",
        "layers.py": "def f():\n    import hw1\n    return hw1.__name__",
    }
    assert answer(tmp_path, files, "load(**{'hw1.py': 'mlp.py'}).modules['hw1.py'].layers.f()") == "mlp"


@pytest.mark.parametrize("name", ["hw1.py", "hw1 (1).py", "my.hw1-final.py"])
def test_a_module_is_called_like_its_file(tmp_path: Path, name: str) -> None:
    files: dict[str, str | bytes] = {name: "me = __name__\nclass A: pass"}
    assert answer(tmp_path, files, "[code.me, code.A.__module__]", f"code = load({name!r})") == [name[:-3]] * 2


def test_nothing_runs_as_the_main_program(tmp_path: Path) -> None:
    assert answer(tmp_path, {"__main__.py": "me = __name__"}, "load('__main__.py').me") == "main"


def test_a_class_finds_its_module_also_in_a_folder(tmp_path: Path) -> None:
    head = "from __future__ import annotations\nfrom dataclasses import dataclass\n\n"
    layers = head + "@dataclass\nclass Layer:\n    n: int\n"
    files: dict[str, str | bytes] = {
        "hw1.py": "from net import Layer\n",
        "net/__init__.py": "from .layers import Layer\n",
        "net/layers.py": layers,
    }
    assert answer(tmp_path, files, "load('hw1.py').Layer(3).n") == 3


def test_a_file_named_like_a_loaded_module_is_loaded_beside_it(tmp_path: Path) -> None:
    expression = "[load('json.py').mine, json.loads('1')]"
    assert answer(tmp_path, {"json.py": "mine = 1"}, expression) == [1, 1]


def test_what_was_guessed_is_noted(tmp_path: Path) -> None:
    notes = answer(tmp_path, {"hw1.py": "import loss", "a/loss.py": ""}, "child.load.notes()", "load('hw1.py')")
    assert notes == ["`import loss` in hw1.py (line 1) was answered by a/loss.py, the only one of that name."]


def test_nothing_is_guessed_among_several_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"hw1.py": "import loss", "a/loss.py": "", "b/loss.py": ""}
    said, notes = answer(tmp_path, files, "[explained(lambda: load('hw1.py')), child.load.notes()]")
    assert said["exception"] == "ModuleNotFoundError"
    assert notes == ["`import loss` in hw1.py (line 1) fits several files: a/loss.py, b/loss.py; none was taken."]


def test_a_module_whose_code_raised_is_run_again_when_asked_for_again(tmp_path: Path) -> None:
    hw1 = "try:\n    import loss\nexcept ValueError:\n    import loss\n"
    loss = "import sys\nsys.tries = getattr(sys, 'tries', 0) + 1\nif sys.tries == 1: raise ValueError\n"
    assert answer(tmp_path, {"hw1.py": hw1, "loss.py": loss}, "load('hw1.py').loss.sys.tries") == 2


def test_a_module_can_be_reloaded(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hw1.py": "import importlib, loss\nloss.x = 2\nimportlib.reload(loss)",
        "loss.py": "x = 1",
    }
    assert answer(tmp_path, files, "load('hw1.py').loss.x") == 1


def test_a_file_written_at_run_time_can_be_imported(tmp_path: Path) -> None:
    hw1 = "open('made.py', 'wb').write(b\"x = '\\xe9'\")\nfrom made import x\n"
    assert answer(tmp_path, {"hw1.py": hw1}, "load('hw1.py').x") == "é"


def test_no_bytecode_is_written(tmp_path: Path) -> None:
    answer(tmp_path, {"hw1.py": "import loss", "loss.py": ""}, "load('hw1.py').loss.__name__")
    assert not list(tmp_path.rglob("*.pyc"))


def test_imports_of_the_standard_library_cause_no_warnings(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hw1.py": "import warnings\nwarnings.simplefilter('error')\nfrom . import loss\nimport statistics",
        "loss.py": "",
    }
    assert answer(tmp_path, files, "load('hw1.py').statistics.__name__") == "statistics"


@pytest.mark.parametrize("path", sorted(CHILD.glob("child/**/*.py")), ids=lambda path: path.name)
def test_what_runs_beside_students_code_is_written_for_python_3_8(path: Path) -> None:
    ast.parse(path.read_text(), feature_version=(3, 8))


def test_a_package_may_be_called_as_the_file_in_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hw1/__init__.py": "",
        "hw1/hw1.py": "from . import init\nfrom .loss import f\nvalue = init.value + f()\n",
        "hw1/init.py": "value = 1\n",
        "hw1/loss.py": "def f(): return 2\n",
    }
    assert answer(tmp_path, files, "load(**{'hw1.py': 'hw1/hw1.py'}).value") == 3


def test_a_file_that_stops_halfway_gives_what_it_defined_to_those_that_import_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.py": "from b import f\n", "b.py": "def f(): return 1\n1 / 0\n"}
    setup = "code = load('a.py', 'b.py')"
    assert answer(tmp_path, files, "[code['a.py'].f(), len(child.load.stopped())]", setup) == [1, 1]


SEVERAL: dict[str, str | bytes] = {"a.py": "def f(): return 1\n", "b.py": "raise ValueError('no')\ndef g(): pass\n"}


def test_of_several_files_one_that_raises_costs_itself_alone(tmp_path: Path) -> None:
    setup = "code = load('a.py', 'b.py')"
    alone, said = answer(tmp_path, SEVERAL, "[code.f(), explained(lambda: code['b.py'])]", setup)
    assert alone == 1
    assert (said["exception"], said["detail"], said["unusable"]) == ("ValueError", "no", "b.py")
    assert said["frames"] == [{"file": "b.py", "line": 1, "function": "<module>", "source": "raise ValueError('no')"}]


@pytest.mark.parametrize("asked", ["code['c.py']", "code['c.py'].h", "code.modules['c.py']", "code.h"])
def test_a_file_that_cannot_be_imported_says_why_however_it_is_asked_for(tmp_path: Path, asked: str) -> None:
    how = {"absent": {"c.py": ["c.py was not handed in.", True]}, "defines": {"a.py": ["f"], "c.py": ["h"]}}
    setup = (
        f"child.load.install(root, scratch)\ncode = child.load.Code(child.load.load(root, {{'a.py': 'a.py'}}, {how}))"
    )
    said = answer(tmp_path, SEVERAL, f"explained(lambda: {asked})", setup)
    assert (said["detail"], said["sentence"], said["missing"]) == ("c.py was not handed in.", True, True)


def test_a_name_that_a_file_at_hand_should_define_is_missing_there(tmp_path: Path) -> None:
    how = {"absent": {"c.py": ["c.py was not handed in.", True]}, "defines": {"a.py": ["f", "ff"], "c.py": ["h"]}}
    setup = (
        f"child.load.install(root, scratch)\ncode = child.load.Code(child.load.load(root, {{'a.py': 'a.py'}}, {how}))"
    )
    said = answer(tmp_path, SEVERAL, "[explained(lambda: code.ff), hasattr(code, 'h')]", setup)
    assert said[0]["detail"] == "`ff` is not defined in a.py."
    assert said[1] is False
