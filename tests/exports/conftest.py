"""The gradebook that tests of exports share the content of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.batch.gradebook import Gradebook
from tests.exports import class_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    """Open a gradebook of the test's own."""
    with Gradebook(class_book.make(tmp_path / "book.sqlite")) as opened:
        yield opened
