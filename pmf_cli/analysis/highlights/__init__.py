"""What deserves a place among the highlights, and what people chose."""
