"""Scorecards drawn at random in every layout that councils use, with the truth beside each.

A figure of a drawn scorecard is right, or asked about, or left out with its reason; it is never another one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from pmf_cli.workbook.cells import Book, Cell, Sheet, SheetFacts
from tests.make import sheet_of

Value = str | int | float | None | Cell
Rows = list[list[Value]]

NAMES = (
    ("% of telephone calls answered by Contact Centre in 15 seconds", "%"),
    ("Average time taken to decide a homelessness application", "days"),
    ("Number of missed collections per 100,000", "number"),
    ("Households in temporary accommodation", "number"),
    ("Household waste recycled and composted", "%"),
    ("Major planning applications determined in time", "%"),
    ("Visits to leisure centres", "number"),
    ("Council tax collected", "%"),
    ("Stage 1 complaints answered in 10 working days", "%"),
    ("Rent arrears of current tenants", "£"),
    ("Affordable homes delivered (gross)", "number"),
    ("Fly tips removed within 2 working days", "%"),
    ("Working days lost due to sickness absence per FTE", "days"),
    ("Tenants satisfied with the repairs service", "%"),
    ("Children in care (rate per 10,000)", "number"),
    ("Invoices paid within 30 days", "%"),
)
"""Names from councils' scorecards, with what their figures are."""
DIRECTORATES = ("People", "Place and Environment", "Corporate Resources", "Housing")
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
MONTHS = ("April", "May", "June", "July", "August", "September")
NAME_HEADINGS = (
    "KPI",
    "Indicator",
    "Performance Indicator",
    "Measure",
    "KPI name",
    "Performance measure",
)
ACTUAL = ("Actual", "Result", "Outturn", "Performance")


@dataclass
class DrawnKpi:
    """A KPI of a drawn scorecard: figures and targets by period, ``None`` where there is none."""

    ref: str
    name: str
    kind: str
    directorate: str
    figures: dict[str, Decimal | None] = field(default_factory=dict)
    targets: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class DrawnScorecard:
    """The books, and the truth: KPI name and period → figure or target."""

    layout: str
    book: Book
    kpis: list[DrawnKpi]
    name_of: Callable[[DrawnKpi], str] = lambda kpi: kpi.name

    @property
    def figures(self) -> dict[tuple[str, str], Decimal]:
        """Every figure that stands in it."""
        return {
            (self.name_of(kpi), period): value
            for kpi in self.kpis
            for period, value in kpi.figures.items()
            if value is not None
        }

    @property
    def targets(self) -> dict[tuple[str, str], Decimal]:
        """Every target that stands in it, by the periods it is for."""
        return {
            (self.name_of(kpi), period): value
            for kpi in self.kpis
            for period, value in kpi.targets.items()
        }


class Drawer:
    """Draws one scorecard from a seed."""

    names: Sequence[tuple[str, str]] = NAMES

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.is_monthly = False
        self.parts: tuple[str, ...] = ()
        self.kpis: list[DrawnKpi] = []

    def scorecard(self) -> DrawnScorecard:
        """A scorecard in a layout that the seed chooses."""
        name, make = self.random.choice(list(LAYOUTS.items()))
        return self.in_layout(name, make)

    def in_layout(
        self, name: str, make: Callable[[Drawer], list[tuple[str, Rows, tuple[str, ...]]]]
    ) -> DrawnScorecard:
        """A scorecard in a layout."""
        self.begin(same_target=name in ONE_TARGET, may_be_monthly=name not in QUARTERLY_ONLY)
        sheets = tuple(_sheet(tab, rows, merged) for tab, rows, merged in make(self))
        return DrawnScorecard(name, Book("scorecard.xlsx", sheets), self.kpis)

    def begin(self, *, same_target: bool, may_be_monthly: bool) -> None:
        """Draws the periods and the KPIs."""
        self.is_monthly = self.random.random() < 0.25 and may_be_monthly
        count = self.random.randint(2, 4)
        self.parts = (MONTHS if self.is_monthly else QUARTERS)[:count]
        self._draw_kpis(same_target=same_target)

    def near(self, kpi: DrawnKpi) -> Decimal:
        """A figure as large as a KPI's others."""
        return self._figure_near(next(iter(kpi.targets.values())), kpi.kind)

    def _draw_kpis(self, *, same_target: bool) -> None:
        chosen = self.random.sample(self.names, self.random.randint(3, 7))
        for number, (name, kind) in enumerate(chosen, 1):
            kpi = DrawnKpi(f"PI{number:02}", name, kind, self.random.choice(DIRECTORATES))
            base = self._target_of(kind)
            for part in self.parts:
                period = self.period_of(part)
                kpi.figures[period] = (
                    None if self.random.random() < 0.1 else self._figure_near(base, kind)
                )
                kpi.targets[period] = base if same_target else self._figure_near(base, kind)
            self.kpis.append(kpi)

    def _target_of(self, kind: str) -> Decimal:
        if kind == "%":
            return Decimal(self.random.randint(400, 980)) / 10
        if kind == "days":
            return Decimal(self.random.randint(50, 400)) / 10
        return Decimal(self.random.randint(30, 90_000))

    def _figure_near(self, base: Decimal, kind: str) -> Decimal:
        moved = base * Decimal(self.random.randint(85, 115)) / 100
        step = Decimal(1) if kind in ("number", "£") else Decimal("0.1")
        most = Decimal("99.9") if kind == "%" else moved
        return min(moved, most).quantize(step)

    def period_of(self, part: str) -> str:
        """The period as the register prints it."""
        return f"{part[:3]} 2024" if part in MONTHS else f"2024/25 {part}"

    def shown(self, value: Decimal | None, kind: str) -> Value:
        """A figure as a council types it."""
        if value is None:
            return self.random.choice((None, None, "n/a", "-"))
        if kind == "%":
            return self.random.choice(
                (f"{value}%", Cell(1, 1, float(value / 100), "0.0%"), f"{value} %")
            )
        if kind == "£":
            return self.random.choice((f"£{value:,}", Cell(1, 1, int(value), '"£"#,##0')))
        if kind == "days":
            return self.random.choice((float(value), f"{value} days"))
        return self.random.choice((int(value), f"{value:,}"))

    def figure(self, kpi: DrawnKpi, part: str) -> Value:
        """The figure of a part of the year."""
        return self.shown(kpi.figures[self.period_of(part)], kpi.kind)

    def target(self, kpi: DrawnKpi, part: str) -> Value:
        """The target of a part of the year."""
        return self.shown(kpi.targets[self.period_of(part)], kpi.kind)

    def one_of(self, *words: str) -> str:
        """One of some words."""
        return self.random.choice(words)

    def titles(self) -> Rows:
        """What stands above a table, the year among it."""
        rows: Rows = [
            [
                self.one_of(
                    "Corporate Scorecard 2024/25", "Performance report 2024-25", "KPIs 2024/25"
                )
            ]
        ]
        if self.random.random() < 0.5:
            rows.append(["Green on or above target; Amber within 5%; Red more than 5% off target"])
        if self.random.random() < 0.6:
            rows.append([])
        return rows


def _sheet(tab: str, rows: Rows, merged: tuple[str, ...]) -> Sheet:
    made = sheet_of("scorecard.xlsx", tab, rows)  # type: ignore[arg-type]
    return Sheet(made.workbook, made.name, made.rows, SheetFacts(merged=merged))


Tabs = list[tuple[str, Rows, tuple[str, ...]]]


def _one_tab(drawer: Drawer, rows: Rows, merged: tuple[str, ...] = ()) -> Tabs:
    return [(drawer.one_of("Scorecard", "Sheet1", "KPIs"), rows, merged)]


def wide(drawer: Drawer) -> Tabs:
    """A KPI a row, periods across, one target."""
    rows = drawer.titles()
    rows.append(["Ref", drawer.one_of(*NAME_HEADINGS), "Target", *drawer.parts])
    for kpi in drawer.kpis:
        rows.append(
            [
                kpi.ref,
                kpi.name,
                drawer.target(kpi, drawer.parts[0]),
                *(drawer.figure(kpi, p) for p in drawer.parts),
            ]
        )
    return _one_tab(drawer, rows)


def wide_in_sections(drawer: Drawer) -> Tabs:
    """The same under rows that name directorates, with a footnote."""
    rows = drawer.titles()
    rows.append([drawer.one_of(*NAME_HEADINGS), *drawer.parts, "Target", "Comments"])
    for directorate in sorted({kpi.directorate for kpi in drawer.kpis}):
        rows.append([directorate])
        for kpi in drawer.kpis:
            if kpi.directorate == directorate:
                figures = [drawer.figure(kpi, p) for p in drawer.parts]
                rows.append(
                    [
                        kpi.name,
                        *figures,
                        drawer.target(kpi, drawer.parts[0]),
                        drawer.one_of("", "New team"),
                    ]
                )
    rows += [[], ["* provisional figures"]]
    return _one_tab(drawer, rows)


def pairs_in_one_row(drawer: Drawer) -> Tabs:
    """Actual and target of each period under headings of one row."""
    actual = drawer.one_of(*ACTUAL)
    rows = drawer.titles()
    heads = [f"{part} {word}" for part in drawer.parts for word in (actual, "Target")]
    rows.append(["Ref", drawer.one_of(*NAME_HEADINGS), *heads])
    for kpi in drawer.kpis:
        pairs = [
            shown for p in drawer.parts for shown in (drawer.figure(kpi, p), drawer.target(kpi, p))
        ]
        rows.append([kpi.ref, kpi.name, *pairs])
    return _one_tab(drawer, rows)


def pairs_under_merged(drawer: Drawer) -> Tabs:
    """The same under merged headings of two rows."""
    actual = drawer.one_of(*ACTUAL)
    rows = drawer.titles()
    top: list[Value] = ["Ref", drawer.one_of(*NAME_HEADINGS)]
    below: list[Value] = [None, None]
    merged = []
    first = len(rows) + 1
    for at, part in enumerate(drawer.parts):
        top += [part, None]
        below += [actual, "Target"]
        left = chr(ord("C") + 2 * at)
        merged.append(f"{left}{first}:{chr(ord(left) + 1)}{first}")
    rows += [top, below]
    for kpi in drawer.kpis:
        pairs = [
            shown for p in drawer.parts for shown in (drawer.figure(kpi, p), drawer.target(kpi, p))
        ]
        rows.append([kpi.ref, kpi.name, *pairs])
    return _one_tab(drawer, rows, tuple(merged))


def beneath(drawer: Drawer) -> Tabs:
    """Actual above target, names once."""
    actual = drawer.one_of(*ACTUAL)
    rows = drawer.titles()
    rows.append(
        ["Service", drawer.one_of(*NAME_HEADINGS), drawer.one_of("", "Type"), *drawer.parts]
    )
    for kpi in drawer.kpis:
        rows.append(
            [kpi.directorate, kpi.name, actual, *(drawer.figure(kpi, p) for p in drawer.parts)]
        )
        rows.append([None, None, "Target", *(drawer.target(kpi, p) for p in drawer.parts)])
    return _one_tab(drawer, rows)


def beneath_with_names(drawer: Drawer) -> Tabs:
    """Target above actual, names in every row."""
    actual = drawer.one_of(*ACTUAL)
    rows = drawer.titles()
    rows.append(["Ref", drawer.one_of(*NAME_HEADINGS), "Data", *drawer.parts])
    for kpi in drawer.kpis:
        rows.append([kpi.ref, kpi.name, "Target", *(drawer.target(kpi, p) for p in drawer.parts)])
        rows.append([kpi.ref, kpi.name, actual, *(drawer.figure(kpi, p) for p in drawer.parts)])
    return _one_tab(drawer, rows)


def blocks(drawer: Drawer) -> Tabs:
    """A block of rows a KPI under its own row of periods."""
    actual = drawer.one_of(*ACTUAL)
    rows = drawer.titles()
    for kpi in drawer.kpis:
        rows.append([kpi.name])
        rows.append([None, *drawer.parts])
        rows.append([actual, *(drawer.figure(kpi, p) for p in drawer.parts)])
        rows.append(["Target", *(drawer.target(kpi, p) for p in drawer.parts)])
        rows.append([])
    return _one_tab(drawer, rows)


def records(drawer: Drawer) -> Tabs:
    """A list of headings a KPI."""
    rows = drawer.titles()
    for kpi in drawer.kpis:
        rows += [["Indicator", kpi.name], ["Target", drawer.target(kpi, drawer.parts[0])]]
        rows += [[part, drawer.figure(kpi, part)] for part in drawer.parts]
    return _one_tab(drawer, rows)


def across(drawer: Drawer) -> Tabs:
    """KPIs across, periods down, the target in a row of its own."""
    rows = drawer.titles()
    rows.append(
        [
            drawer.one_of("Indicator", "Month" if drawer.is_monthly else "Quarter", ""),
            *(kpi.name for kpi in drawer.kpis),
        ]
    )
    rows.append(["Target", *(drawer.target(kpi, drawer.parts[0]) for kpi in drawer.kpis)])
    rows += [[part, *(drawer.figure(kpi, part) for kpi in drawer.kpis)] for part in drawer.parts]
    return _one_tab(drawer, rows)


def across_with_pairs(drawer: Drawer) -> Tabs:
    """KPIs across with actual and target each, periods down."""
    actual = drawer.one_of(*ACTUAL)
    rows = drawer.titles()
    rows.append([None, *(text for kpi in drawer.kpis for text in (kpi.name, None))])
    rows.append(
        [
            drawer.one_of("Period", "Quarter"),
            *(text for _ in drawer.kpis for text in (actual, "Target")),
        ]
    )
    for part in drawer.parts:
        pairs = [
            shown
            for kpi in drawer.kpis
            for shown in (drawer.figure(kpi, part), drawer.target(kpi, part))
        ]
        rows.append([part, *pairs])
    return _one_tab(drawer, rows)


def _long(drawer: Drawer, heads: list[Value], cells: Callable[[str], list[Value]]) -> Tabs:
    rows = drawer.titles() if drawer.random.random() < 0.5 else []
    rows.append(["Ref", drawer.one_of(*NAME_HEADINGS), *heads, "Target", drawer.one_of(*ACTUAL)])
    for part in drawer.parts:
        for kpi in drawer.kpis:
            rows.append(
                [
                    kpi.ref,
                    kpi.name,
                    *cells(part),
                    drawer.target(kpi, part),
                    drawer.figure(kpi, part),
                ]
            )
    return _one_tab(drawer, rows)


def long_by_period(drawer: Drawer) -> Tabs:
    """A row a KPI and period, the period written out."""
    words = drawer.one_of("{part} 2024/25", "{part} 24/25")
    made = (
        (lambda part: [f"{part} 2024"])
        if drawer.is_monthly
        else (lambda part: [words.format(part=part)])
    )
    return _long(drawer, [drawer.one_of("Period", "Reporting period")], made)


def long_by_year_and_part(drawer: Drawer) -> Tabs:
    """A row a KPI and period, year and quarter or month in columns of their own."""
    if drawer.is_monthly:
        by_number = drawer.random.random() < 0.5
        numbers = {name: number for number, name in enumerate(MONTHS, 4)}
        return _long(
            drawer, ["Year", "Month"], lambda part: [2024, numbers[part] if by_number else part]
        )
    return _long(drawer, ["Year", "Quarter"], lambda part: ["2024/25", part])


def a_tab_a_quarter(drawer: Drawer) -> Tabs:
    """A tab a period, the same table on each."""
    actual, name = drawer.one_of("Actual", "Result"), drawer.one_of(*NAME_HEADINGS)
    tabs: Tabs = []
    for part in drawer.parts:
        rows: Rows = [["Scorecard"], [], ["Ref", name, "Target", actual]]
        rows += [
            [kpi.ref, kpi.name, drawer.target(kpi, part), drawer.figure(kpi, part)]
            for kpi in drawer.kpis
        ]
        tabs.append((f"{part} 2024" if drawer.is_monthly else f"{part} 2024-25", rows, ()))
    return tabs


def a_tab_a_directorate(drawer: Drawer) -> Tabs:
    """A tab a directorate."""
    tabs: Tabs = []
    name = drawer.one_of(*NAME_HEADINGS)
    for directorate in sorted({kpi.directorate for kpi in drawer.kpis}):
        rows: Rows = [["Performance 2024/25"], ["Ref", name, "Target", *drawer.parts]]
        rows += [
            [
                kpi.ref,
                kpi.name,
                drawer.target(kpi, drawer.parts[0]),
                *(drawer.figure(kpi, p) for p in drawer.parts),
            ]
            for kpi in drawer.kpis
            if kpi.directorate == directorate
        ]
        tabs.append((directorate, rows, ()))
    return tabs


def with_spacers(drawer: Drawer) -> Tabs:
    """Blank columns and rows between."""
    rows: Rows = [[None, *row] for row in drawer.titles()]
    rows.append(
        [None, "Ref", None, drawer.one_of(*NAME_HEADINGS), None, "Target", None, *drawer.parts]
    )
    for kpi in drawer.kpis:
        rows.append([])
        figures = [drawer.figure(kpi, p) for p in drawer.parts]
        rows.append(
            [
                None,
                kpi.ref,
                None,
                kpi.name,
                None,
                drawer.target(kpi, drawer.parts[0]),
                None,
                *figures,
            ]
        )
    return _one_tab(drawer, rows)


def headings_again(drawer: Drawer) -> Tabs:
    """The headings repeated half way down, as on a second page."""
    rows = drawer.titles()
    heads: list[Value] = ["Ref", drawer.one_of(*NAME_HEADINGS), "Target", *drawer.parts]
    rows.append(heads)
    for number, kpi in enumerate(drawer.kpis):
        if number == len(drawer.kpis) // 2:
            rows.append(list(heads))
        rows.append(
            [
                kpi.ref,
                kpi.name,
                drawer.target(kpi, drawer.parts[0]),
                *(drawer.figure(kpi, p) for p in drawer.parts),
            ]
        )
    return _one_tab(drawer, rows)


def unnamed(drawer: Drawer) -> Tabs:
    """No heading, or an unknown one, above the names."""
    rows = drawer.titles()
    rows.append([drawer.one_of("", "Outcome", "Our promise"), *drawer.parts, "Target"])
    for kpi in drawer.kpis:
        rows.append(
            [
                kpi.name,
                *(drawer.figure(kpi, p) for p in drawer.parts),
                drawer.target(kpi, drawer.parts[0]),
            ]
        )
    return _one_tab(drawer, rows)


def years_in_headings(drawer: Drawer) -> Tabs:
    """Periods with their year, the year before or behind."""
    form = drawer.one_of("{part} 2024/25", "2024/25 {part}", "{part} 24-25", "{part} (2024/25)")
    heads = [
        f"{part} 2024" if drawer.is_monthly else form.format(part=part) for part in drawer.parts
    ]
    rows: Rows = [["Scorecard"], ["Ref", drawer.one_of(*NAME_HEADINGS), *heads, "Target"]]
    for kpi in drawer.kpis:
        rows.append(
            [
                kpi.ref,
                kpi.name,
                *(drawer.figure(kpi, p) for p in drawer.parts),
                drawer.target(kpi, drawer.parts[0]),
            ]
        )
    return _one_tab(drawer, rows)


def newest_alone(drawer: Drawer) -> Tabs:
    """The newest period alone, named in the title, the one before beside it."""
    before, newest = drawer.parts[-2:]
    for kpi in drawer.kpis:
        kpi.figures = {drawer.period_of(newest): kpi.figures[drawer.period_of(newest)]}
        kpi.targets = {drawer.period_of(newest): kpi.targets[drawer.period_of(newest)]}
    title = f"Scorecard {newest} 2024" if drawer.is_monthly else f"Scorecard {newest} 2024/25"
    rows: Rows = [
        [title],
        [
            "Ref",
            drawer.one_of(*NAME_HEADINGS),
            "Target",
            drawer.one_of("Actual", "Result", "Current"),
            drawer.one_of("Previous", "Last period"),
            "RAG",
        ],
    ]
    for kpi in drawer.kpis:
        rows.append(
            [
                kpi.ref,
                kpi.name,
                drawer.target(kpi, newest),
                drawer.figure(kpi, newest),
                drawer.shown(Decimal(50), kpi.kind),
                drawer.one_of("G", "A", "R"),
            ]
        )
    assert before
    return _one_tab(drawer, rows)


LAYOUTS: dict[str, Callable[[Drawer], Tabs]] = {
    one.__name__: one
    for one in (
        wide, wide_in_sections, pairs_in_one_row, pairs_under_merged, beneath, beneath_with_names,
        blocks, records, across, across_with_pairs, long_by_period, long_by_year_and_part,
        a_tab_a_quarter, a_tab_a_directorate, with_spacers, headings_again, unnamed,
        years_in_headings, newest_alone,
    )
}  # fmt: skip
ONE_TARGET = frozenset(
    {"wide", "wide_in_sections", "records", "across", "a_tab_a_directorate", "with_spacers", "headings_again",
     "unnamed", "years_in_headings"}
)  # fmt: skip
"""Layouts with one target for all periods."""
QUARTERLY_ONLY = frozenset({"across_with_pairs"})
