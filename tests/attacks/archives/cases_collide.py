"""A zip whose names differ in upper and lower case only

Tries: on the reviewer's computer one file overwrites the other, here both are there.
Must: nobody guesses which one counts.
Refused: two files called Toy.py and toy.py
"""

from tests.attacks.packing import RIGHT, zipped


def build(folder):
    return zipped(folder / "cases.zip", [("toy.py", RIGHT), ("Toy.py", b"# honest work")])
