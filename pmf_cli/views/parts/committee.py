"""A committee's paper: front sheet, numbered paragraphs, and three appendices in which each KPI stands once.

The form is that of the scrutiny report of 2008/09: report of, date, subject, originator, wards and implications; then
purpose, background, main issues, implications, conclusions, recommendation, background papers; appendix 1
every priority with its light, appendix 2 the action trackers of those that are not on track, appendix 3 every
indicator that is in no tracker (3.3). What only a person can write is a place that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from pmf_cli.analysis.movement import RatingsMoved
from pmf_cli.analysis.priorities import PriorityStanding
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import agenda_item, meeting_on
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Unrated, UnratedReason
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.kpi_filters import extra_kpis
from pmf_cli.register.sheets.process import Board, Recommendation
from pmf_cli.register.terms import BodyKind, OpenStatus, Rag, RatingWords
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Paragraph,
    Section,
    Table,
    TableLook,
    Words,
    bullets,
)
from pmf_cli.views.comparison import ratings_moved, reds_of, told_beyond_chance
from pmf_cli.views.entries import count_entry, judged_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.one_sentence import one_sentence
from pmf_cli.views.parts.exceptions import accounts_table
from pmf_cli.views.parts.front import recommended
from pmf_cli.views.parts.moved import expected_on, is_missing, why_missing
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.plan import actions_table, standings_for
from pmf_cli.views.parts.priorities import standing_strip, worked_out_entry
from pmf_cli.views.parts.scorecard import scorecard_part
from pmf_cli.views.rating_key import not_by_the_key, short_key
from pmf_cli.views.references import role_of
from pmf_cli.views.scorecard_entries import OWN_MARK, nothing_entry, status_meanings
from pmf_cli.views.service_words import NO_DATE, OFF_TARGET, back_on_target, caution
from pmf_cli.views.wording import (
    are,
    counts_line,
    number_in_words,
    one_line,
    part_name,
    period_title,
    sentence,
    to_write,
)
from pmf_cli.words import counted, day_in_words, listed, lower_first, short_day

MOST_REDS_NAMED = 8
"""Reds named among the main issues; of more the number is said."""
CAUTION_WORDS = 25
"""Words of the caution on one KPI."""
NOT_ON_TRACK = (Rag.RED, Rag.AMBER)
"""Lights of priorities whose trackers members see (2008/09 scrutiny report, 1.2)."""


@frozen
class Tracker:
    """A priority that is not on track, and those of the body's KPIs that stand in its tracker."""

    standing: PriorityStanding
    ratings: tuple[KpiRating, ...]


@frozen
class Appendices:
    """Where each KPI of a body stands: in one tracker, or in the report of indicators.

    Attributes:
        priorities: all that concern the body.
        trackers: those of them that are not on track.
        indicators: the KPIs that are in no tracker, in the order of the register.
    """

    priorities: tuple[PriorityStanding, ...]
    trackers: tuple[Tracker, ...]
    indicators: tuple[KpiRating, ...]


@once_for_audience
def appendices_of(assessment: Assessment, audience: Audience) -> Appendices:
    """Shares out a body's KPIs; a KPI of several priorities stands in the first that has a tracker."""
    shown = standings_for(assessment, audience)
    tracked = {one.priority.ref: one for one in shown if one.light in NOT_ON_TRACK}
    members: dict[str, list[KpiRating]] = {ref: [] for ref in tracked}
    rest: list[KpiRating] = []
    for rating in audience.ratings:
        home = next((ref for ref in rating.kpi.priorities if ref in tracked), None)
        (rest if home is None else members[home]).append(rating)
    trackers = tuple(Tracker(one, tuple(members[ref])) for ref, one in tracked.items())
    return Appendices(shown, trackers, tuple(rest))


@part("front sheet")
def front_sheet_part(assessment: Assessment, audience: Audience) -> Section:
    """Report of, date, subject, originator, wards affected and specific implications, as a committee wants them."""
    register = assessment.register
    board = audience.board
    meets = meeting_on(register, audience.body, assessment.period)
    told = (
        ("Report of", role_of(register, board.report_of) or to_write("the director's post")),
        ("To", audience.body),
        ("Date", to_write("date") if meets is None else day_in_words(meets)),
        ("Subject", f"Performance report for {period_title(assessment.period)}"),
        ("Originator", originator(assessment, board)),
        ("Wards affected", _said(board.wards_affected, "wards, or all")),
        (
            "Specific implications for",
            _said(board.implications_for, "equality, community cohesion, others, or none"),
        ),
        ("Agenda item", agenda_item(register, audience.body, assessment.period)),
        ("Access", one_line(board.access or "")),
    )
    rows = tuple(row for row in told if row[1])
    columns: tuple[Field[tuple[str, str]], ...] = (
        table_column("About this report", lambda row: Entry(row[0], is_strong=True), 3),
        table_column("Entry", lambda row: row[1], 9),
    )
    table = table_of(
        columns,
        "front_sheet",
        "Front sheet",
        rows,
        "Who reports what, and when.",
        has_caption=False,
        look=TableLook.USUAL,
    )
    return Section("Front sheet", 1, (table,))


def _said(words: str | None, what: str) -> str:
    """What a body's row of ``Boards`` says each time; a place to fill in where it says nothing."""
    return one_line(words) if words else to_write(what)


def originator(assessment: Assessment, board: Board) -> str:
    """Who wrote the paper, with the telephone number of the post; a place to fill in where nobody is named."""
    contact = assessment.register.contact(board.author)
    if contact is None or not contact.job_title:
        return to_write("post and telephone")
    return ", ".join(filter(None, (contact.job_title, contact.telephone)))


@part("committee report")
def committee_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Purpose, background, main issues, implications, conclusions, recommendation and background papers, numbered."""
    found = appendices_of(assessment, audience)
    appendices = (_where_each_stands(found, len(audience.ratings)),) if found.priorities else ()
    return numbered_report(assessment, audience, appendices)


def numbered_report(
    assessment: Assessment, audience: Audience, contents: Sequence[str]
) -> tuple[Section, ...]:
    """The numbered chapters that every committee wants.

    Args:
        contents: what the paper holds and where, in sentences.
    """
    board = audience.board
    chapters = {
        "Purpose of this report": (_purpose(assessment, audience), *contents),
        "Background information": _background(audience),
        "Main issues": _main_issues(assessment, audience),
        "Implications for council policy and governance": (
            _said(board.governance_implications, "implications"),
        ),
        "Legal and resource implications": (_said(board.resource_implications, "implications"),),
        "Conclusions": (to_write(f"what {audience.short_name} should take from this"),),
        "Recommendation": _recommended(assessment, audience),
    }
    numbered = [
        Section(f"{number}.0 {heading}", 2, _numbered(number, paragraphs))
        for number, (heading, paragraphs) in enumerate(chapters.items(), 1)
    ]
    answers = _answers(assessment, audience)
    if answers is not None:
        numbered.insert(3, answers)
    background = Section(
        "Background papers", 2, (Paragraph(_said(board.background_papers, "documents, or none")),)
    )
    return (Section("Report", 1, ()), *numbered, background)


def _recommended(assessment: Assessment, audience: Audience) -> tuple[str, ...]:
    """What the body is recommended to do, a sentence each."""
    lines = (line.rstrip(";.") for line in recommended(assessment, audience))
    told = tuple(f"{audience.short_name} is recommended to {line}." for line in lines)
    return told or (to_write("recommendation"),)


def _numbered(chapter: int, paragraphs: Sequence[str]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(text, label=f"{chapter}.{number}") for number, text in enumerate(paragraphs, 1)
    )


def _purpose(assessment: Assessment, audience: Audience) -> str:
    return (
        f"This report gives the results of {period_title(assessment.period)} for the "
        f"{counted(len(audience.ratings), 'KPI')} of {audience.short_name}, as at "
        f"{day_in_words(assessment.as_of)}.{_added(assessment, audience)}"
    )


def _added(assessment: Assessment, audience: Audience) -> str:
    """Which of them the body asked for beside its own, at this meeting."""
    extra = extra_kpis(assessment.register, audience.body, assessment.period)
    names = [one.kpi.known_as for one in audience.ratings if one.kpi.ref in extra]
    if not names:
        return ""
    was = "was" if len(names) == 1 else "were"
    return f" Among them {listed(names)} {was} asked for beside the usual ones, for this meeting."


def _where_each_stands(found: Appendices, number: int) -> str:
    """How many KPIs stand in which appendix; the counts add up."""
    tracked = sum(len(one.ratings) for one in found.trackers)
    assert tracked + len(found.indicators) == number
    of_all, off_track = len(found.priorities), len(found.trackers)
    lights = (
        "the light of the one priority that concerns the board"
        if of_all == 1
        else f"the light of each of the {number_in_words(of_all)} priorities that concern the board"
    )
    trackers = (
        "the tracker of the one that is not on track"
        if off_track == 1
        else f"the trackers of the {number_in_words(off_track)} that are not on track"
    )
    second = (
        f"Appendix 2 holds {trackers}, with {counted(tracked, 'KPI')}; appendix 3 the"
        if off_track
        else "Each is on track, so that appendix 2 holds no tracker; appendix 3 holds the"
    )
    others = f"other {len(found.indicators):,}" if tracked else f"{len(found.indicators):,}"
    return f"Appendix 1 gives {lights}. {second} {others}. That makes {number:,}, each once."


def _background(audience: Audience) -> tuple[str, ...]:
    board = audience.board
    agreed = (
        ""
        if board.chair_agreed_on is None
        else (f" The chair agreed what it shows on {day_in_words(board.chair_agreed_on)}.")
    )
    often = lower_first(board.frequency)
    return (
        f"{audience.short_name} receives this report {often or 'when it asks for it'}.{agreed}",
    )


def _main_issues(assessment: Assessment, audience: Audience) -> tuple[str, ...]:
    counts, words = counts_of(audience.ratings), assessment.words
    moved = ratings_moved(assessment, audience)
    said = one_sentence(
        counts,
        moved,
        reds_of(assessment, audience),
        words,
        told_beyond_chance(assessment, audience),
    )
    doubtful = [
        f"{one.kpi.known_as}: {lower_first(told)}"
        for one in audience.ratings
        if one.rag in OFF_TARGET and (told := caution(one.kpi, CAUTION_WORDS))
    ]
    with_care = (
        f"Some results are to be read with care. {sentence('; '.join(one.rstrip('.') for one in doubtful))}"
        if doubtful
        else ""
    )
    reds, missing = _reds_named(assessment, audience), _missing(assessment, audience)
    return tuple(filter(None, (said.whole, reds, missing, with_care)))


def _reds_named(assessment: Assessment, audience: Audience) -> str:
    """Every Red by name, the longest first: for how long it has been so, and when it is to be back on target."""
    runs, word = reds_of(assessment, audience), assessment.words.red
    if not runs:
        return ""
    named = []
    for run in runs[:MOST_REDS_NAMED]:
        back = back_on_target(assessment, audience, run.rating)
        until = f"back by {back.whole}" if back.text != NO_DATE else lower_first(NO_DATE)
        named.append(f"{run.rating.kpi.known_as} ({run.length}, {until})")
    more = len(runs) - len(named)
    beyond = f"; and {number_in_words(more)} more, named below" if more else ""
    if len(runs) == 1:
        return f"The one {word} is {named[0]}."
    return f"The {word}s, the longest first: {'; '.join(named)}{beyond}."


def _missing(assessment: Assessment, audience: Audience) -> str:
    """The figures that should be there and are not: how each was rated then, why it is missing, when it comes."""
    missing = [one for one in audience.ratings if is_missing(one)]
    if not missing:
        return ""
    moved = ratings_moved(assessment, audience)
    told = "; ".join(
        f"{_named_then(one, moved, assessment.words)}: {lower_first(why_missing(assessment, one))}"
        f"{_comes(assessment, one)}"
        for one in missing
    )
    verb = "figure is" if len(missing) == 1 else "figures are"
    return f"{number_in_words(len(missing)).capitalize()} {verb} missing. {told}."


def _named_then(rating: KpiRating, moved: RatingsMoved | None, words: RatingWords) -> str:
    rag = None if moved is None else moved.rag_then(rating.kpi.ref)
    then = (
        ""
        if moved is None or rag is None
        else f" ({words[rag]} in {period_title(moved.then.period)})"
    )
    return f"{rating.kpi.known_as}{then}"


def _comes(assessment: Assessment, rating: KpiRating) -> str:
    """When a missing figure comes; nothing of one that is there and is not shown."""
    outcome = rating.outcome
    if isinstance(outcome, Unrated) and outcome.reason is UnratedReason.SUPPRESSED:
        return ""
    on = expected_on(assessment, rating)
    return f", {lower_first(NO_DATE)}" if on is None else f", expected on {day_in_words(on)}"


def _answers(assessment: Assessment, audience: Audience) -> Section | None:
    """What the board recommended before, and the answers (2004 approach, 3.18; 2023 framework, cabinet's answers).

    Cabinet answers scrutiny: it is given what scrutiny boards recommended.
    """
    register = assessment.register
    asking = {audience.body}
    if audience.kind is BodyKind.EXECUTIVE:
        asking |= {row.body for row in register.boards if row.kind is BodyKind.SCRUTINY}
    made = (row for row in register.recommendations if row.body in asking)
    rows = [row for row in made if _is_told(row, assessment, audience)]
    if not rows:
        return None
    columns: tuple[Field[Recommendation], ...] = (
        table_column("Recommendation", partial(_recommendation, audience), 5),
        table_column("To", lambda row: row.addressed_to, 2.4),
        table_column("Answer", _answer, 5),
        table_column("Stands", lambda row: row.status, 1.4),
    )
    summary = "Each recommendation that is open or newly closed, with its answer."
    table = table_of(
        columns, "recommendations", "Recommendations", rows, summary, has_caption=False
    )
    is_own = asking == {audience.body}
    heading = "Recommendations of earlier meetings" if is_own else "What scrutiny recommended"
    return Section(heading, 2, (table,))


def _is_told(row: Recommendation, assessment: Assessment, audience: Audience) -> bool:
    """Whether a recommendation was made by now, and is open or newly closed."""
    is_made = row.meeting_on is None or row.meeting_on <= assessment.as_of
    return is_made and (row.status is not OpenStatus.CLOSED or _is_news(row, audience))


def _is_news(row: Recommendation, audience: Audience) -> bool:
    """Whether a closed one was answered since the body's last paper."""
    if row.answered_on is None or audience.since is None:
        return row.answered_on is not None
    return row.answered_on >= audience.since.issued_on


def _recommendation(audience: Audience, row: Recommendation) -> Entry:
    by = "" if row.body == audience.body else f"{row.body}, "
    on = "no date given" if row.meeting_on is None else short_day(row.meeting_on)
    more = Words(f"{row.ref} · {by}{on}", is_muted=True, new_line=True)
    return Entry(one_line(row.text or "No words"), ref=row.source.at("ref"), more=(more,))


def _answer(row: Recommendation) -> Entry:
    if not row.answer:
        return Entry("No answer yet", is_strong=True)
    on = "" if row.answered_on is None else short_day(row.answered_on)
    more = (Words(on, is_muted=True, new_line=True),) if on else ()
    return Entry(one_line(row.answer), more=more)


@part("appendix 1")
def priorities_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Appendix 1: every priority that concerns the body, with its judged light and the one worked out."""
    shown = appendices_of(assessment, audience).priorities
    if not shown:
        return None
    words, register = assessment.words, assessment.register

    def officers(one: PriorityStanding) -> Entry:
        lead = role_of(register, one.priority.lead_officer) or "No lead officer"
        others = [role_of(register, ref) or ref for ref in one.priority.contributory_officers]
        more = (Words(f"with {listed(others)}", is_muted=True, new_line=True),) if others else ()
        return Entry(lead, more=more)

    columns: tuple[Field[PriorityStanding], ...] = (
        table_column("Priority", _priority, 5),
        table_column("Judged", lambda one: judged_entry(one.priority.judged_status, words), 1.6),
        table_column("Worked out", lambda one: worked_out_entry(one, words), 1.6),
        table_column("KPIs", lambda one: _priority_counts(one, audience, words), 3.4),
        table_column("Lead officer", officers, 3.4),
    )
    table = table_of(
        columns,
        "priorities",
        "Priorities",
        shown,
        "Each priority with its lights.",
        has_caption=False,
    )
    return Section(
        "Appendix 1: all priorities", 1, (table,), key="appendix 1",
    )  # fmt: skip


def _priority_counts(one: PriorityStanding, audience: Audience, words: RatingWords) -> Entry:
    """The counts of a priority's KPIs, and how many of these are the body's own where not all are."""
    own = sum(one.priority.ref in rating.kpi.priorities for rating in audience.ratings)
    text = counts_line(one.counts, words)
    if own >= one.counts.in_scope:
        return Entry(text)
    told = (
        f"{number_in_words(own) if own else 'none'} of them {are(own) if own else 'is'} the board’s"
    )
    return Entry(text, more=(Words(told, is_muted=True, new_line=True),))


def _priority(one: PriorityStanding) -> Entry:
    name = one_line(one.priority.priority or one.priority.ref)
    ref = one.priority.source.at("ref")
    return Entry(name, ref=ref, is_strong=True, more=(Words(one.priority.ref, is_muted=True),))


@part("appendix 2")
def trackers_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Appendix 2: the tracker of each priority that is not on track: light and reason, KPIs, actions, what holds up."""
    found = appendices_of(assessment, audience)
    if not found.priorities:
        return ()
    heading = "Appendix 2: action trackers"
    if not found.trackers:
        return (Section(heading, 1, (Paragraph("Every priority is on track."),)),)
    opening = Section(heading, 1, (), key="appendix 2")
    return (opening, *(_tracker(assessment, audience, one) for one in found.trackers))


def _tracker(assessment: Assessment, audience: Audience, one: Tracker) -> Section:
    standing = one.standing
    priority = standing.priority
    blocks: list[Block] = [standing_strip(assessment, standing)]
    if priority.reason:
        blocks.append(Paragraph(sentence(one_line(priority.reason)), label="Why."))
    if one.ratings:
        name, title = part_name("appendix 2", priority.ref), f"KPIs of {priority.ref}"
        blocks.append(accounts_table(assessment, audience, name, title, one.ratings))
    elsewhere = _elsewhere(assessment, audience, one)
    if elsewhere:
        blocks.append(Paragraph(elsewhere))
    if standing.actions:
        name, title = part_name("actions", priority.ref), f"Actions of {priority.ref}"
        table = actions_table(assessment, standing.actions, name, title, columns=("Now due",))
        blocks.append(replace(table, has_caption=True))
    heading = f"{priority.ref} {one_line(priority.priority or '')}".strip()
    return Section(heading, 2, tuple(blocks), key=f"tracker {priority.ref}")


def _elsewhere(assessment: Assessment, audience: Audience, one: Tracker) -> str:
    """Which KPIs of a priority stand under another, each but once: ``Its KPI Rough sleepers stands under P4.``."""
    ref, here = one.standing.priority.ref, {rating.kpi.ref for rating in one.ratings}
    told = (
        f"its KPI {rating.kpi.known_as} stands under {other.standing.priority.ref}"
        for other in appendices_of(assessment, audience).trackers
        for rating in other.ratings
        if ref in rating.kpi.priorities and rating.kpi.ref not in here
    )
    return sentence("; ".join(told))


@part("appendix 3")
def indicators_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Appendix 3: every KPI that stands in no tracker: those off target with reason and action, the rest a line each."""
    found = appendices_of(assessment, audience)
    heading = "Appendix 3: all other KPIs" if found.priorities else "Appendix: all KPIs"
    if not found.indicators:
        every = "Every KPI of the board stands in appendix 2."
        said = every if audience.ratings else "There are no KPIs."
        return (Section(heading, 1, (Paragraph(said),)),)
    sections = [Section(heading, 1, (), key="appendix 3")]
    off = [one for one in found.indicators if one.rag in OFF_TARGET]
    if off:
        table = accounts_table(assessment, audience, "appendix_3", "Off target", off)
        sections.append(Section("Off target", 2, (table,)))
    rest = tuple(one for one in found.indicators if one not in off)
    if rest:
        title = "On target or not rated" if off else ""
        sections += _scorecard_of(
            assessment, replace(audience, ratings=rest, is_whole=False), title
        )
    return tuple(sections)


def _scorecard_of(assessment: Assessment, audience: Audience, title: str) -> Iterator[Section]:
    """A scorecard as a chapter of an appendix."""
    first, *groups = scorecard_part(assessment, audience)
    yield replace(first, heading=title or first.heading, level=2, page_break=False, key="")
    yield from (replace(one, level=3) for one in groups)


GUIDANCE = (
    "Each figure is compared with its target; the colour and word say how far it is off, as the key states.",
    "▲ and ▼ say only that a figure rose or fell; the word after them says whether that is better or worse.",
    "The small line shows the last results, oldest first; the dashed line is the target at the time.",
    "A light of a priority is judged by a person; the one worked out beside it comes from its KPIs and actions.",
    "“No date given” means that nobody has said when a result will be back on target: a question to ask.",
)


GUIDANCE_OF_A_WORKBOOK = (
    "Each figure is compared with its target; the rating’s word says how far it is off, as the key states.",
    *GUIDANCE[1:2],
    *GUIDANCE[3:],
)
"""The same for a workbook, which may be published, without colours and drawn lines."""


@part("how to read")
def guidance_part(assessment: Assessment, audience: Audience) -> Section:
    """How to read this report, for members (2008/09 scrutiny report, 3.3: guidance sheet), with the key."""
    marks = (f"{one}." for one in status_meanings(audience.ratings))
    return _guidance(assessment, audience, (*GUIDANCE, *marks))


@part("how to read appendices")
def guidance_with_appendices_part(
    assessment: Assessment, audience: Audience
) -> tuple[Section, ...]:
    """The same for a report with appendices: how many KPIs each holds, and its page."""
    (section,) = guidance_part(assessment, audience)
    return (replace(section, blocks=(*section.blocks, *_where_to_find(assessment, audience))),)


def _where_to_find(assessment: Assessment, audience: Audience) -> Iterator[Table]:
    """The appendices with how many KPIs each holds and its page, which leads there."""
    found = appendices_of(assessment, audience)
    if not found.priorities:
        return
    tracked = sum(len(one.ratings) for one in found.trackers)
    rows = [("Appendix 1: all priorities", "appendix 1", 0)]
    if found.trackers:
        rows.append(("Appendix 2: action trackers", "appendix 2", tracked))
    if found.indicators:
        rows.append(("Appendix 3: all other KPIs", "appendix 3", len(found.indicators)))
    columns: tuple[Field[tuple[str, str, int]], ...] = (
        table_column("Appendix", lambda row: row[0], 8),
        table_column("KPIs", lambda row: count_entry(row[2]) if row[2] else nothing_entry(), 1, Align.NUMBER),
        table_column("Page", lambda row: Entry("–", page_of=row[1]), 1, Align.NUMBER),
    )  # fmt: skip
    summary = "Each appendix with the number of KPIs that it holds and its page."
    yield table_of(columns, "appendices", "Appendices", rows, summary, look=TableLook.DENSE)


@part("how to read the workbook")
def guidance_sheet_part(assessment: Assessment, audience: Audience) -> Section:
    """The same for the workbook, whose notes say what marks mean."""
    return _guidance(assessment, audience, GUIDANCE_OF_A_WORKBOOK)


def _guidance(assessment: Assessment, audience: Audience, told: Sequence[str]) -> Section:
    words = assessment.words
    key = "; ".join(
        f"{words[rag]}: {lower_first(meaning)}"
        for rag, meaning in short_key(assessment, audience.ratings).items()
    )
    lines, others = bullets(told), not_by_the_key(assessment, audience.ratings, OWN_MARK)
    told_key = Paragraph(f"{key}. {others}".rstrip(), label="Key.")
    return Section("How to read this report", 1, (*lines, told_key))
