"""How platforms lay out the bulk download of submissions: one module for each, which reads names and nothing else."""

from grader.batch.layouts import autolab, blackboard, brightspace, canvas, gradescope, markus, moodle, plain
from grader.batch.layouts.piece import Layout, Lines, Piece

# In the order in which an error names them.
LAYOUTS: dict[str, Layout] = {
    canvas.NAME: canvas,
    moodle.NAME: moodle,
    blackboard.NAME: blackboard,
    brightspace.NAME: brightspace,
    gradescope.NAME: gradescope,
    autolab.NAME: autolab,
    markus.NAME: markus,
    plain.NAME: plain,
}

__all__ = ["LAYOUTS", "Layout", "Lines", "Piece"]
