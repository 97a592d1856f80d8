"""Where a call was when it crashed or ran out of time: the interpreter writes its own stack, even from inside C code.

The text goes to standard error, like all that is printed; `outcome.py` reads it there. It serves a reader only: a
submission may write what it likes to the same place.
"""

from __future__ import annotations

import contextlib
import faulthandler
import signal

_EARLY = 0.9  # of the time allowed: the host's clock is the one that counts, and it ends everything


def watch() -> None:
    """Write the stack upon a crash and upon the alarm, in this process and all its forks, to descriptor 2."""
    with contextlib.suppress(AttributeError, OSError, RuntimeError, ValueError):  # not on every system
        faulthandler.enable(2, all_threads=False)
        faulthandler.register(signal.SIGALRM, 2, all_threads=False)


def expect(seconds: float) -> None:
    """Set the alarm for a call that may take so long; 0 takes it back."""
    signal.setitimer(signal.ITIMER_REAL, _EARLY * seconds)
