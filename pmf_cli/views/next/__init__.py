"""What to do today, and how the cycle stands."""
