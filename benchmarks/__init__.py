"""Measured promises: start-up, reading, rating and reporting, side by side with peers."""
