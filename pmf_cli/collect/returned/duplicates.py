"""Several returns of one run beside each other: the same one twice, or one figure from two people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmf_cli.collect.returned.results import same_result
from pmf_cli.collect.returned.verdicts import JudgedLine, JudgedReturn, ReturnRefusal, ReturnVerdict
from pmf_cli.findings import CellRef
from pmf_cli.words import listed

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
    for ref, places in by_ref.items():
        contents = dict.fromkeys(returns[place].content for place in places)
        if len(contents) > 1:
            files = listed(returns[place].file for place in places)
            for place in places:
                found[place] = _doubled(returns[place], ref, files)
            continue
        for place in places[1:]:
            twin = returns[places[0]].file
            found[place] = replace(returns[place], twin=twin, lines=(), comments=(), ratings=())
    return _one_figure_once(found)


def _doubled(one: JudgedReturn, ref: str, files: str) -> JudgedReturn:
    refusal = ReturnRefusal(
        CellRef(one.file, "", ""),
        ReturnVerdict.DOUBLED,
        f"{files} are copies of {ref} and say different things.",
        "Ask the contact which one holds, and take in that one alone.",
    )
    return replace(one, refusals=(refusal,), lines=(), comments=(), ratings=())


def _one_figure_once(returns: Sequence[JudgedReturn]) -> tuple[JudgedReturn, ...]:
    """A figure that two contacts gave: once where they agree, else not at all."""
    given: dict[tuple[str, str, str | None], list[GivenFigure]] = {}
    for one in returns:
        if not (one.refusals or one.twin or one.taken_in_on is not None):
            for line in one.lines:
                if line.verdict.is_ready:
                    key = (line.kpi_ref, line.period, line.split)
                    given.setdefault(key, []).append((one, line))
    settled: dict[int, JudgedLine] = {}
    for pairs in given.values():
        if len(pairs) > 1:
            settled.update(_settled(pairs))
    return tuple(
        replace(one, lines=tuple(settled.get(id(line), line) for line in one.lines))
        for one in returns
    )


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
            line_now = replace(line, verdict=ReturnVerdict.DOUBLED, reason=reason, advice=advice)
            yield id(line), line_now
        elif place:
            reason = f"{others} gives the same figure."
            yield id(line), replace(line, verdict=ReturnVerdict.SAME, reason=reason)
