"""For which time a figure and a target are, which target holds and what it asks for, what is expected, owed and known.

Here belongs what bears a period on another or on a day. How periods are written and follow each other
belongs to ``periods``.
"""
