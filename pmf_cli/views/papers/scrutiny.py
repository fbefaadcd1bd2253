"""The paper of a scrutiny board or another committee: its form, and three appendices that share out its KPIs.

The form is that of the scrutiny report of 2008/09; the appendices hold each KPI of the board exactly once.
"""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.papers.sheets import BEHIND, RESULTS
from pmf_cli.views.parts.committee import (
    committee_part,
    front_sheet_part,
    guidance_sheet_part,
    guidance_with_appendices_part,
    indicators_part,
    priorities_part,
    trackers_part,
)
from pmf_cli.views.parts.corrections import corrections_part, corrections_table_part
from pmf_cli.views.parts.highlights import highlights_part
from pmf_cli.views.parts.notes import glossary_part, how_made_part
from pmf_cli.views.parts.signal import signal_part
from pmf_cli.views.parts.workbook import definitions_sheet_part, notes_sheet_part

CONTENTS = Contents(
    parts=(
        front_sheet_part,
        committee_part,
        guidance_with_appendices_part,
        corrections_part,
        signal_part,
        highlights_part,
        priorities_part,
        trackers_part,
        indicators_part,
        how_made_part,
        glossary_part,
    ),
    sheets=(
        *RESULTS,
        PaperSheet("Priorities", (priorities_part,)),
        PaperSheet("Corrections", (corrections_table_part,)),
        PaperSheet("Notes", (notes_sheet_part, guidance_sheet_part)),
        PaperSheet("Definitions", (definitions_sheet_part,)),
        *BEHIND,
    ),
)
