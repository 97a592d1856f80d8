"""Let one probe spoil the working folder for those that come after it.

Tries: the probe of the square replaces the links to the submission's own files in the working folder, which is on the
  import path, by files that end the process, under those names and under all that the child may import later.
Must: the submission is imported from where it was handed in, once, and the grader opens nothing in the working folder.
Deserves: 10
"""

import os

import right
from right import *


class Square(right.Square):
    def forward(self, x):
        for name in ("toy.py", "right.py", "wrong.py", "driver.py", "child.py", "numpy.py", "json.py", "request", "reply.npz"):
            with open("poison", "w") as file:
                file.write("import os\nos._exit(1)\n")
            os.replace("poison", name)
        return super().forward(x)


def draw(n):
    import decimal, fractions, wrong  # none of them was imported before

    return right.draw(n)
