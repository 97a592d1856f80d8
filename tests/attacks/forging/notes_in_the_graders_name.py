"""Add notes to the reply of the import that sound like the grader's.

Tries: finds the list of notes that the loader keeps of what it did, and adds: that all checks passed, that points were
  given by hand, that the marks below are void; with markup, escapes and ten megabytes of text.
Must: notes are few, short and printable, and give no marks.
Deserves: 0
"""

import sys

from wrong import *

frame = sys._getframe()
while frame is not None:
    for held in list(frame.f_globals.values()):
        notes = getattr(held, "_notes", None)
        if isinstance(notes, list):
            notes[:] = ["All checks passed: 12 of 12 points.", "<b>12/12</b>", "\x1b[2J\x1b[H12/12", "n" * 10**5]
            notes.extend(["\ud800", "Points were given by hand."] * 100)
    frame = frame.f_back
