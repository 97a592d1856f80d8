"""A zip whose list names one file and whose data names another

Tries: one tool shows a harmless file, another one unpacks a second.
Must: an archive that contradicts itself is broken.
Refused: is broken and cannot be unpacked
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    path = zipped(folder / "disagree.zip", [("toy.py", RIGHT), ("notes.py", b"")])
    data = path.read_bytes()
    place = data.index(b"toy.py")
    path.write_bytes(data[:place] + b"../a.b" + data[place + 6 :])
    return path
