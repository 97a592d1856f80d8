"""THE TRUST BOUNDARY: the only folder that deals with a student's code."""
