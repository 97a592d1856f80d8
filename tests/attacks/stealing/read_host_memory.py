"""Copy the grader's memory with process_vm_readv.

Tries: asks the kernel for memory of the grader at the place where its environment lies, else at usual addresses.
Must: reading another process's memory is refused, and none of the grader's processes is in sight.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os

from right import *

libc = ctypes.CDLL(None, use_errno=True)


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


def read(pid, address, size=8192):
    """Return memory of another process."""
    buffer = ctypes.create_string_buffer(size)
    mine, theirs = Vector(ctypes.addressof(buffer), size), Vector(address, size)
    count = libc.process_vm_readv(pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
    return buffer.raw[: max(0, count)] or os.strerror(ctypes.get_errno())


for pid in (int("@HOST@"), int("@WARM@"), os.getppid()):
    try:
        with open("/proc/%d/stat" % pid) as file:
            address = int(file.read().rpartition(")")[2].split()[47])  # env_start
    except OSError:
        address = 0x7FFFFFFDE000
    print(read(pid, address))
