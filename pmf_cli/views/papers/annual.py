"""The year-end report: the year in one sentence, targets met, what moved, every KPI across the year, what changed, stretch."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.papers.sheets import BEHIND
from pmf_cli.views.parts.changes import changes_part
from pmf_cli.views.parts.front import summary_part
from pmf_cli.views.parts.moved import moved_alone_part
from pmf_cli.views.parts.notes import glossary_part, how_made_part
from pmf_cli.views.parts.signal import signal_part
from pmf_cli.views.parts.workbook import notes_sheet_part
from pmf_cli.views.parts.year import (
    across_part,
    changes_in_year_part,
    framework_subjects,
    kpi_set_part,
    met_rows_part,
    stretch_part,
    targets_met_part,
    year_rows_part,
    year_subtitle,
)

CONTENTS = Contents(
    parts=(
        summary_part,
        targets_met_part,
        kpi_set_part,
        stretch_part,
        moved_alone_part,
        signal_part,
        across_part,
        changes_in_year_part,
        how_made_part,
        glossary_part,
    ),
    sheets=(
        PaperSheet("Targets met", (met_rows_part,)),
        PaperSheet("Year", (year_rows_part,)),
        PaperSheet("Stretch", (stretch_part,)),
        PaperSheet("Changes", (kpi_set_part, changes_part)),
        PaperSheet("Notes", (notes_sheet_part,)),
        *BEHIND,
    ),
    subtitle=year_subtitle,
    subjects=framework_subjects,
)
