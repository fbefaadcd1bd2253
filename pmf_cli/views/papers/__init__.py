"""Papers: each a name, a title and a list of parts.

Here: which parts a paper has, in which order, and which sheets its workbook has. Not here: what a part says.
"""
