"""The answers of a return as comments of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pmf_cli.assessment import Assessment
from pmf_cli.collect.form.comment_sheet import NOT_ASKED
from pmf_cli.collect.form.content import AskedBeside
from pmf_cli.collect.form.layout import COMMENT_COLUMNS
from pmf_cli.collect.form.seals import broken_parts
from pmf_cli.collect.returned.cells import measure_of
from pmf_cli.collect.returned.read import FormRow, RawForm
from pmf_cli.collect.returned.verdicts import JudgedComment, ReturnVerdict
from pmf_cli.frozen import frozen
from pmf_cli.register.choices import choice_in
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import PeriodError, read_period
from pmf_cli.register.reading.converters import converter
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.record import Commentary, Forecast
from pmf_cli.register.terms import CommentaryKind
from pmf_cli.register.values.exact import Doubt
from pmf_cli.workbook.cells import Cell, ErrorValue

KNOWN = tuple(column for column in COMMENT_COLUMNS if column.side == "known")
PASTE = "Ask for the words; text that begins with = + or - needs an apostrophe before it in Excel."
ASK_ACTION = "Ask for the action as well."
NUMBER_ALONE = "Ask for the number alone, as it should be printed."
BY_HAND = "Ask what is meant; a figure that is right can be typed into the sheet Forecasts."
AGAIN = "Ask for it again in the form as it was sent."

Key = tuple[str, str, str]
"""KPI reference, period and kind of comment as the form prints them."""


def judged_comments(
    form: RawForm, assessment: Assessment, author: str
) -> tuple[JudgedComment, ...]:
    """Every answer that was filled in, in the order of the form, as written by a contact."""
    seals = {(ref, period, kind): seal for _, ref, period, kind, seal in form.questions}
    troubles: list[tuple[FormRow, _Trouble | None]] = []
    seen: set[Key] = set()
    for row in form.comments:
        if _is_answered(row):
            key = _key(row)
            seal = None if key[0] not in assessment.register.kpi_by_ref else seals.get(key)
            troubles.append((row, _trouble(row, key, seal, is_second=key in seen)))
            seen.add(key)
    answers = _Answers(
        assessment, author, {_key(row): row.text("answer") for row, why in troubles if why is None}
    )
    return tuple(
        _refused(row, *trouble) if trouble else answers.judged(row) for row, trouble in troubles
    )


def _key(row: FormRow) -> Key:
    return row.text("ref"), row.text("period"), row.text("kind")


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


@frozen
class _Answers:
    """The answers of a return that were given to questions as they were put.

    Attributes:
        given: what each question was answered with.
    """

    assessment: Assessment
    author: str
    given: Mapping[Key, str]

    def judged(self, row: FormRow) -> JudgedComment:
        """An answer beside what the register holds."""
        if row.text("kind") == AskedBeside.YEAR_END:
            return self._forecast(row)
        if row.text("kind") == AskedBeside.TEN_WORDS:
            return self._ten_words(row)
        ref, kind = row.text("ref"), row.text("kind")
        made = self._comment(row)
        if isinstance(made, str):
            advice = "Type a period or a date: 2025/26 Q1."
            return _refused(row, ReturnVerdict.IMPOSSIBLE, "back", made, advice)
        there = self.assessment.register.commentary_by_kpi.get(ref, ())
        is_same = any(_says_the_same(made, other) for other in there)
        verdict = ReturnVerdict.SAME if is_same else ReturnVerdict.NEW
        return JudgedComment(ref, kind, verdict, row.at("answer"), made.text or "", comment=made)

    def _ten_words(self, row: FormRow) -> JudgedComment:
        """The action in ten words: part of the action in the same return, or put into its row of the register."""
        ref, period, kind = _key(row)
        words = row.text("answer")
        answer = JudgedComment(ref, kind, ReturnVerdict.NEW, row.at("answer"), words)
        own = self._period(row)
        held = [
            other
            for other in self.assessment.register.commentary_by_kpi.get(ref, ())
            if other.kind is CommentaryKind.ACTION and other.period == own
        ]
        before = held[-1] if held else None
        if before is None:
            if self.given.get((ref, period, CommentaryKind.ACTION.value)):
                return answer
            reason = "There is no action that these words could stand for."
            return _refused(row, ReturnVerdict.IMPOSSIBLE, "answer", reason, ASK_ACTION)
        if before.in_ten_words:
            is_same = " ".join(before.in_ten_words.split()) == " ".join(words.split())
            return replace(answer, verdict=ReturnVerdict.SAME if is_same else ReturnVerdict.SINCE)
        return replace(answer, comment=replace(before, in_ten_words=words), before=before)

    def _forecast(self, row: FormRow) -> JudgedComment:
        """The figure expected at the year's end, as a row of ``Forecasts``."""
        ref, _, kind = _key(row)
        kpi, words = self.assessment.register.kpi_by_ref[ref], row.text("answer")
        read = _converted("Forecasts", "value", row.cells.get("answer"), kpi, self._start)
        value = read.value if isinstance(read, Doubt) else read
        if not isinstance(value, Decimal):
            reason = f"“{words[:60]}” is no figure for the year's end."
            return _refused(row, ReturnVerdict.IMPOSSIBLE, "answer", reason, NUMBER_ALONE)
        low, high = kpi.plausible_min, kpi.plausible_max
        if (low is not None and value < low) or (high is not None and value > high):
            reason = f"{figure(value, kpi)} is outside what is thought possible of this KPI."
            return _refused(row, ReturnVerdict.QUESTION, "answer", reason, BY_HAND)
        made = Forecast(
            kpi_ref=ref,
            for_period=self._period(row),
            made_in=self.assessment.period,
            value=value,
            by=self.author,
        )
        held = [
            one
            for one in self.assessment.register.forecasts
            if (one.kpi_ref, one.for_period, one.made_in) == (ref, made.for_period, made.made_in)
        ]
        verdict = ReturnVerdict.NEW
        if held:
            is_same = held[-1].value == value
            verdict = ReturnVerdict.SAME if is_same else ReturnVerdict.SINCE
        return JudgedComment(
            ref, kind, verdict, row.at("answer"), figure(value, kpi), forecast=made
        )

    @property
    def _start(self) -> int:
        return self.assessment.settings.financial_year_start

    def _period(self, row: FormRow) -> Period:
        """The period of a question; PeriodError where it is none."""
        context = measure_of(self.assessment.register.kpi_by_ref[row.text("ref")]).context
        return read_period(row.text("period"), year_start=self._start, context=context).period

    def _comment(self, row: FormRow) -> Commentary | str:
        """The comment, or what is wrong with its date."""
        ref, period, _ = _key(row)
        back: Any = None
        if row.cells.get("back") is not None and row.text("back") not in ("", NOT_ASKED):
            kpi = self.assessment.register.kpi_by_ref[ref]
            made = _converted(
                "Commentary", "back_on_target", row.cells.get("back"), kpi, self._start
            )
            back = made.value if isinstance(made, Doubt) else made
            if back is None:
                return f"When the result is expected back on target is not understood: “{row.text('back')[:60]}”."
        try:
            own = self._period(row)
        except PeriodError:
            return f"{period[:40]} is no period."
        kind = choice_in(row.text("kind"), CommentaryKind)
        is_action = kind is CommentaryKind.ACTION
        shorter = self.given.get((ref, period, AskedBeside.TEN_WORDS.value)) if is_action else None
        return Commentary(
            kpi_ref=ref,
            period=own,
            kind=kind if isinstance(kind, CommentaryKind) else None,
            text=row.text("answer") or f"Expected back on target: {row.text('back')}.",
            in_ten_words=shorter,
            back_on_target=back,
            author=self.author,
            written_on=self.assessment.as_of,
        )


def _converted(sheet: str, field: str, cell: Cell | None, kpi: Kpi, year_start: int) -> object:
    """What a cell says as the field of a sheet; ``None`` for no cell."""
    if cell is None:
        return None
    layout = by_name()[sheet]
    column = next(one for one in layout.columns if one.field == field)
    return converter(layout, column, year_start)(cell, measure_of(kpi))


def _says_the_same(one: Commentary, other: Commentary) -> bool:
    return (
        one.period == other.period
        and one.kind is other.kind
        and " ".join((one.text or "").split()) == " ".join((other.text or "").split())
        and one.back_on_target == other.back_on_target
    )
