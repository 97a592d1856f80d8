"""What was handed in: unpack it safely, and find the file that plays each required one."""

from grader.submission.adapt import adapt
from grader.submission.locate import Located, locate
from grader.submission.notebooks import unfold
from grader.submission.unpack import Unpacked, clean_name, unpack

__all__ = ["Located", "Unpacked", "adapt", "clean_name", "locate", "unfold", "unpack"]
