"""Freezing a paper: what would be recorded of it, what stands in the way, and recording it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.analysis.issued.figures_to_record import reported_figure, reported_part
from pmf_cli.analysis.issued.frozen_settings import frozen_settings
from pmf_cli.analysis.issued.issue_history import (
    History,
    IssuedPaper,
    ReportedFigure,
    ToldCorrection,
    Waived,
)
from pmf_cli.analysis.withheld import for_body
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import clt_name, kind_of, meeting_on
from pmf_cli.cycle.due import due_items
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.issue.issue_files import FoundFile, Held, held_against, stated_period
from pmf_cli.pipeline.read.issued_papers import fingerprints_now, issue_before
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import untold
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.audience import Audience, audience_of
from pmf_cli.views.blocking import Obstacle, obstacles
from pmf_cli.views.papers import Paper
from pmf_cli.views.papers.making import chosen_parts, is_own_paper, references_in, report_of
from pmf_cli.views.parts.changes import changes_part
from pmf_cli.views.parts.corrections import correction_words, corrections_part, corrections_told
from pmf_cli.views.parts.highlights import highlights_for
from pmf_cli.views.sensitive import sensitive_words
from pmf_cli.views.wording import file_stem
from pmf_cli.words import day, listed


@dataclass(frozen=True)
class PlannedIssue:
    """An issue before it is recorded.

    Attributes:
        paper: what would be recorded.
        repeats: the issue that says the same already; ``None`` where there is none.
        obstacles: what stands in the way and is not waived.
        remarks: what should be known.
        scope: the changes of scope that the body is told of.
    """

    paper: IssuedPaper
    repeats: IssuedPaper | None
    obstacles: tuple[Obstacle, ...]
    remarks: tuple[str, ...]
    scope: tuple[ScopeChange, ...]


def refuse_other_paper(register: Register, paper: Paper, body: str) -> None:
    """Refuses a body that is not given such a paper by pmf.

    Raises:
        UsageError: the body has no paper of its own: what it was told is then not known.
    """
    if is_own_paper(paper, kind_of(register, body)):
        return
    own = [row.body for row in register.boards if is_own_paper(paper, row.kind)]
    whose = clt_name(register) if BodyKind.CLT in paper.kinds else listed(own) or "no body"
    raise UsageError(
        f"{body} has no paper of its own: {paper.name} is the paper of {whose}.",
        f"Nothing is recorded of what {body} was told. Once it has a paper of its own, name it: "
        f'pmf issue {paper.name} --body "{body}" --file PATH',
    )


def planned_issue(
    opened: OpenedRegister,
    assessment: Assessment,
    history: History,
    files: tuple[FoundFile, ...],
    *,
    paper: Paper,
    body: str,
    meeting: date | None,
    by: str,
    waive: Mapping[str, str],
    on: date,
) -> PlannedIssue:
    """What issuing a paper would record: what stands in its files, and nothing else.

    Args:
        assessment: the register rated and checked for the paper's period and date.
        files: the files that go out.
        body: the body, as the sheet ``Boards`` names it.
        meeting: the meeting; the timetable's where not given.
        by: contact reference of who issues it.
        waive: what it goes out in spite of, by name, and why.
        on: the day of issue.

    Raises:
        UsageError: no meeting date, an unknown contact, or a paper that cannot be right.
    """
    told = for_body(assessment, history, body)
    assessment = told.assessment
    audience = audience_of(
        assessment, told.history, body, paper=paper.name,
        since=issue_before(told.history, "", assessment, body),
    )  # fmt: skip
    register, period = assessment.register, assessment.period
    _check(paper, assessment, by, on)
    meets = meeting or meeting_on(register, body, period)
    if meets is None:
        raise UsageError(
            f"The timetable has no meeting of {body} for {period}.",
            "Say when it meets: --meeting 2025-02-18",
        )
    held, figures, corrections, scope = _told(opened, paper, assessment, audience, files)
    due = due_items(register, period, assessment.as_of, assessment.settings.financial_year_start)
    stand = (*obstacles(assessment, due), *_other_period(files, period), *held.obstacles)
    same = [one for one in history.papers if one.is_of == (paper.name, body, str(period))]
    issued = IssuedPaper(
        ref=_reference(register, paper, body, period, len(same) + 1),
        report=paper.name,
        body=body,
        meeting_on=meets,
        issued_on=on,
        period=str(period),
        as_at=assessment.as_of,
        figures=figures,
        corrections=corrections,
        scope_changes=tuple(change.change_ref for change in scope),
        workbooks=fingerprints_now(opened),
        files=held.files,
        by=by,
        terms=frozen_settings(assessment.settings, register, body),
        scope_known=tuple(change.change_ref for change in register.scope_changes),
        waived=tuple(
            Waived(one.name, one.words, waive[one.name])
            for one in stand
            if one.name and one.name in waive
        ),
    )
    last = same[-1] if same and same[-1].stands(on) else None
    return PlannedIssue(
        issued,
        last if last is not None and _says_the_same(last, issued) else None,
        tuple(one for one in stand if one.name not in waive),
        (*held.remarks, *sensitive_words(told, body), *_not_in_the_way(stand, waive)),
        scope,
    )


def _told(
    opened: OpenedRegister,
    paper: Paper,
    assessment: Assessment,
    audience: Audience,
    files: tuple[FoundFile, ...],
) -> tuple[Held, tuple[ReportedFigure, ...], tuple[ToldCorrection, ...], tuple[ScopeChange, ...]]:
    """What the files tell the body: figures, corrections and changes of scope, and how they stand.

    Of a paper that pmf makes it is what its parts print; of another one what the files say.
    """
    made, figures = None, tuple(map(reported_figure, audience.ratings))
    parts = frozenset([corrections_part, changes_part])
    if is_own_paper(paper, audience.kind):
        made = report_of(paper, assessment, audience)
        printed = references_in(made)
        known = _figures(assessment, audience)
        figures = tuple(figure for figure in known if figure.kpi_ref in printed)
        parts &= set(chosen_parts(paper, paper.contents(), assessment.settings.papers))
    held = held_against(opened, made, figures, files)
    corrections = tuple(
        ToldCorrection(one.now, one.paper.ref, correction_words(one))
        for one in corrections_told(assessment, audience).found
        if corrections_part in parts and held.says(correction_words(one))
    )
    refs = {rating.kpi.ref for rating in audience.ratings}
    scope = tuple(
        change
        for change in untold(assessment.register, audience.kind, refs, assessment.as_of)
        if changes_part in parts and held.says(change.reason or change.change_ref)
    )
    return held, figures, corrections, scope


def _other_period(files: Sequence[FoundFile], period: Period) -> Iterator[Obstacle]:
    said = stated_period(files)
    if said and said != str(period):
        yield Obstacle(f"The paper says that it is about {said}, not {period}.")


def _not_in_the_way(stand: Sequence[Obstacle], waive: Mapping[str, str]) -> Iterator[str]:
    there = {one.name for one in stand}
    for name in waive:
        if name not in there:
            yield f"{name} stands in nobody's way; that it was waived is not recorded."


def _figures(assessment: Assessment, audience: Audience) -> Iterator[ReportedFigure]:
    """The wholes, the splits with a rating, and the parts that stand among the highlights."""
    shown = audience.ratings
    refs = {rating.kpi.ref for rating in shown}
    splits = [one for one in assessment.split_ratings if one.kpi.ref in refs]
    yield from (reported_figure(rating) for rating in (*shown, *splits))
    rated = {(one.kpi.ref, one.split) for one in splits}
    for one in highlights_for(assessment, audience).shown:
        for split, row in _parts_of(assessment, one.rating):
            if (one.rating.kpi.ref, split) not in rated:
                yield reported_part(one.rating.kpi, row)


def _parts_of(assessment: Assessment, rating: KpiRating) -> Iterator[tuple[str, Result]]:
    """The figures of a KPI's parts for the period of its result."""
    period = None if rating.result is None else rating.result.period
    for (ref, split), rows in assessment.register.series.items():
        row = rows.get(period) if ref == rating.kpi.ref and period is not None else None
        if split is not None and row is not None and row.value is not None:
            yield split, row


def _check(paper: Paper, assessment: Assessment, by: str, on: date) -> None:
    period = assessment.period
    if period.end > on:
        raise UsageError(
            f"{period} ends on {day(period.end)}, after {day(on)}: its paper cannot go out yet.",
            "Name the period that the paper is about with --period.",
        )
    if assessment.as_of > on:
        raise UsageError(
            f"The paper is dated {day(assessment.as_of)}, after {day(on)}.",
            "Give the day on which it goes out with --as-of, or write the paper again.",
        )
    if assessment.as_of < period.end:
        raise UsageError(
            f"The paper is dated {day(assessment.as_of)}, before the end of {period}.",
            f"Write it again from the register as it is now: pmf report {paper.name}",
        )
    if by and by not in assessment.register.contact_by_ref:
        raise UsageError(
            f'There is no contact "{by}" in the sheet Contacts.', "Give a contact reference."
        )


def _reference(register: Register, paper: Paper, body: str, period: Period, number: int) -> str:
    named = "" if body == clt_name(register) else body
    return f"{file_stem(paper.name, named, str(period)).upper()}-{number}"


def _says_the_same(one: IssuedPaper, other: IssuedPaper) -> bool:
    """Whether two issues tell the body the same; workbooks may have been saved in between.

    The first of them may have saved one itself, by the days that it fills in; so it is the files
    that are held against each other, and not whether pmf would write them alike by now.
    """
    return (
        one.figures == other.figures
        and one.corrections == other.corrections
        and [(file.name, file.fingerprint) for file in one.files]
        == [(file.name, file.fingerprint) for file in other.files]
        and one.meeting_on == other.meeting_on
    )
