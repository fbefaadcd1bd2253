"""The reporting cycle: what is due from whom, and when."""
