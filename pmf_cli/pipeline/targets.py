"""What is known beside each target (``pmf targets review``)."""

from __future__ import annotations

from pathlib import Path

from pmf_cli.analysis.targets_review import target_facts
from pmf_cli.assessment import Assessment
from pmf_cli.pipeline.papers import paper_files, write_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.targets_review import targets_listing, targets_report
from pmf_cli.views.selection import Selection, selected


def targets_reviewed(assessment: Assessment, wanted: Selection) -> Listing:
    """The facts beside the targets of the KPIs chosen; UsageError for a choice that is none."""
    return targets_listing(assessment, target_facts(assessment, selected(assessment, wanted)))


def review_paper(
    opened: OpenedRegister, listing: Listing, form: str, output: Path
) -> tuple[str, ...]:
    """Writes the list as a paper for the directorates; says which file. PmfError where it cannot be."""
    return write_files(output, paper_files(opened, targets_report(listing), [form]))
