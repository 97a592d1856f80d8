"""Call the kernel in another tongue: 32-bit calls, which a filter of 64-bit numbers does not know.

Tries: runs `int 0x80` in memory of its own making. At a level without a filter the call returns; the loss is then wrong.
Must: a call of another architecture ends the process.
Deserves: 6
Verdicts: line_loss=crashed line_gradient=crashed
Holds: strict landlock
"""

import ctypes
import mmap

from right import *

CODE = bytes.fromhex("b814000000cd80c3")  # mov eax, 20 (getpid); int 0x80; ret


def loss(x, y, w, b):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    place = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return float(ctypes.CFUNCTYPE(ctypes.c_int)(place)())
