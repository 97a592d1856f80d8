"""CSV tables of numbers, as spreadsheets write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.datasets import table
from grader.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path

MEND = " Save it as a comma-separated table of numbers below one line of names, in UTF-8."


def test_names_and_rows_come_back_whatever_the_line_ends_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b'\xef\xbb\xbf"Obs No.", Buy ,Income\r\n1,0,2.5e3\r\n\r\n"2",1,-7\r\n,,\r\n')
    found = table(path)
    assert found.names == ("Obs No.", "Buy", "Income")
    assert found.rows.tolist() == [[1, 0, 2500], [2, 1, -7]]
    assert found.column("Buy").tolist() == [0, 1]


def test_columns_come_in_the_order_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n1,2,3\n")
    assert table(path, ("c", "a")).rows.tolist() == [[3, 1]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", f"holds no rows.{MEND}"),
        (b"a,b\n", f"holds no rows.{MEND}"),
        (b"a,b\n1,2\n1,2,3\n", f"has 3 cells in line 3 and 2 names.{MEND}"),
        (b"a,b\n1,two\n", f"has 'two' for a number in line 2.{MEND}"),
        (b"a,b\n1,\n", f"has '' for a number in line 2.{MEND}"),
        (b"a,b\n1,nan\n", f"has a number that is not finite in line 2.{MEND}"),
        (b"a;b\n1;2\n", f"has '1;2' for a number in line 2.{MEND}"),
        (b"\xff\xfea\0", f"is no text in UTF-8.{MEND}"),
        (b"PK\x03\x04\0\0", f"holds no rows.{MEND}"),
        (b'a,b\n"' + b"1" * 200_000 + b'",2\n', f"is no table: field larger than field limit (131072).{MEND}"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text)
    with pytest.raises(CourseError) as error:
        table(path)
    assert str(error.value) == f"{path} {said}"


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(CourseError, match=r"has no column 'Buy'; it has a, b\. Name its columns so\."):
        table(path, ("Buy",))
