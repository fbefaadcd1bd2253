"""What the register has lost: sheets, columns, rows and marks, and what may stand for them.

Nothing guards itself away: a sheet or column that ``pmf.toml`` lists under ``[holds]``, that every
register needs, or that a tab or heading comes near to, is never missing in silence, nor is a row or
mark listed under ``[guards]``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pmf_cli.findings import CellRef, Finding
from pmf_cli.places import FILE_NAME
from pmf_cli.register.reading.guarding_rows import LostGuard, lost_guards
from pmf_cli.register.reading.headings import find_headings, words_of
from pmf_cli.register.reading.notes import Notes
from pmf_cli.register.reading.tabs import Tab
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn, SheetLayout
from pmf_cli.register.sheets.rows import Guard, Need
from pmf_cli.settings import Settings
from pmf_cli.tabular.headings import Headings, heading_key
from pmf_cli.tabular.names import is_slip, nearest, plain_key
from pmf_cli.words import listed, listed_shortly
from pmf_cli.workbook.cells import Sheet, column_letter

STOPPING_SHEETS = ("Results", "KPIs")
"""Sheets without which nothing at all can be said."""
LOST = ("SHT001", "SHT023", "SHT024", "SHT026", "SHT030")
"""Findings that every command tells: a rule, mark or restriction may have fallen away."""
ENOUGH_COLUMNS = 3
"""Known columns, the naming one among them, by which a tab is known for a sheet of the register."""
ELSEWHERE = frozenset(
    heading_key(column.heading.text) for layout in SHEETS for column in layout.columns
)
"""Headings of the register's own sheets: on another sheet they are no strange words for its columns."""


def stops(finding: Finding) -> bool:
    """Whether a finding means that nothing can be rated, so that only it is worth telling."""
    return finding.code == "SHT029" or (
        finding.code == "SHT001" and finding.where.sheet in STOPPING_SHEETS
    )


def falls_away(finding: Finding) -> bool:
    """Whether a finding says that something is lost which guards ratings or publication."""
    where = finding.where
    if finding.code == "SHT030":
        return True
    return finding.code in LOST and any(
        _is_lost_whole(one, where) or (one.name == where.sheet and _guards_in(one, where.lacks))
        for one in SHEETS
    )


def _is_lost_whole(layout: SheetLayout, where: CellRef) -> bool:
    return layout.name in where.lacks and (layout.needed or _is_guarded(layout))


def _guards_in(layout: SheetLayout, lacks: Collection[str]) -> bool:
    return any(column.heading.guards and column.field in lacks for column in layout.columns)


TELL_APART = frozenset({"split", "from_period"})
"""Fields without which the rows of one KPI look like repetitions of each other."""


def lost_with_rows(findings: Iterable[Finding]) -> frozenset[str]:
    """Names of sheets whose rows say nothing: the sheet is lost, or a column that tells rows apart."""
    return frozenset(
        layout.name
        for finding in findings
        if finding.code in (*LOST, "SHT015")
        for layout in SHEETS
        if layout.name in finding.where.lacks
        or (
            layout.name == finding.where.sheet
            and any(
                (c.heading.identifies or c.field in TELL_APART) and c.field in finding.where.lacks
                for c in layout.columns
            )
        )
    )


def lost_sheets(
    present: Collection[str], read: Collection[str], unread: Sequence[Sheet],
    settings: Settings, notes: Notes,
) -> Collection[tuple[str, str]]:  # fmt: skip
    """Notes the sheets of the register that are missing, and tabs that look like one.

    Args:
        present: names of the register's sheets that are there.
        read: names of the tabs that are read.
        unread: tabs that are not.
        settings: the council's settings.
        notes: receives the findings.

    Returns:
        The tabs of which something was noted, by workbook and name.
    """
    missing = [layout for layout in SHEETS if layout.name not in present]
    like = {(s.workbook, s.name): _layout_like(s, missing, settings) for s in unread}
    told = set(_lost_tabs(read, unread, settings, notes))
    for layout in missing:
        found = [s for s in unread if like[s.workbook, s.name] is layout]
        told.update((s.workbook, s.name) for s in found)
        _note_lost(layout, found, settings, notes)
    for sheet in unread:
        place, other = (sheet.workbook, sheet.name), like[sheet.workbook, sheet.name]
        if other is not None and place not in told:
            told.add(place)
            words = f"The sheet {sheet.name} looks like {other.name}, but it is not read."
            notes.add("SHT025", sheet.ref(), words)
    return told


def _layout_like(
    sheet: Sheet, missing: Sequence[SheetLayout], settings: Settings
) -> SheetLayout | None:
    """The sheet that a tab looks like: a missing one by name or headings, else any by headings."""
    names = {name: one for one in missing for name in (one.name, *one.synonyms)}
    if (near := nearest(sheet.name, names)) is not None:
        return names[near]
    fits = [(score, one) for one in SHEETS if (score := _fit(sheet, one, settings))]
    if fits:
        return max(fits, key=lambda fit: (fit[1] in missing, fit[0]))[1]
    guarded = [name for name, one in names.items() if one.needed or _is_guarded(one)]
    if (near := nearest(sheet.name, guarded, by_words=True)) is not None:
        return names[near]
    return next((one for one in SHEETS if is_slip(sheet.name, one.name)), None)


def _fit(sheet: Sheet, layout: SheetLayout, settings: Settings) -> int:
    """How many columns of a sheet a tab holds; 0 where too few to be that sheet."""
    headings = find_headings(sheet, layout, settings)
    if headings is None or not headings.score[0]:
        return 0
    held = {column.field for column in headings.columns.values()}
    required = {c.field for c in layout.columns if c.heading.need is Need.REQUIRED}
    enough = len(held) >= ENOUGH_COLUMNS and 2 * len(held & required) > len(required)
    return len(held) if enough else 0


def _is_guarded(layout: SheetLayout) -> bool:
    return any(column.heading.guards for column in layout.columns)


def _note_lost(
    layout: SheetLayout, found: Sequence[Sheet], settings: Settings, notes: Notes
) -> None:
    where = CellRef(layout.workbook, layout.name, lacks=(layout.name,))
    words = f"There is no sheet {layout.name}"
    if found:
        names = listed([f"“{sheet.name}” of {sheet.workbook}" for sheet in found])
        words += f"; {names} looks like it and is not read."
    else:
        words += f"; it usually stands in {layout.workbook}."
    if layout.needed:
        notes.add("SHT001", where, words)
    elif found:
        notes.add("SHT023", CellRef(found[0].workbook, found[0].name, lacks=where.lacks), words)
    elif layout.name in settings.holds:
        words = f"There is no sheet {layout.name}, which {FILE_NAME} lists under [holds]."
        notes.add("SHT024", where, words)


def _lost_tabs(
    read: Collection[str], unread: Sequence[Sheet], settings: Settings, notes: Notes
) -> Iterator[tuple[str, str]]:
    """Notes tabs that the settings name and that are nowhere; gives the tabs that look like them."""
    there = {plain_key(name) for name in read}
    by_name = {sheet.name: (sheet.workbook, sheet.name) for sheet in unread}
    known = {layout.name for layout in SHEETS}
    for layout, tabs in settings.sheets.items():
        for tab in tabs if layout in known else ():
            if plain_key(tab) in there:
                continue
            near = nearest(tab, by_name, by_words=True)
            words = f"{FILE_NAME} names the sheet “{tab}” for {layout}, which is not there"
            words += f"; “{near}” looks like it and is not read." if near else "."
            notes.add("SHT024", CellRef(FILE_NAME, lacks=(layout,)), words)
            if near:
                yield by_name[near]


def lost_columns(
    tab: Tab,
    headings: Headings[SheetColumn],
    settings: Settings,
    notes: Notes,
    fields: Collection[str] | None = None,
) -> None:
    """Notes the columns of a tab that are missing: one finding for each cause.

    Args:
        tab: the tab.
        headings: its headings.
        settings: the council's settings.
        notes: receives the findings.
        fields: the only fields that the tab may hold; ``None`` for all of its sheet.
    """
    there = {column.field for column in headings.columns.values()}
    missing = {
        column.field: column
        for column in tab.layout.columns
        if column.field not in there and (fields is None or column.field in fields)
    }
    unread = _note_near(tab, headings, missing, settings, notes)
    held = {heading_key(text) for text in settings.holds.get(tab.layout.name, ())}
    listed_ones = [c for c in missing.values() if heading_key(c.heading.text) in held]
    public = [
        column
        for column in missing.values()
        if column.heading.guards is Guard.PUBLICATION
        and (column in listed_ones or not settings.holds)
    ]
    told = public if _note_unguarded(tab, headings, public, unread, notes) else []
    named = [column for column in listed_ones if column not in told]
    if named:
        words = f"{tab.sheet.name} has no column {_named(named)}, which {FILE_NAME} lists under [holds]."
        _note_column(tab, "SHT024", tab.sheet.ref(), words, named, notes)
    required = [c for c in missing.values() if _is_required(c) and c not in (*told, *named)]
    if required and not tab.layout.written_by_tool:
        words = f"{tab.sheet.name} has no column {_named(required)}."
        _note_column(tab, "SHT015", tab.sheet.ref(), words, required, notes)


def _note_near(
    tab: Tab,
    headings: Headings[SheetColumn],
    missing: dict[str, SheetColumn],
    settings: Settings,
    notes: Notes,
) -> dict[int, str]:
    """Notes headings near to a missing column, which is then told; gives the other unread ones."""
    unread = dict(headings.extra)
    for number, column in _near_headings(tab.layout, missing, unread, settings):
        where = tab.sheet.ref(f"{column_letter(number)}{headings.last}")
        words = (
            f"The heading “{unread.pop(number)}” of {tab.sheet.name} is not read; it looks like "
            f"“{column.heading.text}”, which the sheet lacks."
        )
        _note_column(tab, "SHT023", where, words, [missing.pop(column.field)], notes)
    return unread


def _note_unguarded(
    tab: Tab,
    headings: Headings[SheetColumn],
    public: Sequence[SheetColumn],
    unread: Mapping[int, str],
    notes: Notes,
) -> bool:
    """Notes missing columns that guard what is published, where a strange heading may be one."""
    strange = [
        (number, text)
        for number, text in sorted(unread.items())
        if heading_key(text) not in ELSEWHERE
    ]
    if not public or not strange:
        return False
    where = tab.sheet.ref(f"{column_letter(strange[0][0])}{headings.last}")
    texts = listed([f"“{text}”" for _, text in strange])
    words = (
        f"{tab.sheet.name} has no column {_named(public)}, which guards what is published, "
        f"but {'a heading that is' if len(strange) == 1 else 'headings that are'} not read: {texts}."
    )
    _note_column(tab, "SHT026", where, words, public, notes)
    return True


SAID = {"public": "No"} | dict.fromkeys(
    ("financial", "restricted", "public_paper", "break_in_series"), "Yes"
)
"""What a mark said while it guarded."""


def lost_rows(register: Register, settings: Settings, notes: Notes) -> None:
    """Notes rows and marks that the settings list and that are gone; not where their column is."""
    told = {
        (finding.where.sheet, lacks)
        for finding in notes.findings()
        for lacks in finding.where.lacks
    }
    gone = {lacks for _, lacks in told}
    for lost in lost_guards(register, settings.guards):
        name = lost.layout.name
        tab = register.present.get(name, ("", name))[1]
        if name not in gone and (tab, lost.column.field) not in told:
            notes.add("SHT030", lost.where, _lost_words(lost), lost.kpi_ref)


def _lost_words(lost: LostGuard) -> str:
    names = listed_shortly(lost.names, 6)
    if lost.is_row:
        rows = "row" if len(lost.names) == 1 else "rows"
        return f"{lost.layout.name} has lost the {rows} {names}, which {FILE_NAME} lists under [guards]."
    mark = SAID.get(lost.column.field, "anything")
    return (
        f"{lost.layout.name}: “{lost.column.heading.text}” no longer says {mark} where {FILE_NAME} "
        f"lists it under [guards]: {names}."
    )


def _note_column(
    tab: Tab, code: str, where: CellRef, words: str, columns: Sequence[SheetColumn], notes: Notes
) -> None:
    """Notes lost columns; as what stops everything where no figure can be rated without one."""
    if any(column.heading.guards is Guard.EVERYTHING for column in columns) and (
        tab.layout.name in STOPPING_SHEETS
    ):
        code = "SHT029"
    lacks = tuple(column.field for column in columns)
    notes.add(code, CellRef(where.workbook, where.sheet, where.cell, lacks), words)


def _near_headings(
    layout: SheetLayout,
    missing: Mapping[str, SheetColumn],
    unread: Mapping[int, str],
    settings: Settings,
) -> Iterator[tuple[int, SheetColumn]]:
    """Unread headings with the missing column that each comes nearest to, each column once."""
    names = {text: c for c in missing.values() for text in (c.heading.text, *c.heading.synonyms)}
    names.update(
        (word, column)
        for word, (column, _) in words_of(layout, settings).items()
        if column.field in missing and word not in map(heading_key, names)
    )
    weighty = [
        name
        for name, column in names.items()
        if column.heading.guards or column.heading.need is Need.REQUIRED
    ]
    taken: set[str] = set()
    for by_words, among in ((False, list(names)), (True, weighty)):
        for number, text in sorted(unread.items()):
            free = [name for name in among if names[name].field not in taken]
            near = nearest(text, free, by_words=by_words)
            if near is not None and str(number) not in taken:
                taken |= {names[near].field, str(number)}
                yield number, names[near]


def _is_required(column: SheetColumn) -> bool:
    heading = column.heading
    return heading.need is Need.REQUIRED or heading.guards is Guard.EVERYTHING


def _named(columns: Sequence[SheetColumn]) -> str:
    return listed([column.heading.text for column in columns])
