"""The made class, once for all tests of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.classpage import made_class

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the gradebook of the made class, with reports beside it for all who have one; some are hard to name."""
    folder = tmp_path_factory.mktemp("made")
    for made in made_class.CLASS:
        if made.status != "unreadable":
            (folder / f"sub_{made.key}.html").write_text(made.key)
    return made_class.write(folder / "gradebook.sqlite")
