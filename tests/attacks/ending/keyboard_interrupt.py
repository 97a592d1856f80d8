"""Raise KeyboardInterrupt in every call

Tries: hopes that the grader takes it for the instructor's own Ctrl-C and ends without a report.
Must: it is an exception of the submission; the run goes on.
Deserves: 0
Verdicts: square_forward=raised line_loss=raised drawn=raised
"""


class Square:
    def forward(self, x):
        raise KeyboardInterrupt


def loss(x, y, w, b):
    raise KeyboardInterrupt


gradient = draw = loss


def draw(n):
    raise KeyboardInterrupt
