"""Close the session's own descriptors when the file is imported.

Tries: closes all descriptors, among them the one on which the grader will ask for probes; then opens others in their
  place.
Must: a session that cannot be spoken to is ended; that is no fault of the grader's, and is not tried for ever.
Deserves: 0
Limits: submission_seconds=4
"""

import os

from right import *

os.closerange(0, 4096)
for _ in range(20):
    os.open("/dev/null", os.O_RDWR)
