"""Keep the fork of a probe from ending.

Tries: os._exit does nothing, so a probe's fork returns from where it should have ended, up into the code of the session
  and of the warm parent, with its own copy of all that they hold, and serves their next requests itself.
Must: it holds no socket but its own channel, so nobody asks it anything, and it is ended with its session.
Deserves: 10
"""

import os

from right import *

os._exit = lambda status: None
os.abort = os.kill = lambda *_: None
