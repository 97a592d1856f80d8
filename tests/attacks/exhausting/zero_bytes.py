"""Hand in a file that is large and no text, beside the required one.

Tries: at import, writes a module of 16 MiB without a line end, and one full of zero bytes, to the working folder, and
  imports both.
Must: whatever the parser makes of them, time and memory stay within limits.
Deserves: 0
Limits: memory_mib=256 import_seconds=2
"""

from wrong import *

with open("zeros.py", "wb") as file:
    file.write(bytes(4 << 20))
with open("long_line.py", "w") as file:
    file.write("x = " + "1+" * (2 << 20) + "1")
for name in ("zeros", "long_line"):
    try:
        __import__(name)
    except (SyntaxError, ValueError, MemoryError, RecursionError, OSError) as error:
        print(type(error))
