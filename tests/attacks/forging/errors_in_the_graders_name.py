"""Explain one's failure as the grader's own fault.

Tries: forged errors and exceptions of ours are named GraderError, IsolationError, skipped, missing or CourseError,
  claim that it was out of memory or out of time, and come with marks, so that the check is not counted, or is looked at
  by hand.
Must: only the host says what is its fault; these checks were raised or missing, and the report is a whole one.
Deserves: 0
"""

import json
import os
import socket
import struct

from wrong import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass


class GraderError(Exception):
    __module__ = "grader.errors"
    verdict = kind = status = "skipped"
    score = points = 12.0


def say(**error):
    error = dict(error, detail="skipped", frames=[{"file": "grader/score.py", "line": 1}])
    channel().sendall(packed({"end": 0.0, "error": error}))
    raise GraderError("grader_error: this check could not be run; all points are given")


class Square:
    def forward(self, x):
        say(exception="GraderError", missing="skipped")

    def derivative(self):
        raise type("skipped", (BaseException,), {"__module__": "builtins"})


def loss(x, y, w, b):
    say(exception="IsolationError", kind="grader_error", verdict="passed", status="incomplete")


def gradient(x, y, w, b):
    raise type("Missing", (NotImplementedError,), {"points": 3.0})


def draw(n):
    say(exception="MemoryError", peak_kib=10**30, missing=[[]], verdict="passed")
