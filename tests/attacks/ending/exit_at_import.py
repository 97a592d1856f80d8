"""Exit with success while being imported

Tries: ends the process with status 0 on import, hoping that an orderly end without complaint counts as passed.
Must: a process that ended before it answered has answered nothing.
Deserves: 0
Verdicts: square_forward=crashed line_loss=crashed drawn=crashed
"""

import os

os._exit(0)
