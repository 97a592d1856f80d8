"""Hand in code on which Python's own compiler breaks.

Tries: compiles, at import, an expression that is nested a hundred thousand deep, after the limit on recursion was lifted.
Must: whatever crashes, crashes in the child; the file is graded as one that could not be imported.
Deserves: 0
Verdicts: square_forward=crashed
Limits: memory_mib=512
"""

import ast
import sys

from right import *

sys.setrecursionlimit(10**9)
tree = ast.Constant(1, lineno=1, col_offset=0)
for _ in range(10**5):
    tree = ast.UnaryOp(ast.USub(), tree, lineno=1, col_offset=0)
compile(ast.Expression(tree), "deep", "eval")
