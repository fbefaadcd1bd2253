"""The settings of a register: ``pmf.toml`` as a frozen, checked value.

Every limit and every rule that a council may set has a name here and a default that suits a
council without settings. Unknown keys are refused, so that a misspelt setting is not lost.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmf_cli.errors import UsageError
from pmf_cli.places import FILE_NAME


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Council(_Section):
    """Whose register it is."""

    name: str = ""
    """Printed in titles."""
    directorates: tuple[str, ...] = ()
    """In the order in which papers list them; others follow by name."""


class Limits(_Section):
    """What a workbook may hold before it is refused, so that no file can hang a run."""

    file_mb: int = 25
    """Size of the file on disk."""
    unpacked_mb: int = 250
    """Size of all parts unpacked."""
    part_mb: int = 100
    """Size of one part unpacked."""
    parts: int = 5000
    """Number of parts."""
    rows: int = 1_048_576
    """Highest row number."""
    columns: int = 16_384
    """Highest column number."""
    filled_cells: int = 15_000_000
    """Cells that hold something, over all sheets."""
    blank_rows: int = 200_000
    """Formatted rows without content in one sheet."""
    text_length: int = 32_767
    """Characters in one cell."""
    shared_texts: int = 1_500_000
    """Different texts in one workbook."""
    stray_rows: int = 100_000
    """How many rows a cell may lie below the last row with cells before it."""
    stray_columns: int = 1_000
    """How many columns a filled cell may lie to the right of the one before it in its row."""
    unusual_cells: int = 600_000
    """Cells in one sheet whose inner form is so unusual that it must be read the slow way."""


class Files(_Section):
    """Which workbooks make up the register; empty means the usual names, else every workbook."""

    workbooks: tuple[str, ...] = ()
    """File names, in the order in which they are read."""
    backups: int = Field(default=30, ge=1)
    """How many copies of each workbook, as it was before a change by pmf, are kept in ``backups``."""


class Ignored(_Section):
    """A check that the council has decided not to be told about, and why."""

    code: str
    """A check's code, or the letters it begins with."""
    reason: str = Field(min_length=1)
    """Printed whenever findings are left out."""
    kpis: tuple[str, ...] = ()
    """Only for these KPIs; empty means all."""


class Checks(_Section):
    """Selection of checks."""

    select: tuple[str, ...] = ()
    """Only these codes or beginnings of codes; empty means all."""
    ignore: tuple[Ignored, ...] = ()


class Rating(_Section):
    """Defaults where the sheet ``Rating rules`` has no row (framework 2023: 5%, 10% financial)."""

    tolerance: Decimal = Decimal(5)
    """Percent of the target."""
    financial_tolerance: Decimal = Decimal(10)
    """Percent of the target, for financial KPIs."""
    similar_within: Decimal = Decimal(0)
    """Change, in the KPI's printed unit, up to which direction of travel is "similar"."""
    rate_splits: bool = False
    """Whether splits without a target of their own are rated against the whole's target."""


class Marker(_Section):
    """A stretch of time marked on charts, for example the Covid restrictions."""

    label: str
    """Printed on the chart."""
    start: date = Field(alias="from")
    """First day."""
    end: date = Field(alias="to")
    """Last day."""


class Charts(_Section):
    """How charts are drawn."""

    axis_from_zero: bool = False
    """Whether value axes begin at zero; stated on each chart."""
    periods: int = 13
    """Most periods on a trend chart or sparkline."""


class CltReport(_Section):
    """The report to the Corporate Leadership Team."""

    highlights: int = 6
    """Most highlights."""
    history: int = 8
    """Periods in the trends sheet."""


class PreElection(Marker):
    """A pre-election period, in which nothing that could sway voters is published."""


class Timetable(_Section):
    """How the year's timetable is worked back from meetings; working days, not counting weekends, bank holidays and closed days."""

    forms_sent: int = Field(default=32, ge=0, le=250)
    """Return forms go out so many days before CLT."""
    data_due: int = Field(default=17, ge=0, le=250)
    """Results are due so many days before CLT."""
    commentary_due: int = Field(default=13, ge=0, le=250)
    """Reasons and actions are due so many days before CLT."""
    dmt_review: int = Field(default=9, ge=0, le=250)
    """Management teams review so many days before CLT, where they have no meeting of their own."""
    draft: int = Field(default=6, ge=0, le=250)
    """The draft goes to directors so many days before CLT."""
    portfolio_holders: int = Field(default=4, ge=0, le=250)
    """Portfolio holders are told so many days after CLT, and before any public meeting."""
    agenda: int = Field(default=5, ge=0, le=250)
    """Clear days between the publication of an agenda and a meeting in public."""
    publication: int = Field(default=5, ge=0, le=250)
    """Results are published so many days after Cabinet."""
    lessons: int = Field(default=3, ge=0, le=250)
    """Lessons are drawn so many days after the last step before it."""
    least_for_data: int = Field(default=10, ge=0, le=250)
    """Fewest days that contacts have between receiving their forms and data being due."""
    least_for_commentary: int = Field(default=3, ge=0, le=250)
    """Fewest days between data and commentary being due."""
    closed_days: tuple[date, ...] = ()
    """Days beside weekends and bank holidays on which the council is closed."""


class Mail(_Section):
    """How messages are sent. The password is never here: it comes from PMF_SMTP_PASSWORD or a file that only you can read."""

    host: str = ""
    """The mail server; empty while messages are only written to a folder."""
    port: int = Field(default=587, ge=1, le=65535)
    """Its port."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """``starttls`` or ``tls``, both with the server's certificate checked; ``none`` only to this computer itself."""
    user: str = ""
    """The name to log in with; empty for none."""
    password_file: str = ""
    """A file with the password, readable by its owner alone; PMF_SMTP_PASSWORD wins."""
    ca_file: str = ""
    """Certificates to trust instead of the system's, for a council's own authority."""
    sender: str = ""
    """The address that messages come from."""
    reply_to: str = ""
    """The team's box that answers go to; empty for the sender."""
    domains: tuple[str, ...] = ()
    """Domains that messages may go to; empty means those of the sender alone."""
    timeout: int = Field(default=10, ge=1, le=300)
    """Seconds to wait for the server's answers."""


class Reminders(_Section):
    """When people are reminded; working days."""

    coming: int = Field(default=10, ge=0, le=60)
    """The first message goes so many days before data is due."""
    soon: int = Field(default=3, ge=0, le=60)
    """The second goes so many days before data is due."""
    overdue: int = Field(default=2, ge=1, le=60)
    """A late result is asked for again so many days after data was due."""
    escalate: int = Field(default=5, ge=1, le=60)
    """The responsible officer is told so many days after data was due."""
    commentary: int = Field(default=2, ge=0, le=60)
    """Commentary is asked for again so many days before it is due."""
    max_messages: int = Field(default=100, ge=1)
    """Most messages of one run; more want --yes, so that a wrong clock cannot write to everybody."""
    tries: int = Field(default=5, ge=1, le=100)
    """How often a message that a server put off is tried, one run each."""


class Collect(_Section):
    """Return forms."""

    folder: str = "forms"
    """Where forms are written, beside ``pmf.toml``."""
    last_values: int = Field(default=4, ge=0, le=12)
    """Earlier results shown beside each KPI."""


class Settings(_Section):
    """All settings of one register."""

    council: Council = Council()
    files: Files = Files()
    limits: Limits = Limits()
    checks: Checks = Checks()
    rating: Rating = Rating()
    charts: Charts = Charts()
    clt: CltReport = CltReport()
    timetable: Timetable = Timetable()
    mail: Mail = Mail()
    reminders: Reminders = Reminders()
    collect: Collect = Collect()
    pre_election: tuple[PreElection, ...] = ()
    markers: tuple[Marker, ...] = ()
    headings: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    """Sheet → heading → the council's own words for it."""
    sheets: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Sheet → names of the tabs that hold it (one per directorate, say)."""
    financial_year_start: int = Field(default=4, ge=1, le=12)
    """The month in which the financial year begins: 4 for April."""
    period: str = ""
    """The reporting period, where none is given on the command line."""
    as_of: date | None = None
    """The date to pretend it is, for rehearsals; papers say so."""
    templates: str = ""
    """Folder with the council's own templates, beside ``pmf.toml``."""


def parse_settings(text: str, name: str = FILE_NAME) -> Settings:
    """The settings in the text of a ``pmf.toml``.

    Args:
        text: TOML.
        name: the file's name, for messages.

    Raises:
        UsageError: the text is no TOML, a key is unknown or a value does not fit; the message
            names the key and what was found.
    """
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name} cannot be read: {error}.", "Correct the line named.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        wrong = (
            "is no setting"
            if first["type"] == "extra_forbidden"
            else f"does not fit: {first['msg']}"
        )
        raise UsageError(
            f"{name}: {key} {wrong}.", "See docs/settings.md for every setting."
        ) from error
