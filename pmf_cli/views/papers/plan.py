"""The delivery plan: where it stands, what is late, every action and milestone by priority, improvement plans.

Service plans hold actions, milestones and KPIs with a clear line of sight to the priorities (2011 framework); action
plans are kept live in one format.
"""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.parts.plan import (
    actions_part,
    improvement_plans_part,
    late_part,
    plan_summary_part,
)
from pmf_cli.views.parts.plan_sheets import (
    action_rows_part,
    improvement_plan_rows_part,
    milestone_rows_part,
)

CONTENTS = Contents(
    parts=(plan_summary_part, late_part, actions_part, improvement_plans_part),
    sheets=(
        PaperSheet("Cover", (plan_summary_part,)),
        PaperSheet("Actions", (action_rows_part,)),
        PaperSheet("Milestones", (milestone_rows_part,)),
        PaperSheet("Improvement plans", (improvement_plan_rows_part,)),
        PaperSheet("Late", (late_part,)),
    ),
    needs=("Actions",),
)
