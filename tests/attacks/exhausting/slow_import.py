"""Import for ever.

Tries: a loop at the top of the file that swallows every exception, after everything was defined rightly.
Must: the import is stopped in its time and reported as what it is; nothing can be graded.
Deserves: 0
Verdicts: square_forward=timed_out drawn=timed_out no_polyfit=passed
Limits: import_seconds=0.5
"""

import time

from right import *

while True:
    try:
        time.sleep(100)
    except BaseException:
        pass
