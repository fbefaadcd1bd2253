"""The first page: what the body is recommended, the whole in one sentence and one bar, four things and a good one.

A chief executive with three minutes reads this page alone (2024 report, ¶26, ¶47, ¶65).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from pmf_cli.analysis.highlights.highlights import Candidate
from pmf_cli.analysis.movement import RatingPlace, rating_place
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.periods.period import noun_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import CommentaryKind, HighlightKind, Rag, RatingWords
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import (
    Align,
    Bar,
    BarPart,
    Bars,
    Block,
    Entry,
    Paragraph,
    Section,
    SideBySide,
    TextStyle,
    Tone,
    Words,
    note,
    statement,
)
from pmf_cli.views.comments import comments_on, of_kind
from pmf_cli.views.comparison import earlier_periods, ratings_moved, reds_of, told_beyond_chance
from pmf_cli.views.entries import TONES
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.one_sentence import OneSentence, one_sentence
from pmf_cli.views.parts.exceptions import page_key_of
from pmf_cli.views.parts.highlights import highlights_for, is_asked
from pmf_cli.views.parts.part import part
from pmf_cli.views.scorecard_entries import bare_target_entry, latest_entry, name_entry
from pmf_cli.views.selection import in_groups, short_group_name
from pmf_cli.views.service_words import back_on_target, service_words
from pmf_cli.views.small_line import small_line
from pmf_cli.views.wording import number_in_words, one_line, period_title, short_period, words_up_to
from pmf_cli.words import listed, lower_first

MOST_RECOMMENDED = 3
"""Recommendations of one paper."""
MOST_ADVERSE, MOST_GOOD = 4, 1
"""Lines of the table of what to worry about, and of what to copy."""
MOST_GROUPS = 8
"""Bars beside each other; the smallest groups beyond them are taken together."""
OTHERS = "All others"
TEN_WORDS = 10
CONFIDENCE = "Confidence: the owner’s own judgement."
LIGHTS = (RatingPlace.RED, RatingPlace.AMBER, RatingPlace.GREEN, RatingPlace.UNRATED)
"""The parts of a bar, in the order in which they stand."""


@part("summary")
def summary_part(assessment: Assessment, audience: Audience) -> Section:
    """What the body is recommended; the whole in one sentence; how many KPIs have which rating, now, before and by group."""
    lines = recommended(assessment, audience)
    heading = f"{audience.short_name} is recommended to" if lines else "Summary"
    said = sentence_on(assessment, audience)
    blocks: list[Block] = [
        *(Paragraph(line, TextStyle.NUMBERED) for line in lines),
        statement(said.strong, said.rest),
        *_bars(assessment, audience),
    ]
    return Section(heading, 1, tuple(blocks))


def sentence_on(assessment: Assessment, audience: Audience) -> OneSentence:
    """The audience's ratings in one sentence, against the same time as on every page."""
    return one_sentence(
        counts_of(audience.ratings),
        ratings_moved(assessment, audience),
        reds_of(assessment, audience),
        assessment.words,
        told_beyond_chance(assessment, audience),
    )


def recommended(assessment: Assessment, audience: Audience) -> tuple[str, ...]:
    """What the body is recommended to do, a line each: for this paper, else each time; then what highlights ask of it."""
    rows = [
        row
        for row in assessment.register.paper_recommendations
        if row.cycle == assessment.period and row.body == audience.body and row.text
    ][:MOST_RECOMMENDED]
    own = [row.text or "" for row in rows] or [audience.recommendation]
    found = [*own, *_asked_beside(assessment, audience, {ref for row in rows for ref in row.about})]
    lines = [lower_first(one_line(text).rstrip(".;, ")) for text in found if text.strip()]
    return tuple(f"{line}{'.' if line is lines[-1] else ';'}" for line in lines)


def _asked_beside(
    assessment: Assessment, audience: Audience, said: Collection[str]
) -> Iterable[str]:
    """What highlights ask of the body, but for those that its recommendations are about."""
    for one in highlights_for(assessment, audience).shown:
        choice = one.choice
        if choice is None or not choice.asked or one.rating.kpi.ref in said:
            continue
        if is_asked(assessment, audience, choice):
            yield choice.asked.strip().removeprefix("to ")


def _bars(assessment: Assessment, audience: Audience) -> Iterable[Block]:
    """The bar of all KPIs, those of the periods before and those of the groups."""
    ratings, words = audience.ratings, assessment.words
    if not ratings:
        return
    noun = noun_of(assessment.period)
    all_now = bar_of("All KPIs", places_of(ratings), words, in_words=True)
    title = f"Ratings, {period_title(assessment.period)}"
    yield bars_of("ratings_now", title, [all_now], words, is_main=True)
    before = _bars_before(assessment, audience)
    name, groups = groups_of(assessment, audience)
    grouped = [bar_of(label, places_of(some), words) for label, some in groups.items()]
    by_group = f"This {noun}, by {name}"
    right = (bars_of("ratings_by_group", by_group, grouped, words),) if grouped else ()
    if before and right:
        yield SideBySide(before, right)
    else:
        yield from (*before, *right)


def places_of(ratings: Iterable[KpiRating]) -> dict[RatingPlace, int]:
    """Place → how many of some ratings, every one counted once."""
    found = dict.fromkeys(LIGHTS, 0)
    for rating in ratings:
        found[rating_place(rating.rag)] += 1
    return found


def _bars_before(assessment: Assessment, audience: Audience) -> tuple[Bars, ...]:
    """The bars of the periods before, under one title; nothing where there is none."""
    words, noun = assessment.words, noun_of(assessment.period)
    before = earlier_bars(assessment, audience)
    if not before:
        return ()
    number = f"{number_in_words(len(before))} {noun}s" if len(before) > 1 else noun
    return (bars_of("ratings_before", f"The {number} before", before, words),)


def earlier_bars(assessment: Assessment, audience: Audience) -> tuple[Bar, ...]:
    """A bar for each of the periods before, the newest first."""
    return tuple(
        bar_of(short_period(one.period), one.counts, assessment.words)
        for one in earlier_periods(assessment, audience)
    )


def bar_of(
    label: str, counts: Mapping[RatingPlace, int], words: RatingWords, *, in_words: bool = False
) -> Bar:
    """A bar of how many KPIs have which rating."""

    def text(place: RatingPlace, count: int) -> str:
        if not count:
            return ""
        return f"{count:,} {_light_word(place, words)}" if in_words else f"{count:,}"

    return Bar(
        label,
        tuple(BarPart(counts[place], text(place, counts[place]), _tone(place)) for place in LIGHTS),
    )


def _tone(place: RatingPlace) -> Tone:
    return Tone.UNRATED if place.rag is None else TONES[place.rag]


def _light_word(place: RatingPlace, words: RatingWords) -> str:
    return "not rated" if place.rag is None else words[place.rag]


def bars_of(
    name: str, title: str, bars: Sequence[Bar], words: RatingWords, *, is_main: bool = False
) -> Bars:
    """Bars with the sentence that says all their counts."""
    told = (
        f"{bar.label}: "
        + listed(
            f"{part.count:,} {_light_word(place, words)}"
            for place, part in zip(LIGHTS, bar.parts, strict=True)
        )
        for bar in bars
    )
    return Bars(name, title, f"{'; '.join(told)}.", tuple(bars), is_main)


def groups_of(
    assessment: Assessment, audience: Audience
) -> tuple[str, dict[str, tuple[KpiRating, ...]]]:
    """By what the audience's KPIs are grouped on the first page, and the groups; none where there is but one.

    The KPIs of one directorate are grouped by service.
    """
    by = audience.grouped_by
    groups, name = in_groups(assessment, audience.ratings, by), lower_first(str(by))
    if len(groups) == 1:
        groups, name = _by_service(audience.ratings), "service"
    if len(groups) < 2:
        return name, {}
    register = assessment.register
    named = {label: short_group_name(register, by, label) for label in groups}
    if len(set(named.values())) < len(named):
        named = {label: label for label in groups}
    return name, {named.get(label, label): some for label, some in _capped(groups).items()}


def _by_service(ratings: Sequence[KpiRating]) -> dict[str, tuple[KpiRating, ...]]:
    found: dict[str, list[KpiRating]] = {}
    for rating in ratings:
        found.setdefault(rating.kpi.service or "No service named", []).append(rating)
    return {name: tuple(found[name]) for name in sorted(found)}


def _capped(groups: Mapping[str, tuple[KpiRating, ...]]) -> dict[str, tuple[KpiRating, ...]]:
    if len(groups) <= MOST_GROUPS:
        return dict(groups)
    largest = sorted(groups, key=lambda name: (-len(groups[name]), name))[: MOST_GROUPS - 1]
    kept = {name: some for name, some in groups.items() if name in largest}
    rest = (one for name, some in groups.items() if name not in kept for one in some)
    return {**kept, OTHERS: tuple(rest)}


@frozen
class AttentionLine:
    """A KPI on the first page, and whether it goes well."""

    rating: KpiRating
    is_good: bool = False

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi


@part("attention")
def attention_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Four KPIs to worry about and one to copy, a line each: figure, action, recovery and its page."""
    lines = attention_lines(assessment, audience)
    if not lines:
        return None
    heading = _heading(lines)
    fields = _fields(assessment, audience, lines)
    summary = "KPIs to worry about and to copy, with what is being done and when they will be back on target."
    table = table_of(fields, "attention", heading, lines, summary, has_caption=False)
    blocks: list[Block] = [table]
    if any(field.key == "confidence" for field in fields):
        blocks.append(note(CONFIDENCE))
    return Section(heading, 1, tuple(blocks))


def attention_lines(assessment: Assessment, audience: Audience) -> tuple[AttentionLine, ...]:
    """The highlights that are adverse, then the one that is good.

    Where fewer than four adverse ones were chosen, or shown of one subject's KPIs, the gravest that nobody turned
    down follow.
    """
    highlights = highlights_for(assessment, audience)
    good = [one.rating for one in highlights.shown if one.kind is HighlightKind.FAVOURABLE]
    bad = [one.rating for one in highlights.shown if one.kind is not HighlightKind.FAVOURABLE]
    if highlights.chosen or (audience.subject is not None and not bad):
        bad += [one.rating for one in highlights.others if _is_grave(one)]
    good_lines = (AttentionLine(one, is_good=True) for one in good[:MOST_GOOD])
    return (*map(AttentionLine, bad[:MOST_ADVERSE]), *good_lines)


def _is_grave(one: Candidate) -> bool:
    return one.kind is HighlightKind.ADVERSE and one.rating.rag is Rag.RED


def _heading(lines: Sequence[AttentionLine]) -> str:
    good = sum(line.is_good for line in lines)
    bad = len(lines) - good
    told = [f"{number_in_words(bad)} to worry about"] if bad else []
    told += [f"{number_in_words(good)} to copy"] if good else []
    text = ", ".join(told)
    return f"{text[0].upper()}{text[1:]}"


def _fields(
    assessment: Assessment, audience: Audience, lines: Sequence[AttentionLine]
) -> tuple[Field[AttentionLine], ...]:
    periods = assessment.settings.charts.periods
    confidence = {
        line.kpi.ref: "" if line.is_good else confidence_of(assessment, line.kpi) for line in lines
    }
    fields: list[Field[AttentionLine]] = [
        table_column("KPI", _name, 3.25, key="name"),
        table_column(
            f"{periods} periods, target dashed",
            lambda line: small_line(assessment, line.rating, periods), 2.4, key="line",
        ),
        table_column("Now (target)", _figure, 1.6, Align.NUMBER, key="figure"),
        table_column(
            "What is being done", lambda line: in_ten_words(assessment, audience, line), 3.2, key="action"
        ),
        table_column("Back on target", lambda line: _back(assessment, audience, line), 1.6, key="back"),
        table_column(
            "Confidence", lambda line: Entry(confidence[line.kpi.ref] or "–"), 1.5, key="confidence"
        ),
        table_column(
            "Page", lambda line: page_entry(assessment, audience, line.rating), 0.8, Align.NUMBER, key="page"
        ),
    ]  # fmt: skip
    if not any(confidence.values()):
        fields = [field for field in fields if field.key != "confidence"]
    return tuple(fields)


def _name(line: AttentionLine) -> Entry:
    plain = line.kpi.plain_name
    entry = (
        Entry(plain, ref=line.kpi.source.at("plain_name"), is_strong=True)
        if plain
        else name_entry(line.kpi, with_unit=True)
    )
    if not line.is_good:
        return entry
    name = Words(entry.text, is_strong=True)
    return replace(entry, text="Going well:", tone=Tone.GREEN, more=(name, *entry.more))


def _figure(line: AttentionLine) -> Entry:
    entry, target = latest_entry(line.rating), bare_target_entry(line.rating)
    if target.tone is Tone.MUTED:
        return entry
    return replace(entry, more=(Words(target.text, is_muted=True, new_line=True),))


def in_ten_words(assessment: Assessment, audience: Audience, line: AttentionLine) -> Entry:
    """What is being done, or what made it go well: the service's own ten words, else the first ten."""
    comments = comments_on(assessment.register, line.rating, audience.use_in)
    kinds = GOOD_KINDS if line.is_good else (CommentaryKind.ACTION,)
    for comment in of_kind(comments, *kinds):
        if comment.in_ten_words:
            return Entry(one_line(comment.in_ten_words), ref=comment.source.at("in_ten_words"))
    said = service_words(assessment, audience, line.rating)
    words = (said.story if line.is_good else said.action).split()
    if not words:
        return Entry(said.none, tone=Tone.MUTED)
    return Entry(words_up_to(" ".join(words), TEN_WORDS))


GOOD_KINDS = (CommentaryKind.GOOD_PRACTICE, CommentaryKind.CONTEXT, CommentaryKind.REASON)
"""Comments that say why something goes well."""


def _back(assessment: Assessment, audience: Audience, line: AttentionLine) -> Entry:
    return (
        _beyond(line.rating) if line.is_good else back_on_target(assessment, audience, line.rating)
    )


def _beyond(rating: KpiRating) -> Entry:
    """How far a figure is on the good side of its target: ``11% above``."""
    outcome, shown = rating.outcome, rating.shown
    value = None if shown is None else shown.number
    target = outcome.target if isinstance(outcome, Rating) else None
    if value is None or not isinstance(target, Decimal) or target <= 0:
        return Entry("–", tone=Tone.MUTED)
    gap = (value - target) / target * 100
    per_cent = abs(gap).quantize(Decimal(1), ROUND_HALF_UP)
    if per_cent == 0:
        return Entry("on target")
    return Entry(f"{per_cent:,}% {'above' if gap > 0 else 'below'}")


def confidence_of(assessment: Assessment, kpi: Kpi) -> str:
    """How sure the owner is of the way back, by the newest forecast; empty where nobody says."""
    made = {
        row.made_in: str(row.confidence)
        for row in assessment.register.forecasts
        if row.kpi_ref == kpi.ref and row.confidence is not None and row.made_in is not None
        if row.made_in.end <= assessment.period.end
    }
    return made[max(made)] if made else ""


def page_entry(assessment: Assessment, audience: Audience, rating: KpiRating) -> Entry:
    """The page on which a paper says more of a KPI; a dash where it says no more."""
    key = page_key_of(assessment, audience, rating)
    return Entry("Below", page_of=key) if key else Entry("–", tone=Tone.MUTED)
