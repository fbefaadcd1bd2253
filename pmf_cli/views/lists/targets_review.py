"""The facts beside each target, and targets to choose from where one is still to be agreed: never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from pmf_cli.analysis.signals import Assurance
from pmf_cli.analysis.targets_review import BETTER_BY, Candidate, TargetFacts
from pmf_cli.assessment import Assessment
from pmf_cli.checks.targets import REVIEW_DAYS
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import figure, stated
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Rag, RatingWords, TimeBasis
from pmf_cli.views.base import Align, Entry, Report, Section, Table, lead, note
from pmf_cli.views.entries import rating_entry, target_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    kpi_fields,
    register_title,
    table_column,
    table_of,
)
from pmf_cli.views.selection import by_directorate
from pmf_cli.views.wording import are, part_name, sentence
from pmf_cli.words import counted, day, listed

NONE = "–"
"""Where there is no such fact."""


TARGETS_REVIEW: ListDefinition[TargetFacts] = ListDefinition(
    "pmf/targets-review/1",
    "One item a KPI: what the register knows beside its target, and targets to choose from where a figure is still to be "
    "agreed. From `pmf targets review`.",
    "kpis",
    (
        *kpi_fields(lambda one: one.kpi, (1.2, 3.0)),
        Field("directorate", "", "Directorate.", lambda one: one.kpi.directorate),
        Field(
            "target", "Target", "The target in force, as printed.",
            lambda one: target_entry(one.rating).text, lambda one: target_entry(one.rating), width=1.5,
        ),
        Field(
            "rating", "Rating", "The rating of the period; empty where not rated.",
            lambda one: one.rating.rag, lambda one: rating_entry(one.rating), width=1.6,
        ),
        Field("met", "Met", "How many figures met the target of their own time.",
              shown=lambda one: Entry(f"{one.met} of {one.judged}" if one.judged else NONE), width=1.0),
        Field("judged", "", "How many figures had a colour."),
        Field(
            "best", "Best so far", "The best figure so far, exact; empty where no direction is better.",
            lambda one: one.best and exact_figure(one.best[0]), lambda one: Entry(_best(one)), width=1.5,
        ),
        Field("best_period", "", "The period of that figure.", lambda one: one.best and one.best[1]),
        Field(
            "limit_low", "Moves between", "The lower natural limit of the figures; as `pmf analyse spc` has them; empty where it has none that stand.",
            lambda one: one.limits and exact_figure(one.limits.low), lambda one: Entry(_limits(one)), width=1.6,
        ),
        Field("limit_high", "", "The upper one.", lambda one: one.limits and exact_figure(one.limits.high)),
        Field(
            "others_median", "Elsewhere", "The median of other places in the newest period that they have.",
            lambda one: one.others and exact_figure(one.others.median), lambda one: Entry(_others(one)), width=1.6,
        ),
        Field("others_period", "", "That period.", lambda one: one.others and one.others.period),
        Field("others", "", "How many places.", lambda one: one.others and one.others.places),
        Field("reviewed", "", "When the target was last agreed or reviewed."),
        Field(
            "known", "To know", "What else there is to know, each a few words.", lambda one: known_of(one),
            lambda one: Entry(sentence(listed(known_of(one)).capitalize()) if known_of(one) else NONE), width=3.0,
        ),
        Field(
            "candidates", "",
            "Targets to choose from: figure, what it is, and how many figures would have had which colour.",
            lambda one: tuple(map(_datum, one.candidates)),
        ),
        Field(
            "tolerances", "",
            "Tolerances to choose from, in per cent of the target in force: how many figures would have had which colour.",
            lambda one: tuple(map(_tolerance_datum, one.tolerances)),
        ),
    ),
)  # fmt: skip


@frozen
class _Choice:
    """A candidate with its KPI."""

    kpi: Kpi
    candidate: Candidate


def _choice_fields(words: RatingWords) -> tuple[Field[_Choice], ...]:
    """A candidate's columns; the last ones say how many of the figures held would have had which colour."""
    return (
        *kpi_fields(lambda one: one.kpi, (1.2, 3.0)),
        table_column(
            "Target", lambda one: stated(one.candidate.figure, one.kpi), 1.4, Align.NUMBER
        ),
        table_column("What it is", lambda one: one.candidate.why, 3.6),
        *(
            table_column(words[rag], partial(_number, rag), 0.8, Align.NUMBER)
            for rag in reversed(Rag)
        ),
    )


def _number(rag: Rag, one: _Choice) -> int:
    return one.candidate.colours[rag]


def known_of(one: TargetFacts) -> tuple[str, ...]:
    """What there is to know of a target, each a few words; facts alone."""
    return (*_facts(one), *_left_open(one))


def _left_open(one: TargetFacts) -> Iterator[str]:
    """The questions of SMART that the register leaves open."""
    if one.unanswered:
        yield f"nothing says how it is {listed(one.unanswered, 'or')}"


def _facts(one: TargetFacts) -> Iterator[str]:
    if one.lacks_target:
        yield "no figure is agreed yet"
        return
    yield from _of_the_year(one)
    if one.never_met:
        yield "never met"
    elif one.judged and one.met == one.judged:
        yield "always met"
    yield from _beside_the_figure(one)
    if one.reviewed is None:
        yield "never reviewed"
    elif (one.rating.period.end - one.reviewed).days > REVIEW_DAYS:
        yield f"last reviewed on {day(one.reviewed)}"
    if one.is_one_figure:
        yield "one figure a year, so nothing can be corrected before it is due"


def _of_the_year(one: TargetFacts) -> Iterator[str]:
    """The whole year's target, of one that is shared out over its periods."""
    row = one.rating.target_row
    if row is not None and row.profile is not None and row.number is not None:
        yield f"the target of the whole year is {figure(row.number, one.kpi)}"


def _beside_the_figure(one: TargetFacts) -> Iterator[str]:
    """How the target lies to the best figure and to what the process gives while nothing changes."""
    row = one.rating.target_row
    target = None if row is None or row.profile is not None else row.number
    sign = BETTER_BY.get(one.kpi.polarity)
    if target is None or sign is None:
        return
    if one.best is not None and sign * target > sign * one.best[0]:
        yield "the target is better than any figure so far"
    if one.assurance is Assurance.FAILS:
        yield "the target is beyond what the figures reach while nothing changes"
    elif one.assurance is Assurance.PASSES:
        yield "the target is met whatever chance brings while nothing changes"


def _best(one: TargetFacts) -> str:
    return NONE if one.best is None else f"{figure(one.best[0], one.kpi)} ({one.best[1]})"


def _limits(one: TargetFacts) -> str:
    if one.limits is None:
        return NONE
    return f"{figure(one.limits.low, one.kpi)} and {figure(one.limits.high, one.kpi)}"


def _others(one: TargetFacts) -> str:
    if one.others is None:
        return NONE
    whole = ", the whole year" if one.kpi.time_basis is TimeBasis.CUMULATIVE else ""
    return f"{figure(one.others.median, one.kpi)} ({one.others.names}, {one.others.period}{whole})"


def _datum(candidate: Candidate) -> Mapping[str, str]:
    colours = {str(rag).lower(): str(number) for rag, number in candidate.colours.items()}
    return {"target": str(exact_figure(candidate.figure)), "what": candidate.why, **colours}


def _tolerance_datum(candidate: Candidate) -> Mapping[str, str]:
    colours = {str(rag).lower(): str(number) for rag, number in candidate.colours.items()}
    return {"tolerance": str(exact_figure(candidate.figure)), "what": candidate.why, **colours}


def targets_listing(assessment: Assessment, found: Sequence[TargetFacts]) -> Listing:
    """The facts by directorate, then the targets to choose from."""
    counts = {
        "kpis": len(found),
        "never_met": sum(one.never_met for one in found),
        "no_figure_yet": sum(one.lacks_target for one in found),
        "candidates": sum(len(one.candidates) for one in found),
    }
    return TARGETS_REVIEW.listing_of(
        assessment, found, counts, _sections(assessment, found, counts)
    )


def targets_report(listing: Listing) -> Report:
    """The same as a paper for the directorates: Word, or a workbook."""
    return listing.report("targets-review", "What is known beside each target")


def _sections(
    assessment: Assessment, found: Sequence[TargetFacts], counts: Mapping[str, int]
) -> Iterator[Section]:
    heading = register_title(assessment.register, f"targets, {assessment.period}")
    missing, never = counts["no_figure_yet"], counts["never_met"]
    said = (
        f"{counted(len(found), 'KPI')}: {missing:,} {are(missing)} without an agreed figure, "
        f"{never:,} {are(never)} never met."
    )
    how = (
        "Facts, no verdict. Met: figures that were on target for their own time. Moves between: the natural limits of at least 12 "
        "figures, between which they stay while nothing changes. Elsewhere: another place, or the median of several."
    )
    yield Section(heading, 1, (lead(said), note(how)))
    choices = [_Choice(one.kpi, candidate) for one in found for candidate in one.candidates]
    if choices:
        yield Section("Targets to choose from", 2, (_choices(choices, assessment.words),))
    # A part of its own: its tables are wide and lie sideways, the page before stays upright.
    yield Section("What is known", 1, ())
    of = {one.kpi.ref: one for one in found}
    groups = by_directorate([one.rating for one in found], assessment.settings)
    for number, (name, ratings) in enumerate(groups.items(), 1):
        rows = [of[rating.kpi.ref] for rating in ratings]
        yield Section(
            name, 2, (TARGETS_REVIEW.table(part_name("targets", str(number)), name, rows),)
        )


def _choices(choices: Sequence[_Choice], words: RatingWords) -> Table:
    summary = "For each KPI without an agreed figure: targets that its figures suggest, and what each would have made of the figures held."
    title = "Targets tried on every figure held"
    return table_of(_choice_fields(words), "targets_to_choose", title, choices, summary)
