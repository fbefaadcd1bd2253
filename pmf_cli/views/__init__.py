"""Reports before they have a format: words, tables and charts."""
