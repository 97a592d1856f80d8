"""Let another program do the reading.

Tries: starts cat, a shell, a second Python without this one's filters, and su, which is set-uid, on the secret.
Must: no program can be started; were one to be, it would be just as confined.
Deserves: 10
Holds: strict landlock
"""

import os
import subprocess
import sys

from right import *

SECRET = "@COURSE@/reference/toy/secret.txt"
for command in (
    ["/bin/cat", SECRET],
    ["/bin/sh", "-c", "cat " + SECRET],
    [sys.executable, "-c", "print(open(%r).read())" % SECRET],
    ["/bin/su", "-c", "cat " + SECRET],
):
    try:
        print(subprocess.run(command, capture_output=True, timeout=2, stdin=subprocess.DEVNULL).stdout)
    except Exception as refusal:
        print(type(refusal).__name__, refusal)
try:
    os.posix_spawn("/bin/cat", ["cat", SECRET], {})
    os.wait()
except OSError as refusal:
    print(refusal)
