"""What an import would do, as sections to print: doubts first, then guesses, cells left, rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmf_cli.importing.cell_fates import Fate
from pmf_cli.importing.guesses import Guess, Topic
from pmf_cli.importing.kpi_rows import missing_facts
from pmf_cli.importing.left_out import left_together
from pmf_cli.importing.merge import SHEET_OF, Merge
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.questions.content import ChangeQuestion
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.words import counted, listed_shortly


def sections_of(
    plan: ImportPlan, merge: Merge, changes: Sequence[ChangeQuestion] = ()
) -> tuple[Section, ...]:
    """Everything an officer should see before deciding.

    Args:
        changes: what differs from the register, as it is asked.
    """
    sections = (
        _guesses(plan),
        _kpis(plan),
        _left(plan),
        _remarks(plan),
        _gaps(merge),
        _put_right(merge),
        _changes(changes),
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
    rows = [
        (one.sheet, one.cells, str(one.count), _short(one.texts, 40), one.why, one.cure)
        for one in left_together(plan.left_out)
    ]
    columns = (
        ("Sheet", 2),
        ("Cells", 2),
        ("Number", 0.7),
        ("What stands there", 2),
        ("Why not", 3),
        ("What could be done", 3),
    )
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


def _changes(changes: Sequence[ChangeQuestion]) -> Section:
    rows = [
        (one.about, one.ref, one.period, one.where, one.old, one.new, one.rating, one.answer or "?")
        for one in changes
    ]
    columns = (
        ("What", 1.4),
        ("KPI", 1),
        ("Period", 1.2),
        ("Cell", 1.6),
        ("Register", 1.2),
        ("Scorecard", 1.4),
        ("Rating", 1.6),
        ("Answer", 1.2),
    )
    title = "Otherwise than the register, which stays until it is accepted"
    return Section(title, 1, (_table("changes", title, columns, rows),) if rows else ())


def _put_right(merge: Merge) -> Section:
    rows = [
        (one.kpi_ref, one.sheet, heading, _short(old, 30), _short(new, 30))
        for one in merge.put_right
        for heading, old, new in one.cells
    ]
    columns = (("KPI", 1), ("Sheet", 1.2), ("Column", 1.6), ("Register", 2), ("By your answers", 2))
    title = "What your answers put right of the import before"
    return Section(title, 1, (_table("put_right", title, columns, rows),) if rows else ())


def _rows(merge: Merge) -> Section:
    rows = [
        (
            Entry(name),
            Entry(str(len(new))),
            Entry(str(merge.already.get(name, 0))),
            Entry(str(sum(SHEET_OF[one.what] == name for one in merge.revisions))),
        )
        for name, new in merge.rows.items()
    ]
    columns = (
        Column("Sheet", 2),
        Column("Rows to add", 1, Align.NUMBER),
        Column("There already", 1, Align.NUMBER),
        Column("Otherwise", 1, Align.NUMBER),
    )
    title = "Rows for the register"
    if merge.fills:
        refs = listed_shortly(tuple(dict.fromkeys(one.ref for one in merge.fills)), 6)
        words = f"{counted(len(merge.fills), 'blank')} of KPIs there already to fill in: {refs}."
        return Section(title, 1, (Paragraph(words), Table("rows", title, columns, tuple(rows))))
    return Section(title, 1, (Table("rows", title, columns, tuple(rows)),))


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
