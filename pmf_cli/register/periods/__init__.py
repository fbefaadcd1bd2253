"""Periods: what they are, how they are written, and steps from one to the next."""
