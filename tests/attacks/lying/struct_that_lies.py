"""Hand over a C structure that describes more memory than there is.

Tries: `__array_struct__` with a description of our own making: a million entries at an address of three, to have the
  neighbouring memory of whoever converts it sent along as numbers, and a stride that leads out of it.
Must: what is read is this submission's own memory, in its own process; it is too many numbers, or a crash: no points.
Deserves: 0
"""

import ctypes
import numbers

from wrong import *


class Description(ctypes.Structure):
    _fields_ = [
        ("two", ctypes.c_int), ("nd", ctypes.c_int), ("kind", ctypes.c_char), ("itemsize", ctypes.c_int),
        ("flags", ctypes.c_int), ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
        ("strides", ctypes.POINTER(ctypes.c_ssize_t)), ("data", ctypes.c_void_p), ("descr", ctypes.py_object),
    ]  # fmt: skip


THREE = (ctypes.c_double * 3)(0.0, 0.0, 0.0)
KEPT = []


def described(count, stride):
    shape, strides = (ctypes.c_ssize_t * 1)(count), (ctypes.c_ssize_t * 1)(stride)
    made = Description(2, 1, b"f", 8, 0x701, shape, strides, ctypes.addressof(THREE), None)
    KEPT.extend((shape, strides, made))
    new = ctypes.pythonapi.PyCapsule_New
    new.restype, new.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return new(ctypes.addressof(made), None, None)


@numbers.Number.register
class Lying:
    def __init__(self, *layout):
        self.__array_struct__ = described(*layout)


class Square:
    def forward(self, x):
        return Lying(10**6, 8)

    def derivative(self):
        return Lying(3, 1 << 40)


def loss(x, y, w, b):
    return Lying(1, 8)
