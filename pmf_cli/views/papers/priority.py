"""One priority on two sides: how it goes, and what is being done (2011 framework: one page, two sides, each quarter)."""

from __future__ import annotations

from pmf_cli.views.audience import Space
from pmf_cli.views.papers.making import Contents
from pmf_cli.views.parts.priorities import (
    indicators_of_priority_part,
    parts_beside,
    priority_actions_part,
    priority_dates_part,
    priority_facts,
    priority_plans_part,
    priority_reasons_behind_part,
    priority_reasons_part,
    priority_risks_part,
    priority_standing_part,
    priority_subjects,
    priority_subtitle,
    split_part,
)

CONTENTS = Contents(
    parts=(
        priority_standing_part,
        indicators_of_priority_part,
        split_part,
        priority_reasons_part,
        priority_actions_part,
        priority_dates_part,
        priority_plans_part,
        priority_risks_part,
        priority_reasons_behind_part,
    ),
    facts=priority_facts,
    subtitle=priority_subtitle,
    spaces=tuple(
        Space(words, is_behind) for words in (200, 130, 80, 40, 20) for is_behind in (False, True)
    ),
    subjects=priority_subjects,
    beside=parts_beside,
    needs=("Priorities",),
)
