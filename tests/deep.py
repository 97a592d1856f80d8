"""A folder deeper than Python calls itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def deepest(top: Path, levels: int = 1200) -> None:
    """Make a folder with that many inside one another, and a file in the last; `workspace.remove` removes it."""
    top.mkdir()
    inside = os.open(top, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("a", dir_fd=inside)
        above, inside = inside, os.open("a", os.O_RDONLY, dir_fd=inside)
        os.close(above)
    os.close(os.open("deep.py", os.O_CREAT | os.O_WRONLY, dir_fd=inside))
    os.close(inside)
