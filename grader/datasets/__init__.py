"""Data that cases are made of: digits that come with the engine, and readers of files in a folder.

For `cases.py` only. What a case needs of the data is stored with its inputs, so grading and students read none of it.
Files are an instructor's, but often from elsewhere: a wrong or hostile one ends in a CourseError of one sentence.

    digits(data, size)    images of digits, of the folder `data` or of the bundled set, in three parts
    idx(path)             an array in MNIST's own format
    pickled(path)         arrays and plain containers in a pickle, of which nothing is run
    table(path)           a CSV table of numbers
"""

from grader.datasets.idx_files import idx
from grader.datasets.images import Digits, Part, digits
from grader.datasets.pickles import pickled
from grader.datasets.tables import Table, table

__all__ = ["Digits", "Part", "Table", "digits", "idx", "pickled", "table"]
