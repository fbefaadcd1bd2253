"""The paper of changes: corrections, scope and who was told, targets with reasons, rule sets."""

from __future__ import annotations

from pmf_cli.views.papers.making import Contents, PaperSheet
from pmf_cli.views.parts.changes import (
    change_facts,
    change_summary_part,
    corrections_beside_part,
    corrections_by_issue_part,
    rules_part,
    scope_part,
    targets_part,
    unreported_part,
)

FURTHER = (scope_part, targets_part, rules_part, unreported_part)

CONTENTS = Contents(
    facts=change_facts,
    parts=(change_summary_part, corrections_by_issue_part, *FURTHER),
    sheets=(
        PaperSheet("Cover", (change_summary_part,)),
        *(PaperSheet("", (one,)) for one in (corrections_beside_part, *FURTHER)),
    ),
)
