"""Leave other modules in sys.modules than those that were there.

Tries: numpy, json, struct, socket, os, time, linecache, traceback, resource and everything of the session's own package
  is replaced by a module whose every attribute is a function that agrees; whoever imports late gets it.
Must: what is needed later was imported before the submission, and the trusted process imports nothing of it.
Deserves: 10
"""

import sys
import types

from right import *


class Agreeing(types.ModuleType):
    def __getattr__(self, name):
        return lambda *_, **__: True


own = sys._getframe()
while own is not None:
    package = str(own.f_globals.get("__package__") or "")
    for part in ("", ".wire", ".encode", ".probe", ".session", ".explain", ".load", ".driver"):
        sys.modules[package + part] = Agreeing("poison")
    own = own.f_back
for name in ("numpy", "json", "struct", "socket", "os", "time", "linecache", "traceback", "resource", "driver", "gc"):
    sys.modules[name] = Agreeing(name)
