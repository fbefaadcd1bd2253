"""What the cells and headings of a register workbook look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmf_cli.register.sheets.first_rating import EXAMPLE
from pmf_cli.register.sheets.rows import Need
from pmf_cli.render.starting.register_columns import TEXT_FORMAT

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

BUILT_IN_TEXT = 49
"""Excel's own number for the format ``@``."""
_FILLS = {
    Need.REQUIRED: ("#1F3864", "#FFFFFF"),
    Need.CONDITIONAL: ("#44546A", "#FFFFFF"),
    Need.OPTIONAL: ("#D9E1F2", "#1A1A1A"),
}
"""Background and text of headings; each pair has a contrast above 7:1."""
_MARKED = ("#7A2E00", "#FFFFFF")
"""The same of headings that say that a rating needs their column."""


class RegisterFormats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own properties
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, shown: str, *, is_text: bool = False) -> Format:
        """The format of a register cell with a number format; text stands off the line."""
        return self.of(
            num_format=BUILT_IN_TEXT if shown == TEXT_FORMAT else shown or "General",
            text_wrap=True,
            valign="top",
            font_name="Arial",
            font_size=10,
            **({"align": "left", "indent": 1} if is_text else {}),
        )

    def heading(self, need: Need, *, is_marked: bool = False) -> Format:
        """The format of a heading."""
        fill, text = _MARKED if is_marked else _FILLS[need]
        return self.of(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            font_name="Arial",
            font_size=10,
            align="left",
            indent=1,
            bg_color=fill,
            font_color=text,
            border=1,
            border_color="#FFFFFF",
        )

    def quarter_heading(self, *, is_typed: bool) -> Format:
        """The format of the heading of a quarter's column: dark where something is typed below."""
        fill, text = _FILLS[Need.CONDITIONAL if is_typed else Need.OPTIONAL]
        return self.of(
            bold=True, text_wrap=True, valign="vcenter", align="center", font_name="Arial",
            font_size=10, bg_color=fill, font_color=text, border=1, border_color="#FFFFFF",
        )  # fmt: skip

    def figure(self) -> Format:
        """The format of a figure, shown as it is typed."""
        return self.of(font_name="Arial", font_size=10, valign="top", align="right")

    def rating(self) -> Format:
        """The format of a rating's word."""
        return self.of(font_name="Arial", font_size=10, valign="top", align="center")

    def while_example(self) -> dict[str, Any]:
        """The rule that shows what an example row says in grey, until something else is typed there."""
        look = self.of(italic=True, font_color="#595959", bg_color="#EDEDED")
        return {"type": "text", "criteria": "begins with", "value": EXAMPLE.strip(), "format": look}
