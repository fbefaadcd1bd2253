"""Layouts of drawn scorecards with groups merged over KPIs and periods merged over measures.

What stands over several KPIs names a group, even where its words hold a year or a period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pmf_cli.workbook.cells import Book, column_letter
from tests.importing.drawn_layouts import LayoutDrawer, Tab, Tabs
from tests.importing.drawn_scorecards import (
    ACTUAL,
    NAME_HEADINGS,
    DrawnKpi,
    DrawnScorecard,
    Rows,
    Value,
)

GROUPS = (
    "Quarterly targets",
    "Corporate 2024",
    "Council Plan 2024-28",
    "Priority 1: Homes",
    "Annual indicators 2024/25",
    "Monthly monitoring",
    "2024 pledges",
    "Annual",
    "Quarterly",
    "Q3 focus",
    "Year 2 of the plan",
    "Autumn programme 2024",
    "Corporate health",
    "Actual performance measures",
)
"""What groups of KPIs are called: words of time among them, which are no periods of figures."""
MONTHS_OF = {
    "Q1": "Apr-Jun 2024",
    "Q2": "Jul-Sep 2024",
    "Q3": "Oct-Dec 2024",
    "Q4": "Jan-Mar 2025",
}


def _groups(drawer: LayoutDrawer) -> Iterator[tuple[str, list[DrawnKpi]]]:
    """The KPIs in groups of two to four, each with a name of its own."""
    names = drawer.random.sample(GROUPS, len(GROUPS))
    left = list(drawer.kpis)
    while left:
        size = drawer.random.randint(2, 4)
        own, left = left[:size], left[size:]
        yield names.pop(), own


def _beside(top: int, count: int) -> list[str]:
    """The merged range of a group's name in the first column."""
    return [f"A{top}:A{top + count - 1}"] if count > 1 else []


def _over(left: int, width: int, row: int) -> list[str]:
    """A merged range of one row."""
    return (
        [f"{column_letter(left)}{row}:{column_letter(left + width - 1)}{row}"] if width > 1 else []
    )


def groups_beside(drawer: LayoutDrawer) -> Tabs:
    """A group's name in the first column, merged over its KPIs."""
    heading = drawer.one_of(
        "", "Group", "Theme", "Plan", "Indicator set", "KPI group", "Target type", "Outcome"
    )
    rows: Rows = [["Scorecard 2024/25"], [heading or None, *drawer.table(drawer.kpis)[0]]]
    merged = []
    for group, own in _groups(drawer):
        merged += _beside(len(rows) + 1, len(own))
        rows += [[group if at == 0 else None, *drawer.line(kpi)] for at, kpi in enumerate(own)]
    return [Tab(drawer.tab_name(), rows, merged)]


def groups_beside_without_headings(drawer: LayoutDrawer) -> Tabs:
    """The same, the column of names without a heading too."""
    rows: Rows = [["Scorecard 2024/25"], [None, None, *drawer.parts, "Target"]]
    merged = []
    for group, own in _groups(drawer):
        merged += _beside(len(rows) + 1, len(own))
        for at, kpi in enumerate(own):
            _, name, target, *figures = drawer.line(kpi)
            rows.append([group if at == 0 else None, name, *figures, target])
    return [Tab(drawer.tab_name(), rows, merged)]


def groups_beside_measures(drawer: LayoutDrawer) -> Tabs:
    """A group's name merged over the rows of actual and target of its KPIs."""
    actual = drawer.one_of(*ACTUAL)
    heading = drawer.one_of("", "Group", "Theme")
    rows: Rows = [
        ["Scorecard 2024/25"],
        [heading or None, drawer.one_of(*NAME_HEADINGS), drawer.one_of("", "Type"), *drawer.parts],
    ]
    merged = []
    for group, own in _groups(drawer):
        merged += _beside(len(rows) + 1, 2 * len(own))
        for at, kpi in enumerate(own):
            merged.append(f"B{len(rows) + 1}:B{len(rows) + 2}")
            shown = group if at == 0 else None
            rows.append([shown, kpi.name, actual, *(drawer.figure(kpi, p) for p in drawer.parts)])
            rows.append([None, None, "Target", *(drawer.target(kpi, p) for p in drawer.parts)])
    return [Tab(drawer.tab_name(), rows, merged)]


def groups_above(drawer: LayoutDrawer) -> Tabs:
    """KPIs across, a group's name merged over theirs, periods down."""
    top: list[Value] = [None]
    names: list[Value] = [drawer.one_of("", "Quarter", "Period")]
    merged = []
    for group, own in _groups(drawer):
        merged += _over(len(top) + 1, len(own), 2)
        top += [group, *([None] * (len(own) - 1))]
        names += [kpi.name for kpi in own]
    rows: Rows = [["Scorecard 2024/25"], top, names]
    rows.append(["Target", *(drawer.target(kpi, drawer.parts[0]) for kpi in drawer.kpis)])
    rows += [[part, *(drawer.figure(kpi, part) for kpi in drawer.kpis)] for part in drawer.parts]
    return [Tab(drawer.tab_name(), rows, merged)]


def groups_above_pairs(drawer: LayoutDrawer) -> Tabs:
    """KPIs across with actual and target each, their names merged, and a group's name over these."""
    actual = drawer.one_of(*ACTUAL)
    top: list[Value] = [None]
    names: list[Value] = [None]
    merged = []
    for group, own in _groups(drawer):
        merged += _over(len(top) + 1, 2 * len(own), 2)
        top += [group, *([None] * (2 * len(own) - 1))]
        for kpi in own:
            merged += _over(len(names) + 1, 2, 3)
            names += [kpi.name, None]
    below: list[Value] = [drawer.one_of("Period", "Quarter")]
    below += [word for _ in drawer.kpis for word in (actual, "Target")]
    rows: Rows = [["Scorecard 2024/25"], top, names, below]
    for part in drawer.parts:
        shown = ((drawer.figure(kpi, part), drawer.target(kpi, part)) for kpi in drawer.kpis)
        rows.append([part, *(one for two in shown for one in two)])
    return [Tab(drawer.tab_name(), rows, merged)]


def groups_in_rows(drawer: LayoutDrawer) -> Tabs:
    """A group's name in a row of its own, merged over the whole table, actual above target."""
    actual = drawer.one_of(*ACTUAL)
    rows: Rows = [
        ["Scorecard 2024/25"],
        [drawer.one_of(*NAME_HEADINGS), drawer.one_of("", "Type"), *drawer.parts],
    ]
    merged = []
    for group, own in _groups(drawer):
        merged += _over(1, len(rows[1]), len(rows) + 1)
        rows.append([group])
        for kpi in own:
            rows.append([kpi.name, actual, *(drawer.figure(kpi, p) for p in drawer.parts)])
            rows.append([None, "Target", *(drawer.target(kpi, p) for p in drawer.parts)])
    return [Tab(drawer.tab_name(), rows, merged)]


def groups_beside_periods(drawer: LayoutDrawer) -> Tabs:
    """A row a KPI and period: the KPI's name merged over its periods, a group's over its KPIs."""
    form = _form(drawer)
    heads: list[Value] = [drawer.one_of("Group", "Theme"), drawer.one_of(*NAME_HEADINGS)]
    rows: Rows = [["Scorecard"], [*heads, drawer.one_of("Period", "Quarter"), "Actual", "Target"]]
    merged = []
    count = len(drawer.parts)
    for group, own in _groups(drawer):
        merged += _beside(len(rows) + 1, count * len(own))
        for at, kpi in enumerate(own):
            merged.append(f"B{len(rows) + 1}:B{len(rows) + count}")
            for part in drawer.parts:
                first = part == drawer.parts[0]
                shown = [group if first and not at else None, kpi.name if first else None]
                told = [drawer.figure(kpi, part), drawer.target(kpi, part)]
                rows.append([*shown, form(part), *told])
    return [Tab(drawer.tab_name(), rows, merged)]


def groups_above_quarters(drawer: LayoutDrawer) -> Tabs:
    """KPIs across under groups; quarters with their months merged beside actual and target."""
    form, actual = _form(drawer), drawer.one_of(*ACTUAL)
    top: list[Value] = [None, None]
    names: list[Value] = [None, None]
    merged = []
    for group, own in _groups(drawer):
        merged += _over(len(top) + 1, len(own), 2)
        top += [group, *([None] * (len(own) - 1))]
        names += [kpi.name for kpi in own]
    rows: Rows = [["Scorecard"], top, names]
    for part in drawer.parts:
        merged.append(f"A{len(rows) + 1}:A{len(rows) + 2}")
        rows.append([form(part), actual, *(drawer.figure(kpi, part) for kpi in drawer.kpis)])
        rows.append([None, "Target", *(drawer.target(kpi, part) for kpi in drawer.kpis)])
    return [Tab(drawer.tab_name(), rows, merged)]


def quarters_with_months(drawer: LayoutDrawer) -> Tabs:
    """Quarters with their months merged over two to four measures each, groups merged beside some."""
    return [_quarters(drawer, drawer.titles(), grouped=drawer.random.random() < 0.5)]


def quarters_with_months_in_one_row(drawer: LayoutDrawer) -> Tabs:
    """The same periods beside the word for the measure, without a second row of headings."""
    form = _form(drawer)
    actual = drawer.one_of(*ACTUAL)
    heads = [f"{form(part)} {word}" for part in drawer.parts for word in (actual, "Target")]
    rows: Rows = [["Scorecard"], ["Ref", drawer.one_of(*NAME_HEADINGS), *heads]]
    for kpi in drawer.kpis:
        shown = ((drawer.figure(kpi, p), drawer.target(kpi, p)) for p in drawer.parts)
        rows.append([kpi.ref, kpi.name, *(one for two in shown for one in two)])
    return [Tab(drawer.tab_name(), rows)]


def _form(drawer: LayoutDrawer) -> Callable[[str], str]:
    """How a quarter is written with its months."""
    form = drawer.one_of(
        "Quarter {number} ({months})", "Q{number} ({months})", "Q{number} {months}", "{months} (Q{number})",
        "Quarter {number}: {months}", "Qtr {number} - {months}",
    )  # fmt: skip
    long = drawer.random.random() < 0.3
    full = {"Apr": "April", "Jun": "June", "Jul": "July", "Sep": "September", "Oct": "October",
            "Dec": "December", "Jan": "January", "Mar": "March"}  # fmt: skip

    def words(part: str) -> str:
        months = MONTHS_OF[part]
        if long:
            for short, name in full.items():
                months = months.replace(short, name)
            months = months.replace("-", " to ")
        return form.format(number=part[1], months=months)

    return words


def _quarters(drawer: LayoutDrawer, titles: Rows, *, grouped: bool) -> Tab:
    measures = drawer.random.choice(
        (
            ["Actual", "Target"],
            ["Target", "Actual"],
            ["Actual", "Target", "RAG"],
            ["Target", "Actual", "RAG", "Comments"],
        )
    )
    form = _form(drawer)
    left: list[Value] = ["Group"] if grouped else []
    left += ["Ref", drawer.one_of(*NAME_HEADINGS)]
    first = len(titles) + 1
    top, below = list(left), [None] * len(left)
    merged = [
        f"{column_letter(at)}{first}:{column_letter(at)}{first + 1}"
        for at in range(1, len(left) + 1)
    ]
    for part in drawer.parts:
        merged += _over(len(top) + 1, len(measures), first)
        top += [form(part), *([None] * (len(measures) - 1))]
        below += measures
    rows: Rows = [*titles, top, below]
    for group, own in _groups(drawer):
        merged += _beside(len(rows) + 1, len(own)) if grouped else []
        for at, kpi in enumerate(own):
            shown: list[Value] = [group if at == 0 else None] if grouped else []
            rows.append([*shown, kpi.ref, kpi.name, *_measured(drawer, kpi, measures)])
    return _merged_or_not(drawer, rows, merged)


def _measured(drawer: LayoutDrawer, kpi: DrawnKpi, measures: Sequence[str]) -> Iterator[Value]:
    for part in drawer.parts:
        told = {
            "Actual": drawer.figure(kpi, part),
            "Target": drawer.target(kpi, part),
            "RAG": drawer.one_of("G", "A", "R"),
            "Comments": drawer.one_of("", "On course"),
        }
        yield from (told[one] for one in measures)


def targets_before_results(drawer: LayoutDrawer) -> Tabs:
    """Headings of groups of columns: what the KPI is, the targets of all periods, then their results."""
    count = len(drawer.parts)
    about, targets, results = (
        drawer.one_of("KPI details", "About the KPI", "Indicator"),
        drawer.one_of("Quarterly targets", "Targets", "Targets 2024/25", "Target"),
        drawer.one_of(
            "Quarterly results", "Results 2024/25", "Actuals", "Performance 2024/25", "Actual"
        ),
    )
    top: list[Value] = [about, None, targets, *([None] * (count - 1)), results]
    merged = ["A2:B2", *_over(3, count, 2), *_over(3 + count, count, 2)]
    rows: Rows = [
        ["Scorecard 2024/25"], top, ["Ref", drawer.one_of(*NAME_HEADINGS), *drawer.parts, *drawer.parts]
    ]  # fmt: skip
    for kpi in drawer.kpis:
        aims = (drawer.target(kpi, part) for part in drawer.parts)
        rows.append([kpi.ref, kpi.name, *aims, *(drawer.figure(kpi, p) for p in drawer.parts)])
    return [_merged_or_not(drawer, rows, merged)]


def _merged_or_not(drawer: LayoutDrawer, rows: Rows, merged: list[str]) -> Tab:
    """A tab whose headings are merged, or only stand above the first of their columns."""
    return Tab(drawer.tab_name(), rows, merged if drawer.random.random() < 0.6 else [])


GROUPED: dict[str, Callable[[LayoutDrawer], Tabs]] = {
    one.__name__: one
    for one in (
        groups_beside, groups_beside_without_headings, groups_beside_measures, groups_above,
        groups_above_pairs, groups_in_rows, groups_beside_periods, groups_above_quarters, quarters_with_months, quarters_with_months_in_one_row, targets_before_results,
    )
}  # fmt: skip
GROUPED_BY_PERIOD = frozenset(
    {"groups_beside_measures", "groups_above_pairs", "groups_in_rows", "groups_beside_periods", "groups_above_quarters", "quarters_with_months",
     "quarters_with_months_in_one_row", "targets_before_results"}
)  # fmt: skip
"""Layouts with a target for each period."""


def drawn_grouped(name: str, seed: int) -> DrawnScorecard:
    """The scorecard of a layout and a seed."""
    drawer = LayoutDrawer(seed)
    drawer.begin(same_target=name not in GROUPED_BY_PERIOD, may_be_monthly=False)
    sheets = tuple(tab.sheet() for tab in GROUPED[name](drawer))
    return DrawnScorecard(name, Book("scorecard.xlsx", sheets), drawer.kpis)
