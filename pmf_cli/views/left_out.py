"""What a body's paper leaves out, said to the officer who made it: no paper carries these words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.analysis.highlights.highlights import highlights_of
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.terms import BodyKind
from pmf_cli.views.audience import Audience, narrowed
from pmf_cli.views.comments import is_for_others
from pmf_cli.views.parts.highlights import is_unconfirmed
from pmf_cli.views.selection import Selection, selected
from pmf_cli.views.service_words import OFF_TARGET
from pmf_cli.views.wording import are, have
from pmf_cli.words import counted, listed_shortly

MOST_NAMED = 5


def left_out_words(assessment: Assessment, audience: Audience) -> tuple[str, ...]:
    """What an officer would look for in the paper in vain, each with the cure.

    Args:
        assessment: with the KPIs of all bodies.
    """
    return tuple(filter(None, _words(assessment, audience)))


def _words(assessment: Assessment, audience: Audience) -> Iterator[str]:
    if audience.is_public:
        yield _not_public(assessment, audience)
        yield _unconfirmed(assessment, audience)
    yield _written_for_others(assessment, audience)


def _not_public(assessment: Assessment, audience: Audience) -> str:
    """KPIs of the body that are not marked as public."""
    try:
        found = selected(assessment, Selection(board=(audience.body,)))
    except UsageError:
        return ""
    shut = [one for one in found if not one.kpi.public]
    if not shut:
        return ""
    return (
        f"Left out of the paper for {audience.body}: {counted(len(shut), 'KPI')} of its own "
        f"({_named(shut)}), not marked Yes under Public in the sheet KPIs; the paper is published and does "
        "not speak of them."
    )


def _unconfirmed(assessment: Assessment, audience: Audience) -> str:
    """Highlights that a rule put forward and nobody chose; the public is told of none."""
    if audience.kind is BodyKind.PUBLIC:
        return ""
    found = highlights_of(narrowed(assessment, audience), audience.highlights)
    if not is_unconfirmed(found):
        return ""
    number, names = len(found.shown), _named([one.rating for one in found.shown])
    return (
        f"Left out of the paper for {audience.body}: {counted(number, 'highlight')} that "
        f"{are(number)} put forward by rule ({names}), since nobody has chosen any for it. Choose: the sheet "
        "Highlights, or pmf highlights."
    )


def _written_for_others(assessment: Assessment, audience: Audience) -> str:
    """Results off target whose comments name other papers only."""
    found = [
        one
        for one in audience.ratings
        if one.rag in OFF_TARGET and is_for_others(assessment.register, one, audience.use_in)
    ]
    if not found:
        return ""
    number = len(found)
    return (
        f"{counted(number, 'KPI')} off target {have(number)} commentary for other papers only "
        f"({_named(found)}): the paper for {audience.body} prints none. Its kind of paper belongs under Use in."
    )


def _named(ratings: Sequence[KpiRating]) -> str:
    return listed_shortly([one.kpi.ref for one in ratings], MOST_NAMED)
