"""What pmf did, kept for good: one SQLite file beside ``pmf.toml``, rows chained by their hashes."""
