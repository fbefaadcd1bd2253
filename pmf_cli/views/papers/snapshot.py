"""A director's snapshot: one page a directorate for its one-to-ones (2011 framework: "no surprises")."""

from __future__ import annotations

from pmf_cli.views.audience import Space
from pmf_cli.views.papers.making import Contents
from pmf_cli.views.parts.snapshot import (
    directorate_subjects,
    falls_due_part,
    health_beside,
    snapshot_facts,
    snapshot_results_part,
    snapshot_risks_part,
    snapshot_subtitle,
    snapshot_summary_part,
)

CONTENTS = Contents(
    parts=(snapshot_summary_part, snapshot_results_part, falls_due_part, snapshot_risks_part),
    facts=snapshot_facts,
    subtitle=snapshot_subtitle,
    subjects=directorate_subjects,
    beside=health_beside,
    spaces=tuple(Space(words) for words in (240, 160, 120, 100, 80, 60, 40, 20)),
)
