"""Tables that people made, whatever they hold: heading rows, names of columns, rows, figures in words.

Here belongs what is true of any such table: which row holds the headings, which row is a title or a
total, what a name comes near to, what a cell shows, the figure and unit that a text says. What a
column means for a KPI, and periods, which depend on a KPI's year, belong to ``register``; guesses
about a scorecard belong to ``importing``.
"""
