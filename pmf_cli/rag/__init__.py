"""Ratings: Red, Amber or Green with reasons, or one reason for none."""
