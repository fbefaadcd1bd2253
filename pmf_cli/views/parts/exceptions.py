"""What is off target and not among the highlights: why, what is being done, and by when it will be back.

Members see issues, actions, resources and blockages (2008/09 scrutiny report, 3.2), of the Reds and Ambers
only (the same, 1.2); which of them a body sees is the mode in its row of ``Boards``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from pmf_cli.analysis.interventions import Intervention
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.terms import BodyKind, Rag, ReportMode
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Entry, Section, Table, TableLook, Words, note
from pmf_cli.views.entries import ref_entry
from pmf_cli.views.intervention_words import CALLS, ladder_of, open_call, passed_words
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.highlights import highlight_key, highlights_for
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.scorecard import trend_entries
from pmf_cli.views.references import owner_of
from pmf_cli.views.scorecard_entries import (
    latest_entry,
    name_entry,
    short_rating_entry,
    target_and_tolerance_entry,
)
from pmf_cli.views.service_words import OFF_TARGET, back_on_target, service_words, way_back
from pmf_cli.views.wording import are, number_in_words, shortened, whole_sentences
from pmf_cli.words import plural

REDS_ONLY = (ReportMode.EXCEPTION_RED, ReportMode.RED_AND_EXCEEDING, ReportMode.HIGHLIGHTS)


AMONG_HIGHLIGHTS = "See the highlights"
"""What stands in place of the words on a KPI that a highlight tells of."""


def exception_key(rag: Rag) -> str:
    """By what entries find the page of the Reds or Ambers."""
    return f"exceptions {rag}"


def row_key(ref: str) -> str:
    """By what entries find the page on which a KPI stands among the exceptions."""
    return f"row {ref}"


def page_key_of(assessment: Assessment, audience: Audience, rating: KpiRating) -> str:
    """Where a paper says why a KPI is off target: its highlight, else its row; empty for others."""
    shown = highlights_for(assessment, audience).shown
    if any(one.rating.kpi.ref == rating.kpi.ref for one in shown):
        return highlight_key(rating.kpi.ref)
    return row_key(rating.kpi.ref) if rating.rag in OFF_TARGET else ""


@part("exceptions")
def exceptions_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The Reds, then the Ambers that are not among the highlights: reason, action, what holds it up, recovery."""
    colours = (Rag.RED,) if audience.mode in REDS_ONLY else (Rag.RED, Rag.AMBER)
    made = (_section(assessment, audience, rag) for rag in colours)
    found = [section for section in made if section is not None]
    return tuple(replace(one, page_break=one is found[0]) for one in found)


def _section(assessment: Assessment, audience: Audience, rag: Rag) -> Section | None:
    shown = {one.rating.kpi.ref for one in highlights_for(assessment, audience).shown}
    of_colour = [one for one in audience.ratings if one.rag is rag]
    rows = [one for one in of_colour if one.kpi.ref not in shown]
    if not rows:
        return None
    others = len(of_colour) - len(rows)
    kpis = plural(len(rows), f"{assessment.words[rag]} KPI")
    heading = f"The {'other ' if others else ''}{number_in_words(len(rows))} {kpis}"
    told = " ".join(_told(assessment, audience, rows, others))
    columns = _columns(assessment, audience, rag)
    table = _table(heading, rag, rows, columns)
    notes = (note(told),) if told else ()
    return Section(heading, 1, (*notes, table), key=exception_key(rag))


def _columns(assessment: Assessment, audience: Audience, rag: Rag) -> tuple[Field[KpiRating], ...]:
    """The columns of a colour; for everyone those without posts and the dates that services expect."""
    columns = (_red if rag is Rag.RED else _amber)(assessment, audience)
    if audience.kind is not BodyKind.PUBLIC:
        return columns
    first, *others, _ = columns
    return (replace(first, title=first.title.replace(" and owner", "")), *others)


def _told(
    assessment: Assessment, audience: Audience, rows: Sequence[KpiRating], others: int
) -> Iterator[str]:
    """How many more there are, and when a plan or escalation is called for where that is said of one."""
    if others:
        yield f"{number_in_words(others).capitalize()} more {are(others)} among the highlights."
    reds = [one for one in rows if one.rag is Rag.RED]
    if any(map(open_call, _steps(assessment, audience, reds))):
        yield CALLS.format(red=assessment.words.red)


def _steps(
    assessment: Assessment, audience: Audience, rows: Sequence[KpiRating]
) -> tuple[Intervention, ...]:
    """Where some KPIs stand on the ladder, those off target; officers alone are told what it calls for."""
    if audience.kind not in (BodyKind.CLT, BodyKind.DMT):
        return ()
    refs = {one.kpi.ref for one in rows}
    return tuple(one for one in ladder_of(assessment, audience) if one.rating.kpi.ref in refs)


def _table(
    heading: str, rag: Rag, rows: Sequence[KpiRating], columns: tuple[Field[KpiRating], ...]
) -> Table:
    summary = "Each KPI with its owner, the reason, the action and when it will be back on target."
    look = TableLook.USUAL if rag is Rag.RED else TableLook.DENSE
    return table_of(
        columns, f"exceptions_{rag}".lower(), heading, rows, summary, look=look, has_caption=False
    )


def accounts_table(
    assessment: Assessment, audience: Audience, name: str, title: str, rows: Sequence[KpiRating]
) -> Table:
    """KPIs of any rating, each with the reason, the action, what holds it up and when it will be back.

    Of a KPI among the highlights the words stand there alone.
    """
    columns = _red(assessment, audience, with_ref=False)
    ref: Field[KpiRating] = table_column("Ref", lambda one: ref_entry(one.kpi), 1.7, key="ref")
    rating = table_column("Rating", short_rating_entry, 1.7, key="rating")
    summary = "Each KPI with its owner, result, rating, reason and action."
    return table_of(
        (ref, *columns[:3], rating, *columns[3:]), name, title, rows, summary, has_caption=False
    )


def words_of_half(audience: Audience) -> int:
    """How many words a reason may have, and how many an action: the body's comment length holds both."""
    return max(audience.comment_words // 2, 1)


def _red(
    assessment: Assessment, audience: Audience, *, with_ref: bool = True
) -> tuple[Field[KpiRating], ...]:
    trends = trend_entries(assessment, audience)
    told = {one.rating.kpi.ref for one in highlights_for(assessment, audience).shown}
    ask = partial(service_words, assessment, audience)
    most, periods = words_of_half(audience), assessment.settings.charts.periods

    def why(one: KpiRating) -> Entry:
        if one.kpi.ref in told:
            return _named(assessment, one, with_ref=with_ref)
        said = ask(one)
        words = said.story or (said.none if one.rag in OFF_TARGET else "")
        more = (Words(shortened(words, most)[0], new_line=True),) if words else ()
        return _named(assessment, one, more, with_ref=with_ref)

    def action(one: KpiRating) -> Entry:
        if one.kpi.ref in told:
            return Entry(AMONG_HIGHLIGHTS)
        said = ask(one)
        none = said.none if one.rag in OFF_TARGET else "–"
        text = shortened(said.action or none, most)[0]
        if not said.held_up:
            return Entry(text)
        held = shortened(said.held_up, max(most // 2, 1))[0]
        return Entry(text, more=(Words("Held up:", is_strong=True), Words(held)))

    return (
        table_column("KPI and owner, and why", why, 5.8),
        table_column(f"{periods} results", lambda one: trends[one.kpi.ref], 2.0),
        table_column("Result", _result, 1.7, key="result"),
        table_column("Action", action, 5.8),
        table_column("Back on target", partial(_back, assessment, audience), 2.1),
    )


def _back(assessment: Assessment, audience: Audience, one: KpiRating) -> Entry:
    """When it will be back, which date that is, and what is called for and not there."""
    entry = way_back(assessment, audience, one)
    more = list(entry.more)
    for step in _steps(assessment, audience, (one,)):
        if len(step.promises) > 1:
            more.append(Words(passed_words(step), is_muted=True, new_line=True))
        if call := open_call(step):
            more.append(Words(call, is_strong=True, new_line=True))
    return replace(entry, more=tuple(more))


def _amber(assessment: Assessment, audience: Audience) -> tuple[Field[KpiRating], ...]:
    most = words_of_half(audience)

    def why(one: KpiRating) -> Entry:
        said = service_words(assessment, audience, one)
        told = without_the_figure(said.story, latest_entry(one).text)
        return Entry(shortened(told or said.none, most)[0])

    def action(one: KpiRating) -> Entry:
        said = service_words(assessment, audience, one)
        return Entry(shortened(said.action or said.none, most)[0])

    return (
        table_column("KPI and owner", lambda one: _named(assessment, one), 4.2),
        table_column("Result", _result, 1.6),
        table_column("Why", why, 4.7, key="why"),
        table_column("Action", action, 4.7, key="action"),
        table_column("Back on target", partial(back_on_target, assessment, audience), 2.1),
    )


def without_the_figure(text: str, figure: str) -> str:
    """A reason without a first sentence that says the figure over again, where others follow it."""
    first, *others = whole_sentences(text) or [""]
    says_it = re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d])", first) is not None
    return " ".join(others) if says_it and others else text


def _named(
    assessment: Assessment, one: KpiRating, more: tuple[Words, ...] = (), *, with_ref: bool = True
) -> Entry:
    """A KPI's name and unit over its reference and the post that answers for it."""
    kpi, named = one.kpi, name_entry(one.kpi, with_unit=True)
    beneath = " · ".join(
        filter(None, (kpi.ref if with_ref else "", owner_of(assessment.register, kpi)))
    )
    under = (Words(beneath, is_muted=True, new_line=True),) if beneath else ()
    more = (*named.more, *under, *more)
    return replace(named, is_strong=True, more=more, key=row_key(kpi.ref))


def _result(one: KpiRating) -> Entry:
    """The figure over its target; the unit stands beside the name."""
    target = Words(f"target {target_and_tolerance_entry(one).text}", is_muted=True, new_line=True)
    return replace(latest_entry(one), more=(target,))
