"""Find the course's driver and replace its probes.

Tries: walks the frames up to the session, takes the driver from it, and replaces its functions by ones that never call
  the submission and return verdicts of their own; then finds what the garbage collector knows, and replaces it there,
  too.
Must: a driver is a way to ask; the answers are judged elsewhere, by values that are not here.
Deserves: 0
"""

import gc
import sys
import types

from wrong import *


def passed(code, **inputs):
    zeros = {"y": 0.0, "dy": 0.0, "loss": 0.0, "dw": np.zeros(2), "db": np.zeros(1), "numbers": np.zeros(400)}
    return dict(zeros, passed=True, score=12, verdict="passed", points=12.0)


frame = sys._getframe()
while frame is not None:
    driver = vars(frame.f_locals["self"]).get("driver") if hasattr(frame.f_locals.get("self"), "__dict__") else None
    if isinstance(driver, types.ModuleType):
        driver.square = driver.line = driver.draw = passed
    frame = frame.f_back
for found in gc.get_objects():
    if isinstance(found, types.FunctionType) and found.__code__.co_filename == "driver.py":
        found.__code__ = passed.__code__
