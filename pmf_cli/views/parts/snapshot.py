"""A director's snapshot on one page: results of a directorate, what is off target, what falls due, risks, corporate health.

For one-to-ones, so that there are no surprises (2011 framework, quarterly one-to-ones and corporate performance
snapshot); corporate requirements such as sickness and audit stand beside the services' own (the same).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from pmf_cli.analysis.plan_steps import OpenStep, open_steps
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import meeting_on
from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.period import noun_of
from pmf_cli.register.register import Register
from pmf_cli.register.terms import BodyKind, GroupedBy, KpiClass, Rag
from pmf_cli.views.audience import Audience, Subject, shown_to
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Fact,
    Paragraph,
    Section,
    SideBySide,
    Table,
    TableLook,
    Words,
    statement,
)
from pmf_cli.views.comparison import ratings_moved, reds_of, told_beyond_chance
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.one_sentence import one_sentence
from pmf_cli.views.parts.front import bar_of, bars_of, earlier_bars, places_of
from pmf_cli.views.parts.part import ToldBeside, part
from pmf_cli.views.parts.plan import late_word, step_entry
from pmf_cli.views.parts.risks import WatchedRisk, watched_risks
from pmf_cli.views.parts.scorecard import trend_entries
from pmf_cli.views.scorecard_entries import (
    SHORT_REASONS,
    bare_target_entry,
    latest_entry,
    name_entry,
    off_target_of,
    short_rating_entry,
)
from pmf_cli.views.selection import NO_DIRECTORATE, by_directorate, short_group_name
from pmf_cli.views.service_words import OFF_TARGET, back_on_target, day_or_none_given
from pmf_cli.views.wording import file_stem, number_in_words, one_line, short_period
from pmf_cli.words import MONTH_NAMES, counted, day_in_words, listed, lower_first, short_day

AHEAD = timedelta(days=120)
"""How far ahead a snapshot looks: until the one after the next."""
WORDS_A_STEP = 20
"""Words of room that a line of what falls due takes."""


def directorate_subjects(assessment: Assessment, audience: Audience) -> tuple[Subject, ...]:
    """The directorates whose KPIs a body is given, in the council's order.

    The one that a body is named after is not named again in the names of its files.
    """
    groups = by_directorate(audience.ratings, assessment.settings)
    register = assessment.register
    short = {name: short_group_name(register, GroupedBy.DIRECTORATE, name) for name in groups}
    is_unique = len(set(short.values())) == len(short)
    stems = {name: file_stem(short[name] if is_unique else name) for name in groups}
    own = [name for name in groups if file_stem(audience.body).startswith(file_stem(name))]
    if own:
        stems[max(own, key=len)] = ""
    return tuple(
        Subject(name, name, stems[name], ratings, _of_directorate(register, name))
        for name, ratings in groups.items()
    )


def _of_directorate(register: Register, name: str) -> frozenset[str]:
    """The KPIs of a directorate, those of earlier periods too, as its management team counts them."""
    return frozenset(
        kpi.ref for kpi in register.kpis if (kpi.directorate or NO_DIRECTORATE) == name
    )


def snapshot_subtitle(assessment: Assessment, audience: Audience) -> str:
    """When the results are looked at: ``DMT 4 February · CLT 18 February``."""
    register, told = assessment.register, []
    for board in register.boards:
        if board.kind not in (BodyKind.DMT, BodyKind.CLT):
            continue
        on = meeting_on(register, board.body, assessment.period)
        if on is not None and shown_to(assessment, board.body):
            told.append(f"{board.kind} {on.day} {MONTH_NAMES[on.month - 1]}")
    return " · ".join(sorted(told, key=lambda one: one.startswith(str(BodyKind.CLT))))


def snapshot_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """Nothing: the day stands at the foot, the number of KPIs over their bars."""
    return ()


@part("snapshot summary")
def snapshot_summary_part(assessment: Assessment, audience: Audience) -> Section:
    """The whole in one sentence, ratings now and before, and by name corporate health, the Greens and those not rated."""
    counts, moved = counts_of(audience.ratings), ratings_moved(assessment, audience)
    said = one_sentence(
        counts,
        moved,
        reds_of(assessment, audience),
        assessment.words,
        told_beyond_chance(assessment, audience),
    )
    whole = statement(said.strong, said.rest)
    return Section("In one sentence", 1, (whole, *_bars(assessment, audience)))


def _bars(assessment: Assessment, audience: Audience) -> tuple[Block, ...]:
    """The bars of this period and those before, beside the KPIs that are on target or not rated, by name."""
    words, ratings = assessment.words, audience.ratings
    if not ratings:
        return ()
    now = bar_of(short_period(assessment.period), places_of(ratings), words)
    noun, order = noun_of(assessment.period), ", ".join(words[rag] for rag in Rag)
    title = f"{counted(len(ratings), 'KPI')}, {noun} by {noun}: {order}, not rated"
    bars = bars_of("ratings", title, (now, *earlier_bars(assessment, audience)), words)
    named = tuple(_named(assessment, [one for one in ratings if one.rag not in OFF_TARGET]))
    return (SideBySide((bars,), named),) if named else (bars,)


@part("snapshot results")
def snapshot_results_part(assessment: Assessment, audience: Audience) -> Section:
    """What is off target, a line each: small line, latest, target, rating, and when it is back."""
    rows = off_target_of(audience)
    heading = f"{number_in_words(len(rows)).capitalize()} off target" if rows else "None off target"
    blocks: list[Block] = [_off_target(assessment, audience, rows, heading)] if rows else []
    return Section(heading, 1, tuple(blocks))


def _off_target(
    assessment: Assessment, audience: Audience, rows: Sequence[KpiRating], title: str
) -> Table:
    trends, most = trend_entries(assessment, audience), assessment.settings.charts.periods
    columns: tuple[Field[KpiRating], ...] = (
        table_column("KPI", _name_and_class, 5.4),
        table_column(f"{most} results", lambda one: trends[one.kpi.ref], 3, Align.CENTRE),
        table_column("Latest", latest_entry, 1.5, Align.NUMBER, key="result"),
        table_column("Target", bare_target_entry, 1.5, Align.NUMBER),
        table_column("Rating", short_rating_entry, 1.7),
        table_column("Back on target", partial(back_on_target, assessment, audience), 2.4),
    )  # fmt: skip
    return table_of(
        columns,
        "off_target",
        title,
        rows,
        "Each KPI that is off target.",
        has_caption=False,
        look=TableLook.DENSE,
    )


def _is_health(one: KpiRating) -> bool:
    return one.kpi.kpi_class is KpiClass.CORPORATE_HEALTH


def _name_and_class(one: KpiRating) -> Entry:
    entry = replace(name_entry(one.kpi, with_unit=True), is_strong=True)
    if not _is_health(one):
        return entry
    return replace(entry, more=(*entry.more, Words("· corporate health", is_muted=True)))


def health_beside(assessment: Assessment, audience: Audience) -> tuple[ToldBeside, ...]:
    """The figures of corporate health that are told in a sentence, since they are on target."""
    on_target = (one for one in audience.ratings if one.rag is Rag.GREEN and _is_health(one))
    return tuple(ToldBeside(one.kpi.ref, None, (_with_figure(one),)) for one in on_target)


def _named(assessment: Assessment, ratings: Sequence[KpiRating]) -> Iterator[Paragraph]:
    """KPIs that are on target or not rated, each once by name; those of corporate health with their figures."""
    health = [one for one in ratings if _is_health(one)]
    if health:
        yield Paragraph(_by_outcome(health, _with_figure), label="Corporate health:")
    green, unrated = (
        [one for one in ratings if not _is_health(one) and one.rag is rag]
        for rag in (Rag.GREEN, None)
    )
    if green:
        number = number_in_words(len(green)).capitalize()
        words = f"{listed(one.kpi.known_as for one in green)}."
        yield Paragraph(words, label=f"{number} {assessment.words.green}:")
    if unrated:
        words = _by_outcome(unrated, lambda one: one.kpi.known_as)
        number = number_in_words(len(unrated)).capitalize()
        yield Paragraph(words, label=f"{number} not rated:")


def _by_outcome(ratings: Sequence[KpiRating], name: Callable[[KpiRating], str]) -> str:
    """KPIs by the word of their rating, or the reason for none: ``Rents and Voids (Green); Missed bins (not due)``."""
    found: dict[str, list[str]] = {}
    for one in ratings:
        outcome = one.outcome
        word = (
            lower_first(SHORT_REASONS[outcome.reason])
            if isinstance(outcome, Unrated)
            else outcome.word
        )
        found.setdefault(word, []).append(name(one))
    return f"{'; '.join(f'{listed(names)} ({word})' for word, names in found.items())}."


def _with_figure(one: KpiRating) -> str:
    shown = one.shown
    value = "" if shown is None or shown.value is None else f" {figure(shown.value, one.kpi)}"
    return f"{one.kpi.known_as}{value}"


def steps_due(assessment: Assessment, audience: Audience) -> tuple[OpenStep, ...]:
    """Open actions and milestones for an audience's KPIs that are overdue or fall due in the next months.

    The overdue stand first, then those without a date, then by day.
    """
    ours = audience.kpi_refs
    actions = [one for one in assessment.register.actions if one.belongs_to in ours]
    steps = open_steps(assessment.register, actions, assessment.as_of)
    until = assessment.as_of + AHEAD
    near = (one for one in steps if one.is_late or one.on is None or one.on <= until)
    return tuple(sorted(near, key=lambda one: (not one.is_late, one.on or date.min, one.words)))


@part("falls due")
def falls_due_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What is overdue, and what falls due in the next four months: actions and milestones, and where each stands."""
    steps = steps_due(assessment, audience)
    if not steps:
        return None
    most = max(audience.space.words // WORDS_A_STEP, 1)
    names = {rating.kpi.ref: rating.kpi.known_as for rating in audience.ratings}
    columns: tuple[Field[OpenStep], ...] = (
        table_column("By", lambda one: day_or_none_given(one.on), 1.9),
        table_column("Action or milestone", partial(_step, names), 8.4),
        table_column("Stands", lambda one: step_entry(one.row.status, late_word(one)), 2.4),
    )
    summary = "Actions and milestones that are overdue or fall due, by date."
    table = table_of(
        columns,
        "falls_due",
        "What falls due",
        steps[:most],
        summary,
        has_caption=False,
        look=TableLook.DENSE,
    )
    blocks: list[Block] = [table]
    if steps[most:]:
        left = len(steps) - most
        until = day_in_words(assessment.as_of + AHEAD)
        blocks.append(Paragraph(f"{counted(left, 'more step').capitalize()} until {until}."))
    return Section("What falls due", 1, tuple(blocks))


def _step(names: Mapping[str, str], one: OpenStep) -> Entry:
    """What is to be done, for which KPI, and the day first agreed where it is another."""
    words = f"{names[one.action.belongs_to or '']}: {one_line(one.words)}"
    is_moved = one.first is not None and one.first != one.on
    more = (Words(f"was {short_day(one.first)}", is_muted=True),) if is_moved and one.first else ()
    return Entry(words, ref=one.row.source.at("ref"), more=more)


@part("snapshot risks")
def snapshot_risks_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The risks that the directorate's KPIs watch, with score and appetite, and which KPIs say that they grow."""
    risks = [one for one in watched_risks(assessment, audience) if one.watched_by]
    if not risks:
        return None
    columns: tuple[Field[WatchedRisk], ...] = (
        table_column("Risk", _risk, 6.4),
        table_column("Score", _score, 2),
        table_column("Appetite", lambda one: one.risk.appetite, 1.6),
        table_column("KPIs that say it grows", _growing, 4, missing="None"),
    )
    summary = "Each risk that these KPIs watch, with score, appetite and what says that it grows."
    table = table_of(
        columns, "snapshot_risks", "Risks", risks, summary, has_caption=False, look=TableLook.DENSE
    )
    return Section("Risks", 1, (table,))


def _risk(one: WatchedRisk) -> Entry:
    words = Words(one_line(one.risk.risk).rstrip("."))
    return Entry(one.risk.ref, ref=one.risk.source.at("ref"), is_strong=True, more=(words,))


def _score(one: WatchedRisk) -> str:
    risk = one.risk
    if risk.score is None:
        return "Not scored"
    return (
        f"{risk.score}"
        if risk.target_score is None
        else f"{risk.score}, target {risk.target_score}"
    )


def _growing(one: WatchedRisk) -> str:
    return listed(rating.kpi.known_as for rating in one.growing)
