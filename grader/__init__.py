"""backgrade: grade hand-written neural networks against a reference."""

__version__ = "0.1.0"
