"""The assurance report: the five aspects of control, each with its counts; surveys, improvements, how it was worked out."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.parts.assurance import (
    ASPECT_PARTS,
    assurance_facts,
    assurance_summary_part,
    counts_rows_part,
    evidence_rows_part,
    how_assured_part,
    improvements_part,
    surveys_part,
)

CONTENTS = Contents(
    facts=assurance_facts,
    parts=(
        assurance_summary_part,
        *ASPECT_PARTS,
        surveys_part,
        improvements_part,
        how_assured_part,
    ),
    sheets=(
        PaperSheet("Cover", (assurance_summary_part,)),
        PaperSheet("Counts", (counts_rows_part,)),
        *(PaperSheet("", (one,)) for one in ASPECT_PARTS),
        PaperSheet("Surveys", (surveys_part,)),
        PaperSheet("Improvements", (improvements_part,)),
        PaperSheet("How worked out", (how_assured_part,)),
        PaperSheet("Evidence", (evidence_rows_part,), traces=True),
    ),
)
