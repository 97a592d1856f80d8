"""The browser in which reports are tried and pictured: one that is installed already, never a download."""

from __future__ import annotations

import os
import shutil

NAMES = (os.environ.get("BACKGRADE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # which root may not use; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ABSENT = "no Chromium here: install it (Debian: apt-get install chromium) or name one in BACKGRADE_CHROMIUM"


def find() -> str | None:
    """Return the path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, filter(None, NAMES))), None)
