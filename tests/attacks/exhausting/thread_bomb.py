"""Start threads until it is refused.

Tries: up to 3000 sleeping threads in a probe; then answers.
Must: they are bounded by the limits on processes and memory, and end with the probe.
Deserves: 10
Limits: memory_mib=512
"""

import threading
import time

import right
from right import *


def draw(n):
    threading.stack_size(65536)
    try:
        for _ in range(3000):
            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    except RuntimeError as refusal:
        print(refusal)
    return right.draw(n)
