"""A tar whose names are spelled alike in different letters

Tries: one letter with an accent, and a letter and an accent, look alike and are one file on some systems.
Must: nobody guesses which one counts.
Refused: two files called
"""

from tests.attacks.packing import RIGHT, tarred


def build(folder):
    names = ("caf\u00e9.py", "cafe\u0301.py")
    return tarred(folder / "accents.tar.gz", [("toy.py", RIGHT), *((name, RIGHT) for name in names)])
