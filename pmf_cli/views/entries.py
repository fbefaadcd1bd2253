"""Cells of tables: results, targets, ratings, directions as final words with raw values.

An entry is never empty: what is missing is a word that says why it is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.rag.base import Direction, KpiRating, Mark, Outcome, Rating, Travel, Unrated
from pmf_cli.rag.target_cells import target_cell
from pmf_cli.register.figures import figure, plain, stated, with_unit
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.terms import NoDataReason, Rag, RatingWords, Shade, ValueStatus
from pmf_cli.views.base import Entry, Paragraph, TextStyle, Tone, Words, quick_entry
from pmf_cli.views.wording import sentence
from pmf_cli.words import day, lower_first

DATE_FORMAT = "d mmm yyyy"
"""Dates in sheets: ``9 Jul 2025``."""
WHOLE = "#,##0"
"""Counts."""

_PLACE = "\0"


def excel_format(kpi: Kpi) -> str:
    """Excel's format for a KPI's values: ``#,##0.0"%"``, ``"£"#,##0.00``, ``#,##0.0" days"``.

    Percentages are stored as shown (38.2), so the sign is text in the format and Excel does
    not multiply by 100. The unit stands where ``register.figures`` puts it.
    """
    before, _, after = with_unit(_PLACE, kpi).partition(_PLACE)
    return f"{_quoted(before)}{digits_format(kpi.decimal_places)}{_quoted(after)}"


def digits_format(places: int | None) -> str:
    """Excel's format for figures whose unit stands elsewhere: ``#,##0.0``."""
    if places is None:
        return "General"
    return "#,##0" + (f".{'0' * places}" if places else "")


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), "”")}"' if text else ""


NONE = "None"
NO_RESULT = "No result"
NOT_STATED = "Not stated"
NO_FIGURE = "[x]"
"""The Analysis Function's shorthand for a figure that is not available."""

WITHHELD = "[c]"
"""The same for one that is not shown."""
WITHHELD_MEANS = f"{WITHHELD} not shown, since it counts few people or may not be published"
NO_PART = "[z]"
"""The same for what does not apply, as the denominator of a count."""

TONES = {Rag.RED: Tone.RED, Rag.AMBER: Tone.AMBER, Rag.GREEN: Tone.GREEN}
SHADES = {Shade.EXCEEDED: Tone.EXCEEDED, Shade.NEAR: Tone.NEAR}
"""What each colour means to a renderer."""

FIRM = (None, ValueStatus.FINAL)


def text_entry(text: str | None, missing: str = NOT_STATED, ref: CellRef | None = None) -> Entry:
    """Words as they stand, on one line; a word in place of nothing."""
    words = " ".join(text.split()) if text else ""
    if not words:
        return quick_entry(missing, tone=Tone.MUTED, ref=ref)
    return quick_entry(words, ref=ref)


def ref_entry(kpi: Kpi) -> Entry:
    """A KPI's reference, which links to its row."""
    return quick_entry(kpi.ref, ref=kpi.source.at("ref"))


def none_entry(text: str) -> Entry:
    """A word in place of what there is not."""
    return quick_entry(text, tone=Tone.MUTED)


def date_entry(on: date | None, missing: str = NOT_STATED) -> Entry:
    """A date, kept as a date for Excel."""
    if on is None:
        return quick_entry(missing, tone=Tone.MUTED)
    return quick_entry(day(on), value=on, number_format=DATE_FORMAT)


def count_entry(number: int, tone: Tone = Tone.NONE) -> Entry:
    """A count, kept as a number for Excel."""
    return quick_entry(f"{number:,}", value=Decimal(number), number_format=WHOLE, tone=tone)


def value_entry(
    value: ResultValue | None, kpi: Kpi, ref: CellRef | None = None, missing: str = NONE
) -> Entry:
    """A figure with its unit, its raw value and Excel's format for it."""
    if value is None:
        return quick_entry(missing, tone=Tone.MUTED, ref=ref)
    text = figure(value, kpi)
    match value:
        case Decimal():
            return quick_entry(text, value, excel_format(kpi), ref=ref)
        case date():
            return quick_entry(text, value, DATE_FORMAT, ref=ref)
        case bool():
            return quick_entry(text, value, ref=ref)
    return quick_entry(text, ref=ref)


def result_ref(result: Result | None) -> CellRef | None:
    """The cell of a result's value; ``None`` without a result, and for one that is worked out."""
    return None if result is None or not result.source.row else result.source.at("value")


def parts_words(result: Result) -> str:
    """Numerator and denominator: ``412 of 530``; empty where the record lacks one."""
    if result.numerator is None or result.denominator is None:
        return ""
    return f"{plain(result.numerator)} of {plain(result.denominator)}"


def withheld_entry(result: Result | None) -> Entry | None:
    """The shorthand in place of a figure that is not shown; ``None`` for one that is, or that there is not."""
    if result is None or result.value is not None:
        return None
    if result.no_data_reason is not NoDataReason.SUPPRESSED:
        return None
    return Entry(WITHHELD, tone=Tone.MUTED, ref=result_ref(result))


def part_entry(number: Decimal | None) -> Entry:
    """A numerator or denominator as a number; the shorthand for what does not apply where there is none."""
    if number is None:
        return Entry(NO_PART, tone=Tone.MUTED)
    return Entry(plain(number), value=number, number_format="#,##0.######")


def result_entry(rating: KpiRating, *, with_parts: bool = False) -> Entry:
    """The result to print: rated or latest available, with its status; a reason where none."""
    shown = rating.shown
    if shown is None or shown.value is None:
        return Entry(_no_value(shown), tone=Tone.MUTED, ref=result_ref(shown))
    entry = value_entry(shown.value, rating.kpi, result_ref(shown))
    notes = []
    if shown.value_status not in FIRM:
        notes.append(lower_first(str(shown.value_status)))
    if with_parts and parts_words(shown):
        notes.insert(0, parts_words(shown))
    return replace(entry, text=f"{entry.text} ({'; '.join(notes)})") if notes else entry


def _no_value(shown: Result | None) -> str:
    if shown is None:
        return NO_RESULT
    if shown.no_data_reason is not None:
        return shown.no_data_reason.told
    return "Cannot be read" if shown.unread else NO_RESULT


def period_entry(rating: KpiRating) -> Entry:
    """The period of the result printed, marked where it is new or is not the period asked for."""
    shown = rating.shown
    period = None if shown is None or shown.value is None else shown.period
    if period is None:
        return Entry("–" if rating.result_period is None else str(rating.result_period))
    if rating.is_new:
        return Entry(f"{period} NEW")
    if rating.result is None:
        return Entry(f"{period} (latest)")
    return Entry(str(period))


def target_entry(rating: KpiRating) -> Entry:
    """The target beside a result as printed, with its raw value where it is a figure."""
    outcome = rating.outcome
    ref = target_cell(rating)
    value = outcome.target if isinstance(outcome, Rating) else None
    text = rating.beside.text
    if isinstance(value, Decimal | date):
        words = stated(value, rating.kpi) if isinstance(value, Decimal) else day(value)
        return replace(value_entry(value, rating.kpi, ref), text=text or words)
    return text_entry(text, "No target", ref)


def mark_words(marks: Sequence[Mark], *, leave_out: Sequence[Mark] = ()) -> str:
    """Marks in words: ``interim, provisional``."""
    return ", ".join(str(mark) for mark in marks if mark not in leave_out)


def rating_entry(rating: KpiRating) -> Entry:
    """The rating as a word with its marks, or the reason for none. Never colour alone."""
    outcome = rating.outcome
    if isinstance(outcome, Unrated):
        return Entry(str(outcome.reason), tone=Tone.UNRATED)
    # Where the word itself says that the target is exceeded, no mark says it again.
    is_told = outcome.shade is Shade.EXCEEDED and outcome.words.exceeded
    marks = mark_words(
        outcome.marks, leave_out=(Mark.NEW, Mark.EXCEEDING) if is_told else (Mark.NEW,)
    )
    text = f"{outcome.word} ({marks})" if marks else outcome.word
    return Entry(text, tone=tone_of(outcome))


def would_be_entry(rating: KpiRating) -> Entry:
    """What a figure that is only expected would be rated, in words without colour or mark: no light of now."""
    outcome = rating.outcome
    if isinstance(outcome, Unrated):
        return Entry(str(outcome.reason), tone=Tone.UNRATED)
    return Entry(f"would be {outcome.word}")


def tone_of(outcome: Rating) -> Tone:
    """How a rating is shown: as the finer state of a Green where the council has a word of its own for it."""
    return tone_called(outcome.rag, outcome.shade, outcome.words)


def tone_called(rag: Rag, shade: Shade | None, words: RatingWords) -> Tone:
    """The tone of a rating, or of its finer state where the council has a word of its own for that."""
    return SHADES[shade] if shade is not None and words.own(shade) else TONES[rag]


def reason_words(outcome: Outcome) -> str:
    """Why, as a sentence, without the word of the rating that stands beside it anyway."""
    return sentence(outcome.reason if isinstance(outcome, Rating) else outcome.sentence)


def figure_words(rating: KpiRating) -> str:
    """What the figure says: the result with its parts, and the rating's own sentence."""
    outcome = rating.outcome
    shown = rating.shown
    words = reason_words(outcome)
    if shown is not None and shown.value is not None:
        told = figure(shown.value, rating.kpi)
        parts = parts_words(shown)
        if isinstance(outcome, Unrated) and told not in words:
            words = f"{told} for {shown.period}. {words}"
        if parts:
            words += f" The figure is {parts}."
    return words


def rating_lead(rating: KpiRating, style: TextStyle = TextStyle.LEAD) -> Paragraph:
    """What the figure says, after the rating's word."""
    entry = rating_entry(rating)
    return Paragraph(figure_words(rating), style, f"{entry.text}.", entry.tone)


def direction_words(rating: KpiRating) -> str:
    """The direction of travel as a sentence, with the comparator named."""
    direction = rating.direction
    if direction.travel is Travel.NOT_KNOWN:
        return sentence(direction.text or direction.why_none or "There is nothing to compare with")
    text = sentence(direction.text or str(direction.travel))
    if direction.rule and direction.rule not in text:
        text = f"{text[:-1]} ({lower_first(direction.rule)})."
    return text


def rag_entry(outcome: Outcome | None) -> Entry:
    """A rating as a word without marks."""
    if not isinstance(outcome, Rating):
        return Entry("Not rated", tone=Tone.UNRATED)
    return Entry(outcome.word, tone=tone_of(outcome))


def judged_entry(status: Rag | None, words: RatingWords) -> Entry:
    """A status that a person judged, in the council's words."""
    if status is None:
        return Entry("Not judged", tone=Tone.MUTED)
    return Entry(words[status], tone=TONES[status])


def named_entry(kpi: Kpi) -> Entry:
    """A KPI's short name with its reference in grey."""
    name = kpi.known_as
    return Entry(
        name, ref=kpi.source.at("ref"), is_strong=True, more=(Words(kpi.ref, is_muted=True),)
    )


def direction_entry(direction: Direction) -> Entry:
    """The direction of travel in words; why there is none where there is none."""
    if direction.text:
        return Entry(direction.text)
    if direction.travel is Travel.NOT_KNOWN:
        return Entry(direction.why_none or str(Travel.NOT_KNOWN), tone=Tone.MUTED)
    return Entry(str(direction.travel))


def comparator_entry(rating: KpiRating) -> Entry:
    """The figure compared with and its period: ``36.9% (2023/24 Q3)``."""
    direction = rating.direction
    value = direction.comparator_value
    if value is None:
        return none_entry(NONE)
    entry = value_entry(value, rating.kpi, direction.comparator_where)
    period = direction.comparator_period
    return entry if period is None else replace(entry, text=f"{entry.text} ({period})")
