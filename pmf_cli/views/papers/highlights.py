"""The highlight report by itself, of a month, a quarter or a year: what to act on, and what to copy."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.papers.sheets import BEHIND
from pmf_cli.views.parts.discussed import discussed_part
from pmf_cli.views.parts.front import summary_part
from pmf_cli.views.parts.highlight_report import (
    highlight_rows_part,
    recommended_action_part,
    successes_part,
    told_beside,
)
from pmf_cli.views.parts.highlights import worries_part
from pmf_cli.views.parts.notes import glossary_part
from pmf_cli.views.parts.workbook import about_part, notes_sheet_part, scope_counts_part

CONTENTS = Contents(
    parts=(
        summary_part,
        recommended_action_part,
        discussed_part,
        worries_part,
        successes_part,
        glossary_part,
    ),
    sheets=(
        PaperSheet("Cover", (about_part,)),
        PaperSheet("Scope", (scope_counts_part,)),
        PaperSheet("Highlights", (highlight_rows_part,)),
        PaperSheet("Agreed", (discussed_part,)),
        PaperSheet("Notes", (notes_sheet_part,)),
        *BEHIND,
    ),
    beside=told_beside,
)
