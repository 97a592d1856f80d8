"""Give files names that break those who list them.

Tries: names with line ends, escape sequences, bytes that are no UTF-8, a leading dash, 255 bytes, and links in a circle,
  to nowhere and to a folder of the host that a clean-up must not follow.
Must: the workspace is deleted, and nothing but the workspace.
Deserves: 10
"""

import os

from right import *

for name in (b"new\nline", b"\x1b[2J\x07", b"\xff\xfe\x80", b"-rf", b"..\xc0\xaf..", b"x" * 255, b"*", b"\xe2\x80\xaegnp.exe"):
    try:
        os.makedirs(name)
        open(os.path.join(name, name), "w").close()
    except OSError as refusal:
        print(refusal)
for target, name in (("b", "a"), ("a", "b"), ("nowhere", "c"), ("@CLASSMATE@", "d"), ("@COURSE@", "e"), ("..", "f")):
    os.symlink(target, name)
