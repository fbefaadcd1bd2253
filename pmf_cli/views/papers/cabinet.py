"""The paper of Cabinet or an Executive Board: its form, and the results by portfolio (2004 approach, 3.16; 2023 framework)."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.papers.sheets import BEHIND, RESULTS
from pmf_cli.views.parts.changes import changes_part
from pmf_cli.views.parts.committee import front_sheet_part, guidance_part, guidance_sheet_part
from pmf_cli.views.parts.corrections import corrections_part, corrections_table_part
from pmf_cli.views.parts.discussed import discussed_part
from pmf_cli.views.parts.exceptions import exceptions_part
from pmf_cli.views.parts.highlights import highlights_part
from pmf_cli.views.parts.notes import glossary_part, how_made_part
from pmf_cli.views.parts.portfolios import cabinet_part, portfolios_part
from pmf_cli.views.parts.risks import risks_part
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.workbook import notes_sheet_part

CONTENTS = Contents(
    parts=(
        front_sheet_part,
        cabinet_part,
        guidance_part,
        portfolios_part,
        discussed_part,
        corrections_part,
        risks_part,
        highlights_part,
        scorecard_part,
        exceptions_part,
        changes_part,
        how_made_part,
        glossary_part,
    ),
    sheets=(
        *RESULTS,
        PaperSheet("Portfolios", (portfolios_part,)),
        PaperSheet("Corrections", (corrections_table_part,)),
        PaperSheet("Risks and issues", (risks_part,)),
        PaperSheet("Notes", (notes_sheet_part, guidance_sheet_part, discussed_part, changes_part)),
        *BEHIND,
    ),
)
