"""The command line: `main` is the command `grade`; what a command does is imported when it is called."""

from __future__ import annotations

from grader.cli.grade import main

__all__ = ["main"]
