"""The quarterly report to the Corporate Leadership Team: its pages, sections and sheets."""
