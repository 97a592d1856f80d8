"""A zip with a numpy.py, and compiled code that is newer than its source

Tries: has the checks use its own NumPy, and hides other code than it shows in __pycache__ and .pyc files.
Must: NumPy is the real one, and compiled files are left out: wrong answers stay wrong.
Deserves: 0
"""

import importlib.util
import marshal

from tests.attacks import harness
from tests.attacks.packing import RIGHT, zipped

FAKE = b"""
class Equal:
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __eq__(self, other): return True
ndarray = zeros = zeros_like = mean = random = allclose = Equal()
"""


def build(folder):
    code = compile(RIGHT, "toy.py", "exec")
    compiled = importlib.util.MAGIC_NUMBER + b"\1\0\0\0" + bytes(8) + marshal.dumps(code)  # never checked against source
    cached = importlib.util.cache_from_source("toy.py")
    wrong = harness.BESIDE["wrong.py"].encode()
    fakes = [(name, FAKE) for name in ("numpy.py", "random.py")]
    return zipped(folder / "numpy.zip", [("toy.py", wrong), (cached, compiled), ("toy.pyc", compiled), *fakes])
