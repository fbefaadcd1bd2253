"""From a cell to a value: numbers, dates, texts, and words for what is missing."""
