"""Parts of the whole beside what they are compared with: the widest gap of each KPI, or one area across KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pmf_cli.analysis.split_gaps import PartGap, part_gaps, widest
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import change, figure
from pmf_cli.register.kpi_filters import chosen_values
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.views.base import Align, Entry, Section, lead, note
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    kpi_fields,
    register_title,
)
from pmf_cli.words import counted, lower_first

NONE = "–"
"""Where there is no such thing."""


def gap_words(one: PartGap) -> str:
    """The gap and what became of it, in a sentence: ``8.1 points behind; in 2023/24 6.0 points behind: a wider gap.``."""
    if one.gap is None:
        return "Not compared."
    kpi = one.rating.kpi
    if one.gap.better_by is None:
        way = "above" if one.gap.difference > 0 else "below"
        return f"{change(one.gap.difference, kpi)} {way}; neither way is better."
    now = _ahead_or_behind(one.gap.better_by, kpi)
    if one.before is None or one.before.better_by is None:
        return f"{now}."
    before = lower_first(_ahead_or_behind(one.before.better_by, kpi))
    return f"{now}; in {one.before.period} {before}: {_moved(one, is_ahead=one.gap.better_by > 0)}."


def _ahead_or_behind(better_by: Decimal, kpi: Kpi) -> str:
    if not better_by:
        return "Level"
    return f"{change(better_by, kpi)} {'ahead' if better_by > 0 else 'behind'}"


def _moved(one: PartGap, *, is_ahead: bool) -> str:
    """What became of the gap, in two words."""
    if one.widens is None:
        return "of some of the same years" if one.overlaps else "about the same"
    if one.widens:
        return "less far ahead" if is_ahead else "a wider gap"
    return "further ahead" if is_ahead else "a narrower gap"


def _cautions(one: PartGap) -> str | None:
    parts = ["few people: never flagged"] if one.is_small else []
    if one.is_masked:
        words = one.rating.kpi.short_name or one.rating.kpi.name or one.rating.kpi.ref
        parts.append(f"the whole hides it: {words} is on target")
    return "; ".join(parts) or None


SPLITS: ListDefinition[PartGap] = ListDefinition(
    "pmf/splits/1",
    "One item a part of a KPI: its figure beside what it is compared with, and the gap before. From `pmf analyse splits`.",
    "items",
    (
        *kpi_fields(lambda one: one.rating.kpi, (1.1, 2.4)),
        Field("directorate", "", "Directorate.", lambda one: one.rating.kpi.directorate),
        Field("kind", "", "By what the whole is split."),
        Field("part", "Part", "The part.", lambda one: one.name, width=1.8),
        Field("period", "Period", "The period.", lambda one: one.row.period, width=1.1),
        Field(
            "value", "Figure", "Its figure, exact.", lambda one: exact_figure(one.row.number),
            lambda one: Entry(figure(one.row.number, one.rating.kpi)), width=1.1, align=Align.NUMBER,
        ),
        Field("against", "", "What it is compared with: another part, or Whole."),
        Field(
            "against_value", "Beside", "The figure of that, exact; empty where there is none.",
            lambda one: one.gap and exact_figure(one.gap.against),
            lambda one: Entry(f"{figure(one.gap.against, one.rating.kpi)} ({one.against})" if one.gap else NONE), width=2.0,
        ),
        Field("better_by", "", "By how much better, negative where worse; empty where no way is better.", lambda one: one.gap and exact_figure(one.gap.better_by)),
        Field("better_by_before", "", "The same a year earlier, else in the newest period before.", lambda one: one.before and exact_figure(one.before.better_by)),
        Field("period_before", "", "The period of that.", lambda one: one.before and one.before.period),
        Field("widens", "", "True where it falls further behind, false where it catches up; empty where that cannot be said."),
        Field("words", "Gap", "The same in a sentence.", gap_words, width=2.8),
        Field("is_small", "", "True where it is of so few that it is never flagged."),
        Field("is_masked", "", "True where the whole is on target and the part by the whole's own rule far from it."),
        Field("cautions", "Beware", "What to bear in mind.", _cautions, missing=NONE, width=2.0),
        Field("cell", "", "Where the figure stands.", lambda one: one.row.source.at("value")),
    ),
    ("ref", "name", "part", "period", "value", "against_value", "words", "cautions"),
)  # fmt: skip


def splits_listing(
    assessment: Assessment, ratings: Sequence[KpiRating], area: str, *, with_all: bool
) -> Listing:
    """The widest gaps, the widest first; one part across KPIs; or every part of every KPI.

    Args:
        area: the part, or how its name begins; empty for the widest gaps.

    Raises:
        UsageError: there is no such part.
    """
    gaps = part_gaps(assessment, ratings)
    shown: Sequence[PartGap] = gaps
    about = "every part"
    if area:
        (about,) = chosen_values("area", (area,), tuple(dict.fromkeys(one.name for one in gaps)))
        shown = [one for one in gaps if one.name == about]
    elif not with_all:
        shown, about = widest(gaps), "widest gaps"
    counts = _counted(gaps, shown)
    heading = register_title(assessment.register, f"{about}, {assessment.period}")
    how = "Beside the part that the sheet Splits names, else the whole; before is a year earlier where that is known. Figures of few people are shown and never flagged."
    table = (SPLITS.table("splits", about[:1].upper() + about[1:], shown),) if shown else ()
    opening = (lead(_in_words(counts, len(shown))), note(how), *table)
    return SPLITS.listing_of(assessment, shown, counts, (Section(heading, 1, opening),))


def _counted(gaps: Sequence[PartGap], shown: Sequence[PartGap]) -> dict[str, int]:
    """What is counted of all parts, and of those shown."""
    return {
        "kpis": len({one.rating.kpi.ref for one in gaps}),
        "parts": len(gaps),
        "behind": sum(one.gap is not None and (one.gap.better_by or 0) < 0 for one in shown),
        "wider gap": sum(one.widens is True for one in shown),
        "masked": sum(one.is_masked for one in shown),
    }


def _in_words(counts: Mapping[str, int], shown: int) -> str:
    if not counts["parts"]:
        return "No KPI asked for has figures of parts for its period."
    they = "it is" if shown == 1 else "they are"
    return (
        f"{counted(shown, 'part')} of {counted(counts['kpis'], 'KPI')}: {counts['behind']:,} behind what {they} compared "
        f"with, {counts['wider gap']:,} with a wider gap than before, {counts['masked']:,} hidden by a whole that is on target."
    )
