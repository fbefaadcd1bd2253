"""Writing single cells: figures as figures, text as text and never as a formula."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import quote

from pmf_cli.findings import CellRef
from pmf_cli.render.excel.looks import CellFormat, Looks, SheetWriter
from pmf_cli.render.printable import fitting
from pmf_cli.views.base import Align, Entry, Tone

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Text that begins so is marked as text for good (formula injection)."""
FIRST_DAY = date(1900, 1, 1)
"""Excel knows no earlier day."""
LONGEST_LINK = 2000
HIDDEN = ";;;"
"""Excel's format for a cell whose words are not shown."""
_REMARK = re.compile(r" \(([a-z][^()\"]*)\)$")


def looks_like_formula(text: str) -> bool:
    """Whether some program might take the text for a formula."""
    return text.startswith(FORMULA_SIGNS)


class Cells:
    """Writes entries into sheets.

    Args:
        looks: the workbook's formats.
        theme: words of tones.
        links: the way to the register's folder; ``None`` for no links.
    """

    def __init__(self, looks: Looks, links: str | None) -> None:
        self._looks = looks
        self._links = links
        # A paper says the same few hundred words in thousands of cells: each is worked out once.
        self._words: dict[tuple[object, ...], tuple[str, CellFormat]] = {}
        self._forms: dict[tuple[object, ...], CellFormat] = {}

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
    ) -> None:
        """One cell of a table.

        Args:
            sheet: XlsxWriter's sheet.
            row: counted from 0.
            column: counted from 0.
            entry: what to write.
            align: how the column stands.
            link: whether it is to link to the register's cell.
            recoloured: see ``Looks.cell``.
        """
        target = self._target(entry.ref) if link else ""
        value, linked, words = entry.value, bool(target), ""
        shown: float | datetime | str
        if isinstance(value, Decimal) and value.is_finite():
            write, shown = sheet.write_number, float(value)
            form = self._form(entry, align, linked=linked)
        elif isinstance(value, date) and value >= FIRST_DAY:
            write, shown = sheet.write_datetime, datetime.combine(value, time())
            form = self._form(entry, align, linked=linked)
        else:
            words, form = self._said(entry, align, linked=linked, recoloured=recoloured)
            write, shown = sheet.write_string, words
        if target:
            sheet.write_url(row, column, target, form, words)
        write(row, column, shown, form)

    def _said(
        self, entry: Entry, align: Align, *, linked: bool, recoloured: bool
    ) -> tuple[str, CellFormat]:
        key = (entry.text, entry.tone, align, linked, recoloured)
        if key not in self._words:
            words = fitting(entry.text)
            quoted = looks_like_formula(words)
            form = self._looks.cell(
                align, entry.tone, quoted=quoted, linked=linked, recoloured=recoloured
            )
            self._words[key] = words, form
        return self._words[key]

    def _form(self, entry: Entry, align: Align, *, linked: bool) -> CellFormat:
        # "67.3% (provisional)": the remark becomes part of the figure's format.
        remark = _REMARK.search(entry.text) if entry.text.endswith(")") else None
        said = remark[1] if remark and entry.tone is Tone.NONE else ""
        key = (entry.number_format, said, entry.tone, align, linked)
        if key not in self._forms:
            number_format = entry.number_format or "General"
            number_format += f'" ({said})"' if said else ""
            self._forms[key] = self._looks.cell(align, entry.tone, number_format, linked=linked)
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
