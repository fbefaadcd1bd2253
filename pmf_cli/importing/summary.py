"""What an import would do, as sections to print: doubts first, then guesses, cells left, rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pmf_cli.findings import CellRef
from pmf_cli.importing.cell_fates import Fate
from pmf_cli.importing.guesses import Guess, Topic
from pmf_cli.importing.kpi_rows import missing_facts
from pmf_cli.importing.merge import Merge
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.words import counted, listed_shortly
from pmf_cli.workbook.cells import column_number, reference_of


def sections_of(plan: ImportPlan, merge: Merge) -> tuple[Section, ...]:
    """Everything an officer should see before deciding."""
    sections = (
        _guesses(plan),
        _kpis(plan),
        _left(plan),
        _remarks(plan),
        _gaps(merge),
        _conflicts(merge),
        _rows(merge),
        _doubts(plan),
    )
    return tuple(section for section in sections if section.blocks)


def _table(
    name: str, title: str, columns: Iterable[tuple[str, float]], rows: Iterable[tuple[str, ...]]
) -> Table:
    return Table(
        name,
        title,
        tuple(Column(text, width) for text, width in columns),
        tuple(tuple(Entry(text or "–") for text in row) for row in rows),
    )


def _guesses(plan: ImportPlan) -> Section:
    rows = [
        (
            guess.topic.words,
            _short(guess.text, 48),
            _cell(guess),
            _short(guess.meaning, 40),
            f"{guess.sure}{f' ({guess.number})' if guess.is_doubt else ''}",
            guess.why,
        )
        for guess in plan.guesses
        if guess.topic is not Topic.KPI
    ]
    columns = (
        ("About", 1.2),
        ("In the scorecard", 3),
        ("First seen", 1),
        ("Taken as", 2.4),
        ("How sure", 1),
        ("Why", 4),
    )
    title = "What was guessed"
    return Section(title, 1, (_table("guesses", title, columns, rows),) if rows else ())


def _kpis(plan: ImportPlan) -> Section:
    rows = [
        (
            guess.text,
            *_split(guess.meaning),
            f"{guess.sure}{f' ({guess.number})' if guess.is_doubt else ''}",
            guess.why,
        )
        for guess in plan.guesses
        if guess.topic is Topic.KPI
    ]
    columns = (("Reference", 1), ("Name", 4), ("Taken as", 4), ("How sure", 1), ("Why", 3))
    title = "KPIs new to the register"
    return Section(title, 1, (_table("kpis", title, columns, rows),) if rows else ())


def _split(meaning: str) -> tuple[str, str]:
    name, _, facts = meaning.rpartition(": ")
    return name, facts


def _left(plan: ImportPlan) -> Section:
    found: dict[tuple[str, str, str], list[CellRef]] = {}
    texts: dict[tuple[str, str, str], str] = {}
    for account in plan.left_out:
        key = (account.where.workbook, account.where.sheet, account.words)
        found.setdefault(key, []).append(account.where)
        texts.setdefault(key, account.text)
    rows = [
        (f"{key[0]}, {key[1]}" if key[0].rpartition(".")[0] != key[1] else key[0], ranges_of(cells),
         str(len(cells)), _short(texts[key], 30), key[2])
        for key, cells in found.items()
    ]  # fmt: skip
    columns = (("Sheet", 2), ("Cells", 3), ("Number", 0.7), ("The first says", 2), ("Why not", 4))
    title = "Cells not taken in"
    counts = {fate: sum(a.fate is fate for a in plan.accounts) for fate in Fate}
    words = (
        f"{len(plan.accounts)} filled cells: {counts[Fate.TAKEN]} taken in, {counts[Fate.HEADING]}"
        f" headings and titles, {counts[Fate.LEFT]} not taken in."
    )
    blocks = (
        (Paragraph(words), _table("left", title, columns, rows)) if rows else (Paragraph(words),)
    )
    return Section(title, 1, blocks)


def _remarks(plan: ImportPlan) -> Section:
    lines = [Paragraph(f"{r.where}: {r.text}", TextStyle.BULLET) for r in plan.remarks]
    return Section("Odd, but taken in", 1, tuple(lines))


def _gaps(merge: Merge) -> Section:
    new = merge.rows.get("KPIs", ())
    rows = []
    for heading, to_rate, refs in missing_facts(tuple(new)):
        which = "all" if len(refs) == len(new) and len(new) > 1 else _short(", ".join(refs), 60)
        rows.append(
            (
                heading,
                str(len(refs)),
                which,
                "needed to rate" if to_rate else "required, but not to rate",
            )
        )
    columns = (("Column of KPIs", 2), ("Blank for", 1), ("Which", 3), ("What for", 2))
    title = "What the scorecard does not say"
    words = (
        "Blank facts stay blank and are findings of pmf validate. Give a fact for all KPIs with"
        ' --default "Financial=No", or for some in the answers.'
    )
    return Section(
        title, 1, (Paragraph(words), _table("gaps", title, columns, rows)) if rows else ()
    )


def _conflicts(merge: Merge) -> Section:
    rows = [
        (c.what, c.kpi_ref, c.period, c.new, str(c.where), c.old, str(c.there))
        for c in merge.conflicts
    ]
    columns = (
        ("What", 1),
        ("KPI", 1),
        ("Period", 1),
        ("Scorecard", 1),
        ("Its cell", 2.5),
        ("Register", 1),
        ("Its cell there", 2.5),
    )
    title = "Contradicts the register: left as it is there"
    return Section(title, 1, (_table("conflicts", title, columns, rows),) if rows else ())


def _rows(merge: Merge) -> Section:
    rows = [
        (
            Entry(name),
            Entry(str(len(new))),
            Entry(str(merge.already.get(name, 0))),
            Entry(str(sum(c.what in _WHAT[name] for c in merge.conflicts))),
        )
        for name, new in merge.rows.items()
    ]
    columns = (
        Column("Sheet", 2),
        Column("Rows to add", 1, Align.NUMBER),
        Column("There already", 1, Align.NUMBER),
        Column("Contradicting", 1, Align.NUMBER),
    )
    title = "Rows for the register"
    if merge.fills:
        refs = listed_shortly(tuple(dict.fromkeys(one.ref for one in merge.fills)), 6)
        words = f"{counted(len(merge.fills), 'blank')} of KPIs there already to fill in: {refs}."
        return Section(title, 1, (Paragraph(words), Table("rows", title, columns, tuple(rows))))
    return Section(title, 1, (Table("rows", title, columns, tuple(rows)),))


_WHAT = {
    "KPIs": (),
    "Targets": ("Target",),
    "Contacts": (),
    "Results": ("Result",),
    "Commentary": ("Judged status",),
    "Forecasts": ("Forecast",),
}


def _doubts(plan: ImportPlan) -> Section:
    lines = tuple(
        Paragraph(
            f"{guess.topic.words} “{_short(guess.text, 60)}” at {guess.where}"
            f"{f' and {guess.count - 1} more' if guess.count > 1 else ''}: {guess.why.rstrip('.')}. Guess: {guess.meaning}.",
            TextStyle.BULLET,
            label=f"{guess.number}.",
            tone=Tone.NONE,
        )
        for guess in plan.doubts
    )
    return Section("Doubts to settle", 1, lines)


def _cell(guess: Guess) -> str:
    place = guess.where.cell or guess.where.sheet or guess.where.workbook
    return f"{place} (×{guess.count})" if guess.count > 1 else place


def _short(text: str, length: int) -> str:
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= length else f"{tidy[: length - 1]}…"


def ranges_of(cells: Iterable[CellRef]) -> str:
    """The addresses of cells of one sheet, runs down a column and across columns joined."""
    places = set()
    for ref in cells:
        found = re.fullmatch(r"([A-Z]+)(\d+)", ref.cell)
        if found:
            places.add((column_number(found[1]), int(found[2])))
    runs: list[tuple[int, int, int]] = []
    for column, row in sorted(places):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    blocks: list[tuple[int, int, int, int]] = []
    for column, first, last in sorted(runs, key=lambda run: (run[1], run[2], run[0])):
        if blocks and blocks[-1][1:] == (column - 1, first, last):
            blocks[-1] = (blocks[-1][0], column, first, last)
        else:
            blocks.append((column, column, first, last))
    return ", ".join(
        reference_of((top, left, bottom, right)) for left, right, top, bottom in sorted(blocks)
    )
