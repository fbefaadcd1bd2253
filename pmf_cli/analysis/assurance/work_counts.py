"""Counts of the work of a year: figures in and on time, papers, who was told, sign-off, samples, improvements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmf_cli.analysis.assurance.grounds import Counting, Grounds, Piece, cell_of
from pmf_cli.analysis.issued.corrections import correction_of, standings
from pmf_cli.analysis.issued.issue_history import FigureKey, ReportedEarlier
from pmf_cli.analysis.series.year_end import reported_year
from pmf_cli.cycle.bodies import STEPS, board_of, clt_name
from pmf_cli.cycle.due import DueStatus
from pmf_cli.register.scope_telling import TOLD_FIELDS, must_be_told, told_on
from pmf_cli.register.sheets.plan import ImprovementAction
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import (
    BodyKind,
    ImprovementKind,
    OpenStatus,
    StepStatus,
    TimetableStep,
)
from pmf_cli.words import counted, day, yes_or_no


def figures_in(grounds: Grounds) -> Iterator[Piece]:
    """Figures that were due in the last four quarters and are in; a reason for none is told, and is no figure."""
    for _, item in grounds.owed:
        missing = str(grounds.reason_of(item) or item.status)
        says = "In" if item.status is DueStatus.IN else missing
        what = f"{item.kpi.ref} {item.period}"
        yield Piece(what, item.status is DueStatus.IN, says, item.where)


def figures_on_time(grounds: Grounds) -> Iterator[Piece]:
    """Of the figures in whose day is recorded, those that came by the day on which they were due."""
    for _, item in grounds.owed:
        row = grounds.register.results_of(item.kpi.ref).get(item.period)
        if item.status is DueStatus.IN and row is not None and row.received_on is not None:
            came = row.received_on
            says = f"Came {day(came)}, due {day(item.due)}"
            where = cell_of(row, "received_on")
            yield Piece(f"{item.kpi.ref} {item.period}", came <= item.due, says, where)


def returns_on_time(grounds: Grounds) -> Iterator[Piece]:
    """Returns of the last four quarters that came by their day."""
    for row in grounds.register.returns:
        if (
            grounds.is_of_cycle(row.period)
            and row.due_on is not None
            and row.due_on < grounds.as_of
        ):
            came = row.received_on
            says = "Has not come" if came is None else f"Came {day(came)}, due {day(row.due_on)}"
            holds = came is not None and came <= row.due_on
            yield Piece(row.return_ref, holds, says, cell_of(row, "received_on"))


def as_told(grounds: Grounds) -> Iterator[Piece]:
    """Figures that papers of the last four quarters told for the first time, and that are the same now."""
    told = _first_told(grounds)
    now = standings(grounds.assessment, told.values())
    for key, one in told.items():
        found = correction_of(one, now[key], grounds.history)
        says = f"{one.figure.value_text} in {one.paper.ref}"
        if found is not None and found.value_changed:
            says += f", now {found.now.value_text}: {found.reason or 'no reason on record'}"
        what = " ".join(filter(None, (one.figure.kpi_ref, one.figure.split, one.figure.period)))
        holds = found is None or not found.value_changed
        yield Piece(what, holds, says, cell_of(now[key].row, "value"))


def _first_told(grounds: Grounds) -> dict[FigureKey, ReportedEarlier]:
    """Each figure of papers of the last four quarters, as it was told first."""
    found: dict[FigureKey, ReportedEarlier] = {}
    for paper in grounds.history.standing(grounds.as_of):
        if not grounds.is_in_time(paper.issued_on):
            continue
        for figure in paper.figures:
            if figure.period and figure.value is not None and grounds.may_tell_of(figure.kpi_ref):
                found.setdefault(figure.key, ReportedEarlier(figure, paper))
    return found


def told_of_scope(kind: BodyKind) -> Counting:
    """Changes of scope of the year of which a kind of body must be told, and was (2024 report, ¶82)."""

    def pieces(grounds: Grounds) -> Iterator[Piece]:
        for change in grounds.register.scope_changes:
            is_meant = grounds.is_in_time(change.changed_on) and grounds.may_tell_of(change.kpi_ref)
            if is_meant and kind in must_be_told(grounds.register, change):
                on = told_on(change, kind)
                holds = on is not None and on <= grounds.as_of
                says = "Not told" if on is None else f"Told {day(on)}"
                where = cell_of(change, TOLD_FIELDS[kind])
                yield Piece(f"{change.change_ref} ({change.kpi_ref})", holds, says, where)

    return pieces


def _steps(grounds: Grounds, *wanted: TimetableStep) -> Iterator[tuple[TimetableEntry, date]]:
    """Steps of the last four quarters that lie behind, without those that were cancelled."""
    for row in grounds.register.timetable:
        is_meant = row.step in wanted and row.status is not StepStatus.CANCELLED
        if not is_meant or row.on is None or row.on > grounds.as_of:
            continue
        if grounds.is_of_cycle(row.cycle):
            yield row, row.on


def papers_given(grounds: Grounds) -> Iterator[Piece]:
    """Meetings of the last four quarters for which the record has a paper to the body; none asked before it has begun."""
    papers = {(one.body, one.period) for one in grounds.history.standing(grounds.as_of)}
    if not papers:
        return
    for row, on in _steps(grounds, *STEPS.values()):
        usual = clt_name(grounds.register) if row.step is TimetableStep.CLT else ""
        body = row.body or usual
        if body:
            holds = (body, str(row.cycle)) in papers
            says = "Paper on record" if holds else "No paper on record"
            board = board_of(grounds.register, body)
            name = (board and board.short_name) or body
            yield Piece(f"{name} {day(on)}", holds, says, cell_of(row, "body"))


def steps_done(*wanted: TimetableStep) -> Counting:
    """Steps of the timetable that lie behind, and are noted as done."""

    def pieces(grounds: Grounds) -> Iterator[Piece]:
        for row, on in _steps(grounds, *wanted):
            done = row.done_on
            says = "Not noted as done" if done is None else f"Done {day(done)}"
            what = row.body or str(row.step)
            yield Piece(f"{what}, {day(on)}", done is not None, says, cell_of(row, "done_on"))

    return pieces


def checklist_done(grounds: Grounds) -> Iterator[Piece]:
    """Steps of the checklist that were carried out within twelve months."""
    for row in grounds.register.checklist:
        on = row.last_done_on
        says = "No day noted" if on is None else f"Last done {day(on)}"
        yield Piece(row.number, grounds.is_recent(on), says, cell_of(row, "last_done_on"))


def stand_ins(grounds: Grounds) -> Iterator[Piece]:
    """Steps of the checklist that are explained, and for which somebody can stand in (2024 report, ¶18)."""
    for row in grounds.register.checklist:
        holds = bool(row.how and row.stand_in)
        says = row.stand_in or "Nobody can stand in"
        yield Piece(row.number, holds, says, cell_of(row, "stand_in"))


def chairs(grounds: Grounds) -> Iterator[Piece]:
    """Scrutiny boards whose chair agreed within twelve months what the board is shown (2024 report, ¶26)."""
    for row in grounds.register.boards:
        if row.kind is BodyKind.SCRUTINY:
            on = row.chair_agreed_on
            says = "No day noted" if on is None else f"Agreed {day(on)}"
            yield Piece(row.body, grounds.is_recent(on), says, cell_of(row, "chair_agreed_on"))


def recommendations(grounds: Grounds) -> Iterator[Piece]:
    """Recommendations of the year that were answered."""
    for row in grounds.register.recommendations:
        if grounds.is_in_time(row.meeting_on):
            holds = row.answered_on is not None and row.answered_on <= grounds.as_of
            says = f"Answered {day(row.answered_on)}" if row.answered_on else "No answer"
            yield Piece(row.ref, holds, says, cell_of(row, "answered_on"))


def issues(grounds: Grounds) -> Iterator[Piece]:
    """Issues raised in the year that are closed, or whose day has not passed."""
    for row in grounds.register.escalations:
        if grounds.is_in_time(row.raised_on) and grounds.may_tell_of(row.topic):
            is_within = row.due is not None and row.due >= grounds.as_of
            says = str(row.status or "No status")
            says += f", due {day(row.due)}" if row.due is not None else ", no day given"
            holds = row.status is OpenStatus.CLOSED or is_within
            yield Piece(row.ref, holds, says, cell_of(row, "status"))


def sampled(field: str) -> Counting:
    """Decision reports sampled in the year of which the sampler found something (2024 report, ¶72)."""

    def pieces(grounds: Grounds) -> Iterator[Piece]:
        for row in grounds.register.success_checks:
            if grounds.is_in_time(row.on):
                found = getattr(row, field)
                says = "Not said" if found is None else yes_or_no(found)
                yield Piece(row.decision_report, found is True, says, cell_of(row, field))

    return pieces


def risks(grounds: Grounds) -> Iterator[Piece]:
    """Risks for which a KPI is named that shows whether they grow (2024 report, ¶74)."""
    measured: dict[str | None, list[str]] = {}
    for link in grounds.register.risk_links:
        if link.kpi_ref in grounds.refs:
            measured.setdefault(link.risk_ref, []).append(link.kpi_ref)
    for row in grounds.register.risks:
        found = measured.get(row.ref, [])
        yield Piece(row.ref, bool(found), counted(len(found), "KPI"), cell_of(row, "ref"))


def priorities(grounds: Grounds) -> Iterator[Piece]:
    """Priorities that a KPI measures: gaps in coverage are shown (2024 report, ¶15)."""
    for row in grounds.register.priorities:
        found = [kpi for kpi in grounds.kept if row.ref in kpi.priorities]
        says = counted(len(found), "KPI")
        yield Piece(row.ref, bool(found), says, cell_of(row, "ref"))


def improvements_for_year(grounds: Grounds) -> tuple[ImprovementAction, ...]:
    """The improvements that were planned for the year of the period."""
    year = reported_year(
        grounds.assessment.period, grounds.assessment.settings.financial_year_start
    )
    return tuple(
        row
        for row in grounds.register.improvements
        if grounds.may_tell_of(row.kpi_ref)
        and (
            row.year.strip() == str(year)
            if row.year
            else row.due is not None and year.start <= row.due <= year.end
        )
    )


def improvements_proposed(grounds: Grounds) -> tuple[ImprovementAction, ...]:
    """The improvements that are planned for later years."""
    year = reported_year(
        grounds.assessment.period, grounds.assessment.settings.financial_year_start
    )
    return tuple(
        row
        for row in grounds.register.improvements
        if grounds.may_tell_of(row.kpi_ref)
        and (
            row.year.strip() > str(year) if row.year else row.due is not None and row.due > year.end
        )
    )


def improved(kind: ImprovementKind) -> Counting:
    """Improvements of a kind that were planned for the year and due by now, and are done."""

    def pieces(grounds: Grounds) -> Iterator[Piece]:
        for row in improvements_for_year(grounds):
            holds = row.status is OpenStatus.CLOSED
            is_to_come = row.due is not None and row.due > grounds.as_of and not holds
            if row.kind is kind and not is_to_come:
                says = str(row.status or "No status")
                yield Piece(row.improvement or "", holds, says, cell_of(row, "status"))

    return pieces
