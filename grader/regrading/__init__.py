"""What was kept is scored again, and what that changed: near misses, and two sets of reports beside each other."""
