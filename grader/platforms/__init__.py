"""Autograding platforms: what one is given to grade with (`packages/`), what it is told of a result (`results/`)."""
