"""Archives in archives in archives

Tries: each level unfolds to sixteen of the next, for who unpacks whatever looks like an archive.
Must: an archive inside of an archive is a file like any other, and is not opened.
Deserves: 10
"""

import io
import zipfile

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    data = bytes(8 << 20)
    for _ in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{number}.zip", data)
        data = packed.getvalue()
    return zipped(folder / "nested.zip", [("toy.py", RIGHT), ("more.zip", data)])
