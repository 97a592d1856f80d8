"""Read the grader's environment, memory map, descriptors and folders in /proc.

Tries: opens everything that /proc holds about the grader's process, whose id is known, and prints it.
Must: there is no /proc inside, or it cannot be read.
Deserves: 10
Holds: strict landlock
"""

import os

from right import *

for name in ("environ", "cmdline", "maps", "cwd/reference/toy/secret.txt", "root@COURSE@/reference/toy/secret.txt"):
    try:
        with open("/proc/@HOST@/" + name, "rb") as file:
            print(file.read(3000))
    except OSError as refusal:
        print(refusal)
try:
    for number in os.listdir("/proc/@HOST@/fd"):
        print(os.readlink("/proc/@HOST@/fd/" + number))
except OSError as refusal:
    print(refusal)
