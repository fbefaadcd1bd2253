"""The officer's desk: a small council whose register, timetable and people last three years."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmf_cli.post.smtp import Delivery, Ending
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import DataType, Frequency, TargetType, TimeBasis, TimetableStep
from tests.collect.desk import files_of
from tests.make import make_contact, make_kpi, make_register, make_result, make_step, make_target

FIRST_YEAR = 2023
PEOPLE = ("C02", "C03", "C04")
QUARTERS_A_YEAR = 4
_MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")


@dataclass(frozen=True)
class Quarter:
    """One cycle with its days.

    Attributes:
        name: ``2023/24 Q1``.
        end: its last day.
    """

    name: str
    end: date

    @property
    def forms(self) -> date:
        """When forms go out."""
        return self.end + timedelta(days=2)

    @property
    def due(self) -> date:
        """When data is due."""
        return self.end + timedelta(days=21)

    @property
    def late(self) -> date:
        """When the officer takes in what came late."""
        return self.end + timedelta(days=32)

    @property
    def clt(self) -> date:
        """When CLT meets."""
        return self.end + timedelta(days=45)


def quarter(number: int) -> Quarter:
    """The so manyth quarter played, from 0."""
    year, q = FIRST_YEAR + number // QUARTERS_A_YEAR, number % QUARTERS_A_YEAR + 1
    name = f"{year}/{(year + 1) % 100:02d} Q{q}"
    return Quarter(name, parse_period(name).end)


def council(quarters: int) -> Register:
    """Six KPIs of three contacts: percentages, numbers, a date, and a rolling monthly one."""
    monthly = {"frequency": Frequency.MONTHLY, "time_basis": TimeBasis.ROLLING}
    number: dict[str, Any] = {
        "data_type": DataType.NUMBER, "unit": "visits", "decimal_places": 0, "plausible_min": 0,
        "plausible_max": 900, "numerator_label": None, "denominator_label": None,
    }  # fmt: skip
    day: dict[str, Any] = number | {
        "data_type": DataType.DATE, "unit": "date", "decimal_places": None, "plausible_min": None,
        "plausible_max": None,
    }  # fmt: skip
    plain = {"numerator_label": None, "denominator_label": None, "lag_days": 5}
    parts: list[tuple[str, dict[str, Any], object]] = [
        ("C02", plain, 39),
        ("C02", plain | number, 400),
        ("C03", plain, 39),
        ("C03", plain | day, date(2027, 3, 31)),
        ("C04", plain | number, 400),
        ("C04", plain | monthly, 39),
    ]
    kpis, targets, results = [], [], []
    for place, (contact, over, target) in enumerate(parts, 1):
        first = f"Apr {FIRST_YEAR}" if over.get("frequency") else f"{FIRST_YEAR}/24 Q1"
        ref = f"K-{place:02d}"
        kpis.append(make_kpi(ref, key_contact=contact, first_period=first, **over))
        kind = TargetType.DATE if isinstance(target, date) else TargetType.VALUE
        first = f"{FIRST_YEAR - 1}/23 Q1"
        targets.append(make_target(ref, target=target, target_type=kind, from_period=first))
    steps = []
    for place in range(quarters):
        one = quarter(place)
        for step, on in (
            (TimetableStep.FORMS_SENT, one.forms),
            (TimetableStep.DATA_DUE, one.due),
            (TimetableStep.CLT, one.clt),
        ):
            steps.append(make_step(one.name, step=step, on=on, status=None, done_on=None))
    people = tuple(make_contact(ref) for ref in ("C01", *PEOPLE, "C05"))
    results = [make_result("K-01", "2022/23 Q4", 40)]
    return make_register(kpis, results, targets, timetable=tuple(steps), contacts=people)


def put_down(folder: Path, quarters: int) -> Path:
    """The council's register on disk, with a sender for its messages."""
    folder.mkdir(parents=True)
    for name, data in files_of(council(quarters)).items():
        (folder / name).write_bytes(data)
    settings = folder / "pmf.toml"
    mail = '\n[mail]\nsender = "team@example.org"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + mail, encoding="utf-8")
    return folder


def right_answer(ref: str, period: str, base: int) -> object:
    """What a contact who makes no mistake types for a figure.

    Args:
        ref: the KPI.
        period: its period as printed.
        base: a number from 0 to 8 that chance chose.
    """
    if ref == "K-04":
        return date(2027, 1, 1) + timedelta(days=base)
    if ref in ("K-02", "K-05"):
        return 400 + base
    return float(Decimal(40) + Decimal(base) / 10)


@dataclass
class Post:
    """A mail server without a socket that answers by chance.

    Attributes:
        ending: how the next messages end.
        sent: recipient and bytes of what it took.
    """

    ending: Ending = Ending.SENT
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    accepted: int = 0

    def __enter__(self) -> Post:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def connect(self) -> None:
        self.accepted = 0

    def deliver(self, sender: str, to: str, data: bytes) -> Delivery:
        if self.ending is Ending.SENT:
            self.sent.append((to, data))
        return Delivery(self.ending, "" if self.ending is Ending.SENT else "the server answered")
