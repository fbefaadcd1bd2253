"""The facts for the yearly choice of indicators: what of each KPI speaks for looking at it again; never a verdict.

KPIs are mapped against the priorities, and a pack goes to members who choose (2004 approach, 5.2 to 5.6); gaps in
coverage are shown (2024 report, ¶15).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pmf_cli.analysis.series.series import points_of
from pmf_cli.assessment import Assessment
from pmf_cli.checks.targets import REVIEW_DAYS
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.rate import Colours
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import Rag, TargetType
from pmf_cli.register.time.owed import DueDates
from pmf_cli.words import day, listed

PERIODS = 8
"""How many of a KPI's newest figures are looked at."""
LEAST = 4
"""With fewer figures nothing is said of what they never or always did."""


@frozen
class SetFacts:
    """What is known of one KPI for the choice.

    Attributes:
        colours: colour → how many of the newest figures had it.
        late: how many of those whose day is recorded came after it was due.
        dated: of how many the day is recorded.
        discussed: when it was last discussed or taken up; ``None`` where nothing says so.
        has_owner: whether its responsible officer is named and in post.
        same_as: references of KPIs with the same name or definition.
        reviewed: when its target was last agreed or reviewed.
        target: the kind of its target in force; ``None`` without one.
    """

    rating: KpiRating
    colours: Mapping[Rag, int]
    late: int
    dated: int
    discussed: date | None
    has_owner: bool
    same_as: tuple[str, ...]
    reviewed: date | None
    target: TargetType | None
    as_of: date

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi

    @property
    def judged(self) -> int:
        """How many figures had a colour."""
        return sum(self.colours.values())

    def told(self) -> tuple[str, ...]:
        """What there is to know, each a few words: facts, in a fixed order."""
        return tuple(_told(self))


def _told(one: SetFacts) -> Iterator[str]:
    yield from _of_colours(one)
    if one.discussed is None:
        yield NEVER_DISCUSSED
    if one.dated >= LEAST and one.late == one.dated:
        yield ALWAYS_LATE
    if not one.has_owner:
        yield NO_OWNER
    if one.same_as:
        yield f"{SAME} as {listed(one.same_as)}"
    if not one.kpi.priorities:
        yield NO_PRIORITY
    yield from _of_target(one)


def _of_colours(one: SetFacts) -> Iterator[str]:
    if one.judged < LEAST:
        return
    if not one.colours[Rag.RED]:
        yield NEVER_RED
    if one.colours[Rag.GREEN] == one.judged:
        yield ALWAYS_MET


def _of_target(one: SetFacts) -> Iterator[str]:
    if one.target is TargetType.TO_BE_AGREED or one.target is None:
        yield NO_TARGET
    elif one.target is TargetType.TRACKER:
        yield WATCHED
    elif one.reviewed is None or (one.as_of - one.reviewed).days > REVIEW_DAYS:
        yield OVERDUE if one.reviewed is None else f"{OVERDUE} since {day(one.reviewed)}"


NEVER_RED = "never far off target"
ALWAYS_MET = "always on target"
NEVER_DISCUSSED = "never discussed"
ALWAYS_LATE = "always late"
NO_OWNER = "no responsible officer in post"
SAME = "same name or definition"
NO_PRIORITY = "serves no priority"
NO_TARGET = "no target agreed"
WATCHED = "watched only"
OVERDUE = "target not reviewed"
KINDS = (NEVER_RED, ALWAYS_MET, NEVER_DISCUSSED, ALWAYS_LATE, NO_OWNER, SAME, NO_PRIORITY, NO_TARGET, WATCHED, OVERDUE)  # fmt: skip
"""What may be told of a KPI, by how it begins."""


def set_facts(assessment: Assessment, ratings: Sequence[KpiRating]) -> tuple[SetFacts, ...]:
    """The facts of each KPI, in the order of the ratings."""
    register, as_of = assessment.register, assessment.as_of
    colours = Colours(register, assessment.settings, assessment.period, as_of)
    dates = DueDates(register)
    discussed = last_discussed(register, as_of)
    same = _same(tuple(one.kpi for one in ratings))
    return tuple(
        _facts(
            assessment, one, colours, dates, discussed.get(one.kpi.ref), same.get(one.kpi.ref, ())
        )
        for one in ratings
    )


def _facts(
    assessment: Assessment,
    rating: KpiRating,
    colours: Colours,
    dates: DueDates,
    discussed: date | None,
    same_as: tuple[str, ...],
) -> SetFacts:
    kpi, row = rating.kpi, rating.target_row
    rows = _newest(assessment, kpi)
    told = Counter(colour for one in rows if (colour := colours(kpi, None, one)) is not None)
    days = list(_days(dates, kpi, rows))
    officer = assessment.register.contact(kpi.responsible_officer)
    agreed = () if row is None else (row.reviewed_on, row.agreed_on)
    return SetFacts(
        rating,
        {rag: told[rag] for rag in Rag},
        sum(came > due for came, due in days),
        len(days),
        discussed,
        officer is not None and not officer.has_left(assessment.as_of),
        same_as,
        max((on for on in agreed if on is not None), default=None),
        None if row is None else row.target_type,
        assessment.as_of,
    )


def _newest(assessment: Assessment, kpi: Kpi) -> list[Result]:
    """The newest figures of a KPI, oldest first."""
    rows = (point.result for point in points_of(assessment, kpi, PERIODS))
    return [row for row in rows if row is not None and row.value is not None]


def _days(dates: DueDates, kpi: Kpi, rows: Sequence[Result]) -> Iterator[tuple[date, date]]:
    """When each figure came, and when it was due; of those whose day is recorded."""
    for row in rows:
        if row.received_on is not None and row.period is not None:
            yield row.received_on, dates.of(kpi, row.period, row)


def last_discussed(register: Register, as_of: date) -> Mapping[str, date]:
    """KPI reference → the last day by which a highlight of it was discussed, or an issue of it was raised."""
    days = [(row.kpi_ref, row.discussed_on) for row in register.highlights]
    days += [(row.topic, row.raised_on) for row in register.escalations]
    found: dict[str, date] = {}
    for ref, on in days:
        if ref is not None and on is not None and on <= as_of:
            found[ref] = max(found.get(ref, on), on)
    return found


def _same(kpis: Sequence[Kpi]) -> Mapping[str, tuple[str, ...]]:
    """KPI reference → other KPIs with its name or definition, letters' case and spaces aside."""
    by_words: dict[str, list[str]] = {}
    for kpi in kpis:
        for text in {_plain(kpi.name), _plain(kpi.definition)} - {""}:
            by_words.setdefault(text, []).append(kpi.ref)
    found: dict[str, dict[str, None]] = {}
    for refs in by_words.values():
        for ref in refs:
            found.setdefault(ref, {}).update(dict.fromkeys(one for one in refs if one != ref))
    return {ref: tuple(others) for ref, others in found.items()}


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


@frozen
class Covered:
    """One thing that KPIs should cover, and those that do.

    Attributes:
        kind: ``Priority``, ``Service``, ``Risk``.
    """

    kind: str
    name: str
    refs: tuple[str, ...]


def covered(register: Register, kpis: Sequence[Kpi]) -> tuple[Covered, ...]:
    """Priorities, services of the council's list, and risks, each with the KPIs that cover it."""
    return (*_priorities(register, kpis), *_services(register, kpis), *_risks(register, kpis))


def _priorities(register: Register, kpis: Sequence[Kpi]) -> Iterator[Covered]:
    for row in register.priorities:
        refs = tuple(kpi.ref for kpi in kpis if row.ref in kpi.priorities)
        yield Covered("Priority", row.priority or row.ref, refs)


def _services(register: Register, kpis: Sequence[Kpi]) -> Iterator[Covered]:
    for row in register.lists:
        if row.entry and row.list_name.casefold() == "service":
            refs = tuple(kpi.ref for kpi in kpis if kpi.service == row.entry)
            yield Covered("Service", row.entry, refs)


def _risks(register: Register, kpis: Sequence[Kpi]) -> Iterator[Covered]:
    known = {kpi.ref for kpi in kpis}
    for row in register.risks:
        links = (link.kpi_ref for link in register.risk_links if link.risk_ref == row.ref)
        refs = tuple(ref for ref in links if ref in known)
        yield Covered("Risk", row.risk or row.ref, refs)
