"""The first pages: what the counts say, by directorate, what moved since last time, and the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating, Travel
from pmf_cli.rag.counts import Counts, counts_of
from pmf_cli.register.terms import Rag, RatingWords
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Fact,
    Paragraph,
    Section,
    Table,
    Tone,
    lead,
    note,
)
from pmf_cli.views.entries import TONES, count_entry, direction_entry, rag_entry, ref_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.rating_key import TRAVEL_ORDER, key_table, rule_sentences
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.wording import are, have, number_in_words, per_cent, summary
from pmf_cli.words import counted, day, listed

COLOUR_COLUMNS = (Rag.GREEN, Rag.AMBER, Rag.RED)
SHORT_PRINT = 12
"""Characters of a fingerprint on the title page; the whole is at the end."""


def title_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """Council, period, date and sources."""
    register = assessment.register
    facts = [
        Fact("Council", register.name or "Not named in pmf.toml"),
        Fact("Reporting period", str(assessment.period)),
        Fact("As at", day(assessment.as_of)),
        Fact("KPIs in scope", f"{counts_of(audience.ratings).in_scope:,}"),
    ]
    if assessment.settings.as_of is not None and assessment.settings.as_of == assessment.as_of:
        facts.append(Fact("Rehearsal", "The date is set in pmf.toml, for a rehearsal."))
    facts += [
        Fact("Prepared from", f"{name} (fingerprint {print_[:SHORT_PRINT]})")
        for name, print_ in register.fingerprints.items()
    ]
    return tuple(facts)


@part("summary")
def summary_part(assessment: Assessment, audience: Audience) -> Section:
    """The summary worked out from the counts, and the counts by directorate."""
    ratings = audience.ratings
    counts = counts_of(ratings)
    blocks: list[Block] = [lead(summary(counts, assessment.words))]
    if counts.rated:
        share = f"{per_cent(counts.green, counts.rated)} are {assessment.words.green}"
        blocks.append(Paragraph(f"Of the KPIs that are rated, {share}."))
    if ratings:
        blocks.append(Paragraph(_travel_counts(ratings, assessment.words)))
        blocks.append(directorate_table(assessment, ratings))
    return Section("Summary", 1, tuple(blocks))


def _travel_counts(ratings: Sequence[KpiRating], given: RatingWords) -> str:
    """How many KPIs improved, stayed similar and worsened, whatever their colour."""
    found = dict.fromkeys(TRAVEL_ORDER, 0)
    green_and_worse = 0
    for rating in ratings:
        travel = rating.direction.travel
        found[travel] += 1
        green_and_worse += rating.rag is Rag.GREEN and travel is Travel.WORSENED
    words = [
        f"{found[Travel.IMPROVED]:,} improved",
        f"{found[Travel.SIMILAR]:,} stayed similar",
        f"{found[Travel.WORSENED]:,} worsened",
    ]
    neither = found[Travel.ROSE] + found[Travel.FELL]
    if neither:
        words.append(f"{neither:,} moved where neither way is better")
    if found[Travel.NOT_KNOWN]:
        words.append(f"{found[Travel.NOT_KNOWN]:,} {have(found[Travel.NOT_KNOWN])} no comparator")
    text = f"Against each KPI's own comparator, {listed(words)}."
    if green_and_worse:
        text += (
            f" {number_in_words(green_and_worse).capitalize()} of the {given.green} KPIs "
            f"{are(green_and_worse)} getting worse."
        )
    return text


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """KPIs that are counted together, under their name."""

    name: str
    ratings: Sequence[KpiRating]
    tone: Tone = Tone.NONE


def directorate_table(assessment: Assessment, ratings: Sequence[KpiRating]) -> Table:
    """One row a directorate and a row of totals; each row adds up across."""
    groups = by_directorate(ratings, assessment.settings).items()
    rows = [CountedGroup(name, group) for name, group in groups]
    if len(rows) > 1:
        rows.append(CountedGroup("All directorates", ratings, Tone.TOTAL))
    columns: tuple[Field[CountedGroup], ...] = (
        table_column("Directorate", lambda one: Entry(one.name, tone=one.tone), 3.4),
        *(_counting(assessment.words[rag], _of_colour(rag)) for rag in COLOUR_COLUMNS),
        _counting("Not rated", lambda counts: counts.unrated),
        _counting("All KPIs", lambda counts: counts.in_scope),
    )
    summary = "The number of KPIs of each rating in each directorate."
    return table_of(columns, "ratings_by_directorate", "Ratings by directorate", rows, summary)


def _of_colour(rag: Rag) -> Callable[[Counts], int]:
    return lambda counts: counts.by_rag[rag]


def _counting(title: str, of: Callable[[Counts], int]) -> Field[CountedGroup]:
    return table_column(
        title, lambda one: count_entry(of(counts_of(one.ratings)), one.tone), 1, Align.NUMBER
    )


@dataclass(frozen=True, slots=True)
class MovedRating:
    """A KPI whose colour differs from that of its own period before."""

    now: KpiRating
    before: Rating

    @property
    def is_up(self) -> bool:
        """Whether it moved to a better colour."""
        return _rank(self.now) > self.before.rag.rank


MOVED: tuple[Field[MovedRating], ...] = (
    table_column("Reference", lambda one: ref_entry(one.now.kpi), 1.3),
    table_column("KPI", lambda one: one.now.kpi.name, 3.6),
    table_column("Directorate", lambda one: one.now.kpi.directorate, 1.8),
    table_column("Rating in the period before", lambda one: _rating_before(one), 1.7),
    table_column("Rating now", lambda one: rag_entry(one.now.outcome), 1.3),
    table_column("Rating moved", lambda one: "Up" if one.is_up else "Down", 1.1),
    table_column(
        "Figure, against its own comparator", lambda one: direction_entry(one.now.direction), 2.2
    ),
)  # fmt: skip


def _rating_before(one: MovedRating) -> Entry:
    words = f"{one.before.word} ({one.now.previous_period})"
    return Entry(words, tone=TONES[one.before.rag])


def moved_ratings(ratings: Sequence[KpiRating]) -> tuple[MovedRating, ...]:
    """KPIs whose colour differs from that of their own period before, worst first."""
    found = [
        MovedRating(rating, rating.previous)
        for rating in ratings
        if isinstance(rating.previous, Rating)
        and rating.rag is not None
        and rating.previous.rag is not rating.rag
    ]
    found.sort(key=lambda one: (one.is_up, _rank(one.now), one.before.rag.rank, one.now.kpi.ref))
    return tuple(found)


def _rank(rating: KpiRating) -> int:
    return -1 if rating.rag is None else rating.rag.rank


@part("moved")
def moved_part(_: Assessment, audience: Audience) -> Section:
    """How many ratings moved up and down since each KPI's period before, and which."""
    heading = "Ratings that moved"
    compared = sum(
        one.rag is not None and isinstance(one.previous, Rating) for one in audience.ratings
    )
    if compared == 0:
        words = "No KPI has a rating both for this period and for the one before it."
        return Section.saying(heading, words, 2)
    moved = moved_ratings(audience.ratings)
    up = sum(one.is_up for one in moved)
    said = (
        f"{counted(compared, 'KPI')} {are(compared)} rated for this period and for the KPI's period "
        f"before: {up:,} moved up, {len(moved) - up:,} moved down and {compared - len(moved):,} kept "
        "the same rating."
    )
    blocks: list[Block] = [Paragraph(said)]
    if moved:
        title = "Ratings that moved since the KPI's period before"
        summary = (
            "KPIs whose rating differs from that of their period before, moves down first. The last "
            "column is another comparison: the figure against the comparator that it names."
        )
        blocks.append(table_of(MOVED, "ratings_moved", title, moved, summary))
    return Section(heading, 2, tuple(blocks))


@part("key")
def key_part(assessment: Assessment, audience: Audience) -> Section:
    """What each rating word and mark means here, and by which rule set the KPIs were rated."""
    rules = rule_sentences(assessment, audience.ratings)
    table = key_table(assessment, audience.ratings)
    return Section("How to read the ratings", 2, (table, *map(note, rules)))
