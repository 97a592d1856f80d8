"""Below the trust boundary: what runs beside a student's code.

This package stands alone: it imports the standard library and NumPy only, never `grader`, and runs on Python 3.8
and NumPy 1.19, since a course may ask for its own interpreter. It answers calls and decides nothing.
"""
