"""Exit from another thread

Tries: ends the process from a thread while the call is still at work.
Must: the calls of that probe crashed; all others are graded.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed
"""

import os
import threading
import time

from right import *


def loss(x, y, w, b):
    threading.Thread(target=os._exit, args=(0,)).start()
    time.sleep(5)
