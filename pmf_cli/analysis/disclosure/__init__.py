"""What may be published: which rows and columns, and that what is left out cannot be worked out from the rest.

``columns``: the allow-list. ``hidden``: which figures are withheld, and why. ``relations``: how figures add up.
``intervals``: between which bounds a reader can say that a figure lies. ``secondary``: what is hidden besides.
"""
