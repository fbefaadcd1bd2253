"""Reminders: to whom, about what, in which words, and how they stand."""
