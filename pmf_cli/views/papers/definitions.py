"""The KPI handbook: how to read a report, what each KPI is, from inputs to outcomes, and the words that it uses."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.parts.committee import guidance_part
from pmf_cli.views.parts.handbook import (
    about_handbook_part,
    handbook_part,
    handbook_rows_part,
    handbook_subtitle,
    ladder_part,
)
from pmf_cli.views.parts.notes import glossary_table_part

CONTENTS = Contents(
    parts=(about_handbook_part, guidance_part, handbook_part, ladder_part, glossary_table_part),
    sheets=(
        PaperSheet("KPIs", (handbook_rows_part,)),
        PaperSheet("How to read", (guidance_part,)),
        PaperSheet("Inputs to outcomes", (ladder_part,)),
        PaperSheet("Words", (glossary_table_part,)),
    ),
    subtitle=handbook_subtitle,
    needs=("KPIs",),
)
