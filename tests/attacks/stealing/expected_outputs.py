"""Look the answers up in the course's own expected outputs.

Tries: opens `expected/*.npz`, public and hidden, and answers each call with what is stored beside its input.
Must: the files cannot be opened; zeros are returned and earn nothing.
Deserves: 0
Holds: strict landlock
"""

import io
import json
import zipfile

import numpy as np
from wrong import *

CASES = []
for name in ("public", "hidden"):
    try:
        with zipfile.ZipFile("@COURSE@/reference/toy/expected/%s.npz" % name) as stored:

            def array(key):
                return np.load(io.BytesIO(stored.read(key + ".npy")))

            for case in json.loads(stored.read("index.json")):
                if case["probe"] == "square":
                    CASES.append([array(case["inputs"]["x"]["$"]), *map(array, case["outputs"].values())])
    except OSError as refusal:
        print(refusal)


class Square:
    def forward(self, x):
        self.found = next((case for case in CASES if np.array_equal(case[0], x)), [x, x * 0, x * 0])
        return self.found[1]

    def derivative(self):
        return self.found[2]
