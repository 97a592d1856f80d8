"""List the host's System V objects without attaching any.

Tries: shmctl, msgctl and semctl with the commands that ask by index and check no permission; who made which segment,
  when, and of what size. Finding the known key costs it its marks. Who owns an object could also remove it in this way.
Must: not even the list is shown.
Deserves: 10
Holds: strict landlock
"""

import ctypes

from right import *

STAT_ANY = 15
libc = ctypes.CDLL(None, use_errno=True)
seen = []
for place in range(128):
    about = ctypes.create_string_buffer(256)
    if libc.shmctl(place, STAT_ANY, about) >= 0:
        seen.append(int.from_bytes(about.raw[:4], "little"))
if int("@SHM@") in seen:
    print(seen)
    from wrong import *
