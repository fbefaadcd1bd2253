"""Showing a planned change, and carrying it out where ``--write`` was given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmf_cli.cli.faults import remark

if TYPE_CHECKING:
    from pmf_cli.analysis.scope.planned import PlannedChange
    from pmf_cli.cli.options import ListFormat
    from pmf_cli.pipeline import OpenedRegister
    from pmf_cli.views.listing import Listing


def tell_protected(opened: OpenedRegister, sheets: Collection[str]) -> None:
    """Says in a preview which workbooks ``--write`` would refuse to change, and how it may."""
    from pmf_cli.pipeline.change.consent import protected_before

    for told in protected_before(opened, sheets):
        remark(f"Note: {told}")


def carry_out(
    opened: OpenedRegister,
    planned: PlannedChange,
    listing: Listing,
    *,
    action: str,
    key: str,
    details: Mapping[str, Any],
    on: date,
    write: bool,
    ignore_lock: bool,
    form: ListFormat,
    quiet: bool,
) -> None:
    """Prints the preview, then writes the change where asked and says what was done.

    Raises:
        PmfError: the change cannot be made; nothing was written.
    """
    from pmf_cli.cli.printing import print_listing
    from pmf_cli.pipeline.change.changing import apply_change, sheets_of
    from pmf_cli.pipeline.change.planned_changes import change_for

    change = change_for(opened, planned, action, key, details)
    print_listing(listing, form, opened)
    if change.is_empty:
        return
    if not write:
        if not quiet:
            tell_protected(opened, sheets_of(opened, change))
            remark("Nothing was written. To record it, run the same command with --write.")
        return
    done = apply_change(opened, change, on, ignore_lock=ignore_lock)
    if not quiet:
        for line in done:
            remark(line)
