"""Print every word that the process was started with.

Tries: os.environ, the C library's environ, sys.argv, sys.orig_argv, sys.path, sys.flags and the auxiliary text behind
  the environment on the stack.
Must: the child was started with an environment and arguments of the grader's own making.
Deserves: 10
"""

import ctypes
import os
import sys

from right import *

print(dict(os.environ), sys.argv, getattr(sys, "orig_argv", ""), sys.path)
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
place = 0
while environ[place]:
    print(environ[place])
    place += 1
print(os.getenv("BACKGRADE_CANARY"), os.path.expanduser("~"))
