"""Is a rubric sound? The mistakes against the checks, stubs, tolerances, right work of all styles, and run times."""
