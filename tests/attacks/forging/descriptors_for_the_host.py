"""Send descriptors to the host, more than it may have open.

Tries: every message carries copies of our descriptors, on the channel and on the control socket; a host that takes
  messages with what they carry runs out of numbers, or keeps our pipes open so that nothing ever ends.
Must: the host takes bytes only; right numbers are right, and the next submission is graded.
Deserves: 10
"""

import array
import json
import os
import socket
import struct
import sys

import right
from right import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass

def control():
    frame = sys._getframe()
    while frame is not None:
        if hasattr(frame.f_locals.get("self"), "control"):
            return frame.f_locals["self"].control
        frame = frame.f_back


RIGHTS = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2] * 60))]


def send_descriptors(sock):
    for _ in range(60):
        try:
            sock.sendmsg([packed({"values": []})], RIGHTS)
        except OSError as refusal:
            print(refusal)
            return


class Square(right.Square):
    def forward(self, x):
        send_descriptors(channel())
        return super().forward(x)


control().sendmsg([packed({"done": {}})], RIGHTS)
