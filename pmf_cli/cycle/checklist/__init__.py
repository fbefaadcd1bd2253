"""The checklist of a cycle: its usual steps, which day each has, what is done and by whom."""
