"""Replace the functions that turn values into arrays and arrays into bytes.

Tries: asarray, array, ascontiguousarray, save and lib.format give what we like; an encoder that takes them from the
  module `numpy` when it needs them sends that instead of the value, and a check of size sees a small one.
Must: only our own process has these functions; what it then sends is judged, and right only if it is right.
Deserves: 0
"""

from wrong import *


def ones(*arguments, **options):
    return KEPT["ones"](getattr(arguments[0], "shape", ()) if arguments else ())


KEPT = {name: getattr(np, name) for name in ("ones", "array")}
for name in ("asarray", "array", "ascontiguousarray", "asanyarray", "copy", "save", "savez", "zeros_like"):
    setattr(np, name, ones)
np.lib.format.write_array = np.lib.format.header_data_from_array_1_0 = ones
np.ndarray = np.generic = object
