"""Print the beginning of a stack that the grader looks for, on a line of sixty thousand digits.

Tries: the host takes the interpreter's own stack out of what was printed, by a pattern; this line fits its beginning in
  as many ways as it is long, each of which is tried to the end of the line, and no limit of time counts meanwhile.
Must: what is printed is looked through in a time that grows with its length, and no faster.
Deserves: 10
"""

from right import *

print("Thread 0x" + "0" * 60_000, flush=True)
