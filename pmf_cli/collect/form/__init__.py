"""A return form as it goes out: what it asks, its sheets, their looks and their seals."""
