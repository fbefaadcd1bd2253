"""What is different in the register since a paper was issued: every fact of every figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from pmf_cli.analysis.issued.corrections import (
    NOT_APPROVED,
    Standing,
    credited,
    reason_for,
    same_figure,
    standings,
    target_differs,
)
from pmf_cli.analysis.issued.figures_to_record import reported_figure
from pmf_cli.analysis.issued.frozen_settings import changed_settings
from pmf_cli.analysis.issued.issue_history import (
    FigureKey,
    History,
    IssuedPaper,
    ReportedEarlier,
    ReportedFigure,
)
from pmf_cli.assessment import Assessment, assess
from pmf_cli.frozen import frozen
from pmf_cli.register.changed_settings import ChangedSetting
from pmf_cli.register.figures import plain
from pmf_cli.register.register import SeriesKey
from pmf_cli.words import counted, listed_shortly, lower_first


class What(StrEnum):
    """What is different, in printed words."""

    VALUE = "Figure corrected"
    WITHDRAWN = "Figure withdrawn"
    CAME_IN = "Figure came in"
    RATING = "Rating"
    TARGET = "Target"
    TOLERANCE = "Tolerance"
    RULES = "Rule set"
    COMPARATOR = "Comparator"
    SETTING = "Setting"
    DEFINITION = "Definition version"
    NAME = "Name"
    ADDED = "KPI added"
    REMOVED = "KPI removed"


@frozen
class FigureDifference:
    """One fact that is different, in words; the reason is empty where neither record nor ledger says."""

    what: What
    kpi_ref: str
    name: str
    split: str | None
    period: str
    before: str
    now: str
    reason: str = ""
    where: str = ""


def differences_from(
    assessment: Assessment, paper: IssuedPaper, history: History
) -> tuple[FigureDifference, ...]:
    """Everything that differs from a paper as it was issued, in the paper's order."""
    register, settings, period = assessment.register, assessment.settings, assessment.period
    told = [ReportedEarlier(figure, paper) for figure in paper.figures]
    then = assess(register, settings, period=period, as_of=paper.as_at, with_checks=False)
    context = _Context(
        now=standings(assessment, [one for one in told if one.figure.value is not None]),
        current=_reported(assessment, told),
        then=_reported(then),
        changed=changed_settings(register, settings, history, assessment.as_of, (paper,)),
        assessment=assessment,
        history=history,
    )
    found = [difference for one in told for difference in _of_one(one, context)]
    return (*found, *_settings(context.changed, found, paper))


@frozen
class _Context:
    """What a paper is held against: how its figures stand, and what would be reported now.

    Attributes:
        current: every KPI's figure now.
        then: the same as they would have been on the paper's day, had the register been as it is.
    """

    now: Mapping[FigureKey, Standing]
    current: Mapping[SeriesKey, ReportedFigure]
    then: Mapping[SeriesKey, ReportedFigure]
    changed: Sequence[ChangedSetting]
    assessment: Assessment
    history: History

    def causes(self, ref: str) -> list[str]:
        """The changed settings by which a KPI is rated, each in words."""
        return [
            f"{one.words} ({one.record_words})"
            for one in self.changed
            if ref in one.kpi_refs or not one.kpi_refs
        ]


def _reported(
    assessment: Assessment, told: Iterable[ReportedEarlier] = ()
) -> dict[SeriesKey, ReportedFigure]:
    """Every figure as it would be reported now, targets vouched for by what is newer than was told."""
    known = {(one.figure.kpi_ref, one.figure.split): one for one in told}
    found = {}
    for rating in (*assessment.ratings, *assessment.split_ratings):
        key = (rating.kpi.ref, rating.split)
        found[key] = credited(known[key], rating) if key in known else reported_figure(rating)
    return found


def added(
    assessment: Assessment, paper: IssuedPaper, in_scope: frozenset[str]
) -> tuple[FigureDifference, ...]:
    """KPIs that the body would be told of now and was not."""
    known = {figure.kpi_ref for figure in paper.figures}
    return tuple(
        FigureDifference(
            What.ADDED, rating.kpi.ref, rating.kpi.name or "", None, str(assessment.period),
            "Not in the paper", reported_figure(rating).rating_text,
        )
        for rating in assessment.ratings
        if rating.kpi.ref in in_scope and rating.kpi.ref not in known
    )  # fmt: skip


def _of_one(told: ReportedEarlier, context: _Context) -> Iterator[FigureDifference]:
    figure = told.figure
    if figure.kpi_ref not in context.assessment.register.kpi_by_ref:
        yield _made(What.REMOVED, figure, figure.rating_text, "No longer in the register")
        return
    standing = context.now.get(figure.key, Standing(None))
    after, here = standing.figure, context.current.get((figure.kpi_ref, figure.split))
    if here is None and not figure.is_part:
        causes = "; ".join(context.causes(figure.kpi_ref))
        yield _made(What.REMOVED, figure, figure.rating_text, "Not in scope for the period", causes)
    if after is not None:
        yield from _values(told, standing, after, context.history)
    came_in = _came_in(figure, after, here, context.assessment)
    if came_in is not None:
        yield came_in
    yield from _definitions(figure, context.assessment)
    if after is not None and figure.rating:
        yield from _rated_then(figure, after, context, is_rated=standing.is_rated)
    elif here is not None and came_in is None:
        yield from _unrated_then(figure, after, here, context)


def _rated_then(
    figure: ReportedFigure, after: ReportedFigure, context: _Context, *, is_rated: bool
) -> Iterator[FigureDifference]:
    if is_rated or after.value is None:
        yield from _ratings(figure, after, context)
    if is_rated:
        yield from _terms(figure, after)


def _unrated_then(
    figure: ReportedFigure, after: ReportedFigure | None, here: ReportedFigure, context: _Context
) -> Iterator[FigureDifference]:
    if after is not None and after.value is None:
        return
    then = context.then.get((figure.kpi_ref, figure.split))
    # Where the register as it is would have said the same on the paper's day, only time passed.
    if then is None or then.outcome != figure.outcome:
        yield from _ratings(figure, here, context)
    yield from _terms(figure, here)


def _came_in(
    figure: ReportedFigure,
    after: ReportedFigure | None,
    here: ReportedFigure | None,
    assessment: Assessment,
) -> FigureDifference | None:
    """A figure that stands there and that the paper did not have: a newer one, or the first one."""
    if here is None or here.value is None or here.period == figure.period:
        return None
    if figure.value is not None and not _is_newer(figure, after, here, assessment):
        return None
    before = figure_dated(figure.value_text, figure.period)
    now = f"{figure_dated(here.value_text, here.period)}: {here.rating_text}"
    return _made(What.CAME_IN, figure, before, now, "", here.cell)


def _is_newer(
    figure: ReportedFigure,
    after: ReportedFigure | None,
    here: ReportedFigure,
    assessment: Assessment,
) -> bool:
    if after is None or after.value is None:
        return False  # It was withdrawn: what shows now is an older figure.
    ends = {
        str(period): period.end
        for period in assessment.register.results_of(figure.kpi_ref, figure.split)
    }
    before, now = ends.get(figure.period), ends.get(here.period)
    return before is None or now is None or now > before


def _settings(
    changed: Sequence[ChangedSetting], found: Sequence[FigureDifference], paper: IssuedPaper
) -> Iterator[FigureDifference]:
    """The changed settings, but for those of which another difference tells already."""
    told = {(one.what, one.kpi_ref) for one in found}
    for one in changed:
        refs = [ref for ref in one.kpi_refs if (_OF_SHEET.get(one.sheet), ref) not in told]
        if refs or not one.kpi_refs:
            ref = refs[0] if len(refs) == 1 else ""
            name = f"{_named(refs, paper)}{one.sheet}: {one.heading}"
            before, now = one.before or "Blank", one.now or "Blank"
            reason = f"{one.record_words[:1].upper()}{one.record_words[1:]}"
            yield FigureDifference(
                What.SETTING, ref, name, None, "", before, now, reason, str(one.where)
            )


def _named(refs: Sequence[str], paper: IssuedPaper) -> str:
    """One KPI by its name in the paper, several by their references, before what is said of them."""
    if len(refs) > 1:
        return f"{counted(len(refs), 'KPI')}: {listed_shortly(refs)}, "
    names = (figure.name for figure in paper.figures if figure.kpi_ref in refs)
    return next((f"{name}, " for name in names if name), "")


_OF_SHEET = {"Targets": What.TARGET, "Rating rules": What.RULES}
"""Sheets whose changed cells a difference of its own tells, of figures that are rated as before."""


def figure_dated(text: str, period: str) -> str:
    """A figure with its period: ``38.2% for 2024/25 Q3``, ``6.8% as at 31/03/2024``."""
    if not period:
        return text
    return f"{text} {period}" if period.startswith("as at") else f"{text} for {period}"


def _values(
    told: ReportedEarlier, standing: Standing, after: ReportedFigure, history: History
) -> Iterator[FigureDifference]:
    figure = told.figure
    if figure.value is None or same_figure(figure.value, after.value):
        return
    reason = reason_for(told, standing, history) or "no reason is on record"
    if after.value is None:
        yield _made(What.WITHDRAWN, figure, figure.value_text, after.value_text, reason, after.cell)
        return
    before, now = figure.value_text, after.value_text
    if before == now:
        before = f"{before}, exactly {plain(figure.value)}"
        now = f"{now}, exactly {plain(after.value)}"
    yield _made(What.VALUE, figure, before, now, reason, after.cell)


def _ratings(
    figure: ReportedFigure, after: ReportedFigure, context: _Context
) -> Iterator[FigureDifference]:
    if figure.outcome != after.outcome:
        reason = because(figure, after, context.causes(figure.kpi_ref)) or after.sentence
        yield _made(What.RATING, figure, figure.rating_text, after.rating_text, reason, after.cell)


def because(figure: ReportedFigure, after: ReportedFigure, settings: Sequence[str]) -> str:
    """What moved a rating, in words: the figure, its target, the figure compared with, a setting."""
    causes = []
    if not same_figure(figure.value, after.value):
        causes.append(
            f"the figure, {figure.value_text} then, is now {lower_first(after.value_text)}"
        )
    if after.rating and figure.rating:
        if target_differs(figure, after):
            was, now = figure.target_text or "none", after.target_text or "none"
            causes.append(f"the target, {was} then, is now {now}")
        if _compared_otherwise(figure, after):
            was, now = reported_comparator_words(figure), reported_comparator_words(after)
            causes.append(f"the figure compared with, {was} then, is now {now}")
    causes += settings
    text = "; ".join(causes)
    return f"{text[:1].upper()}{text[1:]}. {after.sentence}".strip() if text else ""


def _compared_otherwise(figure: ReportedFigure, after: ReportedFigure) -> bool:
    return (
        not same_figure(figure.comparator, after.comparator)
        or figure.comparator_period != after.comparator_period
    )


def _terms(figure: ReportedFigure, after: ReportedFigure) -> Iterator[FigureDifference]:
    """Target, tolerance, rule set and comparator of a figure that is rated as it had been."""
    if figure.target_terms != after.target_terms or target_differs(figure, after):
        yield _target(figure, after)
    if not (figure.rating and after.rating):
        return
    if (figure.tolerance, figure.tolerance_basis) != (after.tolerance, after.tolerance_basis):
        before, now = (_tolerance_words(one) for one in (figure, after))
        yield _made(What.TOLERANCE, figure, before, now)
    if (figure.rule_set, figure.rule_terms) != (after.rule_set, after.rule_terms):
        yield _rules(figure, after)
    if _compared_otherwise(figure, after):
        before, now = (reported_comparator_words(one) for one in (figure, after))
        yield _made(What.COMPARATOR, figure, before, now)


def _target(figure: ReportedFigure, after: ReportedFigure) -> FigureDifference:
    before, now = _told_apart(
        (figure.target_text or "No target", after.target_text or "No target"),
        (figure.target_terms or "No target", after.target_terms or "No target"),
    )
    return _made(What.TARGET, figure, before, now, after.target_reason or NOT_APPROVED)


def _rules(figure: ReportedFigure, after: ReportedFigure) -> FigureDifference:
    was, is_now = (one.rule_set or "The tool's defaults" for one in (figure, after))
    terms = (figure.rule_terms or was, after.rule_terms or is_now)
    return _made(What.RULES, figure, *_told_apart((was, is_now), terms))


def _told_apart(names: tuple[str, str], terms: tuple[str, str]) -> tuple[str, str]:
    """Two things by their names; by what they say where the names are alike."""
    return terms if names[0] == names[1] else names


def _definitions(figure: ReportedFigure, assessment: Assessment) -> Iterator[FigureDifference]:
    kpi = assessment.register.kpi_by_ref[figure.kpi_ref]
    if figure.definition != kpi.definition_version:
        now = "Not stated" if kpi.definition_version is None else str(kpi.definition_version)
        before = "Not stated" if figure.definition is None else str(figure.definition)
        yield _made(What.DEFINITION, figure, before, now)
    if figure.name != (kpi.name or kpi.short_name or ""):
        yield _made(What.NAME, figure, figure.name or "None", kpi.name or kpi.short_name or "None")


def _tolerance_words(figure: ReportedFigure) -> str:
    """A tolerance in words: ``5 (% of target)``; ``A boundary`` where there is none."""
    if figure.tolerance is None:
        return "By a boundary"
    basis = f" ({figure.tolerance_basis})" if figure.tolerance_basis else ""
    return f"{plain(figure.tolerance)}{basis}"


def reported_comparator_words(figure: ReportedFigure) -> str:
    """The figure compared with and its period; ``None`` where there is none."""
    if figure.comparator is None:
        return "None"
    period = f" ({figure.comparator_period})" if figure.comparator_period else ""
    return f"{figure.comparator_text}{period}"


def _made(
    what: What, figure: ReportedFigure, before: str, now: str, reason: str = "", where: str = ""
) -> FigureDifference:
    return FigureDifference(
        what, figure.kpi_ref, figure.name, figure.split, figure.period, before, now, reason, where
    )
