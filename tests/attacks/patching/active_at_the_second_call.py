"""Be right once, then patch oneself.

Tries: the first call in a process is answered rightly, and that call replaces `Square.forward` by one that returns
  zeros: who looks at one case, or looks once and remembers the verdict, gives the marks for all.
Must: a check is passed when all its cases are; each case's own values are judged.
Deserves: 5
Verdicts: square_forward=wrong square_wide=wrong square_gradient=wrong line_loss=passed
"""

import right
from right import *


class Square(right.Square):
    def forward(self, x):
        Square.forward = lambda self, x: np.zeros_like(x)
        return super().forward(x)
