"""Where reading, the core and writing meet; the commands call nothing below it.

Nothing here decides anything about a KPI. A register is found, read and assessed (``read/``), lists
and papers are made (``lists``, ``papers``), the officer's files are changed (``change/``), papers go out
(``issue/``), returns come in (``collect/``) and people are written to (``reminders/``).
"""

from pmf_cli.assessment import Assessment
from pmf_cli.pipeline.papers import (
    accessibility_of,
    made_paper,
    paper_files,
    write_files,
)
from pmf_cli.pipeline.read.opening import (
    OpenedRegister,
    Progress,
    assessed,
    load_settings,
    no_progress,
    open_register,
)
from pmf_cli.views.base import Section
from pmf_cli.views.listing import Listing

__all__ = [
    "Assessment",
    "Listing",
    "OpenedRegister",
    "Progress",
    "Section",
    "accessibility_of",
    "assessed",
    "load_settings",
    "made_paper",
    "no_progress",
    "open_register",
    "paper_files",
    "write_files",
]
