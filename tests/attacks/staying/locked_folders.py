"""Make the scratch folder impossible to delete.

Tries: folders and files with no permission at all, read-only folders with files in them, a scratch folder of mode 0.
Must: the workspace is deleted all the same, whoever runs the grader.
Deserves: 10
"""

import os

import right
from right import *


def lock():
    """Take every permission away, that of the scratch folder itself last."""
    for name in ("locked", "locked/deeper", "open"):
        os.makedirs(name)
        open(os.path.join(name, "file"), "w").close()
        os.chmod(os.path.join(name, "file"), 0)
    for name in ("locked/deeper", "locked", "open"):
        os.chmod(name, 0o500 if name == "open" else 0)
    os.chmod(".", 0)


def draw(n):
    try:
        lock()
    except OSError as refusal:
        print(refusal)
    return right.draw(n)
