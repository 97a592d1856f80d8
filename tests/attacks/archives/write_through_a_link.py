"""A tar that makes a link and then writes through it

Tries: makes `out` a link to /tmp, then names the file `out/...`, which lies inside by its name.
Must: the link is not made, so that `out` is a folder of the submission like any other.
Deserves: 10
"""

import tarfile

from tests.attacks.packing import RIGHT, special, tarred


def build(folder):
    through = ("out/backgrade-attack-through", b"x")
    return tarred(folder / "through.tar.gz", [special("out", tarfile.SYMTYPE, "/tmp"), through, ("toy.py", RIGHT)])
