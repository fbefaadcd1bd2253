"""Is every setting by which the last papers were made still as it was, or is its change on record?"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.findings import Severity
from pmf_cli.register.changed_settings import ChangedSetting
from pmf_cli.words import counted, listed_shortly


@check(
    "FRZ001",
    Severity.WARNING,
    cure="Put it back as it was, or record the change with its reason: pmf scope change, with --before.",
)
def changed_unrecorded(context: CheckContext) -> Iterator[Problem]:
    """A setting that the last issue froze is still the same, or a scope change records the change.

    Polarity, tolerance, target, status, financial flag, decimal places, a rule: each can change a
    colour that a body has been told. Any change is reported with its reason (2024 report, ¶82);
    one without a record looks like a slip, or like a target made easier by nobody.
    """
    for one in context.changed:
        if not one.recorded:
            yield _problem(one)


@check(
    "FRZ002",
    Severity.ADVICE,
    cure="Nothing, where the record is right: pmf diff shows what it changes for the paper's period.",
)
def changed_on_record(context: CheckContext) -> Iterator[Problem]:
    """A setting that the last issue froze is another one, and the change is on record.

    The next paper tells what it changes about figures that were reported.
    """
    for one in context.changed:
        if one.recorded:
            yield _problem(one)


def _problem(one: ChangedSetting) -> Problem:
    refs = one.kpi_refs
    of = f" of {refs[0]}" if len(refs) == 1 else ""
    rated = ""
    if len(refs) > 1:
        rated = f", by which {counted(len(refs), 'KPI')} were rated ({listed_shortly(refs, 4)})"
    before, now = one.before or "blank", one.now or "blank"
    message = (
        f"{one.sheet}: {one.heading}{of} is {now}; {one.issue} was made with {before}{rated}: "
        f"{one.record_words}."
    )
    return Problem(one.where, message, refs[0] if len(refs) == 1 else None)
