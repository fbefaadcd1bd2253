"""The paper of a directorate's management team: its results, its own data, what it must answer, its sign-off.

A team looks at the results it is responsible for before others do (2024 report, ¶24; 2011 framework,
directorate scorecard). For their monthly meetings (2023 framework) it is shorter, with what comes every month alone.
"""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.papers.sheets import BEHIND, RESULTS
from pmf_cli.views.parts.changes import changes_part
from pmf_cli.views.parts.corrections import corrections_part, corrections_table_part
from pmf_cli.views.parts.directorate import (
    contribution_part,
    other_issues_part,
    own_data_part,
    questions_part,
    sign_off_part,
    team_facts,
)
from pmf_cli.views.parts.exceptions import exceptions_part
from pmf_cli.views.parts.foresight import year_end_part
from pmf_cli.views.parts.front import attention_part, summary_part
from pmf_cli.views.parts.highlights import highlights_part
from pmf_cli.views.parts.ladder import ladder_part
from pmf_cli.views.parts.moved import missing_part, moved_part, reds_part
from pmf_cli.views.parts.notes import glossary_part, how_made_part
from pmf_cli.views.parts.risks import risks_part
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.signal import signal_beside_part
from pmf_cli.views.parts.workbook import notes_sheet_part

BEFORE_CLT = (own_data_part, questions_part)
AT_THE_END = (contribution_part, other_issues_part, sign_off_part)

CONTENTS = Contents(
    parts=(
        summary_part,
        attention_part,
        moved_part,
        reds_part,
        missing_part,
        corrections_part,
        *BEFORE_CLT,
        risks_part,
        highlights_part,
        scorecard_part,
        signal_beside_part,
        exceptions_part,
        ladder_part,
        year_end_part,
        *AT_THE_END,
        changes_part,
        how_made_part,
        glossary_part,
    ),
    sheets=(
        *RESULTS,
        PaperSheet("Corrections", (corrections_table_part,)),
        PaperSheet("Questions", BEFORE_CLT),
        PaperSheet("Risks and issues", (risks_part,)),
        PaperSheet("Notes", (notes_sheet_part, changes_part, *AT_THE_END)),
        *BEHIND,
    ),
    facts=team_facts,
    left_out_of_a_month=(
        risks_part,
        highlights_part,
        contribution_part,
        changes_part,
        how_made_part,
        glossary_part,
    ),
)
