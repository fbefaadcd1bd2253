"""Each figure of a return held against the form as it was made and the register as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.layout import RESULT_COLUMNS, WHOLE
from pmf_cli.collect.form.seals import NOTHING, broken_parts, held_words
from pmf_cli.collect.returned.cells import Entered, Trouble, entered_cells
from pmf_cli.collect.returned.form_and_register import (
    as_result,
    entered_period,
    may_answer,
    said_words,
    same_result,
    shown_words,
)
from pmf_cli.collect.returned.read import ASK_AGAIN, FormRow, RawForm
from pmf_cli.collect.returned.verdicts import JudgedLine, ReturnVerdict
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import NoDataReason
from pmf_cli.words import day

KNOWN = tuple(column for column in RESULT_COLUMNS if column.side == "known")
AWAITED = (NoDataReason.AWAITING_PUBLICATION, NoDataReason.OVERDUE)
"""Reasons that come with the day by which the figure is expected."""
MOST_YEARS = 10
"""Years between a period and a date given for it, beyond which the year is asked about."""
SEND_AGAIN = "Send a new form with: pmf collect make"

Key = tuple[str, str, str]
"""KPI reference, period and split as the form prints them."""


@frozen
class _Returned:
    """A form that came back, and all that its figures are held against.

    Attributes:
        by_itself: figures that an earlier copy of the same return gave, as the register then held
            them; a change of these by the same return is no conflict.
    """

    form: RawForm
    assessment: Assessment
    by_itself: Mapping[Key, str]

    def is_overtaken(self, key: Key, when_made: str, now: str) -> bool:
        """Whether the register has changed since, and not by an earlier copy of the return."""
        return now != when_made and self.by_itself.get(key) != now


def judged_lines(
    form: RawForm, assessment: Assessment, by_itself: Mapping[Key, str]
) -> tuple[JudgedLine, ...]:
    """Every figure of the form, in the order of the form, then rows that were never asked for.

    ``by_itself`` are the figures that an earlier copy of the same return gave.
    """
    rows: dict[Key, list[FormRow]] = {}
    for row in form.results:
        rows.setdefault((row.text("ref"), row.text("period"), row.text("split")), []).append(row)
    returned = _Returned(form, assessment, by_itself)
    sheet = form.results[0].sheet.name if form.results else ""
    found = []
    for _, ref, period, split, held, seal in form.lines:
        line = JudgedLine(
            ref,
            period,
            None if split == WHOLE else split,
            ReturnVerdict.ALTERED,
            CellRef(form.file, sheet, ""),
            base=held,
        )
        key = (ref, period, split)
        found += _judged(line, key, rows.pop(key, []), seal, returned)
    for key, there in rows.items():
        found += [_never_asked(key, row, assessment) for row in there]
    return tuple(found)


def _judged(
    line: JudgedLine, key: Key, rows: list[FormRow], seal: str, returned: _Returned
) -> list[JudgedLine]:
    """The line of a figure that the form asks for, one for each row that the form has of it."""
    if not rows:
        reason = f"The row of {line.name} for {line.period} is no longer in the form."
        return [replace(line, reason=reason, advice=ASK_AGAIN)]
    if len(rows) > 1:
        places = " and ".join(row.at("ref").cell for row in rows)
        times = f"{len(rows)} times ({places})"
        doubled = replace(
            line,
            verdict=ReturnVerdict.DOUBLED,
            reason=f"{line.name} for {line.period} stands in the form {times}.",
            advice="Ask which figure is right; keep one row.",
        )
        return [replace(doubled, where=row.at("value"), new=row.text("value")) for row in rows]
    row = rows[0]
    texts = [row.text(column.field) for column in KNOWN]
    broken = broken_parts(texts, seal)
    if broken:
        first = KNOWN[broken[0]]
        return [
            replace(
                line,
                where=row.at(first.field),
                new=row.text("value"),
                reason=f"The grey cell {first.heading} was changed; it now says “{texts[broken[0]][:60]}”.",
                advice=f"Ask what was meant; correct it in the register if need be. {SEND_AGAIN}",
            )
        ]
    return [_held_against(replace(line, where=row.at("value")), key, row, returned)]


def _held_against(line: JudgedLine, key: Key, row: FormRow, returned: _Returned) -> JudgedLine:
    assessment, facts = returned.assessment, returned.form.facts
    register, contact = assessment.register, facts.get("contact", "")
    kpi = register.kpi(line.kpi_ref)
    if kpi is None or not may_answer(assessment, kpi, contact):
        return _asked_no_more(line, row, kpi, contact)
    own = entered_period(line.period, kpi, assessment)
    if own is None:
        reason = f"{line.period} is not read as a period of {line.kpi_ref} any more."
        return replace(line, verdict=ReturnVerdict.FOREIGN, reason=reason, advice=SEND_AGAIN)
    before = register.results_of(line.kpi_ref, line.split).get(own)
    said = entered_cells(row, kpi)
    _give_way(said, line.base)
    old = "" if held_words(before) == NOTHING else shown_words(before, kpi)
    new = said_words(said, kpi) or row.shown("value")
    line = replace(line, before=before, old=old, new=new)
    if not said.wrong and said.value is None and said.reason is None:
        return _nothing_said(line, row, said)
    trouble = next(iter([*said.wrong, *_impossible(row, said)]), None)
    if trouble is not None:
        return _troubled(line, ReturnVerdict.IMPOSSIBLE, trouble)
    made = as_result(said, kpi, own, line.split, before, facts, assessment.as_of)
    line = replace(line, result=made)
    overtaken = returned.is_overtaken(key, line.base, held_words(before))
    doubts = [*said.doubts, *_doubts(row, said, own, assessment.as_of)]
    return _beside_register(line, made, doubts, overtaken=overtaken)


def _asked_no_more(line: JudgedLine, row: FormRow, kpi: Kpi | None, contact: str) -> JudgedLine:
    """A figure of a KPI that is gone, or that somebody else is asked for by now."""
    if kpi is None:
        reason = f"The register has no KPI {line.kpi_ref} any more."
        advice = "Correct the register, or leave the row out."
    else:
        reason = f"{line.kpi_ref} is not asked of {contact} any more."
        advice = f"Ask its key contact. {SEND_AGAIN}"
    return _troubled(line, ReturnVerdict.FOREIGN, Trouble(row.at("ref"), reason, advice))


def _beside_register(
    line: JudgedLine, made: Result, doubts: Sequence[Trouble], *, overtaken: bool
) -> JudgedLine:
    """A figure that can be used, beside what the register holds now and held when the form was made."""
    before = line.before
    if before is not None and same_result(before, made):
        if before.value is not None or made.no_data_reason is not NoDataReason.OVERDUE:
            return replace(line, verdict=ReturnVerdict.SAME)
        reason = "Nothing new: the reason is the one that the register holds."
        return replace(line, verdict=ReturnVerdict.MISSING, reason=reason)
    if overtaken:
        return _conflicting(line)
    if doubts:
        return _troubled(line, ReturnVerdict.QUESTION, doubts[0])
    is_new = before is None or before.value is None
    return replace(line, verdict=ReturnVerdict.NEW if is_new else ReturnVerdict.CHANGED)


def _conflicting(line: JudgedLine) -> JudgedLine:
    held = "nothing" if line.base == NOTHING else line.base
    told = f"it now holds {line.old or 'nothing'}, the form says {line.new}."
    return replace(
        line,
        verdict=ReturnVerdict.CONFLICT,
        reason=f"The form was made when the register held {held}; {told}",
        advice=f"Decide which is right. To ask again: {SEND_AGAIN.partition(': ')[2]}",
    )


def _give_way(said: Entered, held: str) -> None:
    """Lets the reason that the form came with give way to a value typed beside it."""
    printed = held.partition("; ")[0]
    if said.value is not None and said.reason is not None and said.reason.value == printed:
        said.reason = said.expected_by = None


def _nothing_said(line: JudgedLine, row: FormRow, said: Entered) -> JudgedLine:
    if any(part is not None for part in (said.numerator, said.denominator, said.note)):
        reason = "Half filled in: there is neither a value nor a reason for having none."
    else:
        reason = "Neither a value nor a reason was filled in."
    trouble = Trouble(row.at("value"), reason, "Ask for it; the same form can be sent again.")
    return _troubled(line, ReturnVerdict.MISSING, trouble)


def _impossible(row: FormRow, said: Entered) -> Iterator[Trouble]:
    if said.value is not None and said.reason is not None:
        words = f"There is both a value and the reason “{said.reason}” for having none."
        yield Trouble(row.at("reason"), words, "Ask which is meant; clear the other.")
    if said.denominator is not None and said.denominator <= 0:
        words = f"The denominator is {said.denominator}; it must be more than 0."
        yield Trouble(row.at("denominator"), words, "Correct it, or clear both counts.")
    if said.value is None and (said.numerator is not None or said.denominator is not None):
        words = "There are counts, but no value."
        yield Trouble(row.at("value"), words, "Type the value, or clear the counts.")


def _doubts(row: FormRow, said: Entered, own: Period, on: date) -> Iterator[Trouble]:
    if said.reason in AWAITED and said.expected_by is None:
        words = f"The reason is “{said.reason}”, but no day by which the figure is expected."
        yield Trouble(row.at("expected_by"), words, "Ask by when it is expected.")
    if said.expected_by is not None and said.expected_by < on:
        words = f"The figure was expected by {day(said.expected_by)}, which has passed."
        yield Trouble(row.at("expected_by"), words, "Ask for the figure, or for another day.")
    if isinstance(said.value, date) and abs(said.value.year - own.end.year) > MOST_YEARS:
        words = f"{day(said.value)} is more than {MOST_YEARS} years from {own}."
        advice = "Ask whether the year is right. If it is: --accept-questions takes it in."
        yield Trouble(row.at("value"), words, advice)


def _never_asked(key: Key, row: FormRow, assessment: Assessment) -> JudgedLine:
    ref, period, split = key
    known = ref in assessment.register.kpi_by_ref
    reason = (
        f"{ref} {period} ({split or 'no split'}) is not asked for in this form."
        if known
        else f"“{ref[:40]}” is no KPI of the register."
    )
    return JudgedLine(
        ref,
        period,
        None if split in ("", WHOLE) else split,
        ReturnVerdict.FOREIGN,
        row.at("ref"),
        new=row.text("value"),
        reason=f"{reason} A row was added, or its grey cells were changed.",
        advice=f"Ask what was meant. {SEND_AGAIN}",
    )


def _troubled(line: JudgedLine, verdict: ReturnVerdict, trouble: Trouble) -> JudgedLine:
    return replace(
        line, verdict=verdict, where=trouble.where, reason=trouble.words, advice=trouble.advice
    )
