"""Reports made up for the tests of renderers: long names, all tones, awkward text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.views.base import (
    Align,
    Axis,
    Bar,
    BarPart,
    Bars,
    Chart,
    ChartComparator,
    ChartEvent,
    ChartForecast,
    ChartLine,
    ChartPoint,
    ChartTick,
    Column,
    Entry,
    Fact,
    Paragraph,
    Report,
    Section,
    SideBySide,
    Spark,
    Table,
    TableLook,
    TextStyle,
    Tone,
    Words,
)
from pmf_cli.words import MONTHS

AWKWARD = ("R&D", "<5", "[c]", "{{7*7}}", "=1+1", "a\x07b\x1bc", "{% for x in y %}", "<w:p>", "@x")
"""Texts that some writers lose, run or turn into something else."""
TONES = (Tone.RED, Tone.AMBER, Tone.GREEN, Tone.UNRATED)
WORDS = {
    Tone.RED: "Red",
    Tone.AMBER: "Amber (interim)",
    Tone.GREEN: "Green",
    Tone.UNRATED: "Tracker",
}
COLUMNS = (
    Column("Reference", 1.3),
    Column("KPI", 4.0),
    Column("Result", 1.7, Align.NUMBER),
    Column("Period", 1.6),
    Column("Compared with", 1.8, Align.NUMBER),
    Column("Target", 1.6, Align.NUMBER),
    Column("Rating", 1.8),
    Column("Direction of travel", 2.4),
    Column("Trend", 2.0, Align.CENTRE),
    Column("Commentary", 5.0),
)
NAMES = (
    "Household waste sent for reuse, recycling and composting",
    "Number of days to process new Housing Benefit and Council Tax Support claims",
    "Children's social care: re-referrals within 12 months of a previous referral",
    "Council tax collected",
    "Adults with a learning disability in paid employment",
)
COMMENT = (
    "Performance fell in the quarter because a collection round was suspended for three weeks. "
    "Two further crews start in January and the backlog of missed collections has been cleared."
)


def row(at: int) -> tuple[Entry, ...]:
    """One row of a scorecard, its tone and numbers by its position."""
    tone = TONES[at % len(TONES)]
    values = tuple(Decimal(70 + (at * 7 + step * 5) % 23) for step in range(13))
    gap = (*values[:4], None, *values[5:])
    spark = Spark(
        gap if at % 5 == 0 else values,
        (Decimal(85),) * len(gap),
        f"KPI {at}: from {values[0]}% to {values[-1]}%.",
        "▂▃▅",
    )
    trend = Entry("Too few results", tone=Tone.MUTED) if at % 9 == 8 else Entry("▂▃▅", spark=spark)
    ref = CellRef("KPI Data Record.xlsx", "Results", f"F{at + 2}")
    return (
        Entry(f"WM-{at:02}"),
        Entry(NAMES[at % len(NAMES)]),
        Entry(f"{values[-1]}.5%", values[-1] + Decimal("0.5"), '#,##0.0"%"', ref=ref),
        Entry("2024/25 Q3"),
        Entry("82.1% (2023/24 Q3)", Decimal("82.1"), '#,##0.0"%"'),
        Entry("85.0%", Decimal(85), '#,##0.0"%"'),
        Entry(WORDS[tone], tone=tone),
        Entry("▼ 3 points, worse than 2023/24 Q3"),
        trend,
        Entry(COMMENT if at % 3 else "No commentary", tone=Tone.NONE if at % 3 else Tone.MUTED),
    )


def chart(name: str = "trend_wm01", *, points: int = 12) -> Chart:
    """A chart with everything: target in steps, band, last year, event, comparators, forecast, a gap."""
    made = []
    for at in range(points):
        target = Decimal(40 + at // 4)
        made.append(
            ChartPoint(
                f"202{1 + at // 4}/2{2 + at // 4} Q{at % 4 + 1}",
                date(2021 + at // 4, 3 * (at % 4 + 1), 28),
                None if at == 3 else Decimal("36.9") + at % 5,
                target,
                target * Decimal("0.95"),
            )
        )
    ahead = date(made[-1].on.year + 1, 3, 28)
    coming = ChartPoint("2024/25 Q1", ahead, None, Decimal(42), Decimal("39.9"))
    line = ChartLine(
        "Year before 39.1", tuple(Decimal(38) + at * Decimal("0.1") for at in range(points))
    )
    return Chart(
        name,
        "Household waste recycled, 2021/22 Q1 to 2023/24 Q4",
        "Below target in 8 of the 11 quarters with a figure.",
        "%",
        (*made, coming),
        Axis(Decimal(35), Decimal(45), Decimal("2.5")),
        "Waste recycled",
        f"{made[-1].value}",
        ((0, "Target 40"), (4, "Target 41"), (8, "Target 42")),
        "Amber to 39.9",
        tuple(ChartTick(f"{MONTHS[one.on.month - 1]}\n{one.on.year}", one.on) for one in made[::4]),
        (line,),
        (ChartEvent("2 Aug: collection strike", date(2022, 8, 2)),),
        (ChartForecast("41 expected", ahead, Decimal(41)),),
        (
            ChartComparator("England", "England 43.1", Decimal("43.1")),
            ChartComparator("Core Cities", "Core Cities 42.7", Decimal("42.7")),
        ),
        "both 2023/24",
        note="No figure for 2021/22 Q4.",
        decimals=1,
    )


def report(rows: int = 12, *, charts: int = 1, sections: tuple[Section, ...] = ()) -> Report:
    """A report with a summary, highlights with charts and a scorecard in two directorates."""
    half = rows // 2
    highlights = [
        Section(
            f"WM-{at:02} {NAMES[at % len(NAMES)]}",
            2,
            (
                Paragraph("Red: 34.2% against a target of 42%.", TextStyle.LEAD, tone=Tone.RED),
                Paragraph("Below target for the third quarter running.", label="Why it is here:"),
                chart(f"trend_{at}"),
                Paragraph("A round was suspended.", label="Reason:"),
                Paragraph("Two crews start in January.", label="Action:"),
            ),
        )
        for at in range(charts)
    ]

    def scorecard(name: str, first: int, last: int) -> Section:
        table = Table(
            f"scorecard_{name.lower()}",
            f"Scorecard: {name}",
            COLUMNS,
            tuple(row(at) for at in range(first, last)),
            f"Every KPI of {name}.",
        )
        return Section(name, 2, (Paragraph("Counts of this directorate."), table))

    return Report(
        "clt",
        "Performance report to the Corporate Leadership Team",
        "Example Council: 2024/25 Q3",
        (Fact("As at", "31/12/2024"), Fact("Period", "2024/25 Q3")),
        (
            Section(
                "Summary",
                1,
                (
                    Paragraph(
                        "8 of 12 KPIs are rated: 3 Green, 3 Amber and 2 Red.", TextStyle.LEAD
                    ),
                    Paragraph("A point.", TextStyle.BULLET),
                    Paragraph("A note.", TextStyle.NOTE),
                ),
            ),
            Section("Highlights", 1, (Paragraph("Chosen by rule."),), page_break=True),
            *highlights,
            Section(
                "CLT Scorecard of all KPIs", 1, (Paragraph("Every KPI once."),), page_break=True
            ),
            scorecard("Place", 0, half),
            scorecard("People", half, rows),
            Section("Notes", 1, (Paragraph("[x] means not available."),)),
            *sections,
        ),
        date(2024, 12, 31),
        file_stem="clt-2024-25-q3",
        footer="CLT report 2024/25 Q3",
    )


QUARTERS = ("Jul–Sep 2024", "Apr–Jun 2024", "Jan–Mar 2024", "Oct–Dec 2023")
DIRECTORATES = ("Adults and Health", "Children and Families", "City Development", "Housing")


def bars(name: str, labels: tuple[str, ...], *, is_main: bool = False) -> Bars:
    """Bars of ratings, each of another length; the third has no Red."""
    made = []
    for at, label in enumerate(labels):
        counts = (0 if at == 2 else 12 + at, 19, 52 - 3 * at, 20)
        parts = tuple(
            BarPart(number, f"{number} {WORDS[tone]}" if is_main else f"{number}", tone)
            for tone, number in zip(TONES, counts, strict=True)
            if number
        )
        made.append(Bar(label, parts))
    alt = "; ".join(
        f"{bar.label}: {', '.join(f'{part.count} {WORDS[part.tone]}' for part in bar.parts)}"
        for bar in made
    )
    return Bars(name, f"Ratings, {name}", f"{alt}.", tuple(made), is_main)


def _worries() -> Table:
    rows = []
    for at in range(5):
        spark = next(entry.spark for entry in row(at % 8) if entry.spark is not None)
        rows.append(
            (
                Entry(NAMES[at % len(NAMES)], is_strong=True),
                Entry("▂▃▅", spark=spark),
                Entry(
                    f"{81 + at}.6",
                    Decimal(81 + at) + Decimal("0.6"),
                    is_strong=True,
                    more=(Words("45.0", is_muted=True, new_line=True),),
                ),
                Entry("Six hired vehicles; four rounds re-cut; new fleet in April"),
                Entry("Apr–Jun 2025") if at else Entry("No date given", is_strong=True),
                Entry("page", page_of=f"highlight {at}"),
            )
        )
    columns = (
        Column("KPI", 3.2),
        Column("13 periods, target dashed", 2.0),
        Column("Now (target)", 1.4, Align.NUMBER),
        Column("What is being done", 3.2),
        Column("Back on target", 1.6),
        Column("Page", 0.6, Align.NUMBER),
    )
    return Table(
        "worries", "Four to worry about", columns, tuple(rows), "Four KPIs.", has_caption=False
    )


def _moved(name: str, rows: int) -> Table:
    columns = (Column(name, 3), Column("Figure", 2, Align.NUMBER), Column("Rating", 2))
    return Table(
        f"moved_{name.lower()}",
        f"Ratings that are {name.lower()}",
        columns,
        tuple(
            (
                Entry(("Missed bins", "Potholes made safe", "Call waiting")[at % 3]),
                Entry(f"43.{at} to 81.6"),
                Entry("Green to", more=(Words("Red", tone=Tone.RED),)),
            )
            for at in range(rows)
        ),
        has_caption=False,
    )


def _highlight(at: int) -> Section:
    words = "One thousand bins were missed. " * (3 + at % 3)
    facts = Table(
        f"facts_{at}",
        f"Facts of highlight {at}",
        (Column("Rating"), Column("Back on target"), Column("Owner")),
        ((Entry("Red", tone=Tone.RED), Entry("Apr to Jun 2025"), Entry("Head of Waste Services")),),
        look=TableLook.STRIP,
        has_caption=False,
    )
    return Section(
        f"Missed bins nearly doubled when the new routes began, {at}",
        2,
        (
            Paragraph("WM-03 Missed bins, per 100,000, each month", TextStyle.SUBTITLE),
            replace(chart(f"highlight_{at}"), title=f"Missed bins, {at}", note=""),
            SideBySide(
                (Paragraph(words, label="Why."),), (Paragraph(f"{words}Twice.", label="Action."),)
            ),
            facts,
        ),
        key=f"highlight {at}",
    )


def _scorecard(rows: int) -> Table:
    columns = (
        Column("Ref", 1.0),
        Column("KPI and unit", 4.4),
        Column("13 results and target", 1.8),
        Column("Two before", 1.0, Align.NUMBER),
        Column("Latest", 1.0, Align.NUMBER),
        Column("Target", 1.0, Align.NUMBER),
        Column("Rating", 1.5),
        Column("Against last year", 1.8),
        Column("Owner", 2.6),
    )
    made = []
    for at in range(rows):
        spark = next(entry.spark for entry in row(at % 8) if entry.spark is not None)
        tone = TONES[at % 4]
        made.append(
            (
                Entry(f"WM-{at:02}"),
                Entry("Rent collected", is_strong=True, more=(Words("%", is_muted=True),)),
                Entry("▂▃▅", spark=spark),
                Entry("98.32", Decimal("98.32")),
                Entry("98.42", Decimal("98.42"), is_strong=True),
                Entry("98.50", Decimal("98.5")),
                Entry(("Red", "Amber", "Green", "Not due")[at % 4], tone=tone),
                Entry("▲ 0.64 better"),
                Entry("Housing Management"),
            )
        )
    return Table(
        "scorecard",
        "Scorecard: Reds first",
        columns,
        tuple(made),
        look=TableLook.DENSE,
        has_caption=False,
    )


def paged_report(highlights: int = 5, rows: int = 60) -> Report:
    """A paper made page by page: front, what moved, highlights, a scorecard on its side, an end."""
    front = (
        Section(
            "CLT is recommended to",
            1,
            tuple(
                Paragraph(text, TextStyle.NUMBERED)
                for text in (
                    "note the results;",
                    "agree the highlights;",
                    "ask for weekly reports.",
                )
            ),
        ),
        Section(
            "In one sentence",
            1,
            (
                Paragraph(
                    "Eight ratings rose; two fell, missed bins to Red and potholes to Amber.",
                    TextStyle.STATEMENT,
                    label="63% of rated KPIs are Green, up from 56% last quarter. 12 are Red.",
                ),
                bars("this_quarter", ("Oct–Dec 2024",), is_main=True),
                SideBySide(
                    (bars("the_quarters_before", QUARTERS),),
                    (bars("by_directorate", DIRECTORATES),),
                ),
            ),
        ),
        Section("Four to worry about, one to copy", 1, (_worries(),)),
    )
    moved = Section(
        "What moved, what to worry about, what is not known",
        1,
        (
            Paragraph("Ratings and figures against July to September 2024.", TextStyle.LEAD),
            SideBySide((_moved("Worse", 3),), (_moved("Better", 8),)),
            Paragraph("note it;", TextStyle.NUMBERED),
            Paragraph("agree it.", TextStyle.NUMBERED),
        ),
        page_break=True,
        key="moved",
    )
    return replace(
        report(0, charts=0),
        title="Performance, October to December 2024",
        subtitle="Report to the Corporate Leadership Team, 18 February 2025",
        facts=(
            Fact("Author", "Corporate Performance Manager, 01632 960121"),
            Fact("", "As at 3 February 2025 · 103 KPIs, of which 83 are rated"),
        ),
        header="Aldermere City Council · Performance, October to December 2024",
        classification="Official · Item 7",
        sections=(
            *front,
            moved,
            Section("Highlights", 1, (), page_break=True),
            *(_highlight(at) for at in range(highlights)),
            Section("Scorecard", 1, (_scorecard(rows),), key="scorecard", is_sideways=True),
            Section(
                "How this paper was made",
                1,
                (Paragraph("Each result is rated against its target."), _last()),
                page_break=True,
                key="last",
            ),
        ),
    )


def _last() -> Table:
    rows = tuple(
        (Entry(f"Page of {key}"), Entry("page", page_of=key))
        for key in ("moved", "highlight 0", "highlight 3", "scorecard", "last", "nowhere")
    )
    return Table("pages", "Where to look", (Column("What"), Column("Page", 1, Align.NUMBER)), rows)
