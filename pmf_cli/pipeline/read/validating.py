"""What is wrong with a register, as a list or a workbook; what a finding's code means; a second reading."""

from __future__ import annotations

from pathlib import Path

from pmf_cli.assessment import Assessment
from pmf_cli.checks import KINDS, examine
from pmf_cli.errors import UsageError
from pmf_cli.findings import Severity, Urgency
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.change.timetables import days_wanted
from pmf_cli.pipeline.papers import write_workbook
from pmf_cli.pipeline.read.kept_questions import waiting_questions
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, first_kpi_words, load_settings
from pmf_cli.pipeline.read.register_files import files_of
from pmf_cli.places import register_folder, register_place
from pmf_cli.settings import Ignored
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists import findings
from pmf_cli.views.lists.finding_kinds import WorthFirst
from pmf_cli.views.lists.finding_kinds import code_page as code_page


@frozen
class FindingsAsked:
    """Which findings are wanted, and how.

    Attributes:
        by: ``severity`` or ``person``.
        only: the group that alone is listed; empty for all.
        select: only these codes, or codes that begin so, as typed: ``TGT,RES004``.
        ignore: codes left out, as typed.
        with_each: each finding, not one line a kind or a person.
    """

    by: str
    only: str
    select: str
    ignore: str
    with_each: bool


@frozen
class ValidationAnswer:
    """The findings: a list, or the files that were written; and whether one is more than advice."""

    listing: Listing | None = None
    files: tuple[str, ...] = ()
    is_wrong: bool = False


def _codes_typed(text: str) -> tuple[str, ...]:
    """The codes in ``TGT,RES004``; unknown ones are refused, since nothing would be findings."""
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
        to_file: the folder of a workbook; ``None`` for a list.

    Raises:
        UsageError: no code is or begins like one that was typed.
        PmfError: the workbook cannot be written.
    """
    select, ignore = _codes_typed(asked.select), _codes_typed(asked.ignore)
    left_out = tuple(Ignored(code=one, reason="asked for with --ignore") for one in ignore)
    examined = examine(
        findings.check_context_of(assessment), opened.findings, select=select, ignore=left_out
    )
    worst = min((finding.severity.rank for finding in examined.findings), default=9)
    is_wrong = worst <= Severity.WARNING.rank
    chosen, grouping = ", ".join(select), findings.By(asked.by)
    if asked.only:
        examined = findings.only_urgency(examined, Urgency(asked.only))
    if to_file is not None:
        report = findings.findings_report(assessment, examined, grouping, chosen=chosen)
        files = write_workbook(opened, report, to_file, with_links=True)
        return ValidationAnswer(files=files, is_wrong=is_wrong)
    with_each = asked.with_each or asked.only or select
    detail = findings.Detail.EVERY if with_each else findings.Detail.KINDS
    listing = findings.findings_listing(
        assessment, examined, grouping, detail, chosen=chosen, before=_first(opened, assessment)
    )
    return ValidationAnswer(listing, is_wrong=is_wrong)


# What a workbook of questions asks for; what a timetable brings.
_ANSWERED = frozenset(
    {"MEA001", "MEA002", "MEA005", "MEA007", "MEA009", "TGT001", "TTM002", "TTM006"}
)
_OF_TIMETABLE = frozenset({"SHT020", "PRC003"})


def _first(opened: OpenedRegister, assessment: Assessment) -> WorthFirst:
    """What comes first in a register just started: the questions or a first KPI, then the timetable."""
    waiting = waiting_questions(opened)
    words = [f"{one.words} {one.command}".strip() for one in waiting]
    begin = "" if waiting else first_kpi_words(opened.register)
    words += [f"{begin} pmf rag"] if begin else []
    days = None if opened.register.timetable else days_wanted(opened, assessment.as_of)
    if days is not None:
        words.append(" ".join(days.words.split()))
    cures = (_ANSWERED if waiting else frozenset()) | (
        _OF_TIMETABLE if days or begin else frozenset()
    )
    return WorthFirst(tuple(words), cures)


def coverage_answer(
    opened: OpenedRegister, assessment: Assessment, to_file: Path | None
) -> ValidationAnswer:
    """How many KPIs have a target, a contact and so on, by directorate; as ``validated`` gives it."""
    from pmf_cli.views.lists.coverage import coverage_listing, coverage_report

    if to_file is None:
        return ValidationAnswer(coverage_listing(assessment))
    return ValidationAnswer(files=write_workbook(opened, coverage_report(assessment), to_file))


def read_twice(asked: Path | None, progress: Progress) -> tuple[tuple[str, ...], bool]:
    """Reads every workbook of a register by our reader and by openpyxl, and compares all cells.

    Returns:
        One sentence a workbook, then one for each cell that differs; and whether any differs.

    Raises:
        PmfError: no register, or a file that cannot be read.
    """
    from pmf_cli.workbook.read import read_book
    from pmf_cli.workbook.second_reading import differences

    settings = load_settings(register_folder(asked))
    said: list[str] = []
    any_differs = False
    for path in files_of(register_place(asked), settings).read:
        progress(f"Reading {path.name} twice")
        compared, found = differences(read_book(path, settings.limits), path)
        any_differs = any_differs or bool(found)
        said.append(
            f"{path.name}: {compared:,} cells read by both readers, {len(found):,} read differently."
        )
        said += [f"{one.where}: pmf read {one.ours}; openpyxl read {one.theirs}." for one in found]
    return tuple(said), any_differs
