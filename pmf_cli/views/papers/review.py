"""The pack for the yearly choice of indicators: what is known, KPI by KPI, what no KPI covers."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.parts.set_review import (
    review_coverage_part,
    review_list_part,
    review_opening_part,
    review_rows_part,
)

CONTENTS = Contents(
    parts=(review_opening_part, review_list_part, review_coverage_part),
    sheets=(
        PaperSheet("What is known", (review_opening_part,)),
        PaperSheet("KPIs", (review_rows_part,)),
        PaperSheet("Coverage", (review_coverage_part,)),
    ),
    needs=("KPIs",),
)
