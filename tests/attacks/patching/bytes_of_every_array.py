"""Write into NumPy's array type itself, through ctypes.

Tries: `ndarray.tobytes`, `astype`, `copy`, `reshape` and `__eq__` are replaced in the type's own dictionary, which
  Python forbids and ctypes does not; every array of the process then gives bytes and answers of our making.
Must: the arrays that are judged belong to another process.
Deserves: 0
"""

import ctypes
import gc

from wrong import *

(members,) = [found for found in gc.get_referents(np.ndarray.__dict__) if isinstance(found, dict)]
members["tobytes"] = lambda self, *_: b"\0\0\0\0\0\0\xf0\x3f" * self.size
members["__eq__"] = members["__le__"] = members["all"] = lambda *_: True
members["copy"] = members["astype"] = lambda self, *_, **__: self
ctypes.pythonapi.PyType_Modified(ctypes.py_object(np.ndarray))
