"""The source that was made of a notebook is read cell by cell, whatever its cells hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.in_child import answer

if TYPE_CHECKING:
    from pathlib import Path


def made(*cells: str, whole: bool = False) -> str:
    """Return a source as the trusted side makes it."""
    lines = [f"# Made of the notebook work.ipynb, {'whole cells' if whole else 'definitions only'}"]
    for number, cell in enumerate(cells, 1):
        lines += [f"# cell {number}", cell]
    return "\n".join(lines) + "\n"


def loaded(tmp_path: Path, source: str, expression: str) -> Any:
    return answer(tmp_path, {"work.py": source}, expression, "code = load('work.py')")


def test_cells_give_their_definitions_and_run_nothing_else(tmp_path: Path) -> None:
    source = made("import math\nRATE = 0.5", "def f(x):\n    return RATE * x", "print(f(1))\nnet.train()")
    value, notes = loaded(tmp_path, source, "[code.f(4), child.load.notes()]")
    assert value == 2.0
    assert notes == [
        (
            "Of work.ipynb only definitions were loaded; not run: 2 statements at its top level, cell 3, line 1 "
            "(print(f(1))), cell 3, line 2 (net.train())."
        )
    ]


def test_whole_cells_are_run_when_that_was_asked_for(tmp_path: Path) -> None:
    source = made("%matplotlib inline\nx = [1]", "x.append(2)\nx += [len(x)]", whole=True)
    assert loaded(tmp_path, source, "[code.x, child.load.notes()]") == [[1, 2, 2], []]


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline",
        "!pip install nothing \\\n    --quiet",
        "%%time",
        "%%capture out\n%load_ext autoreload",
        "f?",
        "files = !ls",
        "taken = %timeit -o 1",
        "if True:\n    %time print()\n    !ls",
        "%%bash\nfor f in *; do echo $f; done",
        "%%html\n<b>bold</b>",
        "\n\n",
        "",
        "def g(:",
        "x = '''",
        "(" * 5000,
        "\0",
        "\u2028\x0c",
    ],
)
@pytest.mark.parametrize("whole", [False, True])
def test_a_cell_that_is_no_python_costs_nothing_else(tmp_path: Path, cell: str, whole: bool) -> None:
    source = made("def f(): return 1", cell, "def h(): return 2", whole=whole)
    assert loaded(tmp_path, source, "[code.f(), code.h()]") == [1, 2]


def test_a_cell_with_a_magic_of_time_defines_what_it_defines(tmp_path: Path) -> None:
    assert loaded(tmp_path, made("%%time\n!date\ndef f(): return 1"), "code.f()") == 1


@pytest.mark.parametrize("whole", [False, True])
def test_what_comes_from_the_future_may_come_in_any_cell(tmp_path: Path, whole: bool) -> None:
    source = made("x = 1", '"""Words."""\nfrom __future__ import annotations\ndef f(a: Tensor): return 1', whole=whole)
    assert loaded(tmp_path, source, "code.f(2)") == 1


def test_a_modulo_at_the_start_of_a_line_is_no_magic(tmp_path: Path) -> None:
    assert loaded(tmp_path, made("x = (7\n% 4)\ntext = '''\n%d\n!ls'''"), "[code.x, code.text]") == [3, "\n%d\n!ls"]


def test_a_cell_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (note,) = loaded(tmp_path, made("x = 1", "y = 2\ndef g(:"), "child.load.notes()")
    assert note.startswith("work.ipynb, cell 2 cannot be read as Python (line 2: ")
    assert note.endswith(") and was left out.")


def test_a_traceback_says_the_cell_and_the_line_in_it(tmp_path: Path) -> None:
    said = loaded(tmp_path, made("x = 1", "# a word\ndef f():\n    return 1 / 0"), "explained(code.f)")
    assert said["frames"][-1] == {
        "file": "work.ipynb, cell 2",
        "line": 3,
        "function": "f",
        "source": "return 1 / 0",
    }


def test_the_scan_reads_the_cells_too(tmp_path: Path) -> None:
    source = made("%pylab inline\nfrom json import dumps", "def f(): return dumps(1)", "class A:\n  def g(self) 1")
    facts = answer(tmp_path, {"work.py": source}, "child.scan.scan(root)['work.py']")
    assert (facts["ok"], list(facts["functions"]), facts["imports"][0]["module"]) == (True, ["f"], "json")


def test_other_files_are_left_as_they_are(tmp_path: Path) -> None:
    assert answer(tmp_path, {"work.py": "# cell 1\n%ls\n"}, "explained(lambda: load('work.py'))")["line"] == 2


def test_an_import_within_try_is_seen_behind_magics(tmp_path: Path) -> None:
    source = made("%ls\ntry:\n    import torch\nexcept ImportError:\n    torch = 3")
    assert loaded(tmp_path, source, "code.torch") == 3
