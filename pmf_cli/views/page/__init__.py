"""The page: all of a body's KPIs on one screen, each with the sum, the cells and the words behind it.

``page.py`` is the value that a renderer turns into a file, ``edition.py`` the one place that decides what of a KPI is
shown; ``opening.py``, ``rows.py``, ``choices.py`` and ``details.py`` make its parts from what papers and lists say.
"""
