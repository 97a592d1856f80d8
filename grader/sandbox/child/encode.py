"""Describe what a student's code returned, as plain arrays and a few words.

Everything here runs beside the student's code and may be lied to; the host trusts none of it beyond the values.
"""

from __future__ import annotations

import numbers
import sys
from typing import Any, Dict, List, Optional, Tuple

import numpy as np

from . import wire

MAX_BYTES = 32 << 20  # of one array
MAX_TEXT = 200


def entry(name: str, value: Any) -> Tuple[Dict[str, Any], Optional[bytes]]:
    """Return what to say about one output, and its `.npy` bytes when it is numerical."""
    try:
        kind, plain = _plain(value)
    except Exception:  # noqa: BLE001 - the value is the student's and may raise anything
        kind, plain = "object", None
    said = {"name": name, "kind": kind, "type": _type_name(value), "text": ""}
    if plain is None:
        said["text"] = "" if kind == "none" else _text(value)
        return said, None
    if plain.size * plain.dtype.itemsize > MAX_BYTES:
        return dict(said, kind="large", text="an array of shape %s" % (plain.shape,)), None
    return said, wire.dump(plain)


def spread(outputs: Dict[str, Any]) -> List[Tuple[str, Any]]:
    """Expand outputs whose name ends in `[]` into one entry for each element."""
    flat: List[Tuple[str, Any]] = []
    for name, value in outputs.items():
        if not name.endswith("[]"):
            flat.append((name, value))
        elif _is_sequence(value):
            flat.extend(("%s[%d]" % (name[:-2], place), item) for place, item in enumerate(value))
        else:
            flat.append((name[:-2], value))
    return flat


def _is_sequence(value: Any) -> bool:
    boxed = isinstance(value, np.ndarray) and value.dtype == object and value.ndim == 1
    return isinstance(value, (list, tuple)) or boxed


def _plain(value: Any) -> Tuple[str, Optional[np.ndarray]]:
    if value is None:
        return "none", None
    if type(value) is np.ndarray:
        return _numerical("array", value)
    if isinstance(value, np.ndarray):
        return _numerical("subclass", np.array(value, subok=False))
    if isinstance(value, (list, tuple)):
        return _from_list(value)
    return _other(value)


def _other(value: Any) -> Tuple[str, Optional[np.ndarray]]:
    if isinstance(value, (bool, np.generic, numbers.Number)):
        return _numerical("scalar", np.asarray(value))
    tensor = _from_tensor(value)
    return ("object", None) if tensor is None else _numerical("tensor", tensor)


def _from_tensor(value: Any) -> Optional[np.ndarray]:
    """Return the numbers of a torch tensor, of a parameter or another subclass too; None of anything else."""
    kind: Any = getattr(sys.modules.get("torch"), "Tensor", None)
    if not isinstance(kind, type) or not isinstance(value, kind):
        return None
    tensor: Any = value
    if str(tensor.dtype) == "torch.bfloat16":  # NumPy has no such numbers; these hold all of them
        tensor = tensor.float()
    return np.asarray(tensor.numpy(force=True))  # whatever it requires, wherever it lies


def _without_tensors(value: Any, depth: int = 0) -> Any:
    """Return a list, and the lists in it, with arrays in place of tensors."""
    if isinstance(value, (list, tuple)) and depth < wire.MAX_DIMS:
        return [_without_tensors(item, depth + 1) for item in value]
    tensor = _from_tensor(value)
    return value if tensor is None else tensor


def _from_list(value: Any) -> Tuple[str, Optional[np.ndarray]]:
    if "torch" in sys.modules:
        value = _without_tensors(value)
    try:
        plain = np.array(value)
    except ValueError:
        return "ragged", None
    if plain.dtype == object:
        return "ragged", None
    return _numerical("list", plain)


def _numerical(kind: str, value: np.ndarray) -> Tuple[str, Optional[np.ndarray]]:
    if value.dtype.kind not in "biufc":
        return "object", None
    if value.dtype.itemsize > (16 if value.dtype.kind == "c" else 8):  # long double: no other machine reads it
        value = value.astype(np.complex128 if value.dtype.kind == "c" else np.float64)
    if value.dtype.byteorder == ">":
        value = value.astype(value.dtype.newbyteorder("<"))
    return kind, value


def _type_name(value: Any) -> str:
    kind = type(value)
    name = "%s.%s" % (getattr(kind, "__module__", ""), getattr(kind, "__qualname__", ""))
    if isinstance(value, np.ndarray):
        name += " of %s" % value.dtype
    elif name.startswith("torch."):
        name += _layout(value)
    return name[:MAX_TEXT]


def _layout(tensor: Any) -> str:
    """Say what a tensor holds, and how when it is not plainly (sparse, say)."""
    try:
        layout = str(tensor.layout)
        return " of %s" % tensor.dtype + ("" if layout == "torch.strided" else " (%s)" % layout)
    except Exception:  # noqa: BLE001 - no tensor, but something else of torch's
        return ""


def _text(value: Any) -> str:
    try:
        return str(repr(value))[:MAX_TEXT]
    except Exception:  # noqa: BLE001 - a student's __repr__ may raise anything
        return "(its repr raises)"
