"""Is every result that needs it explained in words of its own, and does a judged status follow from the figures?

Key contacts are asked for the reasons for any adverse performance results and the actions being
taken to address this (assurance report 2024, ¶50). A judged status stands beside the worked-out one
(performance framework 2011, overall RAG); a difference needs a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.words import figure_text
from pmf_cli.findings import CellRef, Problem, advice, warning
from pmf_cli.register.comments import (
    has_passed,
    newest_promise,
    number_of_words,
    promised_day,
    repeats,
)
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import ActionStatus, CommentaryKind, Rag
from pmf_cli.register.time.times import is_own
from pmf_cli.words import day

LONGEST_SENTENCE = 45
MOST_OF_TEN_WORDS = 15
CLOSED = (ActionStatus.COMPLETED, ActionStatus.CANCELLED)
# A point inside a figure (3.5) ends nothing: white space or the end must follow.
_SENTENCE_END = re.compile(r"[.!?;:\n]+(\s|$)")


def result_period(context: CheckContext, kpi: Kpi) -> Period:
    """The KPI's own period that the reporting period's colour rests on."""
    rows = context.register.results_of(kpi.ref)
    exact = rows.get(context.period)
    if exact is not None and exact.value is not None:
        return context.period
    own = (
        period
        for period, row in reversed(tuple(rows.items()))
        if row.value is not None and period.end <= context.period.end and is_own(kpi, period)
    )
    return next(own, context.period)


def comments_on_result(context: CheckContext, kpi: Kpi) -> list[Commentary]:
    """The comments on the result that is rated in the reporting period."""
    wanted = {result_period(context, kpi), context.period}
    return [
        comment
        for comment in context.register.commentary_by_kpi.get(kpi.ref, ())
        if comment.period in wanted
    ]


def result_cell(context: CheckContext, kpi: Kpi) -> CellRef:
    """The cell of the result that is rated, else of the KPI."""
    row = context.register.results_of(kpi.ref).get(result_period(context, kpi))
    return kpi.source.at("ref") if row is None else row.source.at("value")


def _rated(context: CheckContext, *rags: Rag) -> Iterator[tuple[Kpi, Rag]]:
    for kpi in context.active:
        rag = context.rags.get(kpi.ref)
        if rag in rags and rag is not None:
            yield kpi, rag


@warning("COM001", cure="Ask the key contact for the reason.", sheets=("Commentary",))
def no_reason(context: CheckContext) -> Iterator[Problem]:
    """A Red or Amber result has a reason.

    The reasons for any adverse results are asked for (2024 report, ¶50); members want comments
    never left blank (Breckland).
    """
    enough = (CommentaryKind.REASON, CommentaryKind.DATA_QUALITY, CommentaryKind.CONTEXT)
    for kpi, rag in _rated(context, Rag.RED, Rag.AMBER):
        if not any(c.kind in enough and c.text for c in comments_on_result(context, kpi)):
            message = f"{kpi.ref} is {context.words[rag]} for {result_period(context, kpi)} without a reason."
            yield Problem(result_cell(context, kpi), message, kpi.ref)


@warning("COM002", cure="Ask the responsible officer what is being done.", sheets=("Commentary",))
def no_action(context: CheckContext) -> Iterator[Problem]:
    """A Red result says what is being done.

    Red is for urgent attention (performance framework 2023), and the actions being taken are
    part of the report (2024 report, ¶50).
    """
    enough = (CommentaryKind.ACTION, CommentaryKind.RECOVERY)
    for kpi, _ in _rated(context, Rag.RED):
        if not any(c.kind in enough and c.text for c in comments_on_result(context, kpi)):
            message = f"{kpi.ref} is {context.words.red} for {result_period(context, kpi)} without an action being taken."
            yield Problem(result_cell(context, kpi), message, kpi.ref)


@advice(
    "COM003",
    cure="Ask when the result is expected back on target.",
    requires=("COM002",),
    sheets=("Commentary",),
)
def no_recovery(context: CheckContext) -> Iterator[Problem]:
    """A Red result says when it is expected back on target.

    Members ask it first.
    """
    for kpi, _ in _rated(context, Rag.RED):
        comments = comments_on_result(context, kpi)
        if not any(c.back_on_target is not None for c in comments):
            message = f"{kpi.ref} is {context.words.red} for {result_period(context, kpi)}, and nothing says when it will be back on target."
            yield Problem(result_cell(context, kpi), message, kpi.ref)


@advice("COM004", cure="Add an open action with owner and date to the sheet Actions.")
def red_without_open_action(context: CheckContext) -> Iterator[Problem]:
    """In a register with a sheet of actions, a Red KPI has an open one.

    Prompt follow up action is taken as needed (2024 report, ¶68).
    """
    if not context.register.actions:
        return
    at_work = {a.belongs_to for a in context.register.actions if a.status not in CLOSED}
    at_work |= {p.belongs_to for p in context.register.improvement_plans}
    for kpi, _ in _rated(context, Rag.RED):
        if kpi.ref not in at_work:
            message = f"{kpi.ref} is {context.words.red} for {result_period(context, kpi)}, and the sheet Actions has no open action for it."
            yield Problem(result_cell(context, kpi), message, kpi.ref)


@advice("COM005", cure="Ask what is new since then.")
def word_for_word(context: CheckContext) -> Iterator[Problem]:
    """A comment is not word for word that of the period before.

    A reason that has not changed in three months is a reason nobody looked at.
    """
    for ref, comments in context.register.commentary_by_kpi.items():
        for comment, before in repeats(comments):
            message = f"The comment on {ref} for {comment.period} is word for word that for {before.period}."
            yield Problem(comment.source.at("text"), message, ref)


@warning("COM006", cure="Ask for a new date, and why the old one was missed.")
def recovery_date_passed(context: CheckContext) -> Iterator[Problem]:
    """A KPI that was to be back on target by a date that has passed is back on target.

    A promise that was missed in silence costs more trust than the result.
    """
    for kpi, rag in _rated(context, Rag.RED, Rag.AMBER):
        newest = newest_promise(context.register.commentary_by_kpi.get(kpi.ref, ()))
        last = None if newest is None else promised_day(newest)
        if newest is None or last is None:
            continue
        until = newest.back_on_target
        shown = until.label if isinstance(until, Period) else day(last)
        if has_passed(last, result_period(context, kpi), context.period, context.as_of):
            message = f"{kpi.ref} was expected back on target by {shown} and is still {context.words[rag]}."
            yield Problem(newest.source.at("back_on_target"), message, kpi.ref)


@advice("COM008", cure="Type who wrote it, and when.")
def unsigned_comment(context: CheckContext) -> Iterator[Problem]:
    """A comment says who wrote it and when.

    The register is a record of the information provided by services (2024 report, ¶50).
    """
    for comment in context.register.commentary:
        if comment.author is None or comment.written_on is None:
            field, what = (
                ("author", "who wrote it")
                if comment.author is None
                else ("written_on", "when it was written")
            )
            message = f"The comment on {comment.kpi_ref} for {comment.period} does not say {what}."
            yield Problem(comment.source.at(field), message, comment.kpi_ref)


@advice("COM009", cure="Cut the sentence in two.")
def long_sentence(context: CheckContext) -> Iterator[Problem]:
    """A comment is written in sentences of at most 45 words.

    Reports are easy to understand and use plain English (performance framework 2011).
    """
    for comment in context.register.commentary:
        if comment.period is None or comment.period.end < context.period.start or not comment.text:
            continue
        parts = _SENTENCE_END.split(comment.text)
        longest = max((len(part.split()) for part in parts if part), default=0)
        if longest > LONGEST_SENTENCE:
            message = f"The comment on {comment.kpi_ref} for {comment.period} has a sentence of {longest} words."
            yield Problem(comment.source.at("text"), message, comment.kpi_ref)


@advice("COM010", cure="Shorten it to what the body wants to read.")
def long_comment(context: CheckContext) -> Iterator[Problem]:
    """A comment is not longer than the bodies that read it want.

    Each board chair agrees the depth of information (2024 report, ¶26); the sheet Boards holds
    the most words.
    """
    limits = [b.comment_words for b in context.register.boards if b.comment_words is not None]
    if not limits:
        return
    for comment in context.register.commentary:
        if comment.period is None or comment.period.end < context.period.start or not comment.text:
            continue
        words = number_of_words(comment.text)
        if words > max(limits):
            message = f"The comment on {comment.kpi_ref} for {comment.period} has {words} words; no body wants more than {max(limits)}."
            yield Problem(comment.source.at("text"), message, comment.kpi_ref)


@advice("COM011", cure="Shorten it to what a first page has room for.")
def long_ten_words(context: CheckContext) -> Iterator[Problem]:
    """What a comment says in ten words has at most 15.

    It stands in a line of a first page, beside the figure.
    """
    for comment in context.register.commentary:
        words = number_of_words(comment.in_ten_words or "")
        if words > MOST_OF_TEN_WORDS:
            message = f"The comment on {comment.kpi_ref} for {comment.period} has {words} words in “In ten words”."
            yield Problem(comment.source.at("in_ten_words"), message, comment.kpi_ref)


UNRATED = ("for info", "info", "not rated", "no rating", "grey", "tracker", "no target", "n/a")
"""Beginnings of statuses that name no colour on purpose."""


def judged_status_in(text: str | None) -> Rag | None:
    """The colour that a judged status names, where its first word is one."""
    first = (text or "").strip().split(maxsplit=1)[:1]
    word = first[0].strip(".,:;-–()").casefold() if first else ""
    return next((rag for rag in Rag if rag.value.casefold() == word), None)


def is_unrated(text: str | None) -> bool:
    """Whether a status says that there is none: for info only, not rated, no target."""
    return (text or "").strip().casefold().startswith(UNRATED)


def has_reason(text: str | None) -> bool:
    """Whether more than the colour is said."""
    return len((text or "").split()) > 2


def unexplained(
    judged: Rag | None, worked_out: Rag | None, *, has_reason: bool
) -> tuple[Rag, Rag] | None:
    """A person's status and the one that the figures give, where they differ and nothing says why."""
    if judged is None or worked_out is None or judged is worked_out or has_reason:
        return None
    return judged, worked_out


def judged(context: CheckContext) -> Iterator[tuple[Commentary, Kpi]]:
    """Every judged status of a known KPI."""
    for comment in context.register.commentary:
        kpi = context.register.kpi(comment.kpi_ref)
        if comment.kind is CommentaryKind.JUDGED and kpi is not None:
            yield comment, kpi


def _worked_out(context: CheckContext, comment: Commentary, kpi: Kpi) -> Rag | None:
    """The colour that the council's rule gives for the period of a judged status.

    Of the figure held for that very period; for the reporting period, of the figure it rests on.
    """
    held = None
    if comment.period is not None:
        held = context.register.results_of(kpi.ref).get(comment.period)
    if held is not None and held.value is not None:
        return context.colour_of(kpi, None, held)
    return context.rags.get(kpi.ref) if comment.period == context.period else None


def _told(context: CheckContext, comment: Commentary, kpi: Kpi, status: Rag, found: Rag) -> str:
    """A judged status beside the figures and the colour that they give."""
    said = f"{kpi.ref} was called {status} for {comment.period}"
    period = comment.period
    result = None if period is None else context.register.results_of(kpi.ref).get(period)
    if period is None or result is None:
        return f"{said}, while {context.words[found]} is worked out"
    target = context.asked_for(kpi, None, period)
    against = "" if target is None else f" against a target of {figure_text(target, kpi)}"
    return f"{said}, but {figure_text(result.value, kpi)}{against} is {context.words[found]} by the rule in force"


@warning("JDG001", cure="Correct the figure, the target or the status.")
def green_though_missed(context: CheckContext) -> Iterator[Problem]:
    """A status Green goes with a result that the council's own rule calls Green.

    80.6 against 90 shown Green, or 0% shown Green because the figure was not in yet: seen in
    published papers. Where the rule counts a result within 5% of its target as Green, it is
    Green. Every period held is looked at.
    """
    for comment, kpi in judged(context):
        status, found = judged_status_in(comment.text), _worked_out(context, comment, kpi)
        if status is Rag.GREEN and found in (Rag.RED, Rag.AMBER):
            message = f"{_told(context, comment, kpi, status, found)}."
            yield Problem(comment.source.at("text"), message, kpi.ref)


@warning("JDG002", cure="Correct the figure, the target or the status.")
def adverse_though_met(context: CheckContext) -> Iterator[Problem]:
    """A status Red or Amber goes with a result that the council's own rule does not call Green.

    97 against 97 shown Amber: the source held more decimals than it printed, or the figure was
    not replaced.
    """
    for comment, kpi in judged(context):
        status, found = judged_status_in(comment.text), _worked_out(context, comment, kpi)
        if status in (Rag.RED, Rag.AMBER) and found is Rag.GREEN:
            message = f"{_told(context, comment, kpi, status, found)}."
            yield Problem(comment.source.at("text"), message, kpi.ref)


@advice("JDG003", cure="Say why, after the colour.", requires=("JDG001", "JDG002"))
def judged_otherwise(context: CheckContext) -> Iterator[Problem]:
    """A judged status that differs from the worked-out one says why.

    A board may know more than the figures; the reader must see that it decided so. Amber and Red
    are told apart only where the council has said how wide Amber is: the tool's own 5% accuses
    nobody.
    """
    for comment, kpi in judged(context):
        status, found = judged_status_in(comment.text), _worked_out(context, comment, kpi)
        pair = unexplained(status, found, has_reason=has_reason(comment.text))
        if pair is None:
            continue
        if Rag.GREEN in pair or _amber_is_agreed(context, comment, kpi):
            message = f"{_told(context, comment, kpi, *pair)}; no reason is given."
            yield Problem(comment.source.at("text"), message, kpi.ref)


def _amber_is_agreed(context: CheckContext, comment: Commentary, kpi: Kpi) -> bool:
    """Whether the council itself says where Amber ends: in a rule, for the KPI, or in settings."""
    if any(rule.tolerance is not None for rule in context.register.rating_rules):
        return True
    if context.settings.rating.model_fields_set & {"tolerance", "financial_tolerance"}:
        return True
    row = context.target_at(kpi.ref, None, comment.period or context.period)
    return row is not None and (row.tolerance is not None or row.amber_boundary is not None)


@warning("JDG004", cure="Begin the text with Red, Amber or Green.")
def unreadable_status(context: CheckContext) -> Iterator[Problem]:
    """A judged status names one of the three colours.

    Anything else cannot be set beside the worked-out rating.
    """
    for comment, kpi in judged(context):
        if comment.text is None or is_unrated(comment.text):
            continue
        if judged_status_in(comment.text) is None:
            message = f"The judged status of {kpi.ref} for {comment.period}, “{comment.text[:40]}”, is no colour."
            yield Problem(comment.source.at("text"), message, kpi.ref)
