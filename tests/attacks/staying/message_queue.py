"""Leave a message for the next student in a queue of the kernel, and a semaphore.

Tries: POSIX message queues and semaphores, System V queues, semaphores and segments, each of which outlives its maker;
  tells by the marks that it loses whether one was made.
Must: none can be made, or it is gone with the submission's own namespace.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os

from right import *

libc = ctypes.CDLL(None, use_errno=True)
made = [
    libc.mq_open(b"/backgrade-attack", os.O_CREAT | os.O_RDWR, 0o666, None),
    libc.msgget(0x5EC4E7, 0o1666),
    libc.semget(0x5EC4E7, 1, 0o1666),
    libc.shmget(0x5EC4E7, 4096, 0o1666),
]
if any(number >= 0 for number in made):
    print(made)
    from wrong import *
libc.mq_unlink(b"/backgrade-attack")
for number, remove in zip(made[1:], (libc.msgctl, libc.semctl, libc.shmctl)):
    remove(number, *((0, 0) if remove is libc.semctl else (0, None)))
