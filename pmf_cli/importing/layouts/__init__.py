"""How the tables of a scorecard are laid out, and each of them laid out anew with a KPI a row.

Here: recognising a layout and moving its cells. Not here: what a heading or a cell means.
Whatever a council's layout is, what reads tables meets headings above and one KPI in each row; a cell
that was moved still tells its own place in the file.
"""
