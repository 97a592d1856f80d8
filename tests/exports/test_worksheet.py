"""A platform's file comes back byte for byte, but for the cells that were filled."""

from __future__ import annotations

import codecs
import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.exports import worksheet

CELLS = st.text(st.sampled_from("ab,;\t\"\n\r =+-@'é漢0."), max_size=6)
ENCODINGS = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def read(data: bytes) -> worksheet.Worksheet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file.csv")
        path.write_bytes(data)
        return worksheet.read(path)


def parsed(text: str, delimiter: str) -> list[list[str]]:
    return [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, str, str, int]:
    """Draw a CSV file of some dialect with its encoding and delimiter, and how many columns its header has."""
    columns = draw(st.integers(2, 5))
    delimiter = draw(st.sampled_from(",;\t"))
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=columns), max_size=5))
    out = io.StringIO()
    quoting: Any = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    ends = draw(st.sampled_from(["\r\n", "\n"]))
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=ends).writerows(
        [[f"h{number}" for number in range(columns)], *rows]
    )
    text = out.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(ends)
    encoding = draw(st.sampled_from(sorted(ENCODINGS)))
    return ENCODINGS[encoding] + text.encode(encoding), encoding, delimiter, columns


@given(files(), st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 4)), CELLS, max_size=3))
def test_only_filled_cells_change_whatever_the_dialect(
    file: tuple[bytes, str, str, int], wanted: dict[tuple[int, int], str]
) -> None:
    data, encoding, delimiter, columns = file
    sheet = read(data)
    assert sheet.filled({}) == data
    wanted = {place: text for place, text in wanted.items() if place[0] < len(sheet.rows) and place[1] < columns}
    text = sheet.filled(wanted)[len(ENCODINGS[encoding]) :].decode(encoding)
    expected = [list(row.cells) for row in sheet.rows]
    for (row, column), cell in wanted.items():
        expected[row] += [""] * (column + 1 - len(expected[row]))
        expected[row][column] = cell
    assert parsed(text, delimiter) == expected


def test_a_row_that_was_not_filled_keeps_its_quotes_and_its_line_end() -> None:
    data = b'a,b\r\n"1",2\n 3 ,"4"\r"5",\n'
    assert read(data).filled({(2, 0): "x"}) == b'a,b\r\n"1",2\nx,"4"\r"5",\n'


REFUSED = {
    "nothing": (b"", "is empty"),
    "quotes inside of a cell": (b'a,b\n"x"y,1\n', "line 2, is no CSV"),
    "a quote that is never closed": (b'a,b\n1,"2\n', "line 2, is no CSV"),
    "another encoding": (b"a,b\n\xe9,1\n", "is no UTF-8"),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_could_be_read_in_two_ways_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(data)
