"""Formats: Word, Excel, terminal, JSON and CSV. They translate and decide nothing."""
