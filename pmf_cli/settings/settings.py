"""All settings of one register, read and checked."""

import tomllib
from datetime import date

from pydantic import Field, ValidationError

from pmf_cli.errors import UsageError
from pmf_cli.places import FILE_NAME
from pmf_cli.settings.cycle import Collect, Mail, PreElection, Reminders, Timetable
from pmf_cli.settings.register import (
    Charts,
    Checks,
    CltReport,
    Council,
    Files,
    Limits,
    PaperSettings,
    RatingSettings,
)
from pmf_cli.settings.section import ChartMarker, SettingsPart
from pmf_cli.settings_errors import first_error


class Settings(SettingsPart):
    """All settings of one register."""

    council: Council = Council()
    files: Files = Files()
    limits: Limits = Limits()
    checks: Checks = Checks()
    rating: RatingSettings = RatingSettings()
    charts: Charts = Charts()
    clt: CltReport = CltReport()
    papers: dict[str, PaperSettings] = Field(default_factory=dict)
    timetable: Timetable = Timetable()
    mail: Mail = Mail()
    reminders: Reminders = Reminders()
    collect: Collect = Collect()
    pre_election: tuple[PreElection, ...] = ()
    markers: tuple[ChartMarker, ...] = ()
    headings: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    """Sheet → heading → the council's own words for it."""
    sheets: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Sheet → names of the tabs that hold it (one per directorate, say)."""
    holds: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Sheet → the columns of it that guard ratings and publication. A sheet or column listed here that is missing is an error. Made by ``pmf init``, ``pmf import --write`` and ``pmf files --write``."""
    guards: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    """Sheet → heading → the rows that guard ratings and publication by what they say there: rule sets, bodies, restrictions, a KPI's own tolerance; with their number in brackets where several. One listed here that is gone is an error. Made by ``pmf import --write`` and ``pmf files --write``."""
    financial_year_start: int = Field(default=4, ge=1, le=12)
    """The month in which the financial year begins: 4 for April."""
    period: str = ""
    """The reporting period, where none is given on the command line. No paper is final while it is set."""
    as_of: date | None = None
    """The date to pretend it is, for rehearsals. No paper is final while it is set."""
    templates: str = ""
    """Folder with the council's own templates, beside ``pmf.toml``."""


def parse_settings(text: str, name: str = FILE_NAME) -> Settings:
    """The settings in the text of a ``pmf.toml``.

    Args:
        text: TOML.
        name: the file's name, for messages.

    Raises:
        UsageError: the text is no TOML, a key is unknown or a value does not fit; the message
            names the key and what it may be.
    """
    try:
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name} cannot be read: {error}.", "Correct the line named.") from error
    except ValidationError as error:
        raise UsageError(
            f"{name}: {first_error(error, 'is not a setting')}.",
            "See docs/settings.md for every setting.",
        ) from error
