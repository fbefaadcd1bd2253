"""Cell formats of a workbook, made once each: XlsxWriter keeps every format it is given."""

from __future__ import annotations

from typing import Any

from pmf_cli.render.theme import RATED, Theme
from pmf_cli.views.base import Align, TextStyle, Tone

RULE = "#BFBFBF"
LINK = "#0B3C8C"
_STYLES: dict[TextStyle, dict[str, Any]] = {
    TextStyle.LEAD: {"bold": True},
    TextStyle.LABEL: {"bold": True},
    TextStyle.NOTE: {"font_color": "#404040"},
}
_ALIGNED = {Align.TEXT: "left", Align.NUMBER: "right", Align.CENTRE: "center"}
CellFormat = Any
"""An XlsxWriter format; XlsxWriter carries no types."""
SheetWriter = Any
"""An XlsxWriter sheet."""
WorkbookWriter = Any
"""An XlsxWriter workbook."""


class Looks:
    """Formats by what they are for.

    Args:
        workbook: XlsxWriter's workbook.
        theme: colours and font.
        published: without fills.
    """

    def __init__(self, workbook: WorkbookWriter, theme: Theme, *, published: bool) -> None:
        self._workbook = workbook
        self._theme = theme
        self._published = published
        self._made: dict[tuple[Any, ...], CellFormat] = {}
        self._cells: dict[tuple[Any, ...], CellFormat] = {}
        self._font = {"font_name": theme.excel.font, "font_size": theme.excel.size}

    def title(self) -> CellFormat:
        """The title in A1."""
        return self._format({"bold": True, "font_size": self._theme.excel.size + 6})

    def subtitle(self) -> CellFormat:
        """The line under it."""
        return self._format({"font_size": self._theme.excel.size + 2, "font_color": "#404040"})

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
            "valign": "top",
            "align": _ALIGNED[align],
            "border": 1,
            "border_color": RULE,
        }
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
    ) -> CellFormat:
        """A cell of a table.

        Args:
            align: how the column stands.
            tone: what the entry means.
            number_format: of Excel.
            quoted: for text that begins like a formula.
            linked: for a link.
            recoloured: in a column whose colours follow the words, where the cell itself stays
                plain.
        """
        key = (align, tone, number_format, quoted, linked, recoloured)
        if key not in self._cells:
            look = self._cell(align, tone, number_format, linked=linked, recoloured=recoloured)
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
        return {**fill, **text, **bold}

    def rated(self, tone: Tone) -> CellFormat:
        """What a conditional format does to a cell that holds the word of a tone."""
        shown = self._theme.look(tone)
        key = ("rated", tone)
        if key not in self._made:
            look = {"bg_color": f"#{shown.fill}", "font_color": f"#{shown.text}"}
            if shown.mark:
                mark = shown.mark.replace('"', "")
                look["num_format"] = f'"{mark} "@'
            self._made[key] = self._workbook.add_format(look)
        return self._made[key]

    def _format(self, look: dict[str, Any], *, quoted: bool = False) -> CellFormat:
        full = {**self._font, **look}
        if quoted:
            full["quote_prefix"] = True
        key = tuple(sorted((name, str(value)) for name, value in full.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(full)
        return self._made[key]
