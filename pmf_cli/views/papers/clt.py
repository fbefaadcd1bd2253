"""The quarterly report to the Corporate Leadership Team: two pages to read, the rest to look things up in.

One report holds performance, risks and issues (2024 report, ¶47, ¶50, ¶65 to ¶69, ¶75). Every KPI in scope stands in
the scorecard exactly once, and the counts on the page add up.
"""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.papers.sheets import BEHIND, RESULTS
from pmf_cli.views.parts.changes import changes_part
from pmf_cli.views.parts.corrections import corrections_part, corrections_table_part
from pmf_cli.views.parts.discussed import discussed_part
from pmf_cli.views.parts.exceptions import exceptions_part
from pmf_cli.views.parts.foresight import year_end_part
from pmf_cli.views.parts.front import attention_part, summary_part
from pmf_cli.views.parts.highlights import highlights_part
from pmf_cli.views.parts.moved import missing_part, moved_part, reds_part
from pmf_cli.views.parts.notes import glossary_part, how_made_part
from pmf_cli.views.parts.risks import risks_part
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.signal import signal_beside_part
from pmf_cli.views.parts.workbook import notes_sheet_part

CONTENTS = Contents(
    parts=(
        summary_part,
        attention_part,
        moved_part,
        reds_part,
        missing_part,
        corrections_part,
        discussed_part,
        risks_part,
        highlights_part,
        scorecard_part,
        signal_beside_part,
        exceptions_part,
        changes_part,
        how_made_part,
        glossary_part,
    ),
    sheets=(
        *RESULTS,
        PaperSheet("Corrections", (corrections_table_part,)),
        PaperSheet("Risks and issues", (risks_part,)),
        PaperSheet("Agreed", (discussed_part,)),
        PaperSheet("Year end", (year_end_part,)),
        PaperSheet("Notes", (notes_sheet_part, changes_part)),
        *BEHIND,
    ),
)
