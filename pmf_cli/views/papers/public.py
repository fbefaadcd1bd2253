"""The public edition: the figures that everyone may see, how to read them, and what is not shown."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.parts.exceptions import exceptions_part
from pmf_cli.views.parts.front import summary_part
from pmf_cli.views.parts.moved import moved_alone_part
from pmf_cli.views.parts.notes import glossary_part
from pmf_cli.views.parts.public import (
    not_shown_part,
    public_facts,
    public_guidance_part,
    public_subtitle,
)
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.parts.workbook import (
    about_part,
    data_part,
    definitions_sheet_part,
    not_rated_sheet_part,
    scorecard_sheets_part,
)

CONTENTS = Contents(
    parts=(
        summary_part,
        public_guidance_part,
        moved_alone_part,
        scorecard_part,
        exceptions_part,
        not_shown_part,
        glossary_part,
    ),
    sheets=(
        PaperSheet("Cover", (about_part,)),
        PaperSheet("Notes", (public_guidance_part, not_shown_part)),
        PaperSheet("Scorecard", (scorecard_sheets_part,), one_each=True),
        PaperSheet("Not rated", (not_rated_sheet_part,)),
        PaperSheet("Definitions", (definitions_sheet_part,)),
        PaperSheet("Data", (data_part,)),
        PaperSheet("Words", (glossary_part,)),
    ),
    facts=public_facts,
    subtitle=public_subtitle,
)
