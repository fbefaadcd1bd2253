"""The corrections with which a paper opens: what was told before and is different now, in words.

``Complaints, 2024/25 Q1: reported 38, now 31 (return corrected 04/10/2024); the rating changes
from Amber to Green.``
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pmf_cli.analysis.issued.corrections import (
    NOT_APPROVED,
    Correction,
    Corrections,
    corrections_for,
    same_figure,
)
from pmf_cli.analysis.issued.differences import reported_comparator_words
from pmf_cli.analysis.issued.frozen_settings import told_period
from pmf_cli.analysis.issued.issue_history import ReportedFigure
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import plain
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import Align, Section, Table, TableLook
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.lists.reported import rating_entry_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.wording import are, counted_first, have, number_in_words, short_period
from pmf_cli.words import listed, lower_first, plural

CORRECTIONS_HEADING = "Corrections to earlier reports"
NOTHING_CHANGED = "No figure reported earlier has changed."
NO_REASON = "no reason is on record"


@once_for_audience
def corrections_told(assessment: Assessment, audience: Audience) -> Corrections:
    """The corrections that a paper of this period must tell the body."""
    return corrections_for(assessment, audience.history, audience.paper, audience.body)


@part("corrections")
def corrections_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What the body was told before and is different now, a line each; left out where it has been given no paper."""
    corrections = corrections_told(assessment, audience)
    if not corrections.papers and not corrections.found:
        return None
    heading = f"Corrections to what {audience.short_name} was told"
    if not corrections.found:
        return Section.saying(heading, NOTHING_CHANGED, 2)
    lines = [told_line(assessment, one) for one in corrections.found]
    summary = "Figures, ratings and targets told to the body before that are different now."
    table = table_of(
        TOLD_LINES,
        "corrections_told",
        heading,
        lines,
        summary,
        look=TableLook.DENSE,
        has_caption=False,
    )
    return Section(heading, 2, (table,))


@frozen
class ToldLine:
    """A correction in one line; what was and is may be a rating or target where the figure is the same."""

    what: str
    was: str
    now: str
    why: str


TOLD_LINES: tuple[Field[ToldLine], ...] = (
    table_column("KPI and period", lambda one: one.what, 3.6),
    table_column("Was", lambda one: one.was, 1.1, Align.NUMBER),
    table_column("Is", lambda one: one.now, 1.1, Align.NUMBER),
    table_column("Why; effect on the rating", lambda one: one.why, 4.2),
)


def told_line(assessment: Assessment, correction: Correction) -> ToldLine:
    """A correction as a paper prints it; by its first words and its reason it is known again in a file."""
    told = correction.told
    kpi = assessment.register.kpi(told.kpi_ref)
    name = told.name or told.kpi_ref if kpi is None else kpi.known_as
    period = told_period(assessment.register, assessment.settings, replace(told, rated_for=""))
    when = told.period if period is None else short_period(period)
    what = ", ".join(filter(None, (name, told.split or "", when)))
    effect = _effect(correction)
    reason = why(correction)
    return ToldLine(what, *_was_and_is(correction), "; ".join(filter(None, (reason, effect))))


def _was_and_is(correction: Correction) -> tuple[str, str]:
    told, now = correction.told, correction.now
    if not correction.value_changed:
        if correction.rating_changed:
            return told.rating_text, _after(now)
        return f"target {told.target_text}", f"target {now.target_text}"
    if now.value is not None and now.value_text == told.value_text:
        return plain(told.value), plain(now.value)
    return told.value_text, now.value_text


def _effect(correction: Correction) -> str:
    """What a changed figure means for its rating."""
    told, now = correction.told, correction.now
    if not correction.value_changed:
        return ""
    if correction.rating_changed:
        return f"{told.rating_text or 'not rated'} then, {_after(now)} now"
    return f"still {told.rating_text}" if told.rating and now.rating else "rating unchanged"


def is_told_in(assessment: Assessment, correction: Correction, says: Callable[[str], bool]) -> bool:
    """Whether a file tells a correction, as a line or as a sentence.

    Args:
        says: whether some words stand in the file.
    """
    line = told_line(assessment, correction)
    return says(correction_words(correction)) or (says(line.what) and says(line.why))


@part("corrections table")
def corrections_table_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The same corrections side by side; left out where there are none."""
    found = corrections_told(assessment, audience).found
    return Section(CORRECTIONS_HEADING, 1, (corrections_table(found),)) if found else None


def corrections_lead(found: Sequence[Correction]) -> str:
    """How many figures reported earlier are different now."""
    number = len(found)
    moved = sum(1 for one in found if one.rating_changed)
    text = f"{counted_first(number, 'figure')} reported earlier {have(number)} changed since"
    if moved:
        text += f", and {number_in_words(moved)} {plural(moved, 'rating')} with {'it' if number == 1 else 'them'}"
    return f"{text}."


def correction_words(correction: Correction) -> str:
    """One correction as a sentence."""
    told, now = correction.told, correction.now
    start = f"{subject(told)}: "
    if not correction.value_changed:
        return start + _without_value(correction)
    now_text = (
        now.value_text if now.value is not None else f"no figure ({lower_first(now.value_text)})"
    )
    if now_text == told.value_text:
        now_text = f"{now_text} (exactly {plain(now.value)} instead of {plain(told.value)})"
    text = f"{start}reported {told.value_text}, now {now_text}"
    text += f" ({correction.reason or NO_REASON})"
    if correction.rating_changed:
        return f"{text}; the rating changes from {told.rating_text} to {_after(now)}{_target(correction)}."
    if told.rating and now.rating:
        return f"{text}; the rating stays {told.rating_text}{_target(correction)}."
    return f"{text}."


def subject(told: ReportedFigure) -> str:
    """What the figure is of: ``Complaints received (CX-02), 2024/25 Q1``."""
    name = f"{told.name} ({told.kpi_ref})" if told.name else told.kpi_ref
    part = f", {told.split}" if told.split else ""
    return f"{name}{part}, {told.period}"


def _after(now: ReportedFigure) -> str:
    return now.rating_text if now.rating else f"not rated ({lower_first(now.not_rated)})"


def _target(correction: Correction) -> str:
    if not correction.target_changed:
        return ""
    return f"; the target reported as {correction.told.target_text} is now {correction.now.target_text}"


def _without_value(correction: Correction) -> str:
    """A rating or target that is different though the figure is the same."""
    told, now = correction.told, correction.now
    causes = terms_changed(told, now)
    because = f", since {causes}" if causes else ""
    same = f"the figure, {told.value_text}, is unchanged; "
    if correction.rating_changed:
        return f"{same}its rating, reported as {told.rating_text}, is now {_after(now)}{because}."
    return f"{same}its target, reported as {told.target_text}, is now {now.target_text}{_why(now)}; the rating stays {told.rating_text}."


def terms_changed(told: ReportedFigure, now: ReportedFigure) -> str:
    """What moved a rating though the figure is the same: target, tolerance, comparator and so on."""
    found = (*_aims_changed(told, now), *_comparisons_changed(told, now))
    return " and ".join(found) or _other_terms(told, now)


def _aims_changed(told: ReportedFigure, now: ReportedFigure) -> Iterator[str]:
    was, is_now = told.target_text or "none", now.target_text or "none"
    if told.target_text != now.target_text:
        yield f"the target for that period, reported as {was}, is now {is_now}{_why(now)}"
    before, after = told.tolerance, now.tolerance
    if before != after and before is not None and after is not None:
        yield f"the tolerance, {plain(before)} then, is now {plain(after)}"
    if now.rating and (told.rule_set, told.rule_terms) != (now.rule_set, now.rule_terms):
        name = f"rule set {now.rule_set}" if now.rule_set else "the default rule"
        yield f"{name} holds for that period now"


def _comparisons_changed(told: ReportedFigure, now: ReportedFigure) -> Iterator[str]:
    if told.polarity != now.polarity:
        one, other = (lower_first(figure.polarity or "none") for figure in (told, now))
        yield f"polarity was {one} and is now {other}"
    is_same = same_figure(told.comparator, now.comparator)
    if not is_same or told.comparator_period != now.comparator_period:
        was, is_now = reported_comparator_words(told), reported_comparator_words(now)
        yield f"the figure that it is compared with, {was} then, is now {is_now}"


def _other_terms(told: ReportedFigure, now: ReportedFigure) -> str:
    """Any other cell by which a figure was judged, where it holds something else now."""
    if not told.terms:
        return ""
    names = [
        name.rpartition(".")[2].replace("_", " ")
        for name in dict.fromkeys((*told.terms, *now.terms))
        if told.terms.get(name, "") != now.terms.get(name, "")
    ]
    return f"{listed(names)} {are(len(names))} not as reported" if names else ""


def _why(now: ReportedFigure) -> str:
    return f" ({now.target_reason or NOT_APPROVED})"


CORRECTIONS: tuple[Field[Correction], ...] = (
    table_column("KPI", lambda one: one.told.kpi_ref, 1.1, key="ref"),
    table_column(
        "Name", lambda one: ", ".join(filter(None, (one.told.name, one.told.split))), 3.2, key="name",
        missing="No name",
    ),
    table_column("Period", lambda one: one.told.period, 1.5, key="period"),
    table_column("Reported", lambda one: one.told.value_text, 1.5, key="reported"),
    table_column("Is now", lambda one: one.now.value_text, 1.5, key="now"),
    table_column("Rating reported", lambda one: rating_entry_of(one.told), 1.5, key="rating_reported"),
    table_column("Rating now", lambda one: rating_entry_of(one.now), 1.5, key="rating_now"),
    table_column("Why", lambda one: why(one), 3.6, key="why"),
    table_column("Reported in", lambda one: one.paper.ref, 2.2, key="issue"),
    table_column("Meeting", lambda one: one.paper.meeting_on, 1.4, key="meeting"),
)  # fmt: skip


def corrections_table(found: Sequence[Correction]) -> Table:
    """The same corrections side by side."""
    summary = "Figures, ratings and targets told to the body before that are different now."
    return table_of(CORRECTIONS, "corrections", CORRECTIONS_HEADING, found, summary)


def why(correction: Correction) -> str:
    """Why a figure, rating or target is different."""
    parts = []
    if correction.value_changed:
        parts.append(correction.reason or NO_REASON)
    if correction.rating_changed or correction.target_changed:
        parts.append(terms_changed(correction.told, correction.now))
    text = "; ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}"
