"""Parts of papers: each a function of an assessment and an audience.

Here: what stands in a paper under one heading, for whichever body it is made. Not here: which parts a
paper has (``papers``), lists for the screen and other programs, and anything about formats.
"""
