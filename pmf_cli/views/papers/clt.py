"""The quarterly report to the Corporate Leadership Team, with the scorecard of all KPIs.

One report holds performance, risks and issues (2024 report, ¶47, ¶50, ¶65 to ¶69, ¶75). It
opens with a summary worked out from the counts; every KPI in scope stands in the scorecard
exactly once, and the counts on the page add up.
"""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.parts.changes import changes_part
from pmf_cli.views.parts.corrections import corrections_part, corrections_table_part
from pmf_cli.views.parts.exceptions import exceptions_part
from pmf_cli.views.parts.highlights import highlights_part
from pmf_cli.views.parts.notes import (
    data_quality_part,
    glossary_part,
    how_made_part,
    not_due_part,
    not_rated_part,
)
from pmf_cli.views.parts.risks import risks_part
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.summary import key_part, moved_part, summary_part
from pmf_cli.views.parts.workbook import (
    about_part,
    data_part,
    shorthand_part,
    trends_part,
    whole_scorecard_part,
)

AFTER_SCORECARD = (not_rated_part, not_due_part, risks_part, changes_part, data_quality_part)
CLOSING = (glossary_part, how_made_part)

CONTENTS = Contents(
    parts=(
        corrections_part,
        summary_part,
        moved_part,
        key_part,
        highlights_part,
        scorecard_part,
        exceptions_part,
        *AFTER_SCORECARD,
        *CLOSING,
    ),
    sheets=(
        PaperSheet("Cover", (about_part, summary_part, corrections_part, key_part)),
        PaperSheet("Corrections", (corrections_table_part,)),
        PaperSheet("Scorecard", (whole_scorecard_part,)),
        PaperSheet("Trends", (trends_part,)),
        PaperSheet("Notes", (shorthand_part, moved_part, *AFTER_SCORECARD, *CLOSING)),
        PaperSheet("Data", (data_part,)),
    ),
)
