"""Jump to address one while being imported

Tries: crashes the process that keeps the session, not only that of one call.
Must: the submission could not be imported; the next one is graded by the same warm parent.
Deserves: 0
Verdicts: square_forward=crashed drawn=crashed
"""

import ctypes

ctypes.CFUNCTYPE(None)(1)()
