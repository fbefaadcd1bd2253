"""Writing single cells: figures as figures, text as text and never as a formula."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

from pmf_cli.findings import CellRef
from pmf_cli.render.excel.looks import Format, Looks, Sheet
from pmf_cli.render.printable import fitting
from pmf_cli.render.theme import Theme
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

    def __init__(self, looks: Looks, theme: Theme, links: str | None) -> None:
        self._looks = looks
        self._theme = theme
        self._links = links

    def entry(
        self,
        sheet: Sheet,
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
        value = entry.value
        if isinstance(value, Decimal) and value.is_finite():
            form = self._form(entry, align, linked=bool(target))
            if target:
                sheet.write_url(row, column, target, form, "")
            sheet.write_number(row, column, float(value), form)
        elif isinstance(value, date) and value >= FIRST_DAY:
            form = self._form(entry, align, linked=bool(target))
            if target:
                sheet.write_url(row, column, target, form, "")
            when = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - Excel has no zone
            sheet.write_datetime(row, column, when, form)
        else:
            words = fitting(entry.text)
            form = self._looks.cell(
                align,
                entry.tone,
                quoted=looks_like_formula(words),
                linked=bool(target),
                recoloured=recoloured,
            )
            if target:
                sheet.write_url(row, column, target, form, words)
            sheet.write_string(row, column, words, form)

    def _form(self, entry: Entry, align: Align, *, linked: bool) -> Format:
        number_format = entry.number_format or "General"
        remark = _REMARK.search(entry.text) if entry.text.endswith(")") else None
        if remark and entry.tone is Tone.NONE:
            number_format += f'" ({remark[1]})"'
        return self._looks.cell(align, entry.tone, number_format, linked=linked)

    def hidden(self, sheet: Sheet, row: int, column: int, words: str, align: Align) -> None:
        """Words for those who listen, in a cell over which a sparkline is drawn."""
        text = fitting(words)
        form = self._looks.cell(align, Tone.NONE, HIDDEN, quoted=looks_like_formula(text))
        sheet.write_string(row, column, text, form)

    def gap(self, sheet: Sheet, row: int, column: int, align: Align) -> None:
        """An empty cell: a period without a figure, where a sparkline would draw a word as 0."""
        sheet.write_blank(row, column, None, self._looks.cell(align, Tone.NONE))

    def text(self, sheet: Sheet, row: int, column: int, words: str, form: Format) -> None:
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
