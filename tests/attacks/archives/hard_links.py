"""A tar with hard links to files of the host

Tries: a hard link shares the file itself: writing the member of the same name afterwards would change the original.
Must: links are never made; a member of that name is a file of its own.
Deserves: 10
"""

import tarfile

from tests.attacks.packing import RIGHT, special, tarred


def build(folder):
    links = [special(name, tarfile.LNKTYPE, "/etc/hostname") for name in ("hostname", "toy.py")]
    return tarred(folder / "hard.tar.gz", [*links, ("hostname", b"changed"), ("toy.py", RIGHT)])
