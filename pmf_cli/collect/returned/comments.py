"""The answers of a return as comments of the register."""

from __future__ import annotations

from typing import Any

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.comment_sheet import NOT_ASKED
from pmf_cli.collect.form.layout import COMMENT_COLUMNS
from pmf_cli.collect.form.seals import broken_parts
from pmf_cli.collect.returned.cells import measure_of
from pmf_cli.collect.returned.read import FormRow, RawForm
from pmf_cli.collect.returned.verdicts import JudgedComment, ReturnVerdict
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.text import PeriodError, read_period
from pmf_cli.register.reading.converters import converter
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.record import Commentary
from pmf_cli.register.terms import CommentaryKind
from pmf_cli.register.values.exact import Doubt
from pmf_cli.workbook.cells import Cell, ErrorValue

KNOWN = tuple(column for column in COMMENT_COLUMNS if column.side == "known")
PASTE = "Ask for the words; text that begins with = + or - needs an apostrophe before it in Excel."
AGAIN = "Ask for it again in the form as it was sent."

Key = tuple[str, str, str]
"""KPI reference, period and kind of comment as the form prints them."""


def judged_comments(
    form: RawForm, assessment: Assessment, author: str
) -> tuple[JudgedComment, ...]:
    """Every answer that was filled in, in the order of the form, as written by a contact."""
    seals = {(ref, period, kind): seal for _, ref, period, kind, seal in form.questions}
    found = []
    seen: set[Key] = set()
    for row in form.comments:
        if _is_answered(row):
            key = (row.text("ref"), row.text("period"), row.text("kind"))
            seal = None if key[0] not in assessment.register.kpi_by_ref else seals.get(key)
            trouble = _trouble(row, key, seal, is_second=key in seen)
            found.append(_refused(row, *trouble) if trouble else _judged(row, assessment, author))
            seen.add(key)
    return tuple(found)


def no_words(cell: Cell | None, name: str) -> str:
    """Why a cell for words holds none; empty where it does."""
    if cell is not None and cell.formula:
        return f"{name} is a formula; only words are taken in."
    if cell is not None and isinstance(cell.value, ErrorValue):
        return f"{name} shows the Excel error {cell.value}."
    return ""


def _is_answered(row: FormRow) -> bool:
    cells = [row.cells.get(field) for field in ("answer", "back")]
    if any(cell is not None and cell.formula for cell in cells):
        return True
    return bool(row.text("answer")) or row.text("back") not in ("", NOT_ASKED)


_Trouble = tuple[ReturnVerdict, str, str, str]
"""The sort of trouble, the field where it is, why, and what to do."""


def _trouble(row: FormRow, key: Key, seal: str | None, *, is_second: bool) -> _Trouble | None:
    """Why an answer is not even read; its seal is ``None`` where the question is not known."""
    for field in ("answer", "back"):
        reason = no_words(row.cells.get(field), "The answer")
        if reason:
            return ReturnVerdict.IMPOSSIBLE, field, reason, PASTE
    if seal is None:
        reason = f"“{key[0][:40]}”, {key[1][:40]}, {key[2][:40]} is not asked in this form."
        return ReturnVerdict.FOREIGN, "ref", reason, AGAIN
    if is_second:
        reason = "The same question stands in the form twice."
        return ReturnVerdict.DOUBLED, "answer", reason, AGAIN
    broken = broken_parts([row.text(column.field) for column in KNOWN], seal)
    if broken:
        first = KNOWN[broken[0]]
        return (
            ReturnVerdict.ALTERED,
            first.field,
            f"The grey cell {first.heading} was changed.",
            AGAIN,
        )
    return None


def _refused(
    row: FormRow, verdict: ReturnVerdict, field: str, reason: str, advice: str
) -> JudgedComment:
    ref, kind, text = row.text("ref"), row.text("kind"), row.text("answer")
    return JudgedComment(ref, kind, verdict, row.at(field), text, reason, advice)


def _judged(row: FormRow, assessment: Assessment, author: str) -> JudgedComment:
    """An answer to a question that was put, beside the comments that the register holds."""
    ref, kind = row.text("ref"), row.text("kind")
    made = _comment(row, assessment.register.kpi_by_ref[ref], assessment, author)
    if isinstance(made, str):
        advice = "Type a period or a date: 2025/26 Q1."
        return _refused(row, ReturnVerdict.IMPOSSIBLE, "back", made, advice)
    there = assessment.register.commentary_by_kpi.get(ref, ())
    is_same = any(_says_the_same(made, other) for other in there)
    verdict = ReturnVerdict.SAME if is_same else ReturnVerdict.NEW
    return JudgedComment(ref, kind, verdict, row.at("answer"), made.text or "", comment=made)


def _comment(row: FormRow, kpi: Kpi, assessment: Assessment, author: str) -> Commentary | str:
    """The comment, or what is wrong with its date."""
    back: Any = None
    cell = row.cells.get("back")
    if cell is not None and row.text("back") not in ("", NOT_ASKED):
        layout = by_name()["Commentary"]
        column = next(c for c in layout.columns if c.field == "back_on_target")
        read = converter(layout, column, assessment.settings.financial_year_start)
        made = read(cell, measure_of(kpi))
        back = made.value if isinstance(made, Doubt) else made
        if back is None:
            return f"When the result is expected back on target is not understood: “{row.text('back')[:60]}”."
    context = measure_of(kpi).context
    start = assessment.settings.financial_year_start
    try:
        period = read_period(row.text("period"), year_start=start, context=context).period
    except PeriodError:
        return f"{row.text('period')[:40]} is no period."
    kind = choice_in(row.text("kind"), CommentaryKind)
    return Commentary(
        kpi_ref=kpi.ref,
        period=period,
        kind=kind if isinstance(kind, CommentaryKind) else None,
        text=row.text("answer") or f"Expected back on target: {row.text('back')}.",
        back_on_target=back,
        author=author,
        written_on=assessment.as_of,
    )


def _says_the_same(one: Commentary, other: Commentary) -> bool:
    return (
        one.period == other.period
        and one.kind is other.kind
        and " ".join((one.text or "").split()) == " ".join((other.text or "").split())
        and one.back_on_target == other.back_on_target
    )
