"""What opens under a KPI's row: what happened, the chart, why, how the rating came about, and what the body was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pmf_cli.analysis.benchmarking import Standing, standings
from pmf_cli.analysis.forecast.foresight import Foresight, foresights
from pmf_cli.analysis.highlights.discussed import discussed_before
from pmf_cli.analysis.highlights.highlights import Candidate
from pmf_cli.analysis.series.splits import largest_split
from pmf_cli.analysis.series.trends import Trend, trend_of
from pmf_cli.analysis.signals import Signal, joined
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating, Unrated
from pmf_cli.register.figures import figure
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import (
    Block,
    Column,
    Entry,
    Paragraph,
    Section,
    Table,
    TableLook,
    TextStyle,
    bullets,
)
from pmf_cli.views.comments import comments_on
from pmf_cli.views.comparison import signals_of
from pmf_cli.views.entries import (
    comparator_entry,
    direction_entry,
    period_entry,
    rag_entry,
    rating_entry,
    reason_words,
    result_entry,
    target_entry,
)
from pmf_cli.views.foresight_words import NONE, need_words, own_words, range_words
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.lists.benchmarks import standing_words
from pmf_cli.views.lists.explain import (
    colour_edges,
    figures_table,
    rule_words,
    why_not_rated,
)
from pmf_cli.views.page.edition import Edition, PagePart
from pmf_cli.views.page.page import KpiDetail, NamedFact
from pmf_cli.views.parts.highlights import highlights_for, measure_line, message_of
from pmf_cli.views.parts.priorities import FEWEST_PARTS, SplitKpi, parts_subtitle, parts_table
from pmf_cli.views.references import owner_of, role_of
from pmf_cli.views.service_words import OFF_TARGET, back_on_target, caution, service_words
from pmf_cli.views.told_figures import ToldFigure, told_by_kpi
from pmf_cli.views.trend_chart import trend_chart
from pmf_cli.views.wording import one_line, sentence, short_period
from pmf_cli.words import day, day_in_words, lower_first

EARLIER_RATINGS = 8
CAUTION_WORDS = 60
LEVEL = 4
"""The level of the headings under a KPI's own."""


class Details:
    """Makes what opens under each KPI of an audience; what concerns several is worked out once."""

    def __init__(self, assessment: Assessment, audience: Audience, edition: Edition) -> None:
        self._assessment = assessment
        self._audience = audience
        self._edition = edition

    def by_ref(self) -> dict[str, KpiDetail]:
        """KPI reference → what opens under its row."""
        return {
            rating.kpi.ref: self._detail(rating, number)
            for number, rating in enumerate(self._audience.ratings, 1)
        }

    # What is worked out for all KPIs at once.

    @cached_property
    def _messages(self) -> Mapping[str, Candidate]:
        shown = highlights_for(self._assessment, self._audience).shown
        return {one.rating.kpi.ref: one for one in shown}

    @cached_property
    def _told(self) -> Mapping[str, Sequence[ToldFigure]]:
        if not self._edition.shows(PagePart.TOLD):
            return {}
        papers = self._audience.history.to(self._audience.body, self._assessment.as_of)
        return told_by_kpi(self._assessment, papers, self._audience.kpi_refs)

    @cached_property
    def _agreed(self) -> Mapping[str, str]:
        if not self._edition.shows(PagePart.TOLD):
            return {}
        return {
            one.rating.kpi.ref: f"{day_in_words(one.on)}: "
            + sentence(one_line(one.highlight.follow_up or f"asked {one.highlight.asked}"))
            for one in discussed_before(self._assessment, self._audience.body)
        }

    @cached_property
    def _standings(self) -> Mapping[str, Sequence[Standing]]:
        if not self._edition.shows(PagePart.OTHER_PLACES):
            return {}
        found: dict[str, list[Standing]] = {}
        for one in standings(self._assessment, [one.kpi for one in self._audience.ratings]):
            found.setdefault(one.kpi.ref, []).append(one)
        return found

    @cached_property
    def _foresights(self) -> Mapping[str, Foresight]:
        if not self._edition.shows(PagePart.AHEAD):
            return {}
        return {one.kpi.ref: one for one in foresights(self._assessment, self._audience.ratings)}

    @cached_property
    def _signals(self) -> Mapping[str, Signal]:
        if not self._edition.shows(PagePart.AHEAD):
            return {}
        return {one.kpi.ref: one for one in signals_of(self._assessment, self._audience)}

    # One KPI.

    def _detail(self, rating: KpiRating, number: int) -> KpiDetail:
        kpi = rating.kpi
        trend = self._within_edition(trend_of(self._assessment, kpi))
        return KpiDetail(
            message=self._message(rating),
            about=measure_line(kpi),
            facts=tuple(_facts(rating)),
            chart=trend_chart(self._assessment, trend, number),
            figures=_figures(trend),
            beside=tuple(_filled(self._beside(rating, trend))),
            behind=tuple(_filled(self._behind(rating))),
        )

    def _within_edition(self, trend: Trend) -> Trend:
        """The trend without what the edition does not show."""
        if not self._edition.shows(PagePart.OTHER_PLACES):
            trend = replace(trend, comparators=())
        if not self._edition.shows(PagePart.AHEAD):
            trend = replace(trend, forecasts=(), ahead=())
        return trend

    def _message(self, rating: KpiRating) -> str:
        """What a person wrote of it, else why it has its rating or none."""
        chosen = self._messages.get(rating.kpi.ref)
        if chosen is not None and chosen.choice is not None and chosen.choice.message:
            return message_of(chosen)
        return reason_words(rating.outcome).rstrip(".") or rating.kpi.known_as

    def _beside(self, rating: KpiRating, trend: Trend) -> Iterator[Section]:
        kpi = rating.kpi
        yield _section("Through time", (Paragraph(trend.sentence), *self._signal(kpi)))
        yield _section("Ratings before", tuple(_earlier_ratings(trend, rating)))
        yield _section("At the year’s end", tuple(self._ahead(kpi)), "more")
        yield _section("Elsewhere", tuple(self._elsewhere(kpi)), "more")
        if self._edition.shows(PagePart.SPLITS):
            yield from _parts(self._assessment, rating)
        yield _section(
            f"What {self._audience.short_name} was told", tuple(self._was_told(kpi)), "more"
        )

    def _signal(self, kpi: Kpi) -> tuple[Block, ...]:
        signal = self._signals.get(kpi.ref)
        if signal is None or not signal.is_telling:
            return ()
        said = joined(signal) or sentence(str(signal.variation))
        return (Paragraph(said, label="Signal"),)

    def _ahead(self, kpi: Kpi) -> Iterator[Block]:
        one = self._foresights.get(kpi.ref)
        if one is None or one.value is None:
            return
        lines = (
            ("Expected", range_words(one)),
            ("Needed", need_words(kpi, one.need)),
            ("The service expects", own_words(one)),
        )
        for label, words in lines:
            if words != NONE:
                yield Paragraph(sentence(words), label=label)

    def _elsewhere(self, kpi: Kpi) -> Iterator[Block]:
        for one in self._standings.get(kpi.ref, ()):
            label = f"{one.group}, {short_period(one.period)}"
            yield Paragraph(sentence(standing_words(one)), label=label)

    def _was_told(self, kpi: Kpi) -> Iterator[Block]:
        if kpi.ref in self._agreed:
            yield Paragraph(self._agreed[kpi.ref], label="Agreed on")
        told = self._told.get(kpi.ref, ())
        if told:
            yield table_of(TOLD, "told", f"What was told of {kpi.ref}", told, has_caption=False)

    def _behind(self, rating: KpiRating) -> Iterator[Section]:
        if self._edition.shows(PagePart.SERVICE_WORDS):
            yield from self._words(rating)
        yield from self._sum(rating)
        if self._edition.shows(PagePart.CELLS):
            yield _section("Where the figures stand", (figures_table(rating),), "cells")
        yield _section("What is measured", tuple(self._measured(rating.kpi)), "measured")

    def _words(self, rating: KpiRating) -> Iterator[Section]:
        """The services' own words, uncut."""
        said = service_words(self._assessment, self._audience, rating)
        is_off = rating.rag in OFF_TARGET
        none = said.none if is_off else ""
        label = "Reason" if is_off else "What the service says"
        yield _section(label, _told_paragraphs(said.story or none))
        yield _section("Action", _told_paragraphs(said.action or none))
        yield _section("What holds it up", _told_paragraphs(said.held_up))
        if is_off:
            back = back_on_target(self._assessment, self._audience, rating)
            yield _section(f"Back on target: {back.whole}", _told_paragraphs(said.expected))
        yield _section("", _told_paragraphs(self._by(rating) if said.story or said.action else ""))

    def _by(self, rating: KpiRating) -> str:
        """Who wrote the words and who approved them, by post."""
        register = self._assessment.register
        for one in comments_on(register, rating, self._audience.use_in):
            posts = (role_of(register, one.author), role_of(register, one.approved_by))
            told = (f"{words} {post}" for words, post in zip(("Written by", "approved by"), posts, strict=True) if post)  # fmt: skip
            return sentence(", ".join(told)) if self._edition.shows(PagePart.OWNERS) else ""
        return ""

    def _sum(self, rating: KpiRating) -> Iterator[Section]:
        outcome = rating.outcome
        if isinstance(outcome, Unrated):
            yield _section("Why it is not rated", tuple(why_not_rated(rating, outcome)), "sum")
            return
        edges = colour_edges(outcome)
        reason = reason_words(outcome)
        told = () if self._message(rating) in reason else _told_paragraphs(reason)
        blocks: list[Block] = [*told, _marked(edges, outcome, rating), *bullets(outcome.steps)]
        if self._edition.shows(PagePart.CELLS):
            blocks += rule_words(outcome)
        yield _section(f"Why {outcome.word}", tuple(blocks), "sum")

    def _measured(self, kpi: Kpi) -> Iterator[Block]:
        yield from _told_paragraphs(one_line(kpi.definition))
        lines = (
            ("How it is worked out", one_line(kpi.calculation)),
            ("Source", one_line(kpi.data_source)),
            ("Take care", caution(kpi, CAUTION_WORDS)),
            ("Answers for it", self._owner(kpi)),
        )
        for label, words in lines:
            if words:
                yield Paragraph(sentence(words), label=label)

    def _owner(self, kpi: Kpi) -> str:
        is_shown = self._edition.shows(PagePart.OWNERS)
        return owner_of(self._assessment.register, kpi) if is_shown else ""


def _section(heading: str, blocks: tuple[Block, ...], key: str = "") -> Section:
    return Section(heading, LEVEL, blocks, key=key)


def _filled(sections: Iterator[Section]) -> Iterator[Section]:
    return (one for one in sections if one.blocks or ":" in one.heading)


def _told_paragraphs(text: str) -> tuple[Block, ...]:
    return (Paragraph(text),) if text else ()


def _facts(rating: KpiRating) -> Iterator[NamedFact]:
    """What data formats say of the KPI, under their own names."""
    yield NamedFact("rating", "Rating", rating_entry(rating))
    yield NamedFact("result_text", "Result", result_entry(rating))
    yield NamedFact("result_period", "For", period_entry(rating))
    yield NamedFact("target_text", "Target", target_entry(rating))
    yield NamedFact("direction_text", "Direction", direction_entry(rating.direction))
    if rating.direction.comparator_value is not None:
        yield NamedFact("comparator_text", "Compared with", comparator_entry(rating))


FIGURES: tuple[Field[tuple[Kpi, int, Trend]], ...] = (
    table_column("Period", lambda row: str(row[2].points[row[1]].period), key="period"),
    table_column("Result", lambda row: _value(row, "value"), key="value"),
    table_column("Target", lambda row: _value(row, "target"), key="target"),
    table_column("Rating", lambda row: _rated(row), key="rating"),
)


def _value(row: tuple[Kpi, int, Trend], field: str) -> Entry:
    kpi, at, trend = row
    value = getattr(trend.points[at], field)
    return Entry("–" if value is None else figure(value, kpi), value=value)


def _rated(row: tuple[Kpi, int, Trend]) -> Entry:
    _, at, trend = row
    past = trend.past[at]
    return rag_entry(None if past is None else past.outcome)


def _figures(trend: Trend) -> Table | None:
    rows = [(trend.kpi, at, trend) for at in range(len(trend.points))]
    if not rows:
        return None
    return table_of(FIGURES, "figures", f"Figures of {trend.kpi.ref}", rows)


def _earlier_ratings(trend: Trend, rating: KpiRating) -> Iterator[Block]:
    """The ratings of up to eight periods before the one shown, the oldest first, as one row."""
    shown = None if rating.shown is None else rating.shown.period
    rows = [
        (point.period, one)
        for point, one in zip(trend.points, trend.past, strict=True)
        if one is not None and (shown is None or point.period.end < shown.end)
    ][-EARLIER_RATINGS:]
    if rows:
        columns = tuple(Column(short_period(period)) for period, _ in rows)
        entries = tuple(rag_entry(one.outcome) for _, one in rows)
        title = f"Ratings of {trend.kpi.ref} before"
        yield Table("ratings_before", title, columns, (entries,), look=TableLook.STRIP)


def _parts(assessment: Assessment, rating: KpiRating) -> Iterator[Section]:
    """Sorted bars of the parts of the whole."""
    kind, parts = largest_split(assessment, rating)
    if len(parts) < FEWEST_PARTS:
        return
    found = SplitKpi(rating, kind, parts)
    heading = f"By {lower_first(kind)}"
    about = Paragraph(sentence(parts_subtitle(found)), TextStyle.NOTE)
    yield _section(
        heading, (about, parts_table(found, f"{rating.kpi.ref} {lower_first(heading)}")), "more"
    )


def _marked(edges: Block, outcome: Rating, rating: KpiRating) -> Block:
    """Where each colour begins, with the result in the row of its own."""
    if not isinstance(edges, Table):
        return edges
    rows = []
    for row in edges.rows:
        word, limits = row
        if word.text == outcome.word:
            text = f"{limits.text} · result {result_entry(rating).text}"
            row = (word, replace(limits, text=text, is_strong=True))
        rows.append(row)
    return replace(edges, rows=tuple(rows), has_caption=False)


TOLD: tuple[Field[ToldFigure], ...] = (
    table_column("Paper", lambda one: f"{one.paper.ref}, {day(one.paper.issued_on)}", 3),
    table_column("For", lambda one: " ".join(filter(None, (one.figure.period, one.figure.split))) or "–", 2),
    table_column("As told", lambda one: one.figure.value_text or "No figure", 2),
    table_column("Rating", lambda one: one.figure.rating_text or "Not rated", 2),
    table_column("Stands", lambda one: one.stands, 2),
)  # fmt: skip
