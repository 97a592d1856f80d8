"""Raise StopIteration, which quietly ends a loop

Tries: whoever calls it inside `next` or a loop takes it for the end of what there was to do.
Must: outputs that did not come back are lost.
Deserves: 0
Verdicts: square_forward=raised line_loss=raised drawn=raised
"""


class Square:
    def forward(self, x):
        raise StopIteration


def loss(x, y, w, b):
    raise StopIteration({"loss": 0.0})


gradient = loss


def draw(n):
    raise StopIteration
