"""Of a script that trains when it is imported only what it defines is loaded, and the report says what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.in_child import answer

if TYPE_CHECKING:
    from pathlib import Path

LOAD = """
child.load.install(root, scratch)
code = child.load.Code(child.load.load(root, {'net.py': 'net.py'}, {'definitions': True}))
"""


def loaded(tmp_path: Path, source: str, expression: str, **others: str) -> Any:
    """Return the value of an expression over `code`, the definitions of net.py."""
    return answer(
        tmp_path, {"net.py": source, **{f"{name}.py": text for name, text in others.items()}}, expression, LOAD
    )


SCRIPT = """\
import math
from json import dumps as write
RATE, SIZES = 1e-3, [2, 3 * 4]
HALF = RATE / 2
def f(x): return RATE * x
class Net:
    depth = len(SIZES)
relu = lambda x: max(x, 0)
print('training')
net = Net()
for epoch in range(10**9):
    net.step()
if __name__ == "__main__":
    train()
"""


def test_definitions_and_constants_are_there(tmp_path: Path) -> None:
    values = "[code.f(2000), code.Net.depth, code.HALF, code.relu(-1), code.write(1)]"
    assert loaded(tmp_path, SCRIPT, values) == [2.0, 2, 0.0005, 0, "1"]


def test_what_was_not_run_is_told_with_its_lines(tmp_path: Path) -> None:
    assert loaded(tmp_path, SCRIPT, "child.load.notes()") == [
        (
            "Of net.py only definitions were loaded; not run: 3 statements at its top level, "
            "line 9 (print('training')), line 10 (net = Net()), line 11 (for epoch in range(10**9):)."
        )
    ]


def test_of_many_statements_a_few_are_told(tmp_path: Path) -> None:
    (note,) = loaded(tmp_path, "print(1)\n" * 50, "child.load.notes()")
    assert note.endswith("line 4 (print(1)) and 46 more.")
    assert len(note) < 300


def test_a_file_of_definitions_only_needs_no_word(tmp_path: Path) -> None:
    source = '"""What it is."""\nimport math\ndef f(): return 1\nif __name__ == "__main__":\n    print(f())\n'
    assert loaded(tmp_path, source, "[code.f(), child.load.notes()]") == [1, []]


@pytest.mark.parametrize(
    "source",
    [
        "x = [10 ** -k for k in range(3)][0]",
        "import sys\nx = 0\nif sys.version_info > (3,):\n    x = 1\nelse:\n    x = 2",
        "try:\n    import no_such_package\n    x = 2\nexcept ImportError:\n    x = 1",
        "x: int = 0\nx += 1",
        "from math import sqrt as root_of\nx = root_of(1)",
        "import os\nx = len(os.path.join('', 'a'))",
        "x = len('a b'.split()) - 1",
        "from collections import namedtuple\nPoint = namedtuple('Point', 'x y')\nx = Point.y and 1",
        "class A:\n    pass\nA.x = 1\nx = A.x",
        "import sys\nsys.path.append('lib')\nx = 1",
        "for k in range(3): print(k)\nx = [k for k in (1, 2)][0]",
        "x = 2\nx = print()\nx = 1",
    ],
)
def test_what_only_makes_a_constant_is_run(tmp_path: Path, source: str) -> None:
    assert loaded(tmp_path, source, "code.x") == 1


@pytest.mark.parametrize(
    "source",
    [
        "x = open('data.txt').read()",
        "data = read()\nx = data[0]",
        "data = 1\ndata = read()\nx = data",
        "import data\nx = data.load()",
        "for x in range(3): pass",
        "with open('data.txt') as file: x = 1",
        "if input(): x = 1",
        "y = print()\nif True:\n    x = y",
        "x = 0 if read() else 1",
        "x = [read(k) for k in range(3)]",
        "y = read()\ny += 1\nx = y",
        "y = read()\ndef g(z=y): pass\nx = g",
        "y = read()\nclass C(y.Base): pass\nx = C",
        "assert read()\nx = (lambda k=read(): k)()",
        "try:\n    x = 1\nexcept Exception:\n    read()",
        "y = read()\ndef g():\n    y = 1\nx = y",
    ],
)
def test_whatever_runs_more_is_left_out(tmp_path: Path, source: str) -> None:
    source = "def read(*_): raise RuntimeError('it was run')\n" + source
    assert loaded(tmp_path, source, "hasattr(code, 'x')", data="def load(): raise RuntimeError\n") is False


def test_the_files_that_it_imports_are_loaded_alike(tmp_path: Path) -> None:
    source = "from layers import width\n"
    assert loaded(tmp_path, source, "code.width", layers="width = 3\nraise RuntimeError('it was run')\n") == 3


def test_lines_of_a_traceback_are_those_of_the_file(tmp_path: Path) -> None:
    said = loaded(tmp_path, "print(1)\nprint(2)\ndef f():\n    1 / 0\n", "explained(code.f)")
    assert said["frames"][-1] == {"file": "net.py", "line": 4, "function": "f", "source": "1 / 0"}


def test_without_being_asked_for_everything_is_run(tmp_path: Path) -> None:
    assert answer(tmp_path, {"net.py": "x = str(print)[0]\ny = print()\n"}, "hasattr(load('net.py'), 'y')") is True
