"""A return that was taken in before and is read again: what the register holds of it decides.

What the record says was once taken in counts for nothing where a row was deleted or yesterday's
workbook was saved over today's: that is offered again. What somebody corrected by hand since stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.layout import WHOLE
from pmf_cli.collect.returned.examine import rating_changes
from pmf_cli.collect.returned.form_and_register import entered_period
from pmf_cli.collect.returned.judge import Key
from pmf_cli.collect.returned.verdicts import (
    JudgedComment,
    JudgedLine,
    JudgedReturn,
    ReturnVerdict,
)
from pmf_cli.cycle.due import SETTLED
from pmf_cli.register.sheets.record import Result

RECEIPT = "its row in Returns"
"""What is lost where the register has no receipt of a return any more."""


def read_again(
    one: JudgedReturn,
    assessment: Assessment,
    on: date,
    given: Collection[Key],
    *,
    has_receipt: bool,
    later: str = "",
) -> JudgedReturn:
    """A return as judged, held against what was taken in from it.

    Args:
        one: the return as judged against form and register.
        on: when the same was taken in.
        given: the figures that were taken in from its newest copy.
        has_receipt: whether the register still has its row in ``Returns``.
        later: file of a copy that was taken in after this one; empty where this is the newest.
    """
    lines = tuple(_as_it_came(_standing(line, assessment, given), on, given) for line in one.lines)
    ours = [line for line in lines if _key(line) in given]
    if later:
        gone = tuple(line.name for line in ours if line.verdict is ReturnVerdict.NEW)
        return replace(
            one, lines=(), comments=(), ratings=(), taken_in_on=on, later=later, lost=gone
        )
    comments = tuple(_comment_standing(answer, assessment) for answer in one.comments)
    lost = [line.name for line in ours if line.verdict.is_ready]
    lost += _lost_answers(comments)
    lost += [] if has_receipt else [RECEIPT]
    is_news = bool(lost) or any(line.verdict.is_ready for line in lines)
    return replace(
        one,
        lines=lines,
        comments=comments,
        ratings=rating_changes(lines, assessment) if is_news else (),
        taken_in_on=None if is_news else on,
        lost=tuple(dict.fromkeys(lost)),
        lost_since=on if lost else None,
    )


def _standing(line: JudgedLine, assessment: Assessment, given: Collection[Key]) -> JudgedLine:
    """A figure that the register holds otherwise by now stays; one that it has lost is new again."""
    if line.verdict in (ReturnVerdict.SAME, ReturnVerdict.FOREIGN) or line.verdict.is_ready:
        return line
    held = _held(line, assessment)
    if held is not None and (held.value is not None or held.no_data_reason in SETTLED):
        reason = "The register holds another figure or a reason by now; that stays."
        return replace(line, verdict=ReturnVerdict.SINCE, before=held, reason="", remarks=(reason,))
    is_blank = held is None or (held.value is None and held.no_data_reason is None)
    if line.verdict is ReturnVerdict.CONFLICT and is_blank and _key(line) in given:
        return replace(line, verdict=ReturnVerdict.NEW, reason="", advice="")
    return line


def _as_it_came(line: JudgedLine, on: date, given: Collection[Key]) -> JudgedLine:
    """A lost figure was received when it was first taken in, so that past answers stay."""
    if not line.verdict.is_ready or line.result is None or _key(line) not in given:
        return line
    return replace(line, result=replace(line.result, received_on=on))


def _held(line: JudgedLine, assessment: Assessment) -> Result | None:
    kpi = assessment.register.kpi_by_ref.get(line.kpi_ref)
    own = None if kpi is None else entered_period(line.period, kpi, assessment)
    return (
        None if own is None else assessment.register.results_of(line.kpi_ref, line.split).get(own)
    )


def _comment_standing(answer: JudgedComment, assessment: Assessment) -> JudgedComment:
    """An answer that was put into other words since stays as it is."""
    made = answer.comment
    if answer.verdict is not ReturnVerdict.NEW or made is None:
        return answer
    there = assessment.register.commentary_by_kpi.get(answer.kpi_ref, ())
    edited = any(other.period == made.period and other.kind is made.kind for other in there)
    return replace(answer, verdict=ReturnVerdict.SINCE) if edited else answer


def _lost_answers(comments: Collection[JudgedComment]) -> Iterator[str]:
    for answer in comments:
        if answer.verdict is ReturnVerdict.NEW:
            yield f"{answer.kind} of {answer.kpi_ref}"


def _key(line: JudgedLine) -> Key:
    return line.kpi_ref, line.period, line.split or WHOLE
