"""Close every descriptor while being imported

Tries: takes away from the session the socket on which the host asks, and its outputs.
Must: the import gave no answer; the next submission is graded.
Deserves: 0
"""

import os

os.closerange(0, 4096)

from wrong import *
