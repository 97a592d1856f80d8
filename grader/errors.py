"""What can go wrong on our side or the user's, as one tree.

A student's mistake is never an exception: it is a verdict. These are raised only for the user's own input
and for our own faults, and the command line turns each into one sentence and an exit status.

    GradeError                 exit status
    |-- UsageError                  2   an option, a path or a name is wrong
    |   `-- MissingPackageError     2   the child interpreter lacks a package that an assignment uses
    |-- SubmissionError             2   the submission cannot be read at all
    |-- CourseError                 2   the course folder, a rubric, cases or expected outputs are wrong
    |   |-- RubricError             2   a rubric contradicts itself, in a line that is known
    |   `-- StaleExpectedError      2   expected outputs no longer belong to the reference
    |-- IsolationError              2   this machine cannot give the isolation that was asked for
    `-- GraderError                 3   our own fault: the result is INCOMPLETE, never a zero
"""

from __future__ import annotations


class GradeError(Exception):
    """Base of all errors that end a command with one sentence."""

    exit_status = 3


class UsageError(GradeError):
    """An option, a path or a name given by the user is wrong."""

    exit_status = 2


class MissingPackageError(UsageError):
    """The child interpreter lacks a package that an assignment uses."""


class SubmissionError(GradeError):
    """A submission cannot be read at all (no such file, a broken archive, no Python inside)."""

    exit_status = 2


class CourseError(GradeError):
    """A course folder is missing something or says something impossible."""

    exit_status = 2


class RubricError(CourseError):
    """A rubric contradicts itself. `line` is where in its file; 0 when nobody knows."""

    def __init__(self, text: str, line: int = 0):
        super().__init__(text)
        self.line = line


class StaleExpectedError(CourseError):
    """Expected outputs were made from another version of the reference, its cases or its driver."""


class IsolationError(GradeError):
    """This machine cannot confine a submission as strictly as was asked."""

    exit_status = 2


class GraderError(GradeError):
    """Our own fault."""

    exit_status = 3


def where(error: Exception) -> str:
    """Say what went wrong in the grader, and where; not its own words, which may hold a value that is hidden."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    place = f" in {at.tb_frame.f_code.co_filename.rpartition('/')[2]}, line {at.tb_lineno}" if at else ""
    return f"{type(error).__name__}{place}"
