"""Pack the installed engine as a wheel, so that a handout brings the very engine that will grade.

A wheel is a zip of the package and three small files of metadata; nothing is compiled and no build tool is needed.
The same engine gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import grader
from grader.errors import GraderError

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "backgrade"
KINDS = {
    ".py",
    ".typed",
    ".ini",
    ".html",
    ".css",
    ".js",
    ".json",
    ".toml",
    ".md",
    ".npz",
    ".template",
}  # the engine; no caches


def file_name() -> str:
    """Return the wheel's file name."""
    return f"{NAME}-{grader.__version__}-py3-none-any.whl"


def build() -> bytes:
    """Return the wheel of the running engine."""
    package = Path(grader.__file__).parent
    info = f"{NAME}-{grader.__version__}.dist-info"
    files = {
        f"grader/{path.relative_to(package).as_posix()}": path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.suffix in KINDS and not any(part.startswith(".") for part in path.relative_to(package).parts)
    }
    files[f"{info}/METADATA"] = _metadata().encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: backgrade\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = b"[console_scripts]\ngrade = grader.__main__:main\n"
    record = "".join(f"{name},{_digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    return pack(files)


def pack(files: dict[str, bytes], executable: Callable[[str], bool] = lambda _: False) -> bytes:
    """Return a zip archive of `files`, some of them executable: the same bytes for the same content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = (0o755 if executable(name) else 0o644) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return buffer.getvalue()


def _metadata() -> str:
    try:
        found = distribution(NAME)
        text = found.read_text("METADATA") or found.read_text("PKG-INFO")  # the latter in a checkout
    except PackageNotFoundError:
        text = None
    if not text:
        raise GraderError(
            "backgrade is not installed here, so no wheel of it can be made. Run `pip install -e .` first."
        )
    return text.split("\n\n", 1)[0] + "\n"


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
