"""Settings of the register and of the papers made from it."""

from decimal import Decimal

from pydantic import Field, field_validator

from pmf_cli.places import FILE_NAME
from pmf_cli.settings.section import SettingsPart


class Council(SettingsPart):
    """Whose register it is."""

    name: str = ""
    """Printed in titles."""
    directorates: tuple[str, ...] = ()
    """In the order in which papers list them; others follow by name."""


class Limits(SettingsPart):
    """What a workbook may hold before it is refused, so that no file can hang a run."""

    file_mb: int = Field(default=25, ge=1)
    """Size of the file on disk."""
    unpacked_mb: int = Field(default=250, ge=1)
    """Size of all parts unpacked."""
    part_mb: int = Field(default=100, ge=1)
    """Size of one part unpacked."""
    parts: int = Field(default=5000, ge=1)
    """Number of parts."""
    rows: int = Field(default=1_048_576, ge=1)
    """Highest row number."""
    columns: int = Field(default=16_384, ge=1)
    """Highest column number."""
    filled_cells: int = Field(default=15_000_000, ge=1)
    """Cells that hold something, over all sheets."""
    blank_rows: int = Field(default=200_000, ge=0)
    """Formatted rows without content in one sheet."""
    text_length: int = Field(default=32_767, ge=1)
    """Characters in one cell."""
    shared_texts: int = Field(default=1_500_000, ge=1)
    """Different texts in one workbook."""
    stray_rows: int = Field(default=100_000, ge=0)
    """How many rows a cell may lie below the last row with cells before it."""
    stray_columns: int = Field(default=1_000, ge=0)
    """How many columns a filled cell may lie to the right of the one before it in its row."""
    unusual_cells: int = Field(default=600_000, ge=0)
    """Cells in one sheet whose inner form is so unusual that it must be read the slow way."""


class Files(SettingsPart):
    """Which workbooks make up the register; empty means the usual names, else every workbook."""

    workbooks: tuple[str, ...] = ()
    """File names, in the order in which they are read."""
    backups: int = Field(default=30, ge=1)
    """How many copies of each workbook, as it was before a change by pmf, are kept in ``backups``."""

    @field_validator("workbooks")
    @classmethod
    def _beside(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if "/" in name or "\\" in name:
                raise ValueError(f'name a file that lies beside {FILE_NAME}, and not "{name}"')
        return names


class Ignored(SettingsPart):
    """A check that the council has decided not to be told about, and why."""

    code: str
    """A check's code, or the letters it begins with."""
    reason: str = Field(min_length=1)
    """Printed whenever findings are left out."""
    kpis: tuple[str, ...] = ()
    """Only for these KPIs; empty means all."""


class Checks(SettingsPart):
    """Selection of checks."""

    select: tuple[str, ...] = ()
    """Only these codes or beginnings of codes; empty means all."""
    ignore: tuple[Ignored, ...] = ()


class RatingSettings(SettingsPart):
    """Defaults where the sheet ``Rating rules`` has no row (framework 2023: 5%, 10% financial)."""

    tolerance: Decimal = Field(default=Decimal(5), ge=0)
    """Percent of the target."""
    financial_tolerance: Decimal = Field(default=Decimal(10), ge=0)
    """Percent of the target, for financial KPIs."""
    similar_within: Decimal = Field(default=Decimal(0), ge=0)
    """Change, in the KPI's printed unit, up to which direction of travel is "similar"."""
    rate_splits: bool = False
    """Whether splits without a target of their own are rated against the whole's target."""


class Charts(SettingsPart):
    """How charts are drawn."""

    axis_from_zero: bool = False
    """Whether value axes begin at zero; stated on each chart."""
    periods: int = Field(default=13, ge=2)
    """Most periods on a trend chart or sparkline."""


class CltReport(SettingsPart):
    """The report to the Corporate Leadership Team."""

    highlights: int = Field(default=6, ge=0)
    """Most highlights."""
    history: int = Field(default=8, ge=1)
    """Periods in the trends sheet."""


class PaperSettings(SettingsPart):
    """A paper, by its name after ``pmf report``: ``[papers.clt]``."""

    parts: tuple[str, ...] = ()
    """Its parts in the order in which they are to stand; what is not named is left out, of its workbook too. docs/papers.md has their names. Empty for all in their usual order."""
