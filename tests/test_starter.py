"""Starter code: a solution without its marked regions."""

from __future__ import annotations

import pytest

from grader import starter
from grader.errors import CourseError


def test_a_region_becomes_not_implemented_at_its_own_indentation() -> None:
    source = "def f(x):\n    # BEGIN SOLUTION\n    return x\n    # END SOLUTION\n"
    assert starter.strip(source, "a.py") == "def f(x):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("marker", "left"),
    [
        ("# BEGIN SOLUTION: pass", "x = 1\n    pass\ny = 2\n"),
        ("# BEGIN SOLUTION: W = None  # yours", "x = 1\n    W = None  # yours\ny = 2\n"),
        ("# BEGIN SOLUTION: -", "x = 1\ny = 2\n"),
        ("# BEGIN SOLUTION:", "x = 1\n    raise NotImplementedError\ny = 2\n"),
        ("# BEGIN SOLUTION   ", "x = 1\n    raise NotImplementedError\ny = 2\n"),
    ],
)
def test_the_marker_says_what_stands_there_instead(marker: str, left: str) -> None:
    source = f"x = 1\n    {marker}\n    secret = 42\n\n    more = 43\n    # END SOLUTION\ny = 2\n"
    assert starter.strip(source, "a.py") == left


def test_what_is_not_marked_stays_to_the_letter() -> None:
    source = '"""Docs.\n\n\tTabs, trailing blanks  \n"""\n\nx = "the BEGIN SOLUTION of all"\n'
    assert starter.strip(source, "a.py") == source


def test_crlf_and_a_missing_final_newline_do_not_matter() -> None:
    assert (
        starter.strip("a\r\n# BEGIN SOLUTION\r\nb\r\n# END SOLUTION\r\nc", "a.py")
        == "a\nraise NotImplementedError\nc\n"
    )


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x\n# BEGIN SOLUTION\ny\n", 2),
        ("x\n# END SOLUTION\n", 2),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION\n", 2),
        ("# BEGIN SOLUTION\n# END SOLUTION\n# END SOLUTION\n", 3),
        ("# BEGIN SOLUTIONS\nx\n# END SOLUTION\n", 1),
        ("#BEGIN SOLUTION\nx\n#END SOLUTION\n", 1),
        ("x\n# begin solution\ny\n# end solution\n", 2),
        ("x = 1  # BEGIN SOLUTION\ny\n# END SOLUTION\n", 1),
    ],
)
def test_a_marker_out_of_place_or_misspelt_is_refused_with_its_line(source: str, line: int) -> None:
    with pytest.raises(CourseError, match=rf"a\.py, line {line}: "):
        starter.strip(source, "a.py")


def test_regions_are_the_text_between_the_markers() -> None:
    source = "a\n  # BEGIN SOLUTION: pass\n  b\n  c\n  # END SOLUTION\nd\n# BEGIN SOLUTION\ne\n# END SOLUTION\n"
    assert starter.regions(source) == ["  b\n  c", "e"]
