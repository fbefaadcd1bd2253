"""What somebody asks to put on record or to take back, read from what was typed and previewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmf_cli.analysis.issued.issue_history import IssuedPaper
from pmf_cli.checks import KINDS
from pmf_cli.cycle.bodies import kind_of
from pmf_cli.errors import UsageError
from pmf_cli.findings import Severity
from pmf_cli.pipeline.change.changing import Change
from pmf_cli.pipeline.issue.issue_files import FoundFile, found_files, made_on, stated_period
from pmf_cli.pipeline.issue.issue_record import withdrawn_change
from pmf_cli.pipeline.issue.issuing import PlannedIssue, planned_issue, refuse_other_paper
from pmf_cli.pipeline.papers import only_body
from pmf_cli.pipeline.read.issued_papers import any_issue_named, body_named, history_in
from pmf_cli.pipeline.read.opening import (
    OpenedRegister,
    Progress,
    assessed,
    refuse_where_guards_are_lost,
)
from pmf_cli.views.base import Section
from pmf_cli.views.blocking import ERRORS, Waivable
from pmf_cli.views.lists.reported import withdrawal_section
from pmf_cli.views.papers import PAPERS
from pmf_cli.views.papers.making import paper_stem
from pmf_cli.words import counted, day, listed
from pmf_cli.workbook.text import printable


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """An issue as it was asked for.

    Attributes:
        paper: the paper's name in ``PAPERS``.
        period: the reporting period in words; empty for the one that the files say.
        body: the body as typed; empty for the only one whose paper it is.
        meeting: the meeting; ``None`` for the timetable's.
        files: the files that go out; empty for the paper's own.
        reports: the folder in which those lie.
        by: contact reference of who issues it.
        waive: what it goes out in spite of, by name, and why.
    """

    paper: str
    period: str
    body: str
    meeting: date | None
    files: Sequence[Path]
    reports: Path
    by: str
    waive: Mapping[str, str]


def requested_issue(
    opened: OpenedRegister, on: date, asked: IssueRequest, progress: Progress
) -> tuple[PlannedIssue, tuple[FoundFile, ...]]:
    """What the issue would record, and the files that it is of.

    Raises:
        UsageError: there is no such body or paper, or the paper cannot be right.
        PmfError: what guards the register is lost, or the ledger is damaged.
    """
    paper = PAPERS[asked.paper]
    body = body_named(opened.register, asked.body or only_body(opened, paper))
    refuse_where_guards_are_lost(opened, "The record")
    if not asked.files:
        refuse_other_paper(opened.register, paper, body)
    named = found_files(list(asked.files), asked.reports, "")
    period = assessed(opened, period=asked.period or stated_period(named), as_of=on).period
    stem = paper_stem(paper, body, kind_of(opened.register, body), str(period))
    found = named or found_files([], asked.reports, stem)
    if not found:
        raise UsageError(
            f"There is no paper for {period} in {asked.reports}.",
            f"Write it first: pmf report {asked.paper}. Or name its files with --file. What is recorded is "
            "what stands in the paper.",
        )
    assessment = assessed(
        opened,
        period=str(period),
        as_of=made_on(found, paper.name) or on,
        with_checks=True,
        progress=progress,
    )
    progress("Holding the paper against the register")
    planned = planned_issue(
        opened,
        assessment,
        history_in(opened.folder, opened.register.rating_words),
        found,
        paper=paper,
        body=body,
        meeting=asked.meeting,
        by=asked.by,
        waive=asked.waive,
        on=on,
    )
    return planned, found


def waived_by(names: Sequence[str], reasons: Sequence[str]) -> Mapping[str, str]:
    """What is waived, by name, each with its own reason.

    Raises:
        UsageError: nothing has that name, or a name lacks its reason.
    """
    told = [printable(one).strip() for one in reasons]
    if len(told) != len(names) or not all(told):
        raise UsageError(
            f"--override is given {len(names)} times and --why {len(told)} times.",
            "Each thing that is waived needs its own reason: --override NAME --why TEXT.",
        )
    return {_waivable(name.strip()): reason for name, reason in zip(names, told, strict=True)}


def _waivable(name: str) -> str:
    """A name as what stands in the way bears it: a word, or the code of an error."""
    kind = KINDS.get(name.upper())
    if kind is not None and kind.severity is Severity.ERROR:
        return kind.code
    if name.casefold() in list(Waivable):
        return name.casefold()
    if name.casefold() == ERRORS:
        raise UsageError(
            f"{ERRORS} would waive every error at once, seen or not.",
            "Name each kind of error by its code: --override RES001 --why TEXT. Run pmf issue first; it "
            "gives the code of each.",
        )
    raise UsageError(
        f'Nothing that can be waived is named "{name}".',
        f"There are {listed(Waivable)}, and the codes of errors.",
    )


def obstacle_words(planned: PlannedIssue) -> tuple[str, ...]:
    """What stands in the way of an issue and what to do about it, a line each; nothing for nothing."""
    if not planned.obstacles:
        return ()
    said = [f"{planned.paper.body} cannot be given this paper yet:"]
    said += [f"- {one.words}" + (f" [{one.name}]" if one.name else "") for one in planned.obstacles]
    if any(one.name is None for one in planned.obstacles):
        said.append(
            f"The record of a paper is what stands in the paper: write it again (pmf report {planned.paper.report}), "
            "or put it right. That cannot be waived."
        )
    if any(one.name for one in planned.obstacles):
        said.append(
            "Put right what has a name in brackets, or issue the paper in spite of it: --override NAME "
            "--why TEXT for each."
        )
    return (*said, "Nothing was recorded.")


def telling_words(planned: PlannedIssue, change: Change, *, write: bool) -> tuple[str, ...]:
    """The changes of scope that the paper tells, and what becomes of their dates."""
    if not planned.scope:
        return ()
    meets = planned.paper.meeting_on
    number = len(change.cells)
    dates = (
        f"In Scope changes pmf {'fills in' if write else 'would fill in'} "
        f"{day(meets) if meets else 'that day'} for {counted(number, 'of them', 'of them')}."
    )
    return (
        f"This paper tells {planned.paper.body} of {counted(len(planned.scope), 'change')} of scope:",
        *(f"- {one.change_ref} ({one.kpi_ref}, {one.kind})" for one in planned.scope),
        *((dates,) if number else ()),
    )


@dataclass(frozen=True, slots=True)
class WithdrawalRequest:
    """An issue that is to be taken back: the issue, why, and the days that go out with it."""

    paper: IssuedPaper
    why: str
    change: Change

    @property
    def section(self) -> Section:
        """The same to read."""
        return withdrawal_section(self.paper, [str(one.where) for one in self.change.cells])


def requested_withdrawal(
    opened: OpenedRegister, on: date, asked: str, reasons: Sequence[str], by: str
) -> WithdrawalRequest:
    """What taking an issue back would do.

    Raises:
        UsageError: there is no such issue or contact, or no reason was given.
    """
    history = history_in(opened.folder, opened.register.rating_words)
    paper = any_issue_named(history, asked, on)
    told = [printable(one).strip() for one in reasons]
    if paper.withdrawn is None and (len(told) != 1 or not told[0]):
        raise UsageError(
            "A withdrawal needs one reason: --why TEXT.", "It is kept beside what is taken back."
        )
    if by and by not in opened.register.contact_by_ref:
        raise UsageError(
            f'There is no contact "{by}" in the sheet Contacts.', "Give a contact reference."
        )
    change = withdrawn_change(opened, paper, history)
    return WithdrawalRequest(paper, told[0] if told else "", change)
