"""A list as one HTML file: what a screen shows of it, and below, folded away, every field of every row."""

from __future__ import annotations

from dataclasses import replace

from lxml.etree import _Element

from pmf_cli.register.terms import Rag
from pmf_cli.render.data import plain_cell
from pmf_cli.render.html.blocks import HtmlBlocks
from pmf_cli.render.html.elements import E
from pmf_cli.render.html.paper import framed
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Column, Entry, Fact, Report, Section, Table, note
from pmf_cli.views.entries import TONES
from pmf_cli.views.listing import Field, Listing, as_datum
from pmf_cli.words import counted, day
from pmf_cli.workbook.text import printable


def html_list(listing: Listing, theme: Theme, templates: Templates) -> bytes:
    """The list as a page: nothing is fetched for it and no script runs in it.

    Raises:
        UsageError: the frame or the look is missing or cannot be used.
    """
    report = _report(listing, theme)
    blocks = HtmlBlocks(report, theme)
    *shown, whole = blocks.sections()
    return framed(report, blocks, (*shown, _folded(whole)), theme, templates)


def _report(listing: Listing, theme: Theme) -> Report:
    """The sections that a screen shows, the first of which heads the page, and the rows with all their fields."""
    first, *others = listing.sections
    about = ", ".join(filter(None, (listing.register, listing.period)))
    return Report(
        name=listing.key,
        title=first.heading,
        subtitle="",
        facts=(Fact("As at", day(listing.as_of)),),
        sections=(replace(first, heading=""), *others, _every_field(listing, theme)),
        as_at=listing.as_of,
        council=about,
        footer=about,
    )


def _every_field(listing: Listing, theme: Theme) -> Section:
    fields = listing.definition.data_fields
    rows = tuple(tuple(_cell(field, row, theme) for field in fields) for row in listing.rows)
    columns = tuple(Column(_heading(field), align=field.align) for field in fields)
    title = f"Every field of {counted(len(rows), 'row')}"
    meanings = tuple((Entry(_heading(field)), Entry(field.meaning)) for field in fields)
    return Section(
        title,
        1,
        (
            note("Dates and figures are exact; an empty cell is nothing."),
            Table("every_field", title, columns, rows),
            Table("meanings", "What each field holds", (Column("Field"), Column("Meaning")), meanings),
        ),
    )  # fmt: skip


def _heading(field: Field[object]) -> str:
    """A field's name in words: ``result_text`` is ``Result text``."""
    return field.key.replace("_", " ").capitalize()


def _cell(field: Field[object], row: object, theme: Theme) -> Entry:
    """The value as CSV has it; a rating by the council's word, with its mark and colour."""
    value = field.value(row)
    if isinstance(value, Rag):
        return Entry(theme.rating_words[value], tone=TONES[value])
    return Entry(printable(plain_cell(as_datum(value, field.empty))))


def _folded(section: _Element) -> _Element:
    """A section whose content opens on request: its rows tell again, in full, what stands above."""
    heading, *content = section
    return E.section(
        heading, E.details(E.summary("Show them, as JSON and CSV have them"), *content)
    )
