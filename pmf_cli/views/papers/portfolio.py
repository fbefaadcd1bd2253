"""A portfolio's results for its holder, who hears of them before the whole Executive (2004 approach, 3.17, 3.21)."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.papers.sheets import BEHIND, RESULTS
from pmf_cli.views.parts.discussed import decided_part
from pmf_cli.views.parts.exceptions import exceptions_part
from pmf_cli.views.parts.front import attention_part, summary_part
from pmf_cli.views.parts.highlights import highlights_part
from pmf_cli.views.parts.moved import missing_part, moved_part, reds_part
from pmf_cli.views.parts.notes import glossary_part, how_made_part
from pmf_cli.views.parts.portfolios import (
    portfolio_subjects,
    portfolio_subtitle,
    portfolios_part,
)
from pmf_cli.views.parts.risks import risks_part
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.workbook import notes_sheet_part

CONTENTS = Contents(
    parts=(
        summary_part,
        attention_part,
        moved_part,
        reds_part,
        missing_part,
        portfolios_part,
        decided_part,
        risks_part,
        highlights_part,
        scorecard_part,
        exceptions_part,
        how_made_part,
        glossary_part,
    ),
    sheets=(
        *RESULTS,
        PaperSheet("Risks and issues", (risks_part,)),
        PaperSheet("Notes", (notes_sheet_part, portfolios_part, decided_part)),
        *BEHIND,
    ),
    subtitle=portfolio_subtitle,
    subjects=portfolio_subjects,
)
