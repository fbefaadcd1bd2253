"""What came twice: a return that was taken in before, and several returns of one run.

Of one that was taken in, what the register holds of it decides. What the record says counts for
nothing where a row was deleted or yesterday's workbook was saved over today's: that is offered
again. What somebody corrected by hand since stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.layout import WHOLE
from pmf_cli.collect.returned.examine import rating_changes
from pmf_cli.collect.returned.form_and_register import entered_period, same_result
from pmf_cli.collect.returned.judge import Key
from pmf_cli.collect.returned.verdicts import (
    JudgedComment,
    JudgedLine,
    JudgedReturn,
    ReturnRefusal,
    ReturnVerdict,
)
from pmf_cli.cycle.due import SETTLED
from pmf_cli.findings import CellRef
from pmf_cli.register.sheets.record import Result
from pmf_cli.words import listed

RECEIPT = "its row in Returns"
"""What is lost where the register has no receipt of a return any more."""
GivenFigure = tuple[JudgedReturn, JudgedLine]
"""A figure that is ready, with the return that gives it."""


def beside_each_other(returns: Sequence[JudgedReturn]) -> tuple[JudgedReturn, ...]:
    """The returns, with what contradicts another return of the run refused.

    Of two files that say the same the first counts. Of two that are copies of one form and say
    different things neither is taken in, since nobody but the contact knows which holds.
    """
    by_ref: dict[str, list[int]] = {}
    for place, one in enumerate(returns):
        is_settled = one.refusals or one.is_empty or one.taken_in_on is not None
        if one.ref and not is_settled:
            by_ref.setdefault(one.ref, []).append(place)
    found = list(returns)
    for places in by_ref.values():
        copies = _as_copies([returns[place] for place in places])
        for place, one in zip(places, copies, strict=True):
            found[place] = one
    return _one_figure_once(found)


def _as_copies(copies: Sequence[JudgedReturn]) -> list[JudgedReturn]:
    """The returns of one form: the first where all say the same, else none."""
    first, *others = copies
    if any(other.content != first.content for other in others):
        return [_doubled(one, listed(each.file for each in copies)) for one in copies]
    return [first, *(replace(_without_words(other), lines=(), twin=first.file) for other in others)]


def _without_words(one: JudgedReturn) -> JudgedReturn:
    return replace(one, comments=(), ratings=())


def _doubled(one: JudgedReturn, files: str) -> JudgedReturn:
    refusal = ReturnRefusal(
        CellRef(one.file, "", ""),
        ReturnVerdict.DOUBLED,
        f"{files} are copies of {one.ref} and say different things.",
        "Ask the contact which one holds, and take in that one alone.",
    )
    return replace(_without_words(one), refusals=(refusal,), lines=())


def _one_figure_once(returns: Sequence[JudgedReturn]) -> tuple[JudgedReturn, ...]:
    """A figure that two contacts gave: once where they agree, else not at all."""
    given: dict[tuple[str, str, str | None], list[GivenFigure]] = {}
    for one in returns:
        for line in _ready(one):
            given.setdefault((line.kpi_ref, line.period, line.split), []).append((one, line))
    settled: dict[int, JudgedLine] = {}
    for pairs in given.values():
        if len(pairs) > 1:
            settled.update(_settled(pairs))
    return tuple(
        replace(one, lines=tuple(settled.get(id(line), line) for line in one.lines))
        for one in returns
    )


def _ready(one: JudgedReturn) -> list[JudgedLine]:
    """The figures of a return that would be taken in now."""
    if one.refusals or one.twin or one.taken_in_on is not None:
        return []
    return [line for line in one.lines if line.verdict.is_ready]


def _settled(pairs: Sequence[GivenFigure]) -> Iterator[tuple[int, JudgedLine]]:
    """The lines that stand otherwise since another return gives the same KPI and period."""
    first = pairs[0][1].result
    agree = first is not None and all(
        line.result is not None and same_result(first, line.result) for _, line in pairs
    )
    for place, (one, line) in enumerate(pairs):
        others = listed(other.file for other, _ in pairs if other is not one)
        if not agree:
            reason = f"{others} gives another figure for {line.name}, {line.period}."
            advice = "Ask which is right; take in that return alone."
            verdict = ReturnVerdict.DOUBLED
            yield id(line), replace(line, verdict=verdict, reason=reason, advice=advice)
        elif place:
            reason = f"{others} gives the same figure."
            yield id(line), replace(line, verdict=ReturnVerdict.SAME, reason=reason)


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
        given: the figures that were taken in from its newest copy.
        has_receipt: whether the register still has its row in ``Returns``.
        later: file of a copy that was taken in after this one; empty where this is the newest.
    """
    lines = tuple(_as_it_came(_standing(line, assessment, given), on, given) for line in one.lines)
    ours = [line for line in lines if _key(line) in given]
    if later:
        new = tuple(line.name for line in ours if line.verdict is ReturnVerdict.NEW)
        return replace(_without_words(one), lines=(), taken_in_on=on, later=later, lost=new)
    comments = tuple(_comment_standing(answer, assessment) for answer in one.comments)
    lost = tuple(dict.fromkeys([*_lost(ours, comments), *(() if has_receipt else (RECEIPT,))]))
    one = replace(one, lines=lines, comments=comments, lost=lost, lost_since=on if lost else None)
    if lost or _ready(one):
        return replace(one, ratings=rating_changes(lines, assessment), taken_in_on=None)
    return replace(one, ratings=(), taken_in_on=on)


def _lost(ours: Iterable[JudgedLine], comments: Iterable[JudgedComment]) -> Iterator[str]:
    """What was taken in and is new again, in words."""
    for line in ours:
        if line.verdict.is_ready:
            yield line.name
    for answer in comments:
        if answer.verdict is ReturnVerdict.NEW:
            yield f"{answer.kind} of {answer.kpi_ref}"


def _standing(line: JudgedLine, assessment: Assessment, given: Collection[Key]) -> JudgedLine:
    """A figure that the register holds otherwise by now stays; one that it has lost is new again."""
    if line.verdict in (ReturnVerdict.SAME, ReturnVerdict.FOREIGN) or line.verdict.is_ready:
        return line
    held = _held(line, assessment)
    value, why_none = (None, None) if held is None else (held.value, held.no_data_reason)
    if value is not None or why_none in SETTLED:
        reason = "The register holds another figure or a reason by now; that stays."
        return replace(line, verdict=ReturnVerdict.SINCE, before=held, reason="", remarks=(reason,))
    if line.verdict is ReturnVerdict.CONFLICT and why_none is None and _key(line) in given:
        return replace(line, verdict=ReturnVerdict.NEW, reason="", advice="")
    return line


def _as_it_came(line: JudgedLine, on: date, given: Collection[Key]) -> JudgedLine:
    """A lost figure was received when it was first taken in, so that past answers stay."""
    if not line.verdict.is_ready or line.result is None or _key(line) not in given:
        return line
    return replace(line, result=replace(line.result, received_on=on))


def _held(line: JudgedLine, assessment: Assessment) -> Result | None:
    kpi = assessment.register.kpi(line.kpi_ref)
    own = None if kpi is None else entered_period(line.period, kpi, assessment)
    rows = assessment.register.results_of(line.kpi_ref, line.split)
    return None if own is None else rows.get(own)


def _comment_standing(answer: JudgedComment, assessment: Assessment) -> JudgedComment:
    """An answer that was put into other words since stays as it is."""
    made = answer.comment
    if answer.verdict is not ReturnVerdict.NEW or made is None or answer.before is not None:
        return answer
    there = assessment.register.commentary_by_kpi.get(answer.kpi_ref, ())
    edited = any(other.period == made.period and other.kind is made.kind for other in there)
    return replace(answer, verdict=ReturnVerdict.SINCE) if edited else answer


def _key(line: JudgedLine) -> Key:
    return line.kpi_ref, line.period, line.split or WHOLE
