"""Papers and lists as one HTML file: content, look and drawings inside, nothing fetched, no script.

``paper.py`` fills the frame for papers and ``list_page.py`` for lists, ``blocks.py`` makes what stands in it, ``drawings.py`` draws charts, bars and small trends
as SVG. The look is the stylesheet among the templates, with the theme's colours before it.
"""
