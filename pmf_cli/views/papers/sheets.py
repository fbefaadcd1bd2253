"""Sheets that the workbooks of most papers have: the scorecard for print, and what stands behind it."""

from __future__ import annotations

from pmf_cli.views.papers.making import PaperSheet
from pmf_cli.views.parts.notes import glossary_part
from pmf_cli.views.parts.workbook import (
    about_part,
    commentary_sheet_part,
    data_part,
    not_rated_sheet_part,
    scope_counts_part,
    scorecard_sheets_part,
    sources_part,
)

RESULTS = (
    PaperSheet("Cover", (about_part,)),
    PaperSheet("Scope", (scope_counts_part,)),
    PaperSheet("Scorecard", (scorecard_sheets_part,), one_each=True),
    PaperSheet("Commentary", (commentary_sheet_part,)),
    PaperSheet("Not rated", (not_rated_sheet_part,)),
)
"""What a workbook begins with: the counts, those of council and wider area, a sheet a group, the services' words, what has no rating."""
BEHIND = (
    PaperSheet("Words", (glossary_part,)),
    PaperSheet("Data", (data_part,)),
    PaperSheet("Sources", (sources_part,), traces=True),
)
"""What it ends with."""
TELLING = frozenset({"Cover", "Commentary", "Data", "Sources"})
"""Sheets by which a workbook is known for a paper of results."""
