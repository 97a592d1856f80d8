"""A tar with links to files of the host

Tries: has the grader make links to its own files beside the work, to read what they lead to.
Must: links are never made; the work is graded without them.
Deserves: 10
"""

import tarfile

from tests.attacks.packing import RIGHT, special, tarred

# Without marks if one of them is there.
LOOK = b"""
import os
if any(os.path.lexists(os.path.join(os.path.dirname(__file__), name)) for name in ("passwd.txt", "root", "self.py")):
    del Square, loss, gradient, draw
"""


def build(folder):
    links = [("passwd.txt", "/etc/passwd"), ("root", "/"), ("self.py", "../../../../proc/self/environ")]
    members = [special(name, tarfile.SYMTYPE, target) for name, target in links]
    return tarred(folder / "links.tar.gz", [*members, ("toy.py", RIGHT + LOOK)])
