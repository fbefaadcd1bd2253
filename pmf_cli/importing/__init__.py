"""Bringing in the scorecard that is in use today, showing every guess."""
