"""What is wrong with a register, as a list or a workbook; and what a finding's code means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pmf_cli.assessment import Assessment
from pmf_cli.checks import KINDS, examine
from pmf_cli.errors import UsageError
from pmf_cli.findings import Severity, Urgency
from pmf_cli.pipeline.papers import linked, paper_files, write_files
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.pipeline.read.opening import read_twice as read_twice
from pmf_cli.settings import Ignored
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists import findings
from pmf_cli.views.lists.finding_kinds import code_page as code_page


@dataclass(frozen=True, slots=True)
class FindingsAsked:
    """Which findings are wanted, and how.

    Attributes:
        by: ``severity`` or ``person``.
        only: the group that alone is listed; empty for all.
        select: only these codes, or codes that begin so.
        ignore: codes left out.
        with_each: each finding, not one line a kind or a person.
    """

    by: str
    only: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    with_each: bool


@dataclass(frozen=True, slots=True)
class ValidationAnswer:
    """The findings: a list, or the files that were written; and whether one is more than advice."""

    listing: Listing | None = None
    files: tuple[str, ...] = ()
    is_wrong: bool = False


def codes_typed(text: str) -> tuple[str, ...]:
    """The codes in ``TGT,RES004``; unknown ones are refused, since nothing would be findings.

    Raises:
        UsageError: no code is or begins like one of them.
    """
    codes = tuple(
        code.strip().upper() for code in text.replace(";", ",").split(",") if code.strip()
    )
    for code in codes:
        if not any(known.startswith(code) for known in KINDS):
            themes = ", ".join(sorted({known[:3] for known in KINDS}))
            raise UsageError(
                f"No check's code is or begins with {code}.", f"Codes begin with {themes}."
            )
    return codes


def validated(
    opened: OpenedRegister, assessment: Assessment, asked: FindingsAsked, to_file: Path | None
) -> ValidationAnswer:
    """Runs the checks.

    Args:
        asked: which findings.
        to_file: the folder of a workbook; ``None`` for a list.

    Raises:
        PmfError: the workbook cannot be written.
    """
    left_out = tuple(Ignored(code=one, reason="asked for with --ignore") for one in asked.ignore)
    examined = examine(
        findings.check_context_of(assessment), opened.findings, select=asked.select, ignore=left_out
    )
    worst = min((finding.severity.rank for finding in examined.findings), default=9)
    is_wrong = worst <= Severity.WARNING.rank
    chosen, grouping = ", ".join(asked.select), findings.By(asked.by)
    if asked.only:
        examined = findings.only_urgency(examined, Urgency(asked.only))
    if to_file is not None:
        report = findings.findings_report(assessment, examined, grouping, chosen=chosen)
        files = paper_files(opened, linked(report, opened, to_file), ["xlsx"])
        return ValidationAnswer(files=write_files(to_file, files), is_wrong=is_wrong)
    with_each = asked.with_each or asked.only or asked.select
    detail = findings.Detail.EVERY if with_each else findings.Detail.KINDS
    listing = findings.findings_listing(assessment, examined, grouping, detail, chosen=chosen)
    return ValidationAnswer(listing, is_wrong=is_wrong)


def coverage_answer(
    opened: OpenedRegister, assessment: Assessment, to_file: Path | None
) -> ValidationAnswer:
    """How many KPIs have a target, a contact and so on, by directorate; as ``validated`` gives it."""
    from pmf_cli.views.lists.coverage import coverage_listing, coverage_report

    if to_file is None:
        return ValidationAnswer(coverage_listing(assessment))
    files = paper_files(opened, coverage_report(assessment), ["xlsx"])
    return ValidationAnswer(files=write_files(to_file, files))
