"""Word papers: the council's template gives the looks, the report the words.

docxtpl prints the frame (title, headings, paragraphs in their styles) in a sandbox; tables,
sparklines, charts, the contents and wide pages are then built into the places that it left. The
result is refused where it could not be read by everyone.
"""
