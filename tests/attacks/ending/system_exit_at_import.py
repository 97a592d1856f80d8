"""Raise SystemExit(0) at the end of the import

Tries: defines wrong answers, then asks for an orderly end, hoping that the run is over before anything is judged.
Must: a file that asks to end is one that cannot be imported; the run goes on.
Deserves: 0
Verdicts: square_forward=raised line_loss=raised drawn=raised
"""

from wrong import *

raise SystemExit(0)
