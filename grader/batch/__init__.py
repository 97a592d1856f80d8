"""A whole class: what a platform's download holds, graded on all cores, kept so that nothing is lost."""
