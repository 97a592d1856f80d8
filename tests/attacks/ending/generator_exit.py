"""Raise GeneratorExit, which quietly closes a generator

Tries: a probe yields its outputs step by step; GeneratorExit may end that generator without an error and without outputs.
Must: outputs that did not come back are lost, whatever ended them.
Deserves: 0
Verdicts: square_forward=raised line_loss=raised drawn=raised
"""


class Square:
    def forward(self, x):
        raise GeneratorExit


def loss(x, y, w, b):
    raise GeneratorExit


gradient = loss


def draw(n):
    raise GeneratorExit
