"""Which figure a target asks for in which period: every way of ``docs/time.md``, worked out a second time."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import pytest

from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import (
    DataType,
    Frequency,
    Profile,
    TargetType,
    TimeBasis,
    YearBasis,
    YearValue,
)
from pmf_cli.register.time.aims import aim_for
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.times import (
    Bearing,
    covered,
    made_of,
    may_differ,
    months_gone,
    own_parts,
)
from tests.make import make_kpi, make_result, make_target

LATE = date(2030, 1, 1)
TARGET = Decimal(1001)
STEPS = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.SIX_MONTHLY: 6,
    Frequency.ANNUAL: 12,
}
ASKED = {
    "Nov 2024": (1, 8),
    "Dec 2024": (1, 9),
    "2024/25 Q3": (3, 9),
    "2024/25 H2": (6, 12),
    "2024/25": (12, 12),
}
"""Period asked for → months that it lasts, months of the year gone at its end."""
ROWS = {
    ("2024/25", None): (12, False, 0, 12),
    ("2024/25", "2024/25"): (12, True, 0, 12),
    ("2024/25 H2", "2024/25 H2"): (6, True, 6, 12),
    ("2024/25 H1", "2024/25 H2"): (6, False, 0, 12),
    ("2024/25 Q1", "2024/25 Q4"): (3, False, 0, 12),
    ("2024/25 Q3", "2024/25 Q3"): (3, True, 6, 9),
    ("Apr 2024", None): (1, False, 0, 12),
    ("Dec 2024", "Dec 2024"): (1, True, 8, 9),
    (None, None): (None, False, 0, 12),
}
"""From and to → months of *From period*, whether it is for a single one, and from which month of
the year to which the row is in force."""
BASES = (
    (TimeBasis.WITHIN, YearValue.SUM),
    (TimeBasis.WITHIN, YearValue.SIMPLE),
    (TimeBasis.WITHIN, YearValue.WEIGHTED),
    (TimeBasis.WITHIN, YearValue.LAST),
    (TimeBasis.WITHIN, None),
    (TimeBasis.CUMULATIVE, YearValue.LAST),
    (TimeBasis.CUMULATIVE, None),
    (TimeBasis.SNAPSHOT, YearValue.LAST),
    (TimeBasis.SNAPSHOT, None),
    (TimeBasis.ROLLING, YearValue.LAST),
    (None, YearValue.SUM),
    (None, None),
)
PROFILES = (None, Profile.EVEN, Profile.LEVEL, Profile.LAST_YEAR, Profile.OWN)
"""Of ``Own profile`` with nothing typed, so that the year's figure alone can be asked."""
SHARED_OUT = (Profile.EVEN, Profile.LAST_YEAR)


def printed(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


@dataclass(frozen=True)
class Case:
    basis: TimeBasis | None
    year_value: YearValue | None
    is_average: bool
    step: int
    stated: int | None
    is_single: bool
    begins: int
    ends: int
    profile: Profile | None
    length: int
    gone: int

    @property
    def adds_up(self) -> bool:
        within = self.basis is TimeBasis.WITHIN and self.year_value is YearValue.SUM
        return within or self.basis is TimeBasis.CUMULATIVE

    @property
    def target_for(self) -> int:
        """Months that the row's figure is for."""
        stated = max(self.stated or self.step, self.step)
        if self.profile is Profile.LEVEL:
            return self.step
        if self.profile is Profile.OWN:
            return 12
        if self.profile in SHARED_OUT:
            return stated if self.is_single and stated > self.step else 12
        if self.basis is TimeBasis.CUMULATIVE and not self.is_single:
            return 12
        return stated

    def expected(self) -> tuple[Bearing, Decimal | None, int | None, bool]:
        """How the target bears on the period, what it asks for, the months gone at the end of the
        time that it is for (none where that is the period itself), and whether it is shared evenly."""
        months = self.target_for
        end = -(-self.gone // months) * months
        is_other = months != self.length
        time = end if is_other else None
        if self.basis is TimeBasis.ROLLING:
            return Bearing.SAME, TARGET, None, False
        is_cumulative = self.basis is TimeBasis.CUMULATIVE
        covers, stands_for = (self.gone, end) if is_cumulative else (self.length, months)
        if covers == stands_for:
            return Bearing.SAME, TARGET, None, False
        is_longer = stands_for > covers
        if self.basis is TimeBasis.SNAPSHOT:
            return (
                (Bearing.HOLDS, TARGET, time, False)
                if is_longer
                else (Bearing.SAME, TARGET, None, False)
            )
        if self.adds_up and is_longer:
            if self.is_average and self.profile not in SHARED_OUT:
                return Bearing.NEEDS_PROFILE, None, time, False
            if self.is_average and self.profile is Profile.LAST_YEAR:
                return Bearing.SHARED, None, time, False
            first = 0 if is_cumulative else self.gone - self.length - (end - months)
            last = self.gone if is_cumulative else first + self.length
            parts = [printed(TARGET * place / stands_for) for place in (first, last)]
            return Bearing.SHARED, parts[1] - parts[0], time, True
        is_said = self.basis is TimeBasis.WITHIN and self.year_value is not None
        if not self.adds_up and not is_said and not self.is_average:
            return Bearing.UNKNOWN, None, time, False
        if is_longer:
            return Bearing.HOLDS, TARGET, time, False
        value, is_even = self.together()
        return Bearing.PARTS, value, time, is_even

    def together(self) -> tuple[Decimal | None, bool]:
        """What the KPI's own periods in the longer one ask for; nothing where one has no target."""
        first = self.gone - self.length + self.step
        ends = range(first, self.gone + 1, self.step)
        if not all(self.begins < end <= self.ends for end in ends):
            return None, False
        parts = [replace(self, length=self.step, gone=end).expected() for end in ends]
        values = [value for _, value, _, _ in parts if value is not None]
        is_even = any(even for _, _, _, even in parts)
        if len(values) < len(parts):
            return None, False
        if self.basis is TimeBasis.WITHIN and self.year_value is YearValue.SUM:
            return sum(values, Decimal(0)), is_even
        assert len(set(values)) == 1
        return values[0], is_even


def time_label(months: int | None, length: int) -> str | None:
    if months is None:
        return None
    names = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    name = f"{names[months - 1]} {2024 if months < 10 else 2025}"
    return {12: "2024/25", 6: f"2024/25 H{months // 6}", 3: f"2024/25 Q{months // 3}", 1: name}[
        length
    ]


@pytest.mark.parametrize("is_average", [False, True])
@pytest.mark.parametrize(("basis", "year_value"), BASES)
def test_each_target_asks_for_what_the_page_on_time_says(basis, year_value, is_average):
    """Over every frequency, reach of a row, profile and period asked for."""
    data = DataType.RATE if is_average else DataType.NUMBER
    wrong = []
    for frequency, step in STEPS.items():
        kpi = make_kpi(
            time_basis=basis,
            year_value=year_value,
            data_type=data,
            unit="homes",
            decimal_places=0,
            frequency=frequency,
            first_period=None,
        )
        known = Known({}, LATE, LATE, kpi)
        for (ends, facts), profile in product(ROWS.items(), PROFILES):
            row = make_target(
                from_period=ends[0], to_period=ends[1], profile=profile, target=TARGET
            )
            for label, (length, gone) in ASKED.items():
                if length < step:
                    continue
                period = parse_period(label)
                aim = aim_for(row, kpi, period, known)
                case = Case(basis, year_value, is_average, step, *facts, profile, length, gone)
                bearing, value, time, is_even = case.expected()
                is_time = time is not None
                expected = (
                    bearing,
                    value,
                    value is None,
                    time_label(time, case.target_for) if is_time else None,
                    is_even,
                    "holds for each" in aim.remark,
                )
                told = (
                    aim.bearing,
                    aim.value,
                    bool(aim.refused),
                    None if aim.time is None else aim.time.label,
                    aim.split_evenly,
                    bearing is Bearing.HOLDS,
                )
                if told != expected:
                    wrong.append((label, ends, profile, frequency, told, expected))
    assert not wrong


TERMS = {"2024/25 Autumn": (4, 4), "2024/25 Spring": (4, 8), "2024/25 Summer": (4, 12)}


@pytest.mark.parametrize(
    ("basis", "label", "target", "expected"),
    [
        (TimeBasis.WITHIN, "2024/25 Autumn", 32, 11),
        (TimeBasis.WITHIN, "2024/25 Spring", 32, 10),
        (TimeBasis.WITHIN, "2024/25 Summer", 32, 11),
        (TimeBasis.WITHIN, "2024/25 AY", 32, 32),
        (TimeBasis.CUMULATIVE, "2024/25 Autumn", 32, 11),
        (TimeBasis.CUMULATIVE, "2024/25 Spring", 32, 21),
        (TimeBasis.CUMULATIVE, "2024/25 Summer", 32, 32),
    ],
)
def test_a_school_year_is_shared_out_in_thirds(basis, label, target, expected):
    kpi = make_kpi(
        time_basis=basis,
        year_value=YearValue.SUM,
        data_type=DataType.NUMBER,
        unit="visits",
        decimal_places=0,
        frequency=Frequency.TERMLY,
        year_basis=YearBasis.ACADEMIC,
        first_period=None,
    )
    row = make_target(from_period="2024/25 AY", to_period="2024/25 AY", target=target)
    aim = aim_for(row, kpi, parse_period(label), Known({}, LATE, LATE, kpi))
    assert (aim.value, aim.split_evenly) == (expected, expected != target)


OWN_YEAR = tuple(range(1, 13))
TYPED = {"q1": 100, "q2": 200, "q3": 330, "q4": 400}


@pytest.mark.parametrize(
    ("basis", "year_value", "row", "label", "expected"),
    [
        # up to the end of each period, on a straight line between quarters
        (TimeBasis.CUMULATIVE, None, TYPED, "Apr 2024", (33, "q1")),
        (TimeBasis.CUMULATIVE, None, TYPED, "May 2024", (67, "q1")),
        (TimeBasis.CUMULATIVE, None, TYPED, "Jun 2024", (100, "q1")),
        (TimeBasis.CUMULATIVE, None, TYPED, "Jul 2024", (133, "q2")),
        (TimeBasis.CUMULATIVE, None, TYPED, "Nov 2024", (287, "q3")),
        (TimeBasis.CUMULATIVE, None, TYPED, "2024/25 Q3", (330, "q3")),
        (TimeBasis.CUMULATIVE, None, TYPED, "2024/25 H1", (200, "q2")),
        (TimeBasis.CUMULATIVE, None, TYPED, "2024/25", (400, "q4")),
        (TimeBasis.CUMULATIVE, None, TYPED | {"q2": None}, "Jul 2024", None),
        (TimeBasis.CUMULATIVE, None, TYPED | {"q2": None}, "Nov 2024", None),
        (TimeBasis.CUMULATIVE, None, TYPED | {"q1": None}, "Nov 2024", (287, "q3")),
        (TimeBasis.CUMULATIVE, None, {"months": OWN_YEAR}, "Apr 2024", (1, "months")),
        (TimeBasis.CUMULATIVE, None, {"months": OWN_YEAR}, "Mar 2025", (12, "months")),
        (TimeBasis.CUMULATIVE, None, {"months": OWN_YEAR}, "2024/25 Q3", (9, "months")),
        (TimeBasis.CUMULATIVE, None, {"months": OWN_YEAR[:8]}, "Nov 2024", (8, "months")),
        (TimeBasis.CUMULATIVE, None, {"months": OWN_YEAR[:8]} | TYPED, "Dec 2024", (330, "q3")),
        # neither added up nor alone: the figure of the quarter
        (TimeBasis.SNAPSHOT, None, TYPED, "Nov 2024", (330, "q3")),
        (TimeBasis.SNAPSHOT, None, TYPED, "Dec 2024", (330, "q3")),
        (TimeBasis.SNAPSHOT, None, TYPED, "Jan 2025", (400, "q4")),
        # for each period alone
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "2024/25 Q3", (330, "q3")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "2024/25 H1", (300, "q2")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "2024/25 H2", (730, "q4")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "2024/25", (1030, "q4")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "Apr 2024", (33, "q1")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "May 2024", (34, "q1")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "Jun 2024", (33, "q1")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "Jul 2024", (67, "q2")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "Aug 2024", (66, "q2")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "Sep 2024", (67, "q2")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED, "Mar 2025", (133, "q4")),
        (TimeBasis.WITHIN, YearValue.SUM, TYPED | {"q2": None}, "2024/25 H1", None),
        (TimeBasis.WITHIN, YearValue.SUM, {"months": OWN_YEAR}, "Dec 2024", (9, "months")),
        (TimeBasis.WITHIN, YearValue.SUM, {"months": OWN_YEAR}, "2024/25 Q3", (24, "months")),
        (TimeBasis.WITHIN, YearValue.SUM, {"months": OWN_YEAR}, "2024/25 H2", (57, "months")),
        (TimeBasis.WITHIN, YearValue.SUM, {"months": OWN_YEAR}, "2024/25", (78, "months")),
        (TimeBasis.WITHIN, YearValue.LAST, TYPED, "2024/25 H1", (200, "q2")),
        (TimeBasis.WITHIN, YearValue.SIMPLE, TYPED, "2024/25 H1", (150, "q2")),
        (TimeBasis.WITHIN, YearValue.SIMPLE, TYPED, "2024/25", (258, "q4")),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, TYPED, "2024/25 H1", "refused"),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, TYPED, "Nov 2024", (330, "q3")),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, TYPED | {"q2": 100}, "2024/25 H1", (100, "q2")),
    ],
)
def test_targets_typed_for_parts_of_the_year(basis, year_value, row, label, expected):
    """Of cumulative figures up to the end of each part, within the period for each part alone."""
    kpi = make_kpi(
        time_basis=basis,
        year_value=year_value,
        data_type=DataType.NUMBER,
        unit="homes",
        decimal_places=0,
        frequency=Frequency.MONTHLY,
        first_period=None,
    )
    for profile in (Profile.OWN, None):
        target = make_target(target=None, profile=profile, from_period="2024/25", **row)
        aim = aim_for(target, kpi, parse_period(label), Known({}, LATE, LATE, kpi))
        if expected == "refused":
            assert aim.value is None
            assert "type a target row" in aim.refused
        elif expected is None:
            assert aim.field == "target"
        else:
            assert (aim.value, aim.field, aim.refused) == (*expected, "")
            assert any("blank" in step for step in aim.steps) is (profile is None)
            is_third = basis is TimeBasis.WITHIN and year_value is YearValue.SUM
            assert aim.split_evenly is (is_third and len(label) == 8 and "months" not in row)


@pytest.mark.parametrize(
    ("target", "amber", "typed", "label", "expected"),
    [
        (500, 400, TYPED, "2024/25 Q3", 264),
        (500, 400, TYPED, "2024/25 Q1", 80),
        (330, 300, TYPED, "2024/25 Q3", 300),
        (None, 320, TYPED, "2024/25 Q3", 264),
        (None, 320, TYPED, "2024/25", 320),
        (0, 400, TYPED, "2024/25 Q3", None),
        (None, 240, {"months": OWN_YEAR}, "2024/25 Q3", 180),
        (None, 240, {"months": OWN_YEAR}, "2024/25", 240),
        (24, 240, {"months": OWN_YEAR}, "2024/25 Q3", 90),
    ],
)
def test_an_amber_boundary_moves_in_step_with_the_own_target(target, amber, typed, label, expected):
    """It stands beside the year's target: the last quarter's or month's where the row gives none."""
    kpi = make_kpi(
        time_basis=TimeBasis.CUMULATIVE, data_type=DataType.NUMBER, unit="", decimal_places=0,
        first_period=None,
    )  # fmt: skip
    row = make_target(
        target=target, amber_boundary=amber, profile=Profile.OWN, from_period="2024/25", **typed
    )
    aim = aim_for(row, kpi, parse_period(label), Known({}, LATE, LATE, kpi))
    assert aim.amber == expected
    assert bool(aim.refused) is (expected is None)
    if expected is None:
        assert "0," in aim.refused


LAST_YEARS = {
    "2023/24 Q1": 10,
    "2023/24 Q2": 25,
    "2023/24 Q3": 25,
    "2023/24 Q4": 40,
}


@pytest.mark.parametrize(
    ("basis", "record", "label", "expected", "named"),
    [
        (TimeBasis.WITHIN, LAST_YEARS, "2024/25 Q1", 20, ["2023/24 Q1", "2023/24 Q4", "2023/24 Q3", "2023/24 Q2"]),
        (TimeBasis.WITHIN, LAST_YEARS, "2024/25 Q3", 50, ["2023/24 Q3", "2023/24 Q4", "2023/24 Q2", "2023/24 Q1"]),
        (TimeBasis.WITHIN, LAST_YEARS, "2024/25 Q4", 80, ["2023/24 Q4", "2023/24 Q3", "2023/24 Q2", "2023/24 Q1"]),
        (TimeBasis.WITHIN, LAST_YEARS | {"2023/24 Q2": None}, "2024/25 Q3", "even", []),
        (TimeBasis.WITHIN, LAST_YEARS | {"2023/24": 900}, "2024/25 Q3", 50, None),
        (TimeBasis.WITHIN, LAST_YEARS | {"2022/23 Q4": 90, "2024/25 Q1": 9}, "2024/25 Q3", 50, None),
        (TimeBasis.WITHIN, {"2023/24 Q3": 25, "2023/24 Q4": 40}, "2024/25 Q3", "even", []),
        (TimeBasis.WITHIN, dict.fromkeys(LAST_YEARS, 0), "2024/25 Q3", "even", []),
        (TimeBasis.CUMULATIVE, LAST_YEARS, "2024/25 Q1", 50, ["2023/24 Q1", "2023/24 Q4"]),
        (TimeBasis.CUMULATIVE, LAST_YEARS, "2024/25 Q3", 125, ["2023/24 Q3", "2023/24 Q4"]),
        (TimeBasis.CUMULATIVE, LAST_YEARS, "2024/25 Q4", 200, None),
        (TimeBasis.CUMULATIVE, LAST_YEARS | {"2023/24 Q2": None}, "2024/25 Q3", 125, ["2023/24 Q3", "2023/24 Q4"]),
        (TimeBasis.CUMULATIVE, LAST_YEARS | {"2023/24 Q4": None}, "2024/25 Q3", "even", []),
        (TimeBasis.CUMULATIVE, LAST_YEARS | {"2023/24 Q3": None}, "2024/25 Q3", "even", []),
        (TimeBasis.CUMULATIVE, {"2023/24 Q3": 25}, "2024/25 Q3", "even", []),
        (TimeBasis.CUMULATIVE, LAST_YEARS | {"2023/24 Q4": 0}, "2024/25 Q3", "even", []),
        (TimeBasis.CUMULATIVE, {}, "2024/25 Q3", "even", []),
    ],
)  # fmt: skip
def test_the_share_of_last_year_comes_from_the_same_parts_of_last_year(
    basis, record, label, expected, named
):
    """All parts are needed where each stands alone; of running totals the year's last one."""
    kpi = make_kpi(
        time_basis=basis, year_value=YearValue.SUM, data_type=DataType.NUMBER, unit="",
        decimal_places=0, first_period=None,
    )  # fmt: skip
    rows = {}
    for period, value in record.items():
        row = make_result("WM-01", period, value)
        rows[row.period] = row
    ordered = dict(sorted(rows.items(), key=lambda each: (each[0].end, each[0].start)))
    row = make_target(target=200, profile=Profile.LAST_YEAR, from_period="2024/25")
    aim = aim_for(row, kpi, parse_period(label), Known(ordered, LATE, LATE, kpi))
    is_even = expected == "even"
    quarter = int(label[-1])
    even = 50 if basis is TimeBasis.WITHIN else 50 * quarter
    same = quarter == 4 and basis is TimeBasis.CUMULATIVE
    assert aim.value == (even if is_even else expected)
    assert aim.split_evenly is is_even
    if named is not None:
        assert [str(one.period) for one in aim.results] == named
    assert any("Same share as last year:" in step for step in aim.steps) is not (is_even or same)


def test_a_range_is_shared_out_or_holds_at_both_its_edges():
    def asked(label, **kpi):
        fields = {
            "data_type": DataType.NUMBER,
            "unit": "",
            "decimal_places": 0,
            "first_period": None,
        }
        made = make_kpi(**(fields | kpi))
        row = make_target(
            target_type=TargetType.RANGE, target=None, range_low=40, range_high=81,
            amber_boundary=20, from_period="2024/25",
        )  # fmt: skip
        aim = aim_for(row, made, parse_period(label), Known({}, LATE, LATE, made))
        return aim.low, aim.high, aim.amber, aim.value, aim.split_evenly, bool(aim.refused)

    within = {"time_basis": TimeBasis.WITHIN}
    assert asked("2024/25 Q3", **within, year_value=YearValue.SUM) == (10, 20, 5, None, True, False)
    assert asked("2024/25 Q4", **within, year_value=YearValue.SUM) == (10, 20, 5, None, True, False)
    assert asked("2024/25 Q3", time_basis=TimeBasis.CUMULATIVE) == (30, 61, 15, None, True, False)
    held = asked("2024/25 Q3", **within, year_value=YearValue.SIMPLE)
    assert held == (40, 81, 20, None, False, False)
    assert asked("2024/25", **within, year_value=YearValue.SUM) == (40, 81, 20, None, False, False)
    refused = asked("2024/25 Q3", **within, year_value=None)
    assert refused == (None, None, None, None, False, True)


def test_parts_that_cannot_be_asked_for_refuse_the_whole_in_their_own_words():
    """Terms fill no half-year; months of a half-year's rate need a profile."""
    fields = {"time_basis": TimeBasis.WITHIN, "unit": "", "decimal_places": 0, "first_period": None}
    terms = make_kpi(
        **fields, data_type=DataType.NUMBER, frequency=Frequency.TERMLY, year_value=YearValue.LAST,
        year_basis=YearBasis.ACADEMIC,
    )  # fmt: skip
    level = make_target(from_period=None, profile=Profile.LEVEL, target=5)
    half = aim_for(level, terms, parse_period("2024/25 H1"), Known({}, LATE, LATE, terms))
    assert half.value is None
    assert "targets for shorter periods" in half.refused
    rates = make_kpi(
        **fields, data_type=DataType.RATE, frequency=Frequency.MONTHLY, year_value=YearValue.SUM
    )
    halves = make_target(from_period="2024/25 H1", to_period="2024/25 H2", target=TARGET)
    year = aim_for(halves, rates, parse_period("2024/25"), Known({}, LATE, LATE, rates))
    assert year.value is None
    assert "Even split would ask for" in year.refused


def test_only_a_longer_period_of_the_calendar_has_own_parts():
    kpi = make_kpi()
    told = {
        label: [str(part) for part in own_parts(kpi, parse_period(label))]
        for label in (
            "as at 31/12/2024",
            "12 months to Dec 2024",
            "2024/25 Q3",
            "Dec 2024",
            "2024/25 H1",
        )
    }
    assert told.pop("2024/25 H1") == ["2024/25 Q1", "2024/25 Q2"]
    assert not any(told.values())
    assert own_parts(make_kpi(frequency=None), parse_period("2024/25")) == ()


@pytest.mark.parametrize(
    ("frequency", "basis", "label", "expected"),
    [
        (Frequency.TERMLY, YearBasis.ACADEMIC, "2024/25 AY", ["2024/25 Autumn", "2024/25 Spring", "2024/25 Summer"]),
        (Frequency.TERMLY, YearBasis.ACADEMIC, "2024/25 Spring", []),
        (Frequency.TERMLY, YearBasis.ACADEMIC, "2024/25", ["2023/24 Summer", "2024/25 Autumn", "2024/25 Spring"]),
        (Frequency.TERMLY, YearBasis.ACADEMIC, "2024", ["2023/24 Spring", "2023/24 Summer", "2024/25 Autumn"]),
        (Frequency.TERMLY, YearBasis.ACADEMIC, "2024/25 H1", []),
        (Frequency.TERMLY, YearBasis.ACADEMIC, "2024/25 H2", []),
        (Frequency.SIX_MONTHLY, YearBasis.FINANCIAL, "2024/25", ["2024/25 H1", "2024/25 H2"]),
        (Frequency.QUARTERLY, None, "2024/25", ["2024/25 Q1", "2024/25 Q2", "2024/25 Q3", "2024/25 Q4"]),
        (Frequency.QUARTERLY, YearBasis.CALENDAR, "2024/25 AY", []),
        (Frequency.MONTHLY, YearBasis.CALENDAR, "2024/25 Q4", ["Jan 2025", "Feb 2025", "Mar 2025"]),
        (Frequency.MONTHLY, YearBasis.ACADEMIC, "2024/25 Autumn", ["Sep 2024", "Oct 2024", "Nov 2024", "Dec 2024"]),
        (Frequency.MONTHLY, YearBasis.ACADEMIC, "2024/25 Spring", []),
        (Frequency.ANNUAL, YearBasis.FINANCIAL, "2024/25", []),
    ],
)  # fmt: skip
def test_the_own_periods_that_fill_a_longer_one(frequency, basis, label, expected):
    """As many as its months hold, from its first day to its last; a term counts as four months."""
    kpi = make_kpi(frequency=frequency, year_basis=basis)
    assert [str(part) for part in own_parts(kpi, parse_period(label))] == expected


@pytest.mark.parametrize(
    ("typed", "label", "said"),
    [
        ({"months": OWN_YEAR}, "Dec 2024", "the target for month 9."),
        ({"months": OWN_YEAR}, "2024/25 Q3", "the target for months 7 to 9."),
        (TYPED, "2024/25 Q3", "the target for quarter 3."),
        (TYPED, "2024/25 H2", "the target for quarters 3 to 4."),
    ],
)
def test_the_parts_of_an_own_profile_are_named(typed, label, said):
    kpi = make_kpi(time_basis=TimeBasis.WITHIN, year_value=YearValue.SUM, first_period=None)
    row = make_target(target=None, profile=Profile.OWN, from_period="2024/25", **typed)
    aim = aim_for(row, kpi, parse_period(label), Known({}, LATE, LATE, kpi))
    assert aim.steps == (f"Own profile: {said}",)


@pytest.mark.parametrize(
    ("label", "financial", "calendar", "academic"),
    [
        ("Apr 2024", 1, 4, 8),
        ("Mar 2025", 12, 3, 7),
        ("Dec 2024", 9, 12, 4),
        ("Sep 2024", 6, 9, 1),
        ("2024/25 Q3", 9, 12, 4),
        ("2024/25 H1", 6, 9, 1),
        ("2024/25 Autumn", 4, 4, 4),
        ("2024/25 Spring", 8, 8, 8),
        ("2024/25 Summer", 12, 12, 12),
        ("2024/25", 12, 12, 12),
        ("2024/25 AY", 12, 12, 12),
        ("2024", 12, 12, 12),
        ("as at 15/01/2025", 10, 1, 5),
        ("12 months to Dec 2024", None, None, None),
        ("2022–24", None, None, None),
        ("2024 survey", None, None, None),
    ],
)
def test_the_months_of_the_kpis_year_that_are_gone_at_a_periods_end(
    label, financial, calendar, academic
):
    """Where a figure is cumulative it covers them; else it covers the period's own months."""
    own = {"Apr 2024": 1, "2024/25 Q3": 3, "2024/25 H1": 6, "2024/25 Spring": 4, "2024/25": 12}
    for basis, gone in (
        (YearBasis.FINANCIAL, financial), (None, financial), (YearBasis.CALENDAR, calendar),
        (YearBasis.ACADEMIC, academic),
    ):  # fmt: skip
        period = parse_period(label)
        assert months_gone(make_kpi(year_basis=basis), period) == gone
        upto = make_kpi(year_basis=basis, time_basis=TimeBasis.CUMULATIVE)
        assert covered(upto, period) == gone
        if label in own or gone is None:
            alone = make_kpi(year_basis=basis, time_basis=TimeBasis.WITHIN)
            assert covered(alone, period) == own.get(label)


@pytest.mark.parametrize("basis", [TimeBasis.WITHIN, TimeBasis.CUMULATIVE, TimeBasis.SNAPSHOT])
@pytest.mark.parametrize(
    ("label", "year_basis", "has_own"),
    [
        ("12 months to Dec 2024", YearBasis.FINANCIAL, ()),
        ("2024 survey", YearBasis.FINANCIAL, ()),
        ("as at 31/12/2024", YearBasis.FINANCIAL, (TimeBasis.CUMULATIVE, TimeBasis.SNAPSHOT)),
        ("2024/25 H1", YearBasis.ACADEMIC, (TimeBasis.CUMULATIVE, TimeBasis.SNAPSHOT)),
        ("2024/25 H1", YearBasis.FINANCIAL, tuple(TimeBasis)),
    ],
)
def test_what_is_no_part_of_the_year_has_no_own_target(basis, label, year_basis, has_own):
    """Within the period the whole of it must lie in the KPI's year; else its last day must."""
    kpi = make_kpi(
        time_basis=basis, year_value=YearValue.SUM, data_type=DataType.NUMBER, unit="",
        decimal_places=0, year_basis=year_basis, frequency=None, first_period=None,
    )  # fmt: skip
    row = make_target(target=None, profile=Profile.OWN, from_period="2024/25", months=OWN_YEAR)
    aim = aim_for(row, kpi, parse_period(label), Known({}, LATE, LATE, kpi))
    assert (aim.field == "months") is (basis in has_own)


@pytest.mark.parametrize(
    ("basis", "upto"),
    [(TimeBasis.CUMULATIVE, "up to the end of"), (TimeBasis.WITHIN, "for")],
)
def test_a_refusal_names_the_stretch_that_the_figure_covers(basis, upto):
    kpi = make_kpi(
        time_basis=basis, year_value=YearValue.SUM, data_type=DataType.RATE, unit="",
        decimal_places=0, first_period=None,
    )  # fmt: skip
    row = make_target(target=40, from_period="2024/25", to_period="2024/25")
    aim = aim_for(row, kpi, parse_period("2024/25 Q3"), Known({}, LATE, LATE, kpi))
    assert f"is for 2024/25, and the figure {upto} 2024/25 Q3 cannot be held" in aim.refused


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (None, " The target row gives no profile."),
        (Profile.EVEN, ""),
        (Profile.LAST_YEAR, " The profile asked for (Same share as last year) has no figure for this period."),
        (Profile.OWN, " The profile asked for (Own profile) has no figure for this period."),
    ],
)  # fmt: skip
def test_an_even_split_says_why_it_is_even(profile, why):
    kpi = make_kpi(
        time_basis=TimeBasis.CUMULATIVE, data_type=DataType.NUMBER, unit="", decimal_places=0,
        first_period=None,
    )  # fmt: skip
    row = make_target(target=40, from_period="2024/25", profile=profile)
    aim = aim_for(row, kpi, parse_period("2024/25 Q3"), Known({}, LATE, LATE, kpi))
    assert aim.steps == (f"Even split: 9 of 12 months of the year's target 40 is 30.{why}",)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({}, "the target row gives no profile"),
        ({"profile": Profile.OWN}, "its own profile has no figure for it"),
        ({"profile": Profile.OWN, "q1": 10}, "its own profile has no figure for it"),
        ({"q1": 10}, "its own profile has no figure for it"),
        ({"months": (10,)}, "its own profile has no figure for it"),
        ({"profile": Profile.LAST_YEAR}, "last year's figures are not known"),
    ],
)
def test_a_refusal_says_which_profile_is_missing(row, why):
    kpi = make_kpi(
        time_basis=TimeBasis.CUMULATIVE, data_type=DataType.RATE, unit="", decimal_places=0,
        first_period=None,
    )  # fmt: skip
    made = make_target(target=40, from_period="2024/25", to_period="2024/25", **row)
    aim = aim_for(made, kpi, parse_period("2024/25 Q3"), Known({}, LATE, LATE, kpi))
    assert f"cannot be held against it: {why}. Even split would ask for 30;" in aim.refused


@pytest.mark.parametrize("basis", [TimeBasis.WITHIN, TimeBasis.SNAPSHOT, None])
@pytest.mark.parametrize("label", ["Dec 2024", "2024/25 Q3", "2024/25 H1", "2024", "2024/25"])
def test_where_nothing_says_for_how_long_a_target_is_it_is_for_the_period_asked(basis, label):
    """Neither a frequency nor a *From period*."""
    kpi = make_kpi(time_basis=basis, frequency=None, first_period=None)
    aim = aim_for(
        make_target(from_period=None, target=40),
        kpi,
        parse_period(label),
        Known({}, LATE, LATE, kpi),
    )
    assert (aim.value, aim.bearing, aim.time, aim.steps) == (40, Bearing.SAME, None, ())


def test_a_range_is_named_with_both_its_edges():
    """Where it is refused with what each profile would ask for, shared out, or made of its parts."""
    fields = {"unit": "", "decimal_places": 0, "first_period": None}
    ranged = {"target_type": TargetType.RANGE, "target": None, "range_low": 40, "range_high": 81}

    def asked(kpi, label, **row):
        known = Known({}, LATE, LATE, kpi)
        return aim_for(make_target(**ranged, **row), kpi, parse_period(label), known)

    rate = make_kpi(**fields, data_type=DataType.RATE, time_basis=TimeBasis.CUMULATIVE)
    refused = asked(rate, "2024/25 Q3", from_period="2024/25").refused
    assert refused.startswith("The target of 40 to 81 is for 2024/25, and the figure up to the end")
    assert "Even split would ask for 30 to 61; Level would ask for 40 to 81 each" in refused
    count = make_kpi(
        **fields, data_type=DataType.NUMBER, time_basis=TimeBasis.WITHIN, year_value=YearValue.SUM
    )
    shared = asked(count, "2024/25 Q3", from_period="2024/25", profile=Profile.EVEN)
    assert shared.steps == ("Even split: 3 of 12 months of the year's range.",)
    parts = asked(count, "2024/25 H1", from_period="2024/25 Q1", profile=Profile.LEVEL)
    assert (parts.low, parts.high) == (80, 162)
    assert parts.steps == ("The targets of the 2 parts of 2024/25 H1 together: 80 to 162.",)


def test_parts_of_which_one_is_an_even_share_are_told_as_shared_evenly():
    """A quarter's 30 shared over its months, then 7 in each month, are 51 for the half-year."""
    kpi = make_kpi(
        data_type=DataType.NUMBER, unit="", decimal_places=0, first_period=None,
        frequency=Frequency.MONTHLY, time_basis=TimeBasis.WITHIN, year_value=YearValue.SUM,
    )  # fmt: skip
    months = make_target(from_period="Jul 2024", target=7)
    quarter = make_target(from_period="2024/25 Q1", to_period="2024/25 Q1", target=30)
    known = Known({}, LATE, LATE, kpi)
    aim = aim_for(months, kpi, parse_period("2024/25 H1"), known, rows=(months, quarter))
    assert (aim.value, aim.bearing, aim.split_evenly) == (51, Bearing.PARTS, True)
    second = aim_for(months, kpi, parse_period("2024/25 Q2"), known, rows=(months, quarter))
    assert (second.value, second.bearing, second.split_evenly) == (21, Bearing.PARTS, False)


@pytest.mark.parametrize(
    ("basis", "year_value", "places", "expected"),
    [
        (TimeBasis.WITHIN, YearValue.SUM, 0, 0),
        (TimeBasis.WITHIN, YearValue.SUM, 1, "0.2"),
        (TimeBasis.WITHIN, YearValue.SUM, 2, "0.02"),
        (TimeBasis.WITHIN, YearValue.SUM, None, 0),
        (TimeBasis.WITHIN, YearValue.SIMPLE, 0, 1),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, 1, "0.1"),
        (TimeBasis.WITHIN, YearValue.SIMPLE, None, 0),
        (TimeBasis.WITHIN, YearValue.LAST, 1, 0),
        (TimeBasis.CUMULATIVE, YearValue.SUM, 1, 0),
        (TimeBasis.ROLLING, None, 1, 0),
        (TimeBasis.POOLED, YearValue.SIMPLE, 1, 0),
        (None, None, 1, "0.1"),
    ],
)
def test_how_far_a_whole_may_lie_from_its_four_rounded_parts(basis, year_value, places, expected):
    """Half a last place a part for sums, one last place for averages, nothing for what is one of the parts."""
    kpi = make_kpi(time_basis=basis, year_value=year_value, decimal_places=places)
    parts = [make_result("WM-01", f"2024/25 Q{n}", 5) for n in (1, 2, 3, 4)]
    assert may_differ(kpi, parts) == Decimal(expected)


@pytest.mark.parametrize(
    ("basis", "year_value", "figures", "weights", "expected"),
    [
        (TimeBasis.WITHIN, YearValue.SUM, (1, 2, 4), (), 7),
        (TimeBasis.WITHIN, YearValue.LAST, (1, 2, 4), (), 4),
        (TimeBasis.WITHIN, YearValue.SIMPLE, (1, 3, 5), (), 3),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, (1, 3), (30, 10), "1.5"),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, (0, 3), (30, 10), "0.75"),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, (1, 3), (30, None), None),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, (1, 3), (0, 0), None),
        (TimeBasis.WITHIN, YearValue.WEIGHTED, (1, 3), (0, 1), 3),
        (TimeBasis.WITHIN, None, (1, 3), (), None),
        (TimeBasis.WITHIN, YearValue.SUM, (1, None), (), None),
        (TimeBasis.WITHIN, YearValue.SUM, (), (), None),
        (TimeBasis.CUMULATIVE, YearValue.SUM, (1, 3), (), 3),
        (TimeBasis.ROLLING, None, (1, 3), (), 3),
        (TimeBasis.POOLED, None, (1, 3), (), 3),
        (TimeBasis.SNAPSHOT, YearValue.LAST, (1, 3), (), 3),
    ],
)
def test_what_the_figures_of_a_years_parts_make(basis, year_value, figures, weights, expected):
    kpi = make_kpi(time_basis=basis, year_value=year_value)
    parts = [
        make_result("WM-01", f"2024/25 Q{n}", figure, denominator=weight)
        for n, figure, weight in zip((1, 2, 3, 4), figures, weights or (None,) * 4, strict=False)
    ]
    assert made_of(kpi, parts) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("year_value", "ambers", "value", "amber"),
    [
        (YearValue.SUM, (20, 30), 70, 50),
        (YearValue.SUM, (None, None), 70, None),
        (YearValue.SUM, (20, None), None, None),
        (YearValue.SUM, (None, 20), None, None),
        (YearValue.SIMPLE, (20, 30), 35, 25),
        (YearValue.LAST, (20, 30), 40, 30),
        (YearValue.WEIGHTED, (20, 30), None, None),
    ],
)
def test_amber_boundaries_of_parts_are_taken_together_like_their_targets(
    year_value, ambers, value, amber
):
    """Where only some of the parts have one there is none for the whole, and so no target."""
    kpi = make_kpi(
        data_type=DataType.NUMBER, unit="", decimal_places=0, first_period=None,
        frequency=Frequency.QUARTERLY, time_basis=TimeBasis.WITHIN, year_value=year_value,
    )  # fmt: skip
    rows = [
        make_target(from_period=label, to_period=label, target=target, amber_boundary=edge)
        for label, target, edge in zip(("2024/25 Q1", "2024/25 Q2"), (30, 40), ambers, strict=True)
    ]
    known = Known({}, LATE, LATE, kpi)
    aim = aim_for(rows[1], kpi, parse_period("2024/25 H1"), known, rows=rows[::-1])
    assert (aim.value, aim.amber, bool(aim.refused)) == (value, amber, value is None)


@pytest.mark.parametrize(
    ("basis", "frequency", "label", "expected"),
    [
        (TimeBasis.CUMULATIVE, Frequency.QUARTERLY, "as at 31/12/2024", (30, Bearing.SHARED)),
        (TimeBasis.CUMULATIVE, Frequency.QUARTERLY, "as at 31/03/2025", (40, Bearing.SAME)),
        (TimeBasis.WITHIN, Frequency.QUARTERLY, "as at 31/12/2024", (40, Bearing.SAME)),
        (TimeBasis.SNAPSHOT, Frequency.QUARTERLY, "as at 31/12/2024", (40, Bearing.SAME)),
        (TimeBasis.CUMULATIVE, Frequency.QUARTERLY, "12 months to Dec 2024", (40, Bearing.SAME)),
        (TimeBasis.WITHIN, Frequency.QUARTERLY, "12 months to Dec 2024", (40, Bearing.SAME)),
        (TimeBasis.WITHIN, Frequency.QUARTERLY, "2022–24", (40, Bearing.SAME)),
        (TimeBasis.WITHIN, Frequency.ANNUAL, "2024 survey", (40, Bearing.SAME)),
        (TimeBasis.ROLLING, Frequency.QUARTERLY, "2024/25 Q3", (40, Bearing.SAME)),
        (TimeBasis.POOLED, Frequency.QUARTERLY, "2024/25 Q3", (40, Bearing.SAME)),
        (TimeBasis.WITHIN, Frequency.QUARTERLY, "2024/25 Q3", (10, Bearing.SHARED)),
        (TimeBasis.WITHIN, Frequency.TWO_YEARLY, "2024/25 Q3", (40, Bearing.SAME)),
        (TimeBasis.WITHIN, Frequency.THREE_YEARLY, "2024/25 Q3", (40, Bearing.SAME)),
        (TimeBasis.WITHIN, Frequency.AD_HOC, "2024/25 Q3", (40, Bearing.SAME)),
    ],
)
def test_only_what_lies_within_a_kpis_year_shares_the_years_target(
    basis, frequency, label, expected
):
    """Rolling years, pooled years, surveys and figures rarer than a year's are asked for all of it."""
    kpi = make_kpi(
        time_basis=basis, year_value=YearValue.SUM, data_type=DataType.NUMBER, unit="",
        decimal_places=0, frequency=frequency, first_period=None,
    )  # fmt: skip
    row = make_target(target=40, from_period="2022/23", profile=Profile.EVEN)
    aim = aim_for(row, kpi, parse_period(label), Known({}, LATE, LATE, kpi))
    assert (aim.value, aim.bearing) == expected
