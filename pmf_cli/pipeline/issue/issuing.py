"""An issue before it is recorded: what was asked for, what would be recorded, what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from pmf_cli.analysis.issued.corrections import Correction
from pmf_cli.analysis.issued.figures_to_record import reported_figure, reported_part
from pmf_cli.analysis.issued.frozen_settings import frozen_settings
from pmf_cli.analysis.issued.issue_history import (
    IssuedPaper,
    ReportedFigure,
    ToldCorrection,
    Waived,
)
from pmf_cli.analysis.withheld import ForBody
from pmf_cli.assessment import Assessment
from pmf_cli.checks import KINDS
from pmf_cli.cycle.bodies import body_kind, clt_name, meeting_on
from pmf_cli.cycle.due import DueItem, due_items
from pmf_cli.errors import UsageError
from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.body_papers import only_paper_of
from pmf_cli.pipeline.change.changing import Change
from pmf_cli.pipeline.issue.figures_beside import told_in_report
from pmf_cli.pipeline.issue.issue_files import (
    FoundFile,
    Held,
    ToRecord,
    found_files,
    held_against,
    made_on,
    stated_period,
)
from pmf_cli.pipeline.page_lengths import fitted_to_pages
from pmf_cli.pipeline.papers import for_audience, only_body, paper_files
from pmf_cli.pipeline.read.issued_papers import body_named, fingerprints_now, history_of_register
from pmf_cli.pipeline.read.opening import (
    OpenedRegister,
    Progress,
    assessed,
    refuse_where_guards_are_lost,
)
from pmf_cli.pipeline.scorecard_rows import scorecards_of
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.scope_telling import untold
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.audience import Audience, Subject, narrowed
from pmf_cli.views.base import Report
from pmf_cli.views.blocking import ERRORS, Obstacle, Waivable, obstacles
from pmf_cli.views.papers import PAPERS, Paper, own_papers
from pmf_cli.views.papers.making import (
    assessment_for,
    audiences_of,
    chosen_parts,
    is_given_to,
    paper_stem,
    references_in,
)
from pmf_cli.views.parts.changes import (
    changes_for,
    changes_part,
    corrections_by_issue_part,
    scope_part,
)
from pmf_cli.views.parts.corrections import (
    correction_words,
    corrections_part,
    corrections_told,
    is_told_in,
)
from pmf_cli.views.parts.highlights import highlights_for
from pmf_cli.views.parts.part import Part, ToldBeside
from pmf_cli.views.parts.plan import actions_part, plan_groups
from pmf_cli.views.parts.year import changes_in_year_part
from pmf_cli.views.sensitive import sensitive_words
from pmf_cli.views.wording import file_stem
from pmf_cli.words import counted, day, listed
from pmf_cli.workbook.text import printable


@frozen
class IssueRequest:
    """An issue as it was asked for.

    Attributes:
        paper: the paper's name in ``PAPERS``; empty for the body's own.
        period: the reporting period in words; empty for the one that the files say.
        only: the thing that the paper is about, of a paper about one of several.
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
    only: str = ""


@frozen
class PlannedIssue:
    """An issue before it is recorded.

    Attributes:
        paper: what would be recorded.
        files: the files that go out.
        repeats: the issue that says the same already; ``None`` where there is none.
        obstacles: what stands in the way and is not waived.
        remarks: what should be known.
        scope: the changes of scope that the body is told of.
    """

    paper: IssuedPaper
    files: tuple[FoundFile, ...]
    repeats: IssuedPaper | None
    obstacles: tuple[Obstacle, ...]
    remarks: tuple[str, ...]
    scope: tuple[ScopeChange, ...]


def requested_issue(
    opened: OpenedRegister, on: date, asked: IssueRequest, progress: Progress
) -> PlannedIssue:
    """What issuing a paper would record: what stands in its files, and nothing else.

    Raises:
        UsageError: there is no such body, paper, meeting or contact, or the paper cannot be right.
        PmfError: what guards the register is lost, or the ledger is damaged.
    """
    asked = replace(asked, paper=asked.paper or _own_paper(opened.register, asked))
    paper = PAPERS[asked.paper]
    body = body_named(opened.register, asked.body or only_body(opened, paper))
    refuse_where_guards_are_lost(opened, "The record")
    if not asked.files:
        _refuse_other_paper(opened.register, paper, body)
    named = found_files(list(asked.files), asked.reports, "")
    year_start = opened.settings.financial_year_start
    stated = asked.period or stated_period(named, year_start)
    now = assessed(opened, period=stated, as_of=on)
    period = assessment_for(paper, now).period
    subject = _subject(opened, now, paper, body, asked.only)
    stem = paper_stem(paper, body, body_kind(opened.register, body), str(period), subject)
    about = "" if subject is None else subject.name
    files = named or found_files([], asked.reports, stem)
    if not files:
        raise UsageError(
            f"There is no paper for {period} in {asked.reports}.",
            f"Write it first: {_to_write(paper, about)}. Or name its files with --file. What is recorded is "
            "what stands in the paper.",
        )
    assessment = assessed(
        opened,
        period=str(period),
        as_of=made_on(files, paper.name) or on,
        with_checks=True,
        progress=progress,
    )
    progress("Holding the paper against the register")
    return _planned(opened, assessment, files, replace(asked, only=about), body, on)


def _subject(
    opened: OpenedRegister, assessment: Assessment, paper: Paper, body: str, only: str
) -> Subject | None:
    """The thing that a paper is about, of a paper about one of several or narrowed to one.

    UsageError: it does not say which, or the paper is not about one thing.
    """
    if only and not (paper.about or paper.may_be_of):
        raise UsageError(f"{paper.name} is about all that {body} is given.", "Leave --only out.")
    told, audience = for_audience(assessment, history_of_register(opened), paper, body)
    found = [one.subject for one in audiences_of(paper, told.assessment, audience, only)]
    if len(found) > 1:
        names = [one.name for one in found if one is not None]
        raise UsageError(
            f"Each {paper.about} that concerns {body} has a paper of its own, put on record by itself.",
            f"Say which: --only NAME. There are {listed(names)}.",
        )
    return found[0]


def _to_write(paper: Paper, about: str) -> str:
    only = f' --{paper.may_be_of or "only"} "{about}"' if about else ""
    return f"pmf report {paper.name}{only}"


def _own_paper(register: Register, asked: IssueRequest) -> str:
    """The name of a body's own paper; CLT's for files that are named of a body that has none."""
    body = body_named(register, asked.body)
    if asked.files and not own_papers(body_kind(register, body)):
        body = clt_name(register)
    return only_paper_of(register, body).name


def _refuse_other_paper(register: Register, paper: Paper, body: str) -> None:
    """Refuses a body that is not given such a paper by pmf: what it was told is then not known."""
    if is_given_to(paper, body_kind(register, body)):
        return
    others = [one.name for one in own_papers(body_kind(register, body))]
    if others:
        raise UsageError(
            f"{paper.name} is not the paper of {body}: that is {listed(others, 'or')}.",
            f'Nothing was recorded. Issue its own: pmf issue {others[0]} --body "{body}"',
        )
    raise UsageError(
        f"{body} has no paper of its own, and {paper.name} is the paper of {_whose(register, paper)}.",
        f"Nothing is recorded of what {body} was told. Once it has a paper of its own, name it: "
        f'pmf issue {paper.name} --body "{body}" --file PATH',
    )


def _whose(register: Register, paper: Paper) -> str:
    own = [row.body for row in register.boards if is_given_to(paper, row.kind)]
    return clt_name(register) if BodyKind.CLT in paper.kinds else listed(own) or "no body"


def _planned(
    opened: OpenedRegister,
    assessment: Assessment,
    files: tuple[FoundFile, ...],
    asked: IssueRequest,
    body: str,
    on: date,
) -> PlannedIssue:
    paper, waive = PAPERS[asked.paper], asked.waive
    history = history_of_register(opened)
    shown, whole = for_audience(assessment, history, paper, body)
    (audience,) = audiences_of(paper, shown.assessment, whole, asked.only)
    assessment = narrowed(shown.assessment, audience) if audience.subject else shown.assessment
    register, period = assessment.register, assessment.period
    _refuse_dates(paper, assessment, on)
    refuse_unknown_contact(register, asked.by)
    told = _told(opened, paper, assessment, audience, files)
    other = _other_period(files, period, assessment.settings.financial_year_start)
    seen = _not_to_be_seen(opened.register, shown, body, files, told.held)
    register_faults = _in_register(assessment, paper, audience, told)
    stand = (*register_faults, *other, *told.held.obstacles, *seen)
    named = (paper.name, body, str(period), asked.only)
    same = [one for one in history.papers if one.is_of == named]
    issued = IssuedPaper(
        ref=_reference(register, paper, audience, period, len(same) + 1),
        report=paper.name,
        body=body,
        meeting_on=asked.meeting or _meeting(register, body, period),
        issued_on=on,
        period=str(period),
        as_at=assessment.as_of,
        figures=tuple(told.figures),
        corrections=told.corrections,
        scope_changes=tuple(change.change_ref for change in told.scope),
        workbooks=fingerprints_now(opened),
        files=told.held.files,
        by=asked.by,
        terms=frozen_settings(assessment.settings, register, body),
        scope_known=tuple(change.change_ref for change in register.scope_changes),
        about=asked.only,
        is_beside=not paper.kinds,
        actions=told.actions,
        waived=tuple(_waived(stand, waive)),
    )
    standing = (one for one in same[-1:] if one.stands(on) and _says_the_same(one, issued))
    return PlannedIssue(
        issued,
        files,
        next(standing, None),
        tuple(one for one in stand if one.name not in waive),
        (*told.held.remarks, *sensitive_words(shown, body), *_not_in_the_way(stand, waive)),
        told.scope,
    )


def _meeting(register: Register, body: str, period: Period) -> date:
    meets = meeting_on(register, body, period)
    if meets is None:
        raise UsageError(
            f"The timetable has no meeting of {body} for {period}.",
            "Say when it meets: --meeting 2025-02-18",
        )
    return meets


def _in_register(
    assessment: Assessment, paper: Paper, audience: Audience, told: _Told
) -> Iterator[Obstacle]:
    """What in the register stands in the way, of the KPIs that the paper is given: late results only of a paper of figures, and silent Reds only of one with reasons."""
    own = narrowed(assessment, audience)
    due = _due(own, audience) if told.figures else ()
    without_reasons = paper.is_yearly or not told.figures
    for one in obstacles(own, due):
        if not (without_reasons and one.name == Waivable.SILENT):
            yield one


def _due(assessment: Assessment, audience: Audience) -> tuple[DueItem, ...]:
    """What is due of the KPIs that the paper is given; of one with all that there is, of the whole register."""
    start, refs = assessment.settings.financial_year_start, audience.kpi_refs
    items = due_items(assessment.register, assessment.period, assessment.as_of, start)
    return tuple(item for item in items if audience.is_whole or item.kpi.ref in refs)


@frozen
class _Told:
    """What the files of a paper tell the body, and how they stand beside the register."""

    held: Held
    figures: Sequence[ReportedFigure]
    corrections: tuple[ToldCorrection, ...]
    scope: tuple[ScopeChange, ...]
    actions: tuple[str, ...]


TELLS_SCOPE = frozenset([changes_part, changes_in_year_part, scope_part])
"""The parts that tell a body of changes of scope."""


def _told(
    opened: OpenedRegister,
    paper: Paper,
    assessment: Assessment,
    audience: Audience,
    files: tuple[FoundFile, ...],
) -> _Told:
    """Of a paper that pmf makes it is what its parts print; of another one what the files say."""
    recorded = ToRecord(None, tuple(map(reported_figure, audience.ratings)))
    parts = frozenset([corrections_part, changes_part])
    if is_given_to(paper, audience.kind):
        recorded = _printed(opened, paper, assessment, audience, files)
        parts = frozenset(chosen_parts(paper, paper.contents(), assessment.settings.papers))
    held = held_against(opened, recorded, files)
    return _Told(
        held,
        recorded.figures,
        tuple(_corrections(assessment, audience, held, parts)),
        _scope_changes(assessment, audience, held, parts) if parts & TELLS_SCOPE else (),
        tuple(_actions(assessment, audience, held)) if actions_part in parts else (),
    )


def _corrections(
    assessment: Assessment, audience: Audience, held: Held, parts: Set[Part]
) -> Iterator[ToldCorrection]:
    """Those with which a paper opens, or those of a paper of changes."""
    found: Sequence[Correction] = ()
    if corrections_part in parts:
        found = corrections_told(assessment, audience).found
    elif corrections_by_issue_part in parts:
        found = changes_for(assessment, audience).corrections
    for one in found:
        if is_told_in(assessment, one, held.says):
            yield ToldCorrection(one.now, one.paper.ref, correction_words(one))


def _scope_changes(
    assessment: Assessment, audience: Audience, held: Held, parts: Set[Part]
) -> tuple[ScopeChange, ...]:
    refs = audience.kpi_refs
    due = untold(assessment.register, audience.kind, refs, assessment.as_of)
    if scope_part in parts:
        since = {one.change_ref for one in changes_for(assessment, audience).scope}
        due = tuple(one for one in due if one.change_ref in since)
    return tuple(one for one in due if held.says(one.reason or one.change_ref))


def _actions(assessment: Assessment, audience: Audience, held: Held) -> Iterator[str]:
    """References of the actions of the delivery plan that its paper names."""
    for group in plan_groups(assessment, audience):
        yield from (one.ref for one in group.actions if held.says(one.ref))


def _printed(
    opened: OpenedRegister,
    paper: Paper,
    assessment: Assessment,
    audience: Audience,
    files: Sequence[FoundFile],
) -> ToRecord:
    """The paper as pmf makes it, and the figures that it prints."""
    formats = sorted({one.path.suffix.lower().lstrip(".") for one in files if one.content})
    made, _ = fitted_to_pages(
        paper, assessment, audience, formats if paper.pages else (), partial(paper_files, opened)
    )
    if paper.kinds:
        printed = references_in(made) if paper.tells_results else frozenset()
        known = _figures(assessment, audience)
        return ToRecord(made, tuple(figure for figure in known if figure.kpi_ref in printed))
    beside = told_in_report(paper.contents().beside(assessment, audience), made)
    figures = tuple(_figures_beside(assessment, audience, made, beside, formats))
    return ToRecord(made, figures, beside, is_beside=True)


def _figures_beside(
    assessment: Assessment,
    audience: Audience,
    made: Report,
    beside: Sequence[ToldBeside],
    formats: Sequence[str],
) -> Iterator[ReportedFigure]:
    """The figures of a paper beside the body's own: those of its rows a KPI, and those outside of them."""
    kpis = [rating.kpi for rating in audience.ratings]
    told = {ref for kind in formats for one in scorecards_of(made, kind, kpis) for ref in one.rows}
    told |= {one.kpi_ref for one in beside if one.split is None}
    parts = {(one.kpi_ref, one.split) for one in beside}
    for rating in audience.ratings:
        if rating.kpi.ref in told:
            yield reported_figure(rating)
        for split, row in _parts_of(assessment, rating):
            if (rating.kpi.ref, split) in parts:
                yield reported_part(rating.kpi, row)


def _other_period(
    files: Sequence[FoundFile], period: Period, year_start: int
) -> Iterator[Obstacle]:
    said = stated_period(files, year_start)
    if said and said != str(period):
        yield Obstacle(f"The paper says that it is about {said}, not {period}.")


def _not_to_be_seen(
    register: Register, shown: ForBody, body: str, files: Sequence[FoundFile], held: Held
) -> Iterator[Obstacle]:
    """What the body may not see, in files that somebody worked on; nobody can waive that."""
    from pmf_cli.pipeline.paper_leaks import leaks
    from pmf_cli.render.package_places import package_places

    by_hand = {one.name for one in held.files if not one.as_written}
    for file in files:
        if file.path.name in by_hand and file.content is not None:
            for words in leaks(register, shown, body, package_places(file.data)):
                yield Obstacle(f"{file.path.name}: {words}")


def _waived(stand: Sequence[Obstacle], waive: Mapping[str, str]) -> Iterator[Waived]:
    for one in stand:
        if one.name and one.name in waive:
            yield Waived(one.name, one.words, waive[one.name])


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


def _refuse_dates(paper: Paper, assessment: Assessment, on: date) -> None:
    """Refuses a paper that goes out before its period ends, or is dated outside of that time."""
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


def refuse_unknown_contact(register: Register, by: str) -> None:
    """Refuses who issues a paper or takes one back, where that is no contact of the register."""
    if by and by not in register.contact_by_ref:
        raise UsageError(
            f'There is no contact "{by}" in the sheet Contacts.', "Give a contact reference."
        )


def _reference(
    register: Register, paper: Paper, audience: Audience, period: Period, number: int
) -> str:
    named = "" if audience.body == clt_name(register) else audience.body
    about = "" if audience.subject is None else audience.subject.stem
    return f"{file_stem(paper.name, named, about, str(period)).upper()}-{number}"


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


def waived_by(names: Sequence[str], reasons: Sequence[str]) -> Mapping[str, str]:
    """What is waived, by name, each with its own reason.

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
            f"The record of a paper is what stands in the paper: write it again ({_to_write(PAPERS[planned.paper.report], planned.paper.about)}), "
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
