"""A zip that makes a link and then writes through it

Tries: the same with the file modes of a zip, which only some tools honour.
Must: the link is not made.
Deserves: 10
"""

import stat
import zipfile

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    link = zipfile.ZipInfo("out")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    through = ("out/backgrade-attack-through", b"x")
    return zipped(folder / "through.zip", [(link, b"/tmp"), through, ("toy.py", RIGHT)])
