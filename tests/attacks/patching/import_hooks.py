"""Stand between everybody and their imports.

Tries: a finder at the head of sys.meta_path, a path hook and a new `__import__` give a module of ours for whatever is
  imported from now on, the standard library and the session's package too.
Must: what is needed is imported already; the next submission comes from a process that never saw these hooks.
Deserves: 10
"""

import builtins
import importlib
import sys
import types

from right import *


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, Finder)

    @staticmethod
    def create_module(spec):
        return types.SimpleNamespace(__getattr__=lambda name: print)

    @staticmethod
    def exec_module(module):
        sys.modules.clear()


sys.meta_path.insert(0, Finder)
sys.path_hooks.insert(0, lambda path: Finder)
sys.path[:] = ["/nowhere"]
builtins.__import__ = lambda name, *_: types.SimpleNamespace()
importlib.import_module = importlib.reload = lambda *_: types.SimpleNamespace()
