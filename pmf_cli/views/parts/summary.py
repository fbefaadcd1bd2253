"""The first pages: what the counts say, by directorate, what moved since last time, and the key."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Rating, Travel
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.terms import Rag, RatingWords
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import (
    Align,
    Block,
    Column,
    Entry,
    Fact,
    Paragraph,
    Section,
    Table,
    TextStyle,
    Tone,
)
from pmf_cli.views.entries import TONES, count_entry, direction_entry, rag_entry, text_entry
from pmf_cli.views.parts.part import part
from pmf_cli.views.rating_key import TRAVEL_ORDER, key_table, rule_sentences
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.wording import are, number_in_words, per_cent, summary
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
    blocks: list[Block] = [Paragraph(summary(counts, assessment.words), TextStyle.LEAD)]
    if counts.rated:
        share = per_cent(counts.green, counts.rated)
        blocks.append(
            Paragraph(f"Of the KPIs that are rated, {share} are {assessment.words.green}.")
        )
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
        words.append(f"{found[Travel.NOT_KNOWN]:,} {_have(found[Travel.NOT_KNOWN])} no comparator")
    text = f"Against each KPI's own comparator, {listed(words)}."
    if green_and_worse:
        text += (
            f" {number_in_words(green_and_worse).capitalize()} of the {given.green} KPIs "
            f"{are(green_and_worse)} getting worse."
        )
    return text


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def directorate_table(assessment: Assessment, ratings: Sequence[KpiRating]) -> Table:
    """One row a directorate and a row of totals; each row adds up across."""
    rows = []
    for name, group in by_directorate(ratings, assessment.settings).items():
        rows.append(_count_row(text_entry(name), group))
    if len(rows) > 1:
        rows.append(_count_row(Entry("All directorates", tone=Tone.TOTAL), ratings, Tone.TOTAL))
    return Table(
        "ratings_by_directorate",
        "Ratings by directorate",
        (
            Column("Directorate", 3.4),
            *(Column(assessment.words[rag], 1, Align.NUMBER) for rag in COLOUR_COLUMNS),
            Column("Not rated", 1, Align.NUMBER),
            Column("All KPIs", 1, Align.NUMBER),
        ),
        tuple(rows),
        "The number of KPIs of each rating in each directorate.",
    )


def _count_row(
    name: Entry, ratings: Sequence[KpiRating], tone: Tone = Tone.NONE
) -> tuple[Entry, ...]:
    counts = counts_of(ratings)
    return (
        name,
        *(count_entry(counts.by_rag[rag], tone) for rag in COLOUR_COLUMNS),
        count_entry(counts.unrated, tone),
        count_entry(counts.in_scope, tone),
    )


def moved_ratings(ratings: Sequence[KpiRating]) -> tuple[tuple[KpiRating, Rating], ...]:
    """KPIs whose colour differs from that of their own period before, worst first."""
    found = [
        (rating, rating.previous)
        for rating in ratings
        if isinstance(rating.previous, Rating)
        and rating.rag is not None
        and rating.previous.rag is not rating.rag
    ]
    return tuple(sorted(found, key=lambda pair: _order(*pair)))


def _order(rating: KpiRating, before: Rating) -> tuple[bool, int, int, str]:
    now = rating.rag.rank if rating.rag is not None else 0
    return (now > before.rag.rank, now, before.rag.rank, rating.kpi.ref)


@part("moved")
def moved_part(_: Assessment, audience: Audience) -> Section:
    """How many ratings moved up and down since each KPI's period before, and which."""
    ratings = audience.ratings
    pairs = moved_ratings(ratings)
    up = sum(1 for rating, before in pairs if _rank(rating) > before.rag.rank)
    down = len(pairs) - up
    compared = sum(
        1 for rating in ratings if rating.rag is not None and isinstance(rating.previous, Rating)
    )
    blocks: list[Block] = []
    if compared == 0:
        blocks.append(
            Paragraph("No KPI has a rating both for this period and for the one before it.")
        )
    else:
        same = compared - up - down
        blocks.append(
            Paragraph(
                f"{counted(compared, 'KPI')} {are(compared)} rated for this period and for the "
                f"KPI's period before: {up:,} moved up, {down:,} moved down and {same:,} kept "
                f"the same rating."
            )
        )
    if pairs:
        blocks.append(movement_table(pairs))
    return Section("Ratings that moved", 2, tuple(blocks))


def _rank(rating: KpiRating) -> int:
    return -1 if rating.rag is None else rating.rag.rank


def movement_table(pairs: Sequence[tuple[KpiRating, Rating]]) -> Table:
    """The KPIs whose rating moved: from what, to what."""
    rows = tuple(
        (
            Entry(rating.kpi.ref, ref=rating.kpi.source.at("ref")),
            text_entry(rating.kpi.name),
            text_entry(rating.kpi.directorate),
            Entry(f"{before.word} ({rating.previous_period})", tone=TONES[before.rag]),
            rag_entry(rating.outcome),
            Entry("Up" if _rank(rating) > before.rag.rank else "Down"),
            direction_entry(rating.direction),
        )
        for rating, before in pairs
    )
    return Table(
        "ratings_moved",
        "Ratings that moved since the KPI's period before",
        (
            Column("Reference", 1.3),
            Column("KPI", 3.6),
            Column("Directorate", 1.8),
            Column("Rating in the period before", 1.7),
            Column("Rating now", 1.3),
            Column("Rating moved", 1.1),
            Column("Figure, against its own comparator", 2.2),
        ),
        rows,
        "KPIs whose rating differs from that of their period before, moves down first. The last "
        "column is another comparison: the figure against the comparator that it names.",
    )


@part("key")
def key_part(assessment: Assessment, audience: Audience) -> Section:
    """What each rating word and mark means here, and by which rule set the KPIs were rated."""
    rules = rule_sentences(assessment, audience.ratings)
    return Section(
        "How to read the ratings",
        2,
        (
            key_table(assessment, audience.ratings),
            *(Paragraph(words, TextStyle.NOTE) for words in rules),
        ),
    )
