"""Make the JSON encoder say what we want.

Tries: json.dumps, the encoder's methods and its C accelerator give a header with full marks, a verdict and an end,
  whatever they are asked to write; json.loads gives requests of our own.
Must: no mark and no verdict is ever read from a reply; a reply that is not one ends this request.
Deserves: 0
"""

import json
import json.encoder

from wrong import *

MARKS = '{"score": 100, "points": 12, "passed": true, "verdict": "passed", "status": "graded", "arrays": [], "end": 0}'
json.dumps = lambda *_, **__: MARKS
json.encoder.JSONEncoder.encode = lambda *_, **__: MARKS
json.encoder.JSONEncoder.iterencode = lambda *_, **__: iter([MARKS])
json.encoder.c_make_encoder = json.encoder.encode_basestring_ascii = None
