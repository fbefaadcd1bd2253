"""One priority on two sides: how it goes on the front, what is being done on the back (2011 framework, report cards).

Words stand beside numbers because a priority is wider than its indicators; the status that a person judged stands
beside the one that its KPIs and actions suggest, and never in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pmf_cli.analysis.commentary.roll_up import CountClaim, contradicted
from pmf_cli.analysis.plan_steps import milestones_of
from pmf_cli.analysis.priorities import PriorityStanding
from pmf_cli.analysis.series.last_year import against_last_year
from pmf_cli.analysis.series.other_places import BenchmarkGap, benchmarks_by_kpi, latest_gaps
from pmf_cli.analysis.series.splits import PartFigure, is_target_of_parts, largest_split
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.figures import figure, number, stated, unit_in_words
from pmf_cli.register.sheets.plan import Action, Risk
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.terms import OpenStatus, Polarity, Rag, RatingWords
from pmf_cli.views.audience import Audience, Subject
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Fact,
    Gauge,
    GaugeMark,
    Paragraph,
    Plain,
    Section,
    SideBySide,
    Table,
    TableLook,
    TextStyle,
    Tone,
    Words,
    statement,
)
from pmf_cli.views.entries import digits_format, judged_entry, rag_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.drawn_dates import drawn_dates_table
from pmf_cli.views.parts.part import ToldBeside, part
from pmf_cli.views.parts.plan import (
    actions_table,
    plan_section,
    standings_for,
)
from pmf_cli.views.parts.risks import WatchedRisk, controls_words, open_issues, watched_risks
from pmf_cli.views.parts.scorecard import trend_entries
from pmf_cli.views.references import brief_post, role_of
from pmf_cli.views.scorecard_entries import (
    bare_target_entry,
    change_entry,
    latest_entry,
    name_entry,
    off_target_of,
    short_rating_entry,
    worst_first,
)
from pmf_cli.views.service_words import NO_DATE, back_on_target, service_words
from pmf_cli.views.wording import (
    are,
    counted_first,
    number_in_words,
    one_line,
    part_name,
    period_title,
    sentence,
    short_period,
    shortened,
)
from pmf_cli.words import day_in_words, listed, lower_first, short_day

CLOSE_FROM = 7
"""KPIs and bars from which the table of KPIs stands close, so that one side holds them."""
FEWEST_PARTS = 3
"""Parts of a whole from which bars say more than a sentence."""
MOST_PLACES = 2
"""Other places that a KPI is set beside."""
LEAST_WORDS = 20
"""Words without which a reason says nothing."""
NOT_WORKED_OUT = "Nothing to work it out from"


def priority_subjects(assessment: Assessment, audience: Audience) -> tuple[Subject, ...]:
    """The priorities that concern a body, each with those of its KPIs that the body is given."""
    return tuple(
        Subject(
            name=one.priority.ref,
            title=one_line(one.priority.priority or one.priority.ref),
            stem=one.priority.ref,
            ratings=tuple(r for r in audience.ratings if one.priority.ref in r.kpi.priorities),
            at_any_time=frozenset(
                kpi.ref for kpi in assessment.register.kpis if one.priority.ref in kpi.priorities
            ),
        )
        for one in standings_for(assessment, audience)
    )


def standing_of(assessment: Assessment, audience: Audience) -> PriorityStanding | None:
    """The priority that a paper is about."""
    if audience.subject is None:
        return None
    found = standings_for(assessment, audience)
    return next((one for one in found if one.priority.ref == audience.subject.name), None)


def priority_subtitle(assessment: Assessment, audience: Audience) -> str:
    """Which priority of which plan: ``Priority P5 of the Council Delivery Plan 2024 to 2027``."""
    standing = standing_of(assessment, audience)
    if standing is None:
        return ""
    row = standing.priority
    return f"Priority {row.ref}{f', {row.plan}' if row.plan else ''}"


def priority_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """Portfolio, board and the day of the data, on a line."""
    standing = standing_of(assessment, audience)
    row = None if standing is None else standing.priority
    where = (row.portfolio, row.lead_board) if row is not None else ()
    as_at = f"As at {day_in_words(assessment.as_of)}"
    return (Fact("", " · ".join(filter(None, (as_at, *where)))),)


@part("priority standing")
def priority_standing_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The judged status with who, when and why beside the worked-out one; officers, outcome wanted, and what the body is asked."""
    one = standing_of(assessment, audience)
    if one is None:
        return None
    strong, rest = _standing_words(assessment, audience, one)
    return Section(
        "How it stands",
        1,
        (
            standing_strip(assessment, one),
            statement(strong, rest),
            *_asked(assessment, audience),
        ),
    )


def standing_strip(assessment: Assessment, standing: PriorityStanding) -> Table:
    """Judged by whom and when, worked out, lead officer and those who contribute, outcome wanted."""
    priority, words, register = standing.priority, assessment.words, assessment.register
    on = "" if priority.judged_on is None else short_day(priority.judged_on)

    def judged(one: PriorityStanding) -> Entry:
        entry = judged_entry(one.priority.judged_status, words)
        by = brief_post(register, one.priority.judged_by)
        told = ", ".join(filter(None, (f"by {by}" if by else "", on)))
        more = (Words(told, is_muted=True, new_line=True),) if told else ()
        return replace(entry, more=more)

    def lead(one: PriorityStanding) -> Entry:
        post = role_of(register, one.priority.lead_officer)
        others = [role_of(register, ref) or ref for ref in one.priority.contributory_officers]
        more = (Words(f"with {listed(others)}", is_muted=True, new_line=True),) if others else ()
        return Entry(post or "Nobody named", is_strong=True, more=more)

    columns: tuple[Field[PriorityStanding], ...] = (
        table_column("Judged", judged, 4.8),
        table_column("Worked out", lambda one: worked_out_entry(one, words), 2.6),
        table_column("Lead", lead, 3.4),
        table_column("Outcome wanted", lambda one: Entry(one_line(one.priority.outcome or "None on record"), is_strong=True), 4),
    )  # fmt: skip
    title = f"Status of {priority.ref}"
    return table_of(
        columns,
        part_name("status", priority.ref),
        title,
        [standing],
        "Who judged it, and how.",
        look=TableLook.STRIP,
        has_caption=False,
    )


def worked_out_entry(one: PriorityStanding, words: RatingWords) -> Entry:
    """The status that KPIs and actions suggest."""
    if one.suggested is None:
        return Entry(NOT_WORKED_OUT, tone=Tone.MUTED)
    return judged_entry(one.suggested, words)


def _standing_words(
    assessment: Assessment, audience: Audience, one: PriorityStanding
) -> tuple[str, str]:
    """The KPIs' colours; then the judgement with its reason, and the suggestion where it is another."""
    words, row = assessment.words, one.priority
    strong = f"{_colours(audience.ratings, words)}."
    if row.judged_status is None:
        said = "Nobody has judged the priority."
    else:
        reason = (
            f": “{one_line(row.reason).rstrip('.')}.”"
            if row.reason
            else ", without a reason on record."
        )
        said = f"Judged {words[row.judged_status]}{reason}"
    if one.suggested is not None and one.suggested is not row.judged_status:
        said += f" Its KPIs and actions suggest {words[one.suggested]}."
    claims = contradicted(row.reason, counts_of(audience.ratings), words)
    return strong, " ".join((said, *map(claim_words, claims)))


def claim_words(claim: CountClaim) -> str:
    """A claim beside the counts: ``It says “most are on target”; of five rated KPIs one is on target.``."""
    rated = "one rated KPI" if claim.of == 1 else f"{number_in_words(claim.of)} rated KPIs"
    number = number_in_words(claim.number) if claim.number else "none"
    return f"It says “{claim.quote}”; of {rated} {number} {are(claim.number or 1)} {claim.state}."


def _colours(ratings: Sequence[KpiRating], words: RatingWords) -> str:
    """``Of five KPIs one is Red, one Amber and three Green``; without a KPI that is said."""
    if not ratings:
        return "No KPI watches this priority"
    counts = Counter(one.rag for one in ratings)
    named = [*((rag, words[rag]) for rag in Rag), (None, "not rated")]
    told = [(counts[rag], word) for rag, word in named if counts[rag]]
    number, word = told[0]
    if len(ratings) == 1:
        return f"Its one KPI is {word}"
    if len(told) == 1:
        return f"All {number_in_words(len(ratings))} KPIs are {word}"
    first = f"{number_in_words(number)} {are(number)} {word}"
    rest = (f"{number_in_words(count)} {word}" for count, word in told[1:])
    return f"Of {number_in_words(len(ratings))} KPIs {listed([first, *rest])}"


@part("indicators")
def indicators_of_priority_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Each KPI of the priority with its small line, latest figure, target, rating and change against last year; other places' figures."""
    rows = sorted(audience.ratings, key=worst_first)
    if not rows:
        return None
    heading = f"{counted_first(len(rows), 'KPI')}, {period_title(assessment.period)}"
    table = measures_table(assessment, audience, "indicators", heading, rows)
    return Section(heading, 1, (table, *_elsewhere(assessment, audience, rows)))


def _elsewhere(
    assessment: Assessment, audience: Audience, rows: Sequence[KpiRating]
) -> tuple[Paragraph, ...]:
    """Other places' newest figures beside ours of the same period, in a line; nothing for a body without benchmarks."""
    known = benchmarks_by_kpi(assessment.register) if audience.shows_benchmarks else {}
    told = []
    for one in rows:
        gaps = latest_gaps(
            assessment.register, one.kpi, known.get(one.kpi.ref, ()), assessment.period
        )
        if gaps:
            newest = max((gap.period for gap in gaps), key=lambda period: period.end)
            told.append(_beside_ours(one, [gap for gap in gaps if gap.period == newest]))
    return (Paragraph(f"{'; '.join(told)}.", label="Elsewhere:"),) if told else ()


def _beside_ours(one: KpiRating, gaps: Sequence[BenchmarkGap]) -> str:
    """``recycling 40.9% in 2023/24 (England 42.3%)``."""
    kpi = one.kpi
    places = listed(f"{gap.label} {figure(gap.theirs, kpi)}" for gap in gaps[:MOST_PLACES])
    when = short_period(gaps[0].period)
    return f"{kpi.known_as} {figure(gaps[0].ours, kpi)} in {when} ({places})"


def measures_table(
    assessment: Assessment, audience: Audience, name: str, title: str, rows: Sequence[KpiRating]
) -> Table:
    """KPIs a line each: small line, latest, target, rating, against last year."""
    trends, moved = trend_entries(assessment, audience), against_last_year(assessment, rows)
    most = assessment.settings.charts.periods
    columns: tuple[Field[KpiRating], ...] = (
        table_column("KPI", lambda one: replace(name_entry(one.kpi, with_unit=True), is_strong=True), 5),
        table_column(f"{most} results, target dashed", lambda one: trends[one.kpi.ref], 3, Align.CENTRE),
        table_column("Latest", latest_entry, 1.5, Align.NUMBER, key="result"),
        table_column("Target", bare_target_entry, 1.5, Align.NUMBER),
        table_column("Rating", short_rating_entry, 1.7),
        table_column("Against last year", lambda one: change_entry(one, moved[one.kpi.ref]), 2.5),
    )  # fmt: skip
    summary = "Each KPI with its trend, latest figure, target, rating and change since last year."
    beside = split_of(assessment, audience)
    lines = len(rows) + (len(beside.parts) if beside is not None else 0)
    look = TableLook.DENSE if lines >= CLOSE_FROM else TableLook.USUAL
    return table_of(columns, name, title, rows, summary, has_caption=False, look=look)


@frozen
class SplitKpi:
    """A KPI with the figures of its parts, the worst first."""

    rating: KpiRating
    kind: str
    parts: tuple[PartFigure, ...]

    @property
    def levels(self) -> tuple[Decimal | None, Decimal | None]:
        """The target and the whole's figure; neither where the parts add up to the whole."""
        shown, outcome = self.rating.shown, self.rating.outcome
        if not is_target_of_parts(self.rating.kpi):
            return None, None
        target = outcome.target if isinstance(outcome, Rating) else None
        whole = None if shown is None else shown.number
        return target if isinstance(target, Decimal) else None, whole


def split_of(assessment: Assessment, audience: Audience) -> SplitKpi | None:
    """The KPI of an audience, the worst rated first, whose figure is known for several parts of the whole."""
    if not audience.shows_splits:
        return None
    for rating in sorted(audience.ratings, key=worst_first):
        kind, parts = largest_split(assessment, rating)
        if len(parts) >= FEWEST_PARTS:
            return SplitKpi(rating, kind, parts)
    return None


def parts_beside(assessment: Assessment, audience: Audience) -> tuple[ToldBeside, ...]:
    """The figures of the parts that the bars show."""
    found = split_of(assessment, audience)
    if found is None:
        return ()
    kpi = found.rating.kpi
    return tuple(
        ToldBeside(kpi.ref, one.name, (one.name, number(one.value, kpi.decimal_places)))
        for one in found.parts
    )


@part("parts of the whole")
def split_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Sorted bars of the wards or other parts of the KPI that has them: where it is worst and where best."""
    found = split_of(assessment, audience)
    if found is None:
        return None
    kpi, first, last = found.rating.kpi, found.parts[0].name, found.parts[-1].name
    name = kpi.known_as
    one_way = kpi.polarity in (Polarity.HIGHER, Polarity.LOWER) and is_target_of_parts(kpi)
    ends = ("worst", "best") if one_way else ("highest", "lowest")
    heading = f"{name}: {ends[0]} in {first}, {ends[1]} in {last}"
    return Section(heading, 1, (
        Paragraph(parts_subtitle(found), TextStyle.SUBTITLE), parts_table(found, heading),
    ))  # fmt: skip


def parts_subtitle(found: SplitKpi) -> str:
    """What the bars are of, and what the lines over them mean."""
    kpi, shown = found.rating.kpi, found.rating.shown
    period = "" if shown is None or shown.period is None else f", {period_title(shown.period)}"
    told = [f"{kpi.name or kpi.ref}, by {lower_first(found.kind)}{period}"]
    target, whole = found.levels
    if target is not None:
        told.append(f"full line: target {stated(target, kpi)}")
    if whole is not None:
        told.append(f"dotted: the whole {number(whole, kpi.decimal_places)}")
    if any(one.is_on_target for one in found.parts):
        told.append("pale: on target")
    return "; ".join(told)


def parts_table(found: SplitKpi, title: str) -> Table:
    """A bar for each part, the worst first, beside the target and the whole."""
    kpi = found.rating.kpi
    bars = _Bars.of(found)

    def figure_of(one: PartFigure) -> Entry:
        text = number(one.value, kpi.decimal_places)
        gauge = bars.gauge(one, text) if bars.is_drawn else None
        places = digits_format(kpi.decimal_places)
        return Entry(text, one.value, places, is_strong=True, gauge=gauge)

    columns: tuple[Field[PartFigure], ...] = (
        table_column(found.kind, lambda one: one.name, 3),
        table_column(unit_in_words(kpi) or "Figure", figure_of, 11),
    )
    summary = "The figure of each part, the worst first, as a bar beside the target and the whole."
    return table_of(
        columns, "parts_of_the_whole", title, found.parts, summary,
        has_caption=False, look=TableLook.DENSE,
    )  # fmt: skip


@frozen
class _Bars:
    """What the bars of parts have in common: the figure that fills a cell, and the lines over them."""

    scale: Decimal
    lines: tuple[tuple[Decimal, bool], ...]
    is_drawn: bool

    @classmethod
    def of(cls, found: SplitKpi) -> _Bars:
        """Bars to the largest of the figures, the target and the whole; figures below 0 have none."""
        target, whole = found.levels
        pairs = ((target, False), (whole, True))
        lines = tuple((level, dotted) for level, dotted in pairs if level is not None)
        values = [one.value for one in found.parts]
        scale = max(*values, *(level for level, _ in lines), Decimal(0))
        return cls(scale, lines, scale > 0 and min(values) >= 0)

    def gauge(self, one: PartFigure, text: str) -> Gauge:
        """The bar of a part, pale where it is on target."""
        marks = (
            GaugeMark(level / self.scale, dotted) for level, dotted in self.lines if level >= 0
        )
        beside = {True: ", on target", False: ", off target", None: ""}[one.is_on_target]
        share, pale = one.value / self.scale, one.is_on_target is True
        return Gauge(share, f"{one.name}: {text}{beside}", tuple(marks), pale)


@part("priority actions")
def priority_actions_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The back begins: actions with first and present date, where they stand, how much is done, and the latest."""
    one = standing_of(assessment, audience)
    if one is None:
        return None
    actions = _actions_of(one, audience)
    if not actions:
        heading = "What is being done"
        text = "The delivery plan holds no action for this priority."
        return Section(heading, 1, (Paragraph(text),), page_break=True)
    heading = counted_first(len(actions), "action")
    table = actions_table(assessment, actions, "priority_actions", heading)
    return Section(heading, 1, (table,), page_break=True)


def _actions_of(one: PriorityStanding, audience: Audience) -> tuple[Action, ...]:
    """The actions for the priority, and for those of its KPIs that the body is given."""
    known = {one.priority.ref, *(rating.kpi.ref for rating in audience.ratings)}
    return tuple(action for action in one.actions if action.belongs_to in known)


@part("priority dates")
def priority_dates_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Milestones, stage gates and decisions of the priority by date, reached and to come, drawn on one scale."""
    one = standing_of(assessment, audience)
    found = () if one is None else milestones_of(assessment.register, _actions_of(one, audience))
    if not found:
        return None
    return Section("Dates", 1, (drawn_dates_table(assessment, found, "priority_dates", "Dates"),))


@part("priority improvement plans")
def priority_plans_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The improvement plans for the priority and its KPIs, each with its six parts."""
    one = standing_of(assessment, audience)
    known = audience.kpi_refs
    return tuple(
        plan_section(assessment, plan, 1, is_brief=True)
        for plan in (() if one is None else one.plans)
        if plan.belongs_to in {*known, one.priority.ref if one else ""}
    )


@part("priority risks")
def priority_risks_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The risks that the priority's KPIs watch, with score, appetite and movement, and the issues raised about it."""
    left = tuple(_watched_words(assessment, audience))
    right = tuple(map(_issue_words, issues_about(assessment, audience)))
    if left and right:
        return Section("Risks and issues raised", 1, (SideBySide(left, right),))
    if left:
        return Section("Risks", 1, left)
    return Section("Issues raised", 1, right) if right else None


def _watched_words(assessment: Assessment, audience: Audience) -> Iterator[Plain]:
    """Each watched risk that grows; the others together in a line."""
    risks = [one for one in watched_risks(assessment, audience) if one.watched_by]
    yield from (_risk_words(one) for one in risks if one.growing)
    yield from _steady_words([one for one in risks if not one.growing])


def issues_about(assessment: Assessment, audience: Audience) -> tuple[Escalation, ...]:
    """Issues not closed about the priority or its KPIs: at every level, of a published paper those that have come up to it."""
    known = audience.kpi_refs
    known |= {audience.subject.name} if audience.subject else set()
    return tuple(
        one
        for one in assessment.register.escalations
        if one.status is not OpenStatus.CLOSED
        and one.topic in known
        and (not audience.is_public or one in open_issues(assessment, audience))
        and (one.raised_on is None or one.raised_on <= assessment.as_of)
    )


def _risk_words(one: WatchedRisk) -> Plain:
    risk = one.risk
    told = [
        _score_words(risk),
        lower_first(risk.trend),
        "" if risk.reviewed_on is None else f"reviewed {short_day(risk.reviewed_on)}",
        controls_words(risk),
    ]
    says = listed(
        f"{rating.kpi.known_as} ({rag_entry(rating.outcome).text})" for rating in one.growing
    )
    text = f"{sentence(one_line(risk.risk or ''))} {sentence(', '.join(filter(None, told)))}"
    verb = "says" if len(one.growing) == 1 else "say"
    return Paragraph(f"{text} {says} {verb} that it grows.", label=risk.ref)


def _score_words(risk: Risk) -> str:
    """``Score 12, target 4, appetite cautious``."""
    score = "not scored" if risk.score is None else f"score {risk.score}"
    target = "" if risk.target_score is None else f", target {risk.target_score}"
    return f"{score}{target}{f', appetite {lower_first(risk.appetite)}' if risk.appetite else ''}"


def _steady_words(risks: Sequence[WatchedRisk]) -> tuple[Plain, ...]:
    """Risks that no KPI says grow, in a line."""
    if not risks:
        return ()
    told = listed(f"{one.risk.ref} ({_score_words(one.risk)})" for one in risks)
    return (Paragraph(f"No KPI says that {told} {'grows' if len(risks) == 1 else 'grow'}."),)


def _issue_words(one: Escalation) -> Plain:
    raised = f"raised with {one.level}" if one.level else "raised"
    on = "" if one.raised_on is None else f", {short_day(one.raised_on)}"
    due = NO_DATE if one.due is None else f"due {short_day(one.due)}"
    answer = one.decision or one.asked_for or ""
    text = f"{sentence(one_line(one.issue or ''))} {sentence(one_line(answer))}".strip()
    return Paragraph(f"({raised}{on}) {text} {sentence(due)}", label=one.ref)


@part("priority reasons")
def priority_reasons_part(assessment: Assessment, audience: Audience) -> Section | None:
    """For each KPI off target why, what is being done and when it will be back, as many as there is room for; the others by name."""
    return None if audience.space.is_behind else _reasons(assessment, audience)


@part("priority reasons on the back")
def priority_reasons_behind_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The same on the back, where the front has no room."""
    return _reasons(assessment, audience) if audience.space.is_behind else None


def _reasons(assessment: Assessment, audience: Audience) -> Section | None:
    rows = off_target_of(audience)
    if not rows:
        return None
    words = audience.space.words
    told = min(len(rows), max(words // LEAST_WORDS, 1))
    most = max(words // told, LEAST_WORDS)
    blocks: list[Block] = [_reason(assessment, audience, one, most) for one in rows[:told]]
    if rows[told:]:
        blocks.append(_named_reasons(assessment, audience, rows[told:]))
    return Section("Off target: why, and what is done", 1, tuple(blocks))


def _reason(assessment: Assessment, audience: Audience, one: KpiRating, most: int) -> Paragraph:
    said = service_words(assessment, audience, one)
    why = said.why or said.none
    words = shortened(" ".join(filter(None, (sentence(why), sentence(said.action)))), most)[0]
    back = back_on_target(assessment, audience, one).whole
    when = f"{back}." if back == NO_DATE else f"Back on target: {back}."
    return Paragraph(f"{words} {when}", label=f"{one.kpi.known_as}.")


def _named_reasons(
    assessment: Assessment, audience: Audience, rows: Sequence[KpiRating]
) -> Paragraph:
    """KPIs for whose reasons there is no room, with when they will be back on target."""
    told = listed(
        f"{one.kpi.known_as} ({back_on_target(assessment, audience, one).whole})" for one in rows
    )
    return Paragraph(f"{told}.", label="Also off target, and when back:")


def _asked(assessment: Assessment, audience: Audience) -> tuple[Paragraph, ...]:
    """What the body is asked: as chosen for highlights of the priority's KPIs, else its standing recommendation."""
    asked = _asked_in_highlights(assessment, audience) or [audience.recommendation]
    lines = (lower_first(one_line(one).rstrip(".")) for one in asked)
    what = listed(
        f"to {one}" for one in dict.fromkeys(one.removeprefix("to ") for one in lines) if one
    )
    return (Paragraph(f"{what}.", label=f"{audience.short_name} is asked"),) if what else ()


def _asked_in_highlights(assessment: Assessment, audience: Audience) -> list[str]:
    refs, rows = audience.kpi_refs, assessment.register.highlights
    now = (row for row in rows if row.cycle == assessment.period and row.kpi_ref in refs)
    return [row.asked for row in now if row.chosen and row.asked]
