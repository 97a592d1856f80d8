"""Open files by inode, past every path.

Tries: open_by_handle_at with the handle of the file system's root folder, the number of which is always 2, through a
  descriptor that it may have; then walks down to the secret.
Must: the call is refused; it would need a capability that nothing inside has.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os
import struct

from right import *

libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer(struct.pack("IiII", 8, 1, 2, 0))  # size, FILEID_INO32_GEN, inode, generation
for start in (".", os.path.dirname(__file__), os.__file__):
    mount = os.open(start, os.O_RDONLY)
    root = libc.open_by_handle_at(mount, handle, os.O_RDONLY)
    print(start, root, os.strerror(ctypes.get_errno()))
    if root >= 0:
        print(os.read(os.open("@COURSE@/reference/toy/secret.txt".lstrip("/"), os.O_RDONLY, dir_fd=root), 500))
