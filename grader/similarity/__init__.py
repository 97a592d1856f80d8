"""What submissions of a class have in common that they need not: evidence for a person to look at, and never a mark."""
