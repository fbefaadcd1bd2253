"""A paper that goes out: what stands in it, what stands in the way, and the record of it."""
