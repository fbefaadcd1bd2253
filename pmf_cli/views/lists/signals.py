"""Signal from noise, KPI by KPI: variation and assurance in words, and where the rating says something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pmf_cli.analysis.signals import Assurance, Signal, Variation, joined
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import figure
from pmf_cli.register.terms import ANY_RATING
from pmf_cli.views.base import Align, Entry, Section, lead, note
from pmf_cli.views.entries import rating_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    kpi_fields,
    register_title,
)
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, listed, lower_first

NONE = "–"
"""Where there is no such thing."""
SIGNALS: ListDefinition[Signal] = ListDefinition(
    "pmf/spc/1",
    "One item a KPI: whether its figures move by more than chance, and how its target lies to them. From `pmf analyse spc`.",
    "kpis",
    (
        *kpi_fields(lambda one: one.kpi, (1.2, 3.0)),
        Field("directorate", "", "Directorate.", lambda one: one.kpi.directorate),
        Field(
            "rating", "Rating", f"{ANY_RATING}; empty where not rated.", lambda one: one.rating.rag,
            lambda one: rating_entry(one.rating), width=1.6,
        ),
        Field(
            "latest", "Latest", "The latest figure looked at, exact.",
            lambda one: exact_figure(one.points[-1][0].value) if one.points else None,
            lambda one: Entry(figure(one.points[-1][0].value, one.kpi) if one.points else NONE),
            width=1.3, align=Align.NUMBER,
        ),
        Field("period", "", "The period of that figure.", lambda one: one.points[-1][0].period if one.points else None),
        Field("points", "Figures", "How many figures since the last break.", lambda one: len(one.points), width=0.8, align=Align.NUMBER),
        Field("mean", "", "Their mean.", lambda one: one.limits and exact_figure(one.limits.mean)),
        Field(
            "limit_low", "Moves between", "The lower natural limit: mean less 2.66 mean moving ranges; empty with fewer than five figures, and for cumulative and rolling ones.",
            lambda one: one.limits and exact_figure(one.limits.low), lambda one: Entry(_limits(one)), width=1.7,
        ),
        Field("limit_high", "", "The upper one.", lambda one: one.limits and exact_figure(one.limits.high)),
        Field("is_trial", "", "True with fewer than 12 figures: such limits move with every figure.", lambda one: one.limits is not None and one.limits.is_trial),
        Field("variation", "Variation", f"What the latest figure says: {listed(map(str, Variation), 'or')}.", width=2.0),
        Field(
            "rules", "", "The rules that say so.", lambda one: tuple(str(rule) for rule in one.latest.rules),
        ),
        Field("assurance", "Assurance", f"How the target lies to the limits: {listed(map(str, Assurance), 'or')}.", missing=NONE, width=2.2),
        Field(
            "joined", "Beside the rating", "What the signal says beside the rating, in a sentence.", lambda one: joined(one),
            missing=NONE, width=2.6,
        ),
    ),
)  # fmt: skip


def signals_listing(assessment: Assessment, found: Sequence[Signal]) -> Listing:
    """The signals by directorate, after a line that counts them."""
    variations = Counter(one.variation for one in found)
    counts = {"kpis": len(found)} | {str(kind): variations[kind] for kind in Variation}
    counts["beside the rating"] = sum(bool(joined(one)) for one in found)
    heading = register_title(assessment.register, f"signal from noise, {assessment.period}")
    said = listed(
        f"{variations[kind]:,} {lower_first(kind)}" for kind in Variation if variations[kind]
    )
    how = (
        "By the rules of NHS England's Making Data Count: outside the natural limits, seven on one side of the mean, seven rising or "
        "falling, two of three near a limit. (trial) says that there are fewer than 12 figures. Limits hold until a change of scope "
        "breaks the series."
    )
    sections = [Section(heading, 1, (lead(f"{counted(len(found), 'KPI')}: {said}."), note(how)))]
    of = {one.kpi.ref: one for one in found}
    groups = by_directorate([one.rating for one in found], assessment.settings)
    for number, (name, ratings) in enumerate(groups.items(), 1):
        rows = [of[rating.kpi.ref] for rating in ratings]
        table = SIGNALS.table(part_name("spc", str(number)), name, rows)
        sections.append(Section(name, 2, (table,)))
    return SIGNALS.listing_of(assessment, found, counts, sections)


def _limits(one: Signal) -> str:
    if one.limits is None:
        return NONE
    trial = " (trial)" if one.limits.is_trial else ""
    return f"{figure(one.limits.low, one.kpi)} and {figure(one.limits.high, one.kpi)}{trial}"
