"""Where a register row came from, and how a model's field names its column.

A model's fields carry their heading as ``Annotated[type, column("Heading", ...)]``. The type
says how cells are read (text, ``Decimal``, ``date``, ``bool``, ``Period``, a choice from
``terms``); the text under the field says what it means, its unit and allowed values. The
sheet layout, the drop-downs of ``pmf init``, the guidance and the manual follow from these.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from pmf_cli.findings import CellRef, FindingKind
from pmf_cli.frozen import frozen
from pmf_cli.quick_records import quick_maker


class Need(StrEnum):
    """Whether a column must be filled."""

    REQUIRED = "required"
    CONDITIONAL = "required in the case named"
    OPTIONAL = "optional"


class Guard(StrEnum):
    """What would fall away in silence with a column: its loss must be told."""

    EVERYTHING = "every rating"
    """Without it no figure can be rated, so that nothing but the loss is worth telling."""
    RATING = "ratings and what stands beside them"
    PUBLICATION = "what may be published"
    MESSAGE = "who is written to"


@frozen(kw_only=True)
class Blank(FindingKind):
    """What is found where a column is left blank, beside its ``column(...)``: a check follows from it.

    A sheet without the whole column is told once, as severe as a blank; as an error of reading (SHT015)
    where the column is required and identifies or guards something.

    Attributes:
        says: what a message says after the row's name: ``has no name``.
        asked_of: of which rows the column is asked: a function of the module, no lambda.
        every_row: whether rows are asked that count no longer: ended KPIs, targets of the past.
    """

    says: str
    asked_of: Callable[[Any], bool] = lambda row: True
    every_row: bool = False


@frozen
class Heading:
    """What a column is called in the workbook, and whether it must be filled.

    Attributes:
        text: the heading as ``pmf`` writes it.
        need: required, required in a named case, or optional.
        synonyms: other headings accepted without settings.
        identifies: true for the column without which a row means nothing.
        guards: what its loss would change in silence; ``None`` for nothing.
    """

    text: str
    need: Need = Need.OPTIONAL
    synonyms: tuple[str, ...] = ()
    identifies: bool = False
    guards: Guard | None = None


def column(
    text: str,
    need: Need = Need.OPTIONAL,
    *synonyms: str,
    identifies: bool = False,
    guards: Guard | None = None,
) -> Heading:
    """The heading of a field, for use in ``Annotated``."""
    return Heading(text, need, synonyms, identifies, guards)


@frozen
class SheetPlace:
    """A sheet's file, name and which column holds which field (field → letters)."""

    workbook: str
    sheet: str
    columns: Mapping[str, str]

    @property
    def is_by_period(self) -> bool:
        """Whether its rows are the cells of columns headed by periods."""
        pairs = (("value", "period"), ("target", "from_period"))
        letters = (tuple(map(self.columns.get, pair)) for pair in pairs)
        return any(one is not None and one == other for one, other in letters)


@frozen
class RowSource:
    """Where one register row came from: its sheet and row number."""

    place: SheetPlace
    row: int

    def at(self, field: str) -> CellRef:
        """The cell of a field; the whole row's first cell where the sheet lacks the column."""
        letters = self.place.columns.get(field)
        lacks = () if letters else (field,)
        letters = letters or next(iter(self.place.columns.values()), "A")
        return CellRef(self.place.workbook, self.place.sheet, f"{letters}{self.row}", lacks)


quick_source = quick_maker(RowSource)
"""A ``RowSource``, made quickly."""

NOWHERE = RowSource(SheetPlace("", "", {}), 0)
"""The source of a row that no workbook holds (defaults of the tool)."""


@frozen(kw_only=True)
class RegisterRow:
    """One row of a register sheet, with the place it came from; its values come ready converted from ``values``."""

    source: RowSource = NOWHERE
