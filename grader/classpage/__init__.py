"""The page about a whole class: what its gradebook says of totals, rubric items, mistakes and students."""
