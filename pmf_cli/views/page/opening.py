"""What stands over the scorecard of a page: the whole in a sentence, the few to know first, bars, tiles, what moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pmf_cli.analysis.movement import RatingPlace
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.terms import Rag
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Bar, Block, Entry, Section, SideBySide, Table, Tone
from pmf_cli.views.comparison import ratings_moved
from pmf_cli.views.entries import TONES
from pmf_cli.views.page.choices import GROUPS, MISSING, Belonging, ratings_it_counts_with
from pmf_cli.views.page.edition import Edition, PagePart
from pmf_cli.views.page.page import AttentionRow, PageOpening, Tile
from pmf_cli.views.page.rows import signed
from pmf_cli.views.parts.corrections import corrections_part
from pmf_cli.views.parts.front import (
    AttentionLine,
    attention_lines,
    bar_of,
    earlier_bars,
    groups_of,
    in_ten_words,
    places_of,
    recommended,
    sentence_on,
)
from pmf_cli.views.parts.highlights import highlights_for, message_of
from pmf_cli.views.parts.moved import MISSING as WHY_MISSING
from pmf_cli.views.parts.moved import is_missing, missing_part, moved_part, reds_part
from pmf_cli.views.parts.scorecard import trend_entries
from pmf_cli.views.scorecard_entries import bare_target_entry, latest_entry, short_rating_entry
from pmf_cli.views.selection import NOT_RATED
from pmf_cli.views.service_words import OFF_TARGET, back_on_target
from pmf_cli.views.wording import short_period


def opening_of(
    assessment: Assessment, audience: Audience, edition: Edition, belonging: Belonging
) -> PageOpening:
    """All that stands over the scorecard.

    Args:
        belonging: what each KPI is chosen and grouped by.
    """
    bars = bar_of(short_period(assessment.period), places_of(audience.ratings), assessment.words)
    name, groups = groups_of(assessment, audience)
    lines = recommended(assessment, audience) if edition.shows(PagePart.RECOMMENDED) else ()
    return PageOpening(
        sentence=sentence_on(assessment, audience),
        recommended=lines,
        attention=tuple(_attention(assessment, audience, edition)),
        over_time=(*reversed(earlier_bars(assessment, audience)), bars),
        by_group=tuple(
            Bar(label, bar_of(label, places_of(some), assessment.words).parts)
            for label, some in groups.items()
        ),
        chosen_by=_chosen_by(groups, belonging, GROUPS[audience.grouped_by]),
        group_name=name,
        moved=tuple(_moved(assessment, audience, edition)),
        moved_words=_moved_words(assessment, audience),
    )


def _chosen_by(
    groups: Mapping[str, Sequence[KpiRating]], belonging: Belonging, key: str
) -> dict[str, str]:
    """Label of a group → the value that all its KPIs and no others have; not where the bars group by something else."""
    members: dict[str, set[str]] = {}
    for ref, values in belonging.items():
        for value in values.get(key, ()):
            members.setdefault(value, set()).add(ref)
    chosen = {frozenset(refs): value for value, refs in members.items()}
    found = {
        label: chosen.get(frozenset(one.kpi.ref for one in some)) for label, some in groups.items()
    }
    return {label: value for label, value in found.items() if value is not None}


def _attention(
    assessment: Assessment, audience: Audience, edition: Edition
) -> Iterator[AttentionRow]:
    """The KPIs to worry about and the one to copy, each by what a person wrote of it."""
    messages = {
        one.rating.kpi.ref: message_of(one) for one in highlights_for(assessment, audience).shown
    }
    trends = trend_entries(assessment, audience)
    for line in attention_lines(assessment, audience):
        rating = line.rating
        has_words = edition.shows(PagePart.SERVICE_WORDS)
        yield AttentionRow(
            ref=line.kpi.ref,
            message=messages.get(line.kpi.ref) or line.kpi.known_as,
            rating=short_rating_entry(rating),
            line=trends[line.kpi.ref],
            result=signed(latest_entry(rating), line.kpi),
            target=signed(bare_target_entry(rating), line.kpi).text,
            doing=_doing(assessment, audience, line) if has_words else "",
            back=back_on_target(assessment, audience, rating)
            if has_words and rating.rag in OFF_TARGET
            else Entry(""),
        )


def _doing(assessment: Assessment, audience: Audience, line: AttentionLine) -> str:
    return in_ten_words(assessment, audience, line).text


def tiles_of(assessment: Assessment, audience: Audience) -> tuple[Tile, ...]:
    """A tile for each rating, for none, and for the figures that are missing."""
    now = Counter(key for one in audience.ratings for key in ratings_it_counts_with(one))
    then = _counts_then(assessment, audience)
    moved = ratings_moved(assessment, audience)
    when = "" if moved is None else short_period(moved.then.period)
    words = assessment.words
    labels = {str(rag): Entry(words[rag], tone=TONES[rag]) for rag in Rag}
    labels |= {
        NOT_RATED: Entry(NOT_RATED, tone=Tone.UNRATED),
        MISSING: Entry(MISSING, tone=Tone.MUTED),
    }
    return tuple(
        Tile(key, label, now[key], _change(now[key] - then[key], when) if when else "")
        for key, label in labels.items()
    )


def _counts_then(assessment: Assessment, audience: Audience) -> Counter[str]:
    moved = ratings_moved(assessment, audience)
    if moved is None:
        return Counter()
    counts = Counter({str(place): number for place, number in moved.then.counts.items()})
    names = set(map(str, WHY_MISSING))
    counts[MISSING] = sum(one.why_none in names for one in moved.then.kpis.values())
    counts[NOT_RATED] = counts[str(RatingPlace.UNRATED)]
    return counts


def _change(difference: int, when: str) -> str:
    if not difference:
        return f"as many as {when}"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than {when}"


def _moved(assessment: Assessment, audience: Audience, edition: Edition) -> Iterator[Section]:
    """What moved, all that is worst, what is missing and what was corrected, as papers have it on page 2."""
    parts = [moved_part, reds_part, missing_part]
    if edition.shows(PagePart.TOLD):
        parts.append(corrections_part)
    dropped = {"Page"} if edition.shows(PagePart.OWNERS) else {"Page", "Owner"}
    for part in parts:
        for section in part(assessment, audience):
            blocks = tuple(_led_by_name(block, dropped) for block in section.blocks)
            yield replace(section, level=min(section.level + 1, 3), blocks=blocks)


def _moved_words(assessment: Assessment, audience: Audience) -> str:
    """``2 fell, 8 rose, 5 missing``."""
    moved = ratings_moved(assessment, audience)
    told = [] if moved is None else [f"{len(moved.fell):,} fell", f"{len(moved.rose):,} rose"]
    missing = sum(map(is_missing, audience.ratings))
    return ", ".join((*told, *([f"{missing:,} missing"] if missing else [])))


def _led_by_name(block: Block, dropped: Collection[str]) -> Block:
    """A table whose rows lead to their KPIs by the name, in place of a column of pages."""
    if isinstance(block, SideBySide) or not isinstance(block, Table):
        return block
    kept = [at for at, one in enumerate(block.columns) if one.title not in dropped]
    rows = []
    for row in block.rows:
        to = next((one.page_of for one in row if one.page_of), "")
        first, *others = (row[at] for at in kept)
        rows.append((replace(first, page_of=to), *others))
    return replace(block, columns=tuple(block.columns[at] for at in kept), rows=tuple(rows))
