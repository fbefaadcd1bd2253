"""Settings of the quarter as a cycle: timetable, mail, reminders, return forms."""

from datetime import date
from typing import Literal

from pydantic import Field

from pmf_cli.settings.section import Marker, SettingsPart


class PreElection(Marker):
    """A pre-election period, in which nothing that could sway voters is published."""


class Timetable(SettingsPart):
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


class Mail(SettingsPart):
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


class Reminders(SettingsPart):
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


class Collect(SettingsPart):
    """Return forms."""

    folder: str = "forms"
    """Where forms are written, beside ``pmf.toml``."""
    last_values: int = Field(default=4, ge=0, le=12)
    """Earlier results shown beside each KPI."""
