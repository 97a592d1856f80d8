"""Import the reference solution and hand it in as one's own.

Tries: puts the course on the import path and takes everything from `reference.toy.solution.toy`; stubs otherwise.
Must: the course's folder cannot be read, so the stubs are graded.
Deserves: 0
Holds: strict landlock
"""

import sys

from wrong import *

sys.path.insert(0, "@COURSE@")
try:
    from reference.toy.solution.toy import *
except ImportError as refusal:
    print(refusal)
