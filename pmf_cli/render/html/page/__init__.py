"""The page as one HTML file: static content, a look with the theme's colours, and a script that only hides, sorts and shows.

``page.py`` fills the frame, ``scorecard.py`` makes rows and filters, ``details.py`` what opens under them, ``opening.py`` what
stands over them, ``charts.py`` and ``small.py`` draw, ``entries.py`` prints words, ``colours.py`` gives the theme's colours by name.
"""
