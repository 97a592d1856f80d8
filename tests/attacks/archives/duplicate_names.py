"""A zip with two files of one name

Tries: shows one toy.py to whoever reviews it, and has another one graded.
Must: nobody guesses which one counts.
Refused: two files called toy.py
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    return zipped(folder / "twice.zip", [("toy.py", b"# honest work"), ("./toy.py", RIGHT)])
