"""The answers of a return as comments of the register."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.comment_sheet import NOT_ASKED
from pmf_cli.collect.form.layout import COMMENT_COLUMNS
from pmf_cli.collect.form.seals import broken_parts
from pmf_cli.collect.returned.number_cells import measure_of
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
    """Every answer that was filled in, in the order of the form.

    Args:
        author: contact reference of who filled it in.
    """
    seals: Mapping[Key, str] = {
        (ref, period, kind): seal for _, ref, period, kind, seal in form.questions
    }
    found = []
    seen: set[Key] = set()
    for row in form.comments:
        if not _is_answered(row):
            continue
        key = (row.text("ref"), row.text("period"), row.text("kind"))
        found.append(_judged(row, key, seals, assessment, author, is_second=key in seen))
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


def _judged(
    row: FormRow,
    key: Key,
    seals: Mapping[Key, str],
    assessment: Assessment,
    author: str,
    *,
    is_second: bool,
) -> JudgedComment:
    ref, period, kind = key
    text = row.text("answer")

    def refused(
        verdict: ReturnVerdict, field: str, reason: str, advice: str = AGAIN
    ) -> JudgedComment:
        return JudgedComment(ref, kind, verdict, row.at(field), text, reason, advice)

    for field in ("answer", "back"):
        reason = no_words(row.cells.get(field), "The answer")
        if reason:
            return refused(ReturnVerdict.IMPOSSIBLE, field, reason, PASTE)
    kpi = assessment.register.kpi_by_ref.get(ref)
    if key not in seals or kpi is None:
        reason = f"“{ref[:40]}”, {period[:40]}, {kind[:40]} is not asked in this form."
        return refused(ReturnVerdict.FOREIGN, "ref", reason)
    if is_second:
        return refused(
            ReturnVerdict.DOUBLED, "answer", "The same question stands in the form twice."
        )
    broken = broken_parts([row.text(column.field) for column in KNOWN], seals[key])
    if broken:
        reason = f"The grey cell {KNOWN[broken[0]].heading} was changed."
        return refused(ReturnVerdict.ALTERED, KNOWN[broken[0]].field, reason)
    made = _comment(row, kpi, assessment, author)
    if isinstance(made, str):
        return refused(
            ReturnVerdict.IMPOSSIBLE, "back", made, "Type a period or a date: 2025/26 Q1."
        )
    there = assessment.register.commentary_by_kpi.get(ref, ())
    is_same = any(_says_the_same(made, other) for other in there)
    verdict = ReturnVerdict.SAME if is_same else ReturnVerdict.NEW
    return JudgedComment(ref, kind, verdict, row.at("answer"), made.text or "", comment=made)


def _comment(row: FormRow, kpi: Kpi, assessment: Assessment, author: str) -> Commentary | str:
    """The comment, or what is wrong with its date."""
    back = None
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
