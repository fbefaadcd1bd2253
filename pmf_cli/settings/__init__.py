"""The settings of a register: ``pmf.toml`` as a frozen, checked value.

Every limit and every rule that a council may set has a name here and a default that suits a
council without settings. Unknown keys are refused, so that a misspelt setting is not lost.
"""

from pmf_cli.places import FILE_NAME
from pmf_cli.settings.cycle import Collect, Mail, PreElection, Reminders, Timetable
from pmf_cli.settings.register import (
    Charts,
    Checks,
    CltReport,
    Council,
    Files,
    Ignored,
    Limits,
    PaperSettings,
    RatingSettings,
)
from pmf_cli.settings.section import ChartMarker, Marker
from pmf_cli.settings.settings import Settings, parse_settings

__all__ = [
    "FILE_NAME",
    "ChartMarker",
    "Charts",
    "Checks",
    "CltReport",
    "Collect",
    "Council",
    "Files",
    "Ignored",
    "Limits",
    "Mail",
    "Marker",
    "PaperSettings",
    "PreElection",
    "RatingSettings",
    "Reminders",
    "Settings",
    "Timetable",
    "parse_settings",
]
