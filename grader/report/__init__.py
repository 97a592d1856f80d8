"""Printers of one ScoreReport: JSON, HTML, text."""
