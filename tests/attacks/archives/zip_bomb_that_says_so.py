"""A zip whose files are larger than may be kept, again and again

Tries: each file alone is only left out as too large, but reading up to that point again and again takes time and memory.
Must: what is read counts, kept or not.
Refused: hand in less data
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    big = bytes(17 << 20)
    return zipped(folder / "bomb.zip", [("toy.py", RIGHT), *((f"{number}.bin", big) for number in range(16))])
