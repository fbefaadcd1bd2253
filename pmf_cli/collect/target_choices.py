"""The workbook in which a directorate chooses its next targets: the facts beside each, cells to fill in; and what came back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from pmf_cli.analysis.targets_review import TargetFacts
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import stated
from pmf_cli.register.terms import Rag, RatingWords, TargetType
from pmf_cli.tabular.cell_text import as_percentage, decimal_of, is_blank, shown_as
from pmf_cli.views.listing import Field
from pmf_cli.views.lists.targets_review import NONE, TARGETS_REVIEW
from pmf_cli.workbook.cells import Book, Row, Sheet, column_letter
from pmf_cli.workbook.write.form_looks import (
    FILL_IN,
    HEADING_ROW,
    LISTS,
    DropDowns,
    FormColumn,
    FormLooks,
    fitting_text,
    height_of,
)

CHOOSE = "Choose targets"
REFERENCE, NOW = "Ref", "Target now"
TARGET, TOLERANCE, FROM, REASON, AGREED = (
    "Next target", "Tolerance", "From period", "Why this figure", "Agreed by",
)  # fmt: skip
FACTS = {
    "met": "Met",
    "best": "Best",
    "limit_low": "Moves between",
    "others_median": "Elsewhere",
    "known": "",
}
"""The fields of the review that stand beside each target, with the words before them."""
_WORDS = (
    "Fill in the next target where a new one is agreed, with the period that it begins in and why; "
    "leave the row blank where all stays. A target with a profile of its own: 44; 43; 39; 36."
)


@frozen
class TargetChoice:
    """One row that somebody filled in, as typed.

    Attributes:
        was: the target when the workbook was made, in words.
        cells: heading → the cell it was typed in.
    """

    ref: str
    was: str
    target: str
    tolerance: str
    from_period: str
    reason: str
    agreed_by: str
    cells: Mapping[str, CellRef]


def _columns(words: RatingWords) -> tuple[FormColumn, ...]:
    colours = "/".join(words[rag] for rag in reversed(Rag))
    return (
        FormColumn("ref", REFERENCE, 9),
        FormColumn("name", "KPI", 22),
        FormColumn("target", NOW, 13),
        FormColumn("facts", "What is known", 34),
        FormColumn("candidates", f"Suggested by its figures: {colours} if it had held", 36),
        FormColumn("chosen", TARGET, 12, "fill"),
        FormColumn("tolerance", TOLERANCE, 11, "fill"),
        FormColumn("from", FROM, 10, "fill"),
        FormColumn("reason", REASON, 22, "fill"),
        FormColumn("agreed", AGREED, 12, "fill"),
    )


def choices_book(
    facts: Sequence[TargetFacts], council: str, begins: str, made_on: date, words: RatingWords
) -> bytes:
    """The workbook, a row a KPI, those without an agreed figure first.

    Args:
        begins: the period offered for new targets.
        made_on: the date of the data, which the file is dated by.
        words: the council's own for the colours.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    moment = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001 - fixed by the data
    book.set_properties({"title": CHOOSE, "company": council, "created": moment})
    looks = FormLooks(book)
    sheet = book.add_worksheet(CHOOSE)
    lists = DropDowns(book.add_worksheet(LISTS))
    columns = _columns(words)
    looks.head(sheet, f"{CHOOSE}: {council}".rstrip(": "), _WORDS)
    looks.table(sheet, columns, len(facts), "Choices")
    in_order = sorted(facts, key=lambda one: not one.lacks_target)
    fields = {field.key: field for field in TARGETS_REVIEW.fields}
    widths = {column.field: column.width for column in columns}
    for row, one in enumerate(in_order, HEADING_ROW):
        texts = _texts(one, fields)
        tolerances = tuple(f"{candidate.figure}% of target" for candidate in one.tolerances)
        offered = {"chosen": _offered(one), "tolerance": tolerances, "from": (begins,)}
        for number, column in enumerate(columns):
            look = looks.open() if column.side == "fill" else looks.known
            sheet.write_string(row, number, fitting_text(texts.get(column.field, "")), look)
            if offered.get(column.field):
                rule = lists.rule(offered[column.field])
                sheet.data_validation(row, number, row, number, rule)
        sheet.set_row(row, height_of(((text, widths[key]) for key, text in texts.items()), 18))
    sheet.freeze_panes(HEADING_ROW, 2)
    sheet.repeat_rows(HEADING_ROW - 1)
    sheet.fit_to_pages(1, 0)
    looks.finish(sheet, CHOOSE, is_locked=False)
    lists.sheet.hide()
    book.close()
    return buffer.getvalue()


def _texts(one: TargetFacts, fields: Mapping[str, Field[TargetFacts]]) -> dict[str, str]:
    known = ((words, fields[key].entry(one).text) for key, words in FACTS.items())
    return {
        "ref": one.kpi.ref,
        "name": fields["name"].entry(one).text,
        "target": fields["target"].entry(one).text,
        "facts": "\n".join(f"{words} {text}".strip() for words, text in known if text != NONE),
        "candidates": "\n".join(_suggestions(one)),
    }


def _suggestions(one: TargetFacts) -> Iterator[str]:
    for candidate in one.candidates:
        numbers = "/".join(str(candidate.colours[rag]) for rag in reversed(Rag))
        yield f"{stated(candidate.figure, one.kpi)}, {candidate.why}: {numbers}"
    for candidate in one.tolerances:
        numbers = "/".join(str(candidate.colours[rag]) for rag in reversed(Rag))
        yield f"Tolerance {candidate.why}: {numbers}"


def _offered(one: TargetFacts) -> tuple[str, ...]:
    """What the drop-down offers; any other figure may be typed."""
    return (
        *(stated(candidate.figure, one.kpi) for candidate in one.candidates),
        *((TargetType.TRACKER.value,) if one.lacks_target else ()),
    )


def choices_in(book: Book) -> tuple[TargetChoice, ...]:
    """The rows with a target or tolerance filled in, in the order of the sheet; none of another workbook."""
    sheets = [sheet for sheet in book.sheets if sheet.name == CHOOSE]
    return tuple(choice for sheet in sheets for choice in _rows(sheet))


def is_choices_book(book: Book) -> bool:
    """Whether a workbook is one to choose targets in."""
    return any(sheet.name == CHOOSE for sheet in book.sheets)


def _rows(sheet: Sheet) -> Iterator[TargetChoice]:
    headings: dict[int, str] = {}
    for row in sheet.rows():
        if not headings:
            texts = {column: _bare(_text(row, column)) for column in row.cells}
            headings = texts if {REFERENCE, TARGET} <= set(texts.values()) else {}
            continue
        told = {name: _text(row, column) for column, name in headings.items()}
        if told.get(REFERENCE) and (told.get(TARGET) or told.get(TOLERANCE)):
            cells = {
                name: sheet.ref(f"{column_letter(column)}{row.number}")
                for column, name in headings.items()
            }
            yield TargetChoice(
                told[REFERENCE], told.get(NOW, ""), told.get(TARGET, ""), told.get(TOLERANCE, ""),
                told.get(FROM, ""), told.get(REASON, ""), told.get(AGREED, ""), cells,
            )  # fmt: skip


def _text(row: Row, column: int) -> str:
    """What somebody typed, with every digit: a format that shows fewer takes none away."""
    cell = row.cells.get(column)
    if cell is None or is_blank(cell.value):
        return ""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return " ".join(shown_as(cell).split())
    number = decimal_of(cell.value)
    return f"{as_percentage(number):f}%" if cell.is_percentage else f"{number:f}"


def _bare(heading: str) -> str:
    """A heading without the words that tell people to fill its column in."""
    return heading.removesuffix(" ".join(FILL_IN.split())).strip()
