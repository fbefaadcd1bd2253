"""Workbooks of papers: cover, scorecard, trends, notes and data, numbers as numbers."""
