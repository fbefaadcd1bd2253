"""Further layouts of drawn scorecards, with names of KPIs as councils published them.

Each stands for a kind of sheet: ratings by colour, totals at the foot, a tab a KPI, hidden cells, several tables on one tab.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pmf_cli.importing.painted import with_ratings_in_words
from pmf_cli.workbook.cells import Book, Row, Sheet, SheetFacts, column_letter
from tests.importing.drawn_scorecards import (
    ACTUAL,
    MONTHS,
    NAME_HEADINGS,
    Drawer,
    DrawnKpi,
    DrawnScorecard,
    Rows,
    Value,
)
from tests.make import sheet_of

NAMES_FILE = Path(__file__).parents[1] / "data" / "kpi_names.csv"
COLOURS = ("red", "amber", "green")
ARROWS = ("▲", "▼", "►")


@dataclass
class Tab:
    """A tab as drawn: its rows, and how they look."""

    name: str
    rows: Rows
    merged: list[str] = field(default_factory=list)
    fills: dict[str, str] = field(default_factory=dict)
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()

    def sheet(self) -> Sheet:
        """The tab as a reader hands it out."""
        made = sheet_of("scorecard.xlsx", self.name, self.rows)  # type: ignore[arg-type]
        rows = tuple(row._replace(hidden=row.number in self.hidden_rows) for row in made.rows())
        facts = SheetFacts(
            self.hidden, self.hidden_columns, tuple(self.merged), fills=MappingProxyType(self.fills)
        )
        return with_ratings_in_words(Sheet(made.workbook, made.name, _again(rows), facts))


def _again(rows: Sequence[Row]) -> Callable[[], object]:
    return lambda: iter(rows)


@cache
def published_names() -> tuple[tuple[str, str], ...]:
    """Names of KPIs as published, and what their figures are."""
    with NAMES_FILE.open(encoding="utf-8", newline="") as lines:
        return tuple((row["name"], row["kind"]) for row in csv.DictReader(lines))


class LayoutDrawer(Drawer):
    """Draws a scorecard whose tabs may be painted, hidden or merged."""

    names = published_names()

    def table(self, kpis: Sequence[DrawnKpi], *heads: str) -> Rows:
        """A row a KPI with one target and its periods across."""
        name = heads[0] if heads else self.one_of(*NAME_HEADINGS)
        return [["Ref", name, "Target", *self.parts], *(self.line(kpi) for kpi in kpis)]

    def line(self, kpi: DrawnKpi) -> list[Value]:
        """Reference, name, target and figures of a KPI."""
        figures = (self.figure(kpi, part) for part in self.parts)
        return [kpi.ref, kpi.name, self.target(kpi, self.parts[0]), *figures]

    def tab_name(self) -> str:
        """A name that says nothing."""
        return self.one_of("Scorecard", "Sheet1", "KPIs", "Performance")


Tabs = list[Tab]


def painted_ratings(drawer: LayoutDrawer) -> Tabs:
    """A column of ratings that are only colours."""
    rows = drawer.titles()
    table = drawer.table(drawer.kpis)
    table[0].append(drawer.one_of("RAG", "RAG status", "Status", "Rating"))
    fills = {}
    column = column_letter(len(table[0]))
    for number in range(len(drawer.kpis)):
        fills[f"{column}{len(rows) + 2 + number}"] = drawer.one_of(*COLOURS)
    return [Tab(drawer.tab_name(), [*rows, *table], fills=fills)]


def painted_figures(drawer: LayoutDrawer) -> Tabs:
    """Figures filled with their rating."""
    rows = drawer.titles()
    table = drawer.table(drawer.kpis)
    fills = {
        f"{column_letter(4 + at)}{len(rows) + 2 + number}": drawer.one_of(*COLOURS)
        for at in range(len(drawer.parts))
        for number in range(len(drawer.kpis))
    }
    return [Tab(drawer.tab_name(), [*rows, *table], fills=fills)]


def with_totals(drawer: LayoutDrawer) -> Tabs:
    """Sections that end with a total, and an average of all at the foot."""
    rows = drawer.titles()
    rows.append([drawer.one_of(*NAME_HEADINGS), "Target", *drawer.parts])
    for directorate in sorted({kpi.directorate for kpi in drawer.kpis}):
        rows.append([directorate])
        rows += [drawer.line(kpi)[1:] for kpi in drawer.kpis if kpi.directorate == directorate]
        word = drawer.one_of("Total", "Sub-total", "Average", f"{directorate} total")
        rows.append([word, None, *(drawer.random.randint(1, 500) for _ in drawer.parts)])
    rows.append(
        [drawer.one_of("Grand total", "Overall average"), None, *(12.5 for _ in drawer.parts)]
    )
    rows.append([drawer.one_of("Number of KPIs green", "Green"), None, *(2 for _ in drawer.parts)])
    return [Tab(drawer.tab_name(), rows)]


def a_tab_a_kpi(drawer: LayoutDrawer) -> Tabs:
    """A tab a KPI: what it is above, a row a period below."""
    label, actual = drawer.one_of("Indicator", "KPI", "Measure"), drawer.one_of(*ACTUAL)
    period = "Month" if drawer.is_monthly else "Quarter"
    tabs = []
    for kpi in drawer.kpis:
        rows: Rows = [["KPI report 2024/25"], [label, kpi.name], ["Directorate", kpi.directorate]]
        if drawer.random.random() < 0.5:
            rows.append([])
        rows.append([period, actual, "Target"])
        rows += [
            [part, drawer.figure(kpi, part), drawer.target(kpi, part)] for part in drawer.parts
        ]
        tabs.append(Tab(kpi.ref, rows))
    return tabs


def a_tab_a_kpi_across(drawer: LayoutDrawer) -> Tabs:
    """A tab a KPI: what it is above, its measures below with periods across."""
    label, actual = drawer.one_of("Indicator:", "KPI name", "Performance measure"), "Actual"
    tabs = []
    for kpi in drawer.kpis:
        rows: Rows = [["Performance 2024/25"], [label, kpi.name], ["Service", kpi.directorate], []]
        rows.append([None, *drawer.parts])
        rows.append([actual, *(drawer.figure(kpi, part) for part in drawer.parts)])
        rows.append(["Target", *(drawer.target(kpi, part) for part in drawer.parts)])
        tabs.append(Tab(kpi.ref, rows))
    return tabs


def a_tab_a_directorate_with_pairs(drawer: LayoutDrawer) -> Tabs:
    """A tab a directorate, actual and target of each period under merged headings; some are on two tabs."""
    tabs = []
    for directorate in sorted({kpi.directorate for kpi in drawer.kpis}):
        own = [kpi for kpi in drawer.kpis if kpi.directorate == directorate]
        tabs.append(_pairs(drawer, directorate, own, ["Scorecard 2024/25"]))
    return tabs


def _pairs(drawer: LayoutDrawer, tab: str, kpis: Sequence[DrawnKpi], title: list[Value]) -> Tab:
    first = 2 if title else 1
    top: list[Value] = ["Ref", drawer.one_of(*NAME_HEADINGS)]
    below: list[Value] = [None, None]
    merged = []
    for at, part in enumerate(drawer.parts):
        top += [part, None, None]
        below += ["Actual", "Target", "RAG"]
        left = 3 + 3 * at
        merged.append(f"{column_letter(left)}{first}:{column_letter(left + 2)}{first}")
    rows: Rows = [*([title] if title else []), top, below]
    for kpi in kpis:
        shown = (
            (drawer.figure(kpi, part), drawer.target(kpi, part), drawer.one_of("G", "A", "R"))
            for part in drawer.parts
        )
        rows.append([kpi.ref, kpi.name, *(one for three in shown for one in three)])
    return Tab(tab, rows, merged)


def a_tab_a_quarter_in_sections(drawer: LayoutDrawer) -> Tabs:
    """A tab a period, each with the same KPIs under directorates, the title naming the period too."""
    actual, name = drawer.one_of("Actual", "Result"), drawer.one_of(*NAME_HEADINGS)
    tabs = []
    for part in drawer.parts:
        when = f"{part} 2024" if drawer.is_monthly else f"{part} 2024/25"
        rows: Rows = [[f"Performance report {when}"], [name, "Target", actual, "Comments"]]
        for directorate in sorted({kpi.directorate for kpi in drawer.kpis}):
            rows.append([directorate])
            rows += [
                [
                    kpi.name,
                    drawer.target(kpi, part),
                    drawer.figure(kpi, part),
                    drawer.one_of("", "On course"),
                ]
                for kpi in drawer.kpis
                if kpi.directorate == directorate
            ]
        tabs.append(Tab(when.replace("/", "-"), rows))
    return tabs


def hidden_columns(drawer: LayoutDrawer) -> Tabs:
    """The oldest period stands in a hidden column."""
    rows = [*drawer.titles(), *drawer.table(drawer.kpis)]
    return [Tab(drawer.tab_name(), rows, hidden_columns=frozenset({4}))]


def hidden_rows(drawer: LayoutDrawer) -> Tabs:
    """A KPI stands in a hidden row."""
    titles = drawer.titles()
    rows = [*titles, *drawer.table(drawer.kpis)]
    return [Tab(drawer.tab_name(), rows, hidden_rows=frozenset({len(titles) + 2}))]


def hidden_tab(drawer: LayoutDrawer) -> Tabs:
    """A hidden tab holds half of the KPIs."""
    half = len(drawer.kpis) // 2
    seen = [*drawer.titles(), *drawer.table(drawer.kpis[:half])]
    hidden = [*drawer.titles(), *drawer.table(drawer.kpis[half:])]
    return [Tab("Scorecard", seen), Tab("Old", hidden, hidden=True)]


def with_footnotes(drawer: LayoutDrawer) -> Tabs:
    """Marks of notes in names and headings, the notes below the table and between two sections."""
    rows = drawer.titles()
    rows.append(["Ref", drawer.one_of(*NAME_HEADINGS), "Target [note 1]", *drawer.parts])
    half = len(drawer.kpis) // 2
    rows += [drawer.line(kpi) for kpi in drawer.kpis[:half]]
    rows.append(["* provisional until signed off"])
    rows += [drawer.line(kpi) for kpi in drawer.kpis[half:]]
    rows += [
        [],
        ["Notes:"],
        ["1. Targets were agreed on 18 March 2024"],
        ["Source: service returns"],
    ]
    return [Tab(drawer.tab_name(), rows)]


def three_heading_rows(drawer: LayoutDrawer) -> Tabs:
    """Year above quarter above measure, merged."""
    tab = _pairs(drawer, drawer.tab_name(), drawer.kpis, [])
    last = column_letter(2 + 3 * len(drawer.parts))
    year: list[Value] = [None, None, "2024/25"]
    moved = [f"{_down(one.split(':')[0])}:{_down(one.split(':')[1])}" for one in tab.merged]
    return [replace(tab, rows=[year, *tab.rows], merged=[f"C1:{last}1", *moved])]


def _down(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"{letters}{int(address[len(letters) :]) + 1}"


def tables_beneath(drawer: LayoutDrawer) -> Tabs:
    """A table a directorate beneath each other, each with its own title and headings."""
    rows: Rows = [["Corporate scorecard 2024/25"], []]
    for directorate in sorted({kpi.directorate for kpi in drawer.kpis}):
        own = [kpi for kpi in drawer.kpis if kpi.directorate == directorate]
        rows += [[directorate], *drawer.table(own), []]
    return [Tab(drawer.tab_name(), rows)]


def tables_beside(drawer: LayoutDrawer) -> Tabs:
    """Two tables side by side, a blank column between."""
    half = (len(drawer.kpis) + 1) // 2
    name = drawer.one_of(*NAME_HEADINGS)
    left, right = drawer.table(drawer.kpis[:half], name), drawer.table(drawer.kpis[half:], name)
    width = max(map(len, left))
    rows = drawer.titles()
    for at, line in enumerate(left):
        beside = right[at] if at < len(right) else []
        rows.append([*line, *([None] * (width - len(line))), None, *beside])
    return [Tab(drawer.tab_name(), rows)]


def long_by_financial_year(drawer: LayoutDrawer) -> Tabs:
    """A row a KPI and period, a financial year and a month by number or name, or a quarter."""
    numbers = {name: number for number, name in enumerate(MONTHS, 4)}
    by_number = drawer.random.random() < 0.5
    heads = ["Financial year", "Month" if drawer.is_monthly else "Quarter"]
    rows: Rows = [["Ref", drawer.one_of(*NAME_HEADINGS), *heads, "Actual", "Target"]]
    for kpi in drawer.kpis:
        for part in drawer.parts:
            shown: Value = part
            if by_number:
                shown = numbers[part] if drawer.is_monthly else int(part[1])
            told = [drawer.figure(kpi, part), drawer.target(kpi, part)]
            rows.append([kpi.ref, kpi.name, "2024/25", shown, *told])
    return [Tab(drawer.tab_name(), rows)]


def long_by_measure(drawer: LayoutDrawer) -> Tabs:
    """A row a KPI, period and measure, figure and target in one column."""
    kind = drawer.one_of("Measure type", "Data type", "Type")
    period = "Month" if drawer.is_monthly else "Quarter"
    rows: Rows = [["Ref", drawer.one_of("KPI", "Indicator"), period, kind, "Value"]]
    for kpi in drawer.kpis:
        for part in drawer.parts:
            when = f"{part} 2024" if drawer.is_monthly else f"{part} 2024/25"
            rows.append([kpi.ref, kpi.name, when, "Actual", drawer.figure(kpi, part)])
            rows.append([kpi.ref, kpi.name, when, "Target", drawer.target(kpi, part)])
    return [Tab(drawer.tab_name(), rows)]


def with_definitions(drawer: LayoutDrawer) -> Tabs:
    """A tab that defines the KPIs without a figure, beside one that holds their figures by reference."""
    heads: list[Value] = ["Ref", "Indicator", "Definition", "Good is", "Data source", "Frequency"]
    rows: Rows = [heads]
    for kpi in drawer.kpis:
        often = "Monthly" if drawer.is_monthly else "Quarterly"
        good = drawer.one_of("High", "Low")
        rows.append([kpi.ref, kpi.name, f"How it is counted: {kpi.name}", good, "Own", often])
    figures = [["Figures 2024/25"], *drawer.table(drawer.kpis, "Indicator")]
    return [Tab(drawer.one_of("Definitions", "Dictionary"), rows), Tab("Figures", figures)]


def with_arrows(drawer: LayoutDrawer) -> Tabs:
    """Arrows of the published direction of travel beside which way is good."""
    rows = drawer.titles()
    heading = drawer.one_of("Direction", "DoT", "Direction of travel", "Trend")
    table = drawer.table(drawer.kpis)
    table[0] += ["Good is", heading, "Comments"]
    for line in table[1:]:
        line += [drawer.one_of("High", "Low"), drawer.one_of(*ARROWS), drawer.one_of("", "Steady")]
    return [Tab(drawer.tab_name(), [*rows, *table])]


def with_years_before(drawer: LayoutDrawer) -> Tabs:
    """Outturns of the years before, to the left of the current year's figures."""
    for kpi in drawer.kpis:
        for year in ("2022/23", "2023/24"):
            kpi.figures[year] = drawer.near(kpi)
    form = drawer.one_of("{year} Outturn", "Outturn {year}", "{year}")
    years = ("2022/23", "2023/24")
    heads = [form.format(year=year) for year in years]
    parts = [f"{p} 2024" if drawer.is_monthly else f"{p} 2024/25" for p in drawer.parts]
    rows: Rows = [["Ref", drawer.one_of(*NAME_HEADINGS), *heads, *parts]]
    for kpi in drawer.kpis:
        kpi.targets = {}
        shown = [drawer.shown(kpi.figures[year], kpi.kind) for year in years]
        rows.append([kpi.ref, kpi.name, *shown, *(drawer.figure(kpi, p) for p in drawer.parts)])
    return [Tab(drawer.tab_name(), rows)]


def merged_directorates(drawer: LayoutDrawer) -> Tabs:
    """The directorate in a merged cell beside its KPIs."""
    rows: Rows = [["Council plan 2024/25"], ["Directorate", "Measure", *drawer.parts, "Target"]]
    merged = []
    for directorate in sorted({kpi.directorate for kpi in drawer.kpis}):
        own = [kpi for kpi in drawer.kpis if kpi.directorate == directorate]
        if len(own) > 1:
            merged.append(f"A{len(rows) + 1}:A{len(rows) + len(own)}")
        for at, kpi in enumerate(own):
            _, name, target, *figures = drawer.line(kpi)
            rows.append([directorate if at == 0 else None, name, *figures, target])
    return [Tab(drawer.tab_name(), rows, merged)]


def with_counts_tab(drawer: LayoutDrawer) -> Tabs:
    """A summary that counts colours before the tab with the KPIs."""
    counts: Rows = [["Summary 2024/25"], ["Directorate", "Green", "Amber", "Red"]]
    counts += [[name, 3, 1, 2] for name in sorted({kpi.directorate for kpi in drawer.kpis})]
    counts.append(["Total", 9, 3, 6])
    rows = [["Scorecard 2024/25"], *drawer.table(drawer.kpis)]
    return [Tab("Summary", counts), Tab("KPIs", rows)]


FURTHER: dict[str, Callable[[LayoutDrawer], Tabs]] = {
    one.__name__: one
    for one in (
        painted_ratings, painted_figures, with_totals, a_tab_a_kpi, a_tab_a_kpi_across,
        a_tab_a_directorate_with_pairs, a_tab_a_quarter_in_sections, hidden_columns, hidden_rows, hidden_tab,
        with_footnotes, three_heading_rows, tables_beneath, tables_beside, long_by_financial_year,
        long_by_measure, with_definitions, with_arrows, with_years_before, merged_directorates, with_counts_tab,
    )
}  # fmt: skip
TARGETS_BY_PERIOD = frozenset(
    {"a_tab_a_kpi", "a_tab_a_kpi_across", "a_tab_a_directorate_with_pairs", "a_tab_a_quarter_in_sections",
     "three_heading_rows", "long_by_financial_year", "long_by_measure"}
)  # fmt: skip


def drawn_further(seed: int) -> DrawnScorecard:
    """The scorecard of a seed, the layouts in turn."""
    name = list(FURTHER)[seed % len(FURTHER)]
    drawer = LayoutDrawer(seed)
    drawer.begin(same_target=name not in TARGETS_BY_PERIOD, may_be_monthly=True)
    sheets = tuple(tab.sheet() for tab in FURTHER[name](drawer))
    return DrawnScorecard(name, Book("scorecard.xlsx", sheets), drawer.kpis)
