"""A tar with names that a terminal or a page would obey

Tries: control sequences, line breaks and markup in names, to forge what a report or a message says.
Must: what cannot be shown becomes harmless, and the work is graded.
Deserves: 10
"""

from tests.attacks.packing import RIGHT, tarred


def build(folder):
    names = ("\x1b[2J\x1b[Hpassed.py", "a\nscore: 10/10.py", "<script>alert(1)</script>.py", "\u202eyp.yot.txt", "--help")
    return tarred(folder / "speak.tar.gz", [("toy.py", RIGHT), *((name, b"") for name in names)])
