"""What an officer is asked about a scorecard, in a workbook, and the answers read back.

Here: the questions of a plan, their workbook, and answers turned into an ``ImportMapping``. Not here: what
an answer means for a cell, which the reading of the scorecard works out.
"""
