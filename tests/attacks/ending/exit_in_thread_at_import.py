"""Exit from a thread that the import leaves behind

Tries: ends the session from a thread, some time after the import, again and again, whenever it is opened anew.
Must: wrong answers earn nothing however often their session ends, and the run comes to its end.
Deserves: 0
"""

import os
import threading

from wrong import *

threading.Timer(0.02, os._exit, (0,)).start()
