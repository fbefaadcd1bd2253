"""What is not published, by kind with its count: said to the officer, never in a public file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pmf_cli.analysis.disclosure.hidden import FigureAt, Why
from pmf_cli.analysis.withheld import ForBody
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import TimetableStep
from pmf_cli.views.wording import are
from pmf_cli.words import counted, day_in_words, listed_shortly

MOST_NAMED = 5


def public_words(told: ForBody, published: str) -> tuple[str, ...]:
    """What was left out of something that is published, each kind in a sentence.

    Args:
        told: the register as it is published.
        published: what it is: ``the paper for the website``, ``the open data``.
    """
    return tuple(_words(told, published))


def _words(told: ForBody, published: str) -> Iterator[str]:
    if told.kpis:
        number, names = len(told.kpis), [kpi.ref for kpi in told.kpis]
        yield (
            f"Left out of {published}: {counted(number, 'KPI')} ({listed_shortly(names, MOST_NAMED)}), not marked Yes "
            "under Public in the sheet KPIs."
        )
    yield from _figure_words(told, published)
    if told.hidden.found_out:
        number = len(told.hidden.found_out)
        yield (
            f"Not safe: {counted(number, 'hidden figure')} ({_named(told.hidden.found_out)}) {are(number)} known or can be worked "
            "out, since an earlier edition printed what would have to be hidden."
        )
    if told.comments:
        number = len(told.comments)
        yield (
            f"Left out of {published}: {counted(number, 'comment')}; published are those with Public under Use in and a "
            "date of approval, without personal details or hidden figures."
        )


def _figure_words(told: ForBody, published: str) -> Iterator[str]:
    """The figures of public KPIs that are hidden, reason by reason."""
    shown = {kpi.ref for kpi in told.assessment.register.kpis if kpi.public is True}
    for why in Why:
        found = [one for one, its in told.hidden.why.items() if its is why and one[0] in shown]
        if found:
            number = counted(len(found), "figure")
            yield f"Left out of {published}: {number} {why} ({_named(found)})."


def _named(figures: Iterable[FigureAt]) -> str:
    names = dict.fromkeys(
        f"{ref} {period}" if split is None else f"{ref} {split} {period}"
        for ref, split, period in figures
    )
    return listed_shortly(list(names), MOST_NAMED)


def not_before(register: Register, period: Period, as_of: date) -> tuple[str, ...]:
    """The day of publication in the timetable, where it is still to come."""
    day = date_of_step(register, period, TimetableStep.PUBLICATION)
    if day is None or day <= as_of:
        return ()
    return (f"Publish it on {day_in_words(day)}, as the timetable says, and not before.",)
