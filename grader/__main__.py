"""Where the command `grade` begins: a Ctrl-C that comes while Python still imports ends it without a word, too."""

from __future__ import annotations

import sys


def main() -> None:
    """Import the command line and run it; from then on it looks after signals by itself."""
    try:
        from grader.cli import main as command  # noqa: PLC0415 - this is the import that Ctrl-C may interrupt

        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
