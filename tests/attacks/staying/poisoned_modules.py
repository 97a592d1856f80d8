"""Leave modules behind under names that are imported sooner or later.

Tries: writes toy.py, numpy.py, sitecustomize.py, usercustomize.py, conftest.py and a .pth file to the working folder,
  to every folder of sys.path, to Python's own, to the home folder and beside the grader.
Must: only the scratch folder takes them; neither the next student nor the next probe imports them.
Deserves: 10
Holds: strict landlock
"""

import os
import site
import sys

import numpy
from right import *

POISON = "import os\nraise SystemExit('poisoned')\n"
folders = [".", *sys.path, *site.getsitepackages(), site.getusersitepackages(), os.path.dirname(numpy.__path__[0])]
folders += [os.path.expanduser("~"), "@HOME@", "@COURSE@", os.path.dirname(os.__file__), "/usr/lib/python3/dist-packages"]
for folder in folders:
    for name in ("toy.py", "numpy.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "poison.pth"):
        try:
            with open(os.path.join(folder, name), "x") as file:
                file.write(POISON)
        except OSError as refusal:
            print(refusal)
