"""Reports made up for the tests of renderers: long names, all tones, awkward text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.views.base import (
    Align,
    Chart,
    ChartBand,
    ChartLine,
    ChartPoint,
    Column,
    Entry,
    Fact,
    Paragraph,
    Report,
    Section,
    Spark,
    Table,
    TextStyle,
    Tone,
)

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
    """A chart with everything: target, band, comparator, marker, a gap."""
    made = []
    for at in range(points):
        target = Decimal(40 + at // 4)
        made.append(
            ChartPoint(
                f"202{1 + at // 4}/2{2 + at // 4} Q{at % 4 + 1}",
                None if at == 3 else Decimal("36.9") + at % 5,
                target,
                target * Decimal("0.95"),
                target,
            )
        )
    line = ChartLine(
        "Nearest neighbours", tuple(Decimal(38) + at * Decimal("0.1") for at in range(points))
    )
    return Chart(
        name,
        "Household waste recycled, 2021/22 Q1 to 2023/24 Q4",
        "Below target in 8 of the 11 quarters with a figure.",
        "%",
        tuple(made),
        (line,),
        (ChartBand("Collection strike", 1, 3),),
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
