"""Raise the exceptions that a runner keeps for itself

Tries: MemoryError, TimeoutError and a broken pipe look like faults of the machine, for which nobody loses points.
Must: they are the submission's own exceptions.
Deserves: 0
Verdicts: line_loss=raised drawn=raised
"""


class Square:
    def forward(self, x):
        raise MemoryError


def loss(x, y, w, b):
    raise TimeoutError("the grader ran into its time limit")


gradient = loss


def draw(n):
    raise BrokenPipeError(32, "the grader is gone")
