"""A notebook is handed in like a source file; a broken or hostile one is one clear sentence."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import SubmissionError
from grader.submission import notebooks, unfold, unpack

if TYPE_CHECKING:
    from pathlib import Path

    from grader.submission import Unpacked

pytest.importorskip("nbformat", reason="the extra `notebooks` is not installed")
SAVE = "cannot be read as a notebook: save it anew in Jupyter, or export it as a Python file (.py)."


def cell(code: Any, kind: str = "code") -> dict[str, Any]:
    return {"cell_type": kind, "source": code, "metadata": {}, "outputs": [], "execution_count": None}


def notebook(*cells: Any, **more: Any) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


def unfolded(tmp_path: Path, files: dict[str, bytes], *, whole: bool = False) -> Unpacked:
    for name, data in files.items():
        (tmp_path / "s" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "s" / name).write_bytes(data)
    return unfold(unpack(tmp_path / "s", tmp_path / "unpacked"), ("hw.py",), whole=whole)


def test_a_notebook_becomes_a_source_file_beside_it(tmp_path: Path) -> None:
    cells = cell("import math\n%ls"), cell("# Title", "markdown"), cell(["x = 1\n", "y = 2"])
    found = unfolded(tmp_path, {"a/hw.ipynb": notebook(*cells), "b.txt": b""})
    assert found.files == ("a/hw.ipynb", "a/hw.py", "b.txt")
    assert found.notebooks == ("a/hw.py",)
    assert found.notes == ("The notebook a/hw.ipynb was read as a/hw.py: its definitions only.",)
    assert (found.root / "a/hw.py").read_text() == (
        "# Made of the notebook a/hw.ipynb, definitions only\n# cell 1\nimport math\n%ls\n# cell 2\nx = 1\ny = 2\n"
    )


def test_whole_cells_are_asked_for_in_its_first_line(tmp_path: Path) -> None:
    found = unfolded(tmp_path, {"hw.ipynb": notebook(cell("x = 1"))}, whole=True)
    assert (found.root / "hw.py").read_text().startswith("# Made of the notebook hw.ipynb, whole cells\n")
    assert found.notes == ("The notebook hw.ipynb was read as hw.py: whole cells.",)


def test_a_notebook_may_be_handed_in_alone(tmp_path: Path) -> None:
    (tmp_path / "Ana.ipynb").write_bytes(notebook(cell("x = 1")))
    handed_in = unpack(tmp_path / "Ana.ipynb", tmp_path / "unpacked")
    assert (handed_in.name, unfold(handed_in, ("hw.py",)).files) == ("Ana", ("Ana.ipynb", "Ana.py"))


def test_a_line_that_looks_like_the_head_of_a_cell_is_none(tmp_path: Path) -> None:
    found = unfolded(tmp_path, {"hw.ipynb": notebook(cell("# cell 7\nx = 1"))})
    assert (found.root / "hw.py").read_text().splitlines()[1:3] == ["# cell 1", "# cell 7 "]


def test_notebooks_are_not_read_where_all_files_are_there(tmp_path: Path) -> None:
    found = unfolded(tmp_path, {"src/HW.py": b"", "hw.ipynb": b"{", "x.ipynb": b"{"})
    assert (found.notes, found.notebooks) == ((), ())


def test_a_source_file_of_the_same_name_counts(tmp_path: Path) -> None:
    found = unfolded(tmp_path, {"work.py": b"x = 1\n", "Work.ipynb": notebook(cell("x = 2"))})
    assert found.notes == ("Work.ipynb was not read, since work.py was handed in too.",)
    assert (found.root / "work.py").read_text() == "x = 1\n"


def test_only_some_notebooks_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "MAX_NOTEBOOKS", 2)
    found = unfolded(tmp_path, {f"n{number}.ipynb": notebook(cell("x = 1")) for number in range(5)})
    assert found.notebooks == ("n0.py", "n1.py")
    assert found.notes[-1] == "Of 5 notebooks only the first 2 were read."


BROKEN = {
    "nothing": (b"", SAVE),
    "no JSON": (b"{'cells': []}", SAVE),
    "no text": (b"\xff\xfe\x00", SAVE),
    "half a notebook": (notebook(cell("x = 1"))[:-20], SAVE),
    "a list": (b"[]", SAVE),
    "a number": (b"7", SAVE),
    "a number of many digits": (b'{"nbformat": %s}' % (b"7" * 10_000), SAVE),
    "deep lists": (b"[" * 100_000, SAVE),
    "deep cells": (b'{"nbformat": 4, "cells": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", SAVE),
    "deep outputs": (notebook(dict(cell("x = 1"), outputs=[])).replace(b"[]", b"[" * 9_000 + b"]" * 9_000), SAVE),
    "a version that is none": (notebook(nbformat=[]), SAVE),
    "another version": (notebook(nbformat=99), SAVE),
    "an old version": (notebook(nbformat=3, worksheets=[]), "is a notebook of another format than 4"),
    "cells that are no list": (b'{"nbformat": 4, "nbformat_minor": 5, "cells": 7, "metadata": {}}', SAVE),
    "cells that are words": (notebook("x = 1", "y = 2"), SAVE),
    "cells without text": (notebook(cell(7)), "has a code cell that holds no text"),
    "lines that are no text": (notebook(cell([7, None])), SAVE),
    "a cell of cells": (notebook(cell({"source": "x = 1"})), "has a code cell that holds no text"),
    "too many parts": (b'{"nbformat": 4, "cells": [' + b"{}," * 400_000 + b"{}]}", "more than a notebook can hold"),
    "too much code": (notebook(*[cell("x = 1\n" * 1000)] * 300), "holds more than 1 MiB of code"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_notebook_is_one_sentence(tmp_path: Path, kind: str) -> None:
    data, words = BROKEN[kind]
    started = time.monotonic()
    with pytest.raises(SubmissionError, match=r"^hw\.ipynb [^\n]*\.$") as caught:
        unfolded(tmp_path, {"hw.ipynb": data})
    assert words in str(caught.value)
    assert len(str(caught.value)) < 250
    assert time.monotonic() - started < 5


def test_a_broken_notebook_beside_a_source_file_is_a_note(tmp_path: Path) -> None:
    found = unfolded(tmp_path, {"work.py": b"", "hw.ipynb": b"{"})
    assert (found.notes, found.notebooks) == ((f"hw.ipynb {SAVE}",), ())


def test_a_notebook_of_50_mib_is_left_out(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match=r"hw\.ipynb is larger than 16 MiB"):
        unfolded(tmp_path, {"hw.ipynb": notebook(cell("x = 1"), cell("#" * (50 << 20)))})


@pytest.mark.parametrize("text", [b"1.5,", b"1,", b'"",', b"null,"])
def test_what_a_notebook_becomes_in_memory_is_bounded(tmp_path: Path, text: bytes) -> None:
    data = b'{"nbformat": 4, "metadata": {"x": [%s0]}, "cells": []}' % (text * ((1 << 20) // len(text)))
    tracemalloc.start()
    try:
        unfolded(tmp_path, {"hw.ipynb": data})
        assert tracemalloc.get_traced_memory()[1] < 40 << 20  # 16 times that for the largest that is read
    finally:
        tracemalloc.stop()


def test_outputs_are_not_looked_at(tmp_path: Path) -> None:
    image = {"output_type": "display_data", "data": {"image/png": "A" * (5 << 20)}, "metadata": {}}
    found = unfolded(tmp_path, {"hw.ipynb": notebook(dict(cell("x = 1"), outputs=[image]))})
    assert (found.root / "hw.py").stat().st_size < 100
