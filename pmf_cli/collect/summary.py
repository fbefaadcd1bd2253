"""How a run over returns ends: the questions together, by person, and one line of totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.collect.returned.verdicts import REFUSED, JudgedReturn, ReturnVerdict
from pmf_cli.findings import CellRef
from pmf_cli.register.register import Register
from pmf_cli.views.base import Paragraph, Section, TextStyle
from pmf_cli.views.references import role_of
from pmf_cli.words import counted, listed

ASKED = (*REFUSED, ReturnVerdict.QUESTION)
"""Verdicts of which each has its own line."""


def questions_by_person(register: Register, returns: Sequence[JudgedReturn]) -> tuple[Section, ...]:
    """What is to be asked or put right, a section a person; empty where there is nothing.

    Args:
        register: the register, for the posts.
    """
    by_person: dict[str, list[JudgedReturn]] = {}
    for one in returns:
        by_person.setdefault(one.contact, []).append(one)
    found = []
    for contact in sorted(by_person, key=lambda ref: (not ref, ref)):
        lines = tuple(line for one in by_person[contact] for line in _asked(one))
        if lines:
            post = role_of(register, contact)
            named = f"{contact}, {post}" if post else contact
            found.append(Section(named or "Nobody whose reference is known", 2, lines))
    if not found:
        return ()
    lead = Paragraph("Each names the form, the KPI and the cell.", TextStyle.NOTE)
    return (Section("Questions, by person", 1, (lead,)), *found)


def _asked(one: JudgedReturn) -> Iterator[Paragraph]:
    for refusal in one.refusals:
        yield _bullet(_place(refusal.where, one.file), refusal.reason, refusal.advice)
    if one.refusals:
        return
    for line in one.lines:
        if line.verdict in ASKED:
            label = f"{_place(line.where, one.file)}, {line.name}"
            yield _bullet(label, line.reason, line.advice)
    missing: dict[tuple[str, str], list[str]] = {}
    for line in one.lines:
        if line.verdict is ReturnVerdict.MISSING:
            named = f"{line.name} {line.period} ({line.where.cell})"
            missing.setdefault((line.reason, line.advice), []).append(named)
    for (reason, advice), names in missing.items():
        yield _bullet(f"{one.file}, {listed(names)}", reason, advice)
    for answer in one.comments:
        if answer.verdict in ASKED:
            label = f"{_place(answer.where, one.file)}, {answer.kpi_ref or 'no KPI'}"
            yield _bullet(label, answer.reason, answer.advice)


def _place(where: CellRef, file: str) -> str:
    return f"{file}, {'!'.join(part for part in (where.sheet, where.cell) if part)}".rstrip(", ")


def _bullet(label: str, reason: str, advice: str) -> Paragraph:
    return Paragraph(f"{reason} {advice}".strip(), TextStyle.BULLET, label=f"{label}:")


def totals(returns: Sequence[JudgedReturn], passed_over: int) -> Paragraph:
    """One line that says what became of everything: the last of the run.

    Args:
        passed_over: how many files beside them were not looked at.
    """

    def number(*verdicts: ReturnVerdict) -> int:
        return sum(one.count(*verdicts) for one in returns)

    taken = sum(one.accepted for one in returns if one.is_written)
    ready = sum(one.accepted for one in returns) - taken
    whole = sum(bool(one.refusals) for one in returns)
    before = sum(one.taken_in_on is not None for one in returns)
    twins = sum(bool(one.twin) for one in returns)
    figures = [
        f"{counted(taken, 'figure or answer', 'figures and answers')} taken in",
        f"{ready} ready (--write takes {'it' if ready == 1 else 'them'} in)" if ready else "",
        f"{number(ReturnVerdict.SAME, ReturnVerdict.SINCE)} already there",
        counted(number(ReturnVerdict.QUESTION), "question"),
        f"{number(*REFUSED)} refused",
        f"{missing} still missing" if (missing := number(ReturnVerdict.MISSING)) else "",
    ]
    whole_ones = [
        f"{whole} refused whole" if whole else "",
        f"{before} taken in before" if before else "",
        f"{twins} there twice" if twins else "",
    ]
    told = listed(part for part in whole_ones if part)
    head = counted(len(returns), "return") + (f" ({told})" if told else "")
    words = f"{head}: {listed(part for part in figures if part)}; "
    words += f"{counted(passed_over, 'file')} not looked at."
    return Paragraph(words, label="Totals:")
