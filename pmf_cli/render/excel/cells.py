"""Single cells of a paper: figures as figures, text as text and never as a formula, each look made once."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from pmf_cli.findings import CellRef
from pmf_cli.render.theme import RATED, Theme
from pmf_cli.views.base import Align, Entry, TextStyle, Tone
from pmf_cli.workbook.text import fitting

RULE = "#BFC5CC"
LINK = "#0B3C8C"
GREY = "#555555"
_STYLES: dict[TextStyle, dict[str, Any]] = {
    TextStyle.LEAD: {"bold": True},
    TextStyle.LABEL: {"bold": True},
    TextStyle.STATEMENT: {"bold": True},
    TextStyle.NOTE: {"font_color": GREY},
    TextStyle.SUBTITLE: {"font_color": GREY},
}
_ALIGNED = {Align.TEXT: "left", Align.NUMBER: "right", Align.CENTRE: "center"}
CellFormat = Any
"""An XlsxWriter format; XlsxWriter carries no types."""
SheetWriter = Any
"""An XlsxWriter sheet."""
WorkbookWriter = Any
"""An XlsxWriter workbook."""


class Looks:
    """Formats by what they are for; ``published`` ones have no fills."""

    def __init__(self, workbook: WorkbookWriter, theme: Theme, *, published: bool) -> None:
        self._workbook = workbook
        self._theme = theme
        self._published = published
        self._made: dict[tuple[Any, ...], CellFormat] = {}
        self._cells: dict[tuple[Any, ...], CellFormat] = {}
        self._font = {"font_name": theme.excel.font, "font_size": theme.excel.size}

    def title(self) -> CellFormat:
        """The title in A1."""
        look: dict[str, Any] = {"bold": True, "font_size": self._theme.excel.size + 4}
        if not self._published:
            look["font_color"] = f"#{self._theme.headings.fill}"
        return self._format(look)

    def subtitle(self) -> CellFormat:
        """The line under it."""
        return self._format({"valign": "top"})

    def words(self, style: TextStyle, *, wrapped: bool, quoted: bool) -> CellFormat:
        """A paragraph."""
        look = {"valign": "top", **_STYLES.get(style, {})}
        if style is TextStyle.BULLET:
            look["indent"] = 1
        if wrapped:
            look["text_wrap"] = True
        return self._format(look, quoted=quoted)

    def link(self) -> CellFormat:
        """A link to another sheet."""
        return self._format({"font_color": LINK, "underline": 1, "text_wrap": True})

    def heading(self, align: Align) -> CellFormat:
        """A heading of a table."""
        look: dict[str, Any] = {
            "bold": True,
            "text_wrap": True,
            "valign": "bottom",
            "align": _ALIGNED[align],
            "border": 1,
            "border_color": RULE,
        }
        if align is Align.NUMBER:
            look["indent"] = 1
        if not self._published:
            look["bg_color"] = f"#{self._theme.headings.fill}"
            look["font_color"] = f"#{self._theme.headings.text}"
        return self._format(look)

    def cell(
        self,
        align: Align,
        tone: Tone,
        number_format: str = "",
        *,
        quoted: bool = False,
        linked: bool = False,
        recoloured: bool = False,
        strong: bool = False,
        dense: bool = False,
    ) -> CellFormat:
        """A cell of a table; ``quoted`` is text that begins like a formula.

        In a column that is ``recoloured`` its colours follow the words, so that the cell itself stays plain.
        """
        key = (align, tone, number_format, quoted, linked, recoloured, strong, dense)
        if key not in self._cells:
            look = self._cell(align, tone, number_format, linked=linked, recoloured=recoloured)
            if strong:
                look["bold"] = True
            if dense:
                look["valign"] = "vcenter"
            self._cells[key] = self._format(look, quoted=quoted)
        return self._cells[key]

    def _cell(
        self, align: Align, tone: Tone, number_format: str, *, linked: bool, recoloured: bool
    ) -> dict[str, Any]:
        look: dict[str, Any] = {
            "text_wrap": True,
            "valign": "top",
            "align": _ALIGNED[align],
            "border": 1,
            "border_color": RULE,
        }
        if align is Align.NUMBER:
            look["indent"] = 1
        if number_format:
            look["num_format"] = number_format
        if linked:
            look |= {"font_color": LINK, "underline": 1}
        if not self._published and tone is not Tone.NONE:
            look |= self._toned(tone, linked=linked, recoloured=recoloured)
        return look

    def _toned(self, tone: Tone, *, linked: bool, recoloured: bool) -> dict[str, Any]:
        """What a tone adds; the cells of a column that is recoloured by its words stay plain."""
        bold = {"bold": True} if tone in RATED or tone is Tone.TOTAL else {}
        if tone in RATED and recoloured:
            return bold
        shown = self._theme.look(tone)
        fill = {"bg_color": f"#{shown.fill}"} if shown.fill else {}
        text = {} if linked else {"font_color": f"#{shown.text}"}
        # Where words tell ratings apart, those of what is not rated have their mark as well.
        mark = {"num_format": _marked(shown.mark)} if recoloured and shown.mark else {}
        return {**fill, **text, **bold, **mark}

    def rated(self, tone: Tone) -> CellFormat:
        """What a conditional format does to a cell that holds the word of a tone."""
        shown = self._theme.look(tone)
        key = ("rated", tone)
        if key not in self._made:
            look = {"font_color": f"#{shown.text}"}
            if shown.fill:
                look["bg_color"] = f"#{shown.fill}"
            if shown.mark:
                look["num_format"] = _marked(shown.mark)
            self._made[key] = self._workbook.add_format(look)
        return self._made[key]

    def _format(self, look: dict[str, Any], *, quoted: bool = False) -> CellFormat:
        full = {**self._font, **look}
        if quoted:
            # Excel then keeps the text as text when somebody edits the cell.
            full["quote_prefix"] = True
        key = tuple(sorted((name, str(value)) for name, value in full.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(full)
        return self._made[key]


FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Text that begins so is marked as text for good (formula injection)."""
FIRST_DAY = date(1900, 1, 1)
"""Excel knows no earlier day."""
LONGEST_LINK = 2000
HIDDEN = ";;;"
"""Excel's format for a cell whose words are not shown."""
# Begins with a small letter, so that a unit such as (FTE) is no remark.
_REMARK = re.compile(r" \(([a-z][^()\"]*)\)$")
# A semicolon between the sections of a number format, not one in its quoted words.
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')


def _marked(mark: str) -> str:
    """Excel's format for words with a mark before them."""
    return f'"{mark.replace(chr(34), "")} "@'


def cell_text(entry: Entry) -> str:
    """All words of an entry as a cell holds them, those on a line of their own below the others."""
    if not entry.more:
        return entry.text
    return entry.text + "".join(
        f"{chr(10) if one.new_line else ' '}{one.text}" for one in entry.more
    )


def number_form(entry: Entry) -> str:
    """Excel's format for the number of an entry, with the words beside it: ``0.0" (provisional)"``."""
    form = entry.number_format or "General"
    more = "".join(f" {one.text}" for one in entry.more)
    # The remark may stand in the format already.
    if not more and entry.text.endswith(")") and entry.tone is Tone.NONE:
        remark = _REMARK.search(entry.text)
        more = remark[0] if remark and remark[0] not in form else ""
    if not more:
        return form
    said = more.replace('"', "”")
    return ";".join(f'{section}"{said}"' for section in _SECTIONS.split(form))


def looks_like_formula(text: str) -> bool:
    """Whether some program might take the text for a formula."""
    return text.startswith(FORMULA_SIGNS)


class Cells:
    """Writes entries into sheets; ``links`` is the way to the register's folder, ``None`` for no links."""

    def __init__(self, looks: Looks, links: str | None) -> None:
        self._looks = looks
        self._links = links
        # A paper says the same few hundred words in thousands of cells: each is worked out once.
        self._words: dict[tuple[object, ...], tuple[str, CellFormat]] = {}
        self._forms: dict[tuple[object, ...], CellFormat] = {}

    @property
    def has_links(self) -> bool:
        """Whether cells lead to those of the register."""
        return self._links is not None

    def entry(
        self,
        sheet: SheetWriter,
        row: int,
        column: int,
        entry: Entry,
        align: Align,
        *,
        link: bool = False,
        recoloured: bool = False,
        dense: bool = False,
    ) -> None:
        """One cell of a table, row and column from 0; a ``link`` leads to the register's cell."""
        target = self._target(entry.ref) if link else ""
        value, linked, words = entry.value, bool(target), ""
        shown: float | datetime | str
        if isinstance(value, Decimal) and value.is_finite():
            write, shown = sheet.write_number, float(value)
            form = self._form(entry, align, linked=linked, dense=dense)
        elif isinstance(value, date) and value >= FIRST_DAY:
            write, shown = sheet.write_datetime, datetime.combine(value, time())
            form = self._form(entry, align, linked=linked, dense=dense)
        else:
            words, form = self._said(
                entry, align, linked=linked, recoloured=recoloured, dense=dense
            )
            write, shown = sheet.write_string, words
        if target:
            sheet.write_url(row, column, target, form, words)
        write(row, column, shown, form)

    def _said(
        self, entry: Entry, align: Align, *, linked: bool, recoloured: bool, dense: bool
    ) -> tuple[str, CellFormat]:
        key = (
            entry.text, entry.more, entry.tone, entry.is_strong, align, linked, recoloured, dense,
        )  # fmt: skip
        if key not in self._words:
            words = fitting(cell_text(entry))
            form = self._looks.cell(
                align,
                entry.tone,
                quoted=looks_like_formula(words),
                linked=linked,
                recoloured=recoloured,
                strong=entry.is_strong,
                dense=dense,
            )
            self._words[key] = words, form
        return self._words[key]

    def _form(self, entry: Entry, align: Align, *, linked: bool, dense: bool) -> CellFormat:
        # Of the text only what may be a remark matters, so that figures share their formats.
        remark = entry.text if entry.text.endswith(")") else ""
        key = (
            entry.number_format, remark, entry.more, entry.tone, entry.is_strong, align, linked, dense,
        )  # fmt: skip
        if key not in self._forms:
            self._forms[key] = self._looks.cell(
                align,
                entry.tone,
                number_form(entry),
                linked=linked,
                strong=entry.is_strong,
                dense=dense,
            )
        return self._forms[key]

    def hidden(self, sheet: SheetWriter, row: int, column: int, words: str, align: Align) -> None:
        """Words for those who listen, in a cell over which a sparkline is drawn."""
        text = fitting(words)
        form = self._looks.cell(align, Tone.NONE, HIDDEN, quoted=looks_like_formula(text))
        sheet.write_string(row, column, text, form)

    def gap(self, sheet: SheetWriter, row: int, column: int, align: Align) -> None:
        """An empty cell: a period without a figure, where a sparkline would draw a word as 0."""
        sheet.write_blank(row, column, None, self._looks.cell(align, Tone.NONE))

    def text(self, sheet: SheetWriter, row: int, column: int, words: str, form: CellFormat) -> None:
        """Words in a given format."""
        sheet.write_string(row, column, fitting(words), form)

    def _target(self, ref: CellRef | None) -> str:
        if ref is None or self._links is None or not ref.workbook:
            return ""
        folder = f"{self._links.rstrip('/')}/" if self._links else ""
        place = ""
        if ref.sheet:
            name = ref.sheet.replace("'", "''")
            place = f"#'{name}'!{ref.cell or 'A1'}"
        address = f"external:{quote(folder + ref.workbook, safe='/.() -_~')}{place}"
        return address if len(address) <= LONGEST_LINK else ""
