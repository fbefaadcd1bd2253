"""From whom returns are in, late, missing or refused, as a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pmf_cli.analysis.collection import NO_TRAFFIC, OPEN, ReturnStanding
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import DueStatus
from pmf_cli.cycle.form_names import return_reference
from pmf_cli.frozen import frozen
from pmf_cli.views.base import Block, Entry, Paragraph, Section, TextStyle, Tone, lead
from pmf_cli.views.entries import count_entry, text_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import have, one_line
from pmf_cli.words import counted, listed_shortly


@frozen
class ContactLine:
    """A contact of whom figures are expected, with the post and the reference of the return."""

    standing: ReturnStanding
    post: str
    reference: str


def _traffic(key: str, meaning: str, attribute: str = "", title: str = "") -> Field[ContactLine]:
    """A field that is what happened to the contact's form and return."""
    name = attribute or key
    return Field(key, title, meaning, lambda one: getattr(one.standing.traffic, name), missing="–")


def _refs(
    key: str,
    meaning: str,
    *statuses: DueStatus,
    title: str = "",
    shown: Callable[[ContactLine], Entry] | None = None,
) -> Field[ContactLine]:
    """A field that is the KPIs whose figures stand so."""
    return Field(key, title, meaning, lambda one: one.standing.refs(*statuses), shown)


COLLECT_STATUS: ListDefinition[ContactLine] = ListDefinition(
    "pmf/collect-status/1",
    "One item a contact of whom figures are expected in the cycle. From `pmf collect status`.",
    "items",
    (
        Field(
            "contact", "Contact", "Contact reference; empty for KPIs that nobody can be asked for.",
            lambda one: one.standing.contact, missing="Nobody",
        ),
        Field("post", "Post", "The contact's post."),
        Field("return", "", "Return reference.", lambda one: one.reference),
        Field(
            "state", "State",
            "All in, No form yet, Form made, Sent, Received, Received in part, Late, Refused, Taken in, "
            "then lost or Nobody to ask.",
            lambda one: one.standing.state,
            lambda one: Entry(
                str(one.standing.state), tone=Tone.TOTAL if one.standing.is_open else Tone.NONE
            ),
        ),
        _traffic("form_made_on", "When the form was last made, ISO date.", "made_on", "Form made"),
        _traffic("sent_on", "When a message about it was last sent, ISO date.", title="Sent"),
        Field(
            "due", "Due", "When the first missing figure is due, ISO date.",
            lambda one: one.standing.due, missing="–",
        ),
        _traffic("received_on", "When a return was last taken in, ISO date.", title="Received"),
        _refs(
            "in", "KPIs whose figure is in, with a value or a reason.", DueStatus.IN,
            DueStatus.REASON, title="In",
            shown=lambda one: count_entry(one.standing.count(DueStatus.IN, DueStatus.REASON)),
        ),
        _refs(
            "missing", "KPIs whose figure is due.", DueStatus.DUE, title="Missing",
            shown=lambda one: text_entry(listed_shortly(one.standing.refs(*OPEN), 4), "None"),
        ),
        _refs("late", "KPIs whose figure is late.", DueStatus.LATE),
        Field(
            "lost", "",
            "Those of both whose figure was taken in from a return and is no longer in the register.",
            lambda one: one.standing.lost,
        ),
        _refs(
            "unread", "References of the KPIs whose figure stands in a cell that cannot be read.",
            DueStatus.UNREAD,
        ),
        _traffic("rows_questioned", "Rows questioned in the return last taken in.", "questioned"),
        _traffic("rows_refused", "Rows refused in it.", "refused_rows"),
        _traffic("refused_because", "Why a return stands refused.", "reasons"),
        _traffic("concern", "Any other concern that was raised."),
    ),
)  # fmt: skip


def collect_status_listing(assessment: Assessment, found: Sequence[ReturnStanding]) -> Listing:
    """The contacts as a list; the screen leaves out those who owe nothing and got no form."""
    lines = [
        ContactLine(
            one,
            role_of(assessment.register, one.contact),
            return_reference(assessment.period, one.contact) if one.contact else "",
        )
        for one in found
    ]
    told = [one for one in lines if one.standing.is_open or one.standing.traffic != NO_TRAFFIC]
    blocks: list[Block] = [lead(" ".join(_lead(found, len(found) - len(told))))]
    if told:
        blocks.append(COLLECT_STATUS.table("returns", "By contact", told))
    blocks += [block for one in told for block in _remarks(one.standing)]
    section = Section(f"Returns for {assessment.period}", 1, tuple(blocks))
    return COLLECT_STATUS.listing_of(assessment, lines, _counts(found), (section,))


def _counts(found: Sequence[ReturnStanding]) -> dict[str, int]:
    return {
        "contacts": len(found),
        "received": sum(one.traffic.received_on is not None for one in found),
        "figures_in": _number(found, DueStatus.IN, DueStatus.REASON),
        "figures_missing": _number(found, DueStatus.DUE),
        "figures_late": _number(found, DueStatus.LATE),
        "figures_lost": sum(len(one.lost) for one in found),
        "figures_unread": _number(found, DueStatus.UNREAD),
        "refused": sum(one.traffic.refused_on is not None for one in found),
        "concerns": sum(bool(one.traffic.concern) for one in found),
    }


def _lead(found: Sequence[ReturnStanding], quiet: int) -> Iterator[str]:
    """How much is in, what cannot be read, and how many have given all without a form."""
    figures = _number(found, DueStatus.IN, DueStatus.REASON)
    expected = counted(sum(len(one.items) for one in found), "figure")
    yield f"{figures:,} of {expected} expected are in, with a value or a reason."
    unread = [item for one in found for item in one.items if item.status is DueStatus.UNREAD]
    if unread:
        named = listed_shortly([f"{item.kpi.ref} ({item.where})" for item in unread], 4)
        yield f"{counted(len(unread), 'figure')} cannot be read where they stand: {named}."
    if quiet:
        yield f"{counted(quiet, 'contact')} without a form {have(quiet)} given all that is due."


def _remarks(one: ReturnStanding) -> Iterator[Paragraph]:
    for reason in one.traffic.reasons:
        yield Paragraph(reason, TextStyle.BULLET, label=f"{one.contact} refused:")
    if one.lost:
        words = (
            f"{listed_shortly(one.lost, 4)}: taken in from the return, and no longer in the"
            " register. Take the return in again before anybody is chased: pmf collect read"
        )
        yield Paragraph(words, TextStyle.BULLET, label=f"{one.contact} lost:")
    if one.traffic.concern:
        words = one_line(one.traffic.concern)
        yield Paragraph(words, TextStyle.BULLET, label=f"{one.contact} raised:")


def _number(found: Sequence[ReturnStanding], *statuses: DueStatus) -> int:
    return sum(one.count(*statuses) for one in found)
