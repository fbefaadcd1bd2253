"""A council's scorecard read from its file: its cells, and its colours as ratings in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pmf_cli.collect.form.layout import ABOUT as RETURN_FORM
from pmf_cli.errors import UsageError
from pmf_cli.importing.painted import unread_fills, with_ratings_in_words
from pmf_cli.importing.questions.answers import AS_ASKED
from pmf_cli.settings import Limits
from pmf_cli.words import counted, listed_shortly
from pmf_cli.workbook.cells import Book, Sheet
from pmf_cli.workbook.colour_rules import ColourRule, colours_shown
from pmf_cli.workbook.csvfile import read_csv
from pmf_cli.workbook.read import read_book

CSV_ENDINGS = (".csv", ".tsv", ".txt", ".tab")


def scorecard_book(path: Path, limits: Limits) -> Book:
    """The scorecard in a file: CSV or workbook, told apart by the name's ending.

    Raises:
        UnreadableWorkbookError: it cannot be read.
        UsageError: it is a form that pmf wrote, and no scorecard.
    """
    if path.suffix.lower() in CSV_ENDINGS:
        return read_csv(path, limits)
    book = read_book(path, limits)
    _refuse_what_pmf_wrote(book)
    return _with_colours(book, path)


def _refuse_what_pmf_wrote(book: Book) -> None:
    """Refuses a workbook that is no scorecard but one of pmf's own, which other commands read or wrote."""
    from pmf_cli.render.starting.register_guidance import CHOICES, GUIDANCE
    from pmf_cli.views.papers.sheets import TELLING

    tabs = {sheet.name for sheet in book.sheets}
    if RETURN_FORM in tabs:
        raise UsageError(
            f"{book.name} is a return form, and no scorecard.",
            "Take it in with pmf collect read FILE.",
        )
    if AS_ASKED in tabs:
        raise UsageError(
            f"{book.name} holds questions about a scorecard.",
            "Name the scorecard, and give the questions with --answers FILE.",
        )
    if {GUIDANCE, CHOICES} <= tabs:
        raise UsageError(
            f"{book.name} is a workbook of a register, and no scorecard.",
            "Name its folder with --register, for example: pmf rag --register FOLDER.",
        )
    if tabs >= TELLING:
        raise UsageError(
            f"{book.name} is a paper that pmf wrote, and no scorecard.",
            "Name the scorecard that its figures came from.",
        )


def _with_colours(book: Book, path: Path) -> Book:
    """The book with the ratings in words that it shows by colour alone; what is not read is said."""
    from pmf_cli.workbook.colours import colour_rules_in, fills_in

    fills, rules = fills_in(path), colour_rules_in(path)
    remarks = list(book.remarks)
    sheets = tuple(
        _coloured(sheet, fills.get(sheet.name, {}), rules.get(sheet.name, ()), remarks)
        for sheet in book.sheets
    )
    return replace(book, sheets=sheets, remarks=tuple(remarks))


def _coloured(
    sheet: Sheet, fills: Mapping[str, str], rules: Sequence[ColourRule], remarks: list[str]
) -> Sheet:
    """A tab as it is shown: a cell's own colour gives way to that of a rule, or to none where the rule is not read."""
    shown = colours_shown(sheet, rules)
    own = {at: colour for at, colour in fills.items() if at not in shown.unread}
    found = {at: colour for at, colour in (own | shown.fills).items() if colour}
    new = with_ratings_in_words(replace(sheet, facts=replace(sheet.facts, fills=found)))
    for cells, why in ((tuple(shown.unread), _BY_RULES), (unread_fills(new), _BY_FILLS)):
        if cells:
            named = f"{counted(len(cells), 'cell')} ({listed_shortly(cells, 4)})"
            remarks.append(f"{sheet.name}: {why.format(cells=named)}")
    return new


_BY_RULES = (
    "the colours of {cells} come from conditional formatting that is not read (a scale, icons or a longer formula):"
    " type Red, Amber or Green in a column headed RAG where a rating is meant"
)
_BY_FILLS = (
    "{cells} are filled red, amber or green, hold no word and stand under no heading such as RAG: type Red, Amber or"
    " Green where a rating is meant"
)
