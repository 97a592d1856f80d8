"""Read the course, a classmate's work and the grader's home by their absolute paths.

Tries: walks all three folders and prints every file that it can open; the printed text comes back in the report.
Must: nothing outside the submission, its scratch folder and the interpreter can be opened, be its path known.
Deserves: 10
Holds: strict landlock
"""

import os

from right import *

for place in ("@COURSE@", "@CLASSMATE@", "@HOME@"):
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    print(folder, name, file.read(500))
            except OSError as refusal:
                print(refusal)
