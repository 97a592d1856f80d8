"""What the warm parent imports and touches, so that no fork does it again."""

from __future__ import annotations

import importlib
import sys
from typing import Any, List

from . import probe

# fmt: off
_COMMON = (
    "math", "random", "copy", "time", "typing", "abc", "os", "sys", "collections", "linecache", "traceback",
)
# fmt: on


def warm_up(packages: List[str]) -> None:
    """Import and touch what nearly every submission needs, and `packages`, which are imported already."""
    for name in _COMMON:
        importlib.import_module(name)
    numpy = sys.modules["numpy"]
    numpy.random.default_rng(0).normal(size=2) @ numpy.ones(2)
    numpy.linalg.norm(numpy.ones(2))
    if "torch" in packages:
        _warm_up_torch(sys.modules["torch"])


def _warm_up_torch(torch: Any) -> None:
    """Keep torch to one thread: a fork has none of its parent's others, and would wait for them for ever."""
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    torch.manual_seed(0)
    torch.sigmoid(torch.ones(2, 2) @ torch.ones(2)).numpy()
    repr(torch.ones(1))
    probe.seeders.append(torch.manual_seed)
