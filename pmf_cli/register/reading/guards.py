"""What the register has lost: sheets, columns, rows and marks, and what may stand for them.

Nothing guards itself away: a sheet or column that ``pmf.toml`` lists under ``[holds]``, that every
register needs, or that a tab or heading comes near to, is never missing in silence, nor is a row or
mark listed under ``[guards]``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.places import FILE_NAME
from pmf_cli.register.reading.guarding_rows import LostGuard, lost_guards
from pmf_cli.register.reading.notes import Notes, Reading
from pmf_cli.register.reading.tabs import Tab, find_headings, strange_headings, words_of
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn, SheetLayout
from pmf_cli.register.sheets.rows import Guard, Need
from pmf_cli.settings import Settings
from pmf_cli.tabular.headings import Headings, Words, heading_key
from pmf_cli.tabular.names import is_slip, nearest, plain_key
from pmf_cli.words import listed, listed_shortly
from pmf_cli.workbook.cells import Sheet, column_letter

STOPPING_SHEETS = ("Results", "KPIs")
"""Sheets without which nothing at all can be said."""
LOST = ("SHT001", "SHT023", "SHT024", "SHT026", "SHT030", "SHT031")
"""Findings that every command tells: a rule, mark, restriction or row of one's own may have fallen away."""
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
    # A tab may have a name of the council's own, and an entry sheet is the tab of several sheets.
    is_own = not any(one.name == where.sheet for one in SHEETS)
    return finding.code in LOST and any(
        _is_lost_whole(one, where)
        or ((is_own or one.name == where.sheet) and _guards_in(one, where.lacks))
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
    like = {_place(sheet): _layout_like(sheet, missing, settings) for sheet in unread}
    told = set(_lost_tabs(read, unread, settings, notes))
    for layout in missing:
        found = [sheet for sheet in unread if like[_place(sheet)] is layout]
        told.update(map(_place, found))
        _note_lost(layout, found, settings, notes)
    for sheet in unread:
        other = like[_place(sheet)]
        if other is not None and _place(sheet) not in told:
            told.add(_place(sheet))
            words = f"The sheet {sheet.name} looks like {other.name}, but it is not read."
            notes.add("SHT025", sheet.ref(), words)
    return told


def _place(sheet: Sheet) -> tuple[str, str]:
    return sheet.workbook, sheet.name


def _layout_like(
    sheet: Sheet, missing: Sequence[SheetLayout], settings: Settings
) -> SheetLayout | None:
    """The sheet that a tab looks like: a missing one by name or headings, else any by headings."""
    telling = [one for one in missing if not one.has_a_common_name]
    weighty = [one for one in telling if one.needed or _is_guarded(one)]
    named = (one for one in SHEETS if not one.has_a_common_name and is_slip(sheet.name, one.name))
    return (
        _named_like(sheet, telling, by_words=False)
        or _best_fit(sheet, missing, settings)
        or _named_like(sheet, weighty, by_words=True)
        or next(named, None)
    )


def _named_like(
    sheet: Sheet, layouts: Iterable[SheetLayout], *, by_words: bool
) -> SheetLayout | None:
    names = {name: one for one in layouts for name in (one.name, *one.synonyms)}
    near = nearest(sheet.name, names, by_words=by_words)
    return None if near is None else names[near]


def _best_fit(
    sheet: Sheet, missing: Sequence[SheetLayout], settings: Settings
) -> SheetLayout | None:
    """The sheet whose columns a tab holds, a missing one before others."""
    fits = [(one in missing, score, one) for one in SHEETS if (score := _fit(sheet, one, settings))]
    return max(fits, key=lambda fit: fit[:2])[2] if fits else None


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
    reading: Reading,
    fields: Collection[str] | None = None,
) -> None:
    """Notes the columns of a tab that are missing, of ``fields`` alone where given: one finding for each cause."""
    lost, holds = _LostColumns(tab, headings, reading, fields), reading.settings.holds
    lost.note_near()
    keys = {heading_key(text) for text in holds.get(tab.layout.name, ())}
    held = [column for column in lost.missing.values() if heading_key(column.heading.text) in keys]
    lost.note_unguarded(held if holds else list(lost.missing.values()))
    name, where = tab.sheet.name, tab.sheet.ref()
    on_list = f", which {FILE_NAME} lists under [holds]"
    lost.note("SHT024", where, held, lambda names: f"{name} has no column {names}{on_list}.")
    if not tab.layout.written_by_tool:
        required = list(filter(_is_error_when_lost, lost.missing.values()))
        lost.note("SHT015", where, required, lambda names: f"{name} has no column {names}.")


def near_columns(
    tab: Tab, headings: Headings[SheetColumn], reading: Reading, fields: Collection[str]
) -> None:
    """Notes unread headings of a tab that come near to columns which it need not have."""
    _LostColumns(tab, headings, reading, fields).note_near()


class _LostColumns:
    """The columns that a tab lacks, each until it is told, and its headings that are read as nothing."""

    def __init__(
        self,
        tab: Tab,
        headings: Headings[SheetColumn],
        reading: Reading,
        fields: Collection[str] | None,
    ) -> None:
        self._tab, self._headings, self._reading = tab, headings, reading
        there = {column.field for column in headings.columns.values()}
        self.missing = {
            column.field: column
            for column in tab.layout.columns
            if column.field not in there and (fields is None or column.field in fields)
        }
        self.unread = strange_headings(headings, tab.layout)

    def note(
        self,
        code: str,
        where: CellRef,
        columns: Sequence[SheetColumn],
        words: Callable[[str], str],
    ) -> None:
        """Notes those of some columns that are told nowhere yet; as what stops everything where one is needed for any rating."""
        lost = [column for column in columns if self.missing.pop(column.field, None)]
        if not lost:
            return
        if self._tab.layout.name in STOPPING_SHEETS and any(
            column.heading.guards is Guard.EVERYTHING for column in lost
        ):
            code = "SHT029"
        lacks = tuple(column.field for column in lost)
        names = listed([column.heading.text for column in lost])
        place = CellRef(where.workbook, where.sheet, where.cell, lacks)
        self._reading.notes.add(code, place, words(names))

    def note_near(self) -> None:
        """Notes unread headings near to a missing column, by spelling first, then by their words."""
        tab = self._tab
        names = _names_of(self.missing, words_of(tab.layout, self._reading.settings))
        weighty = {name: c for name, c in names.items() if c.heading.guards or _is_required(c)}
        for by_words, among in ((False, names), (True, weighty)):
            for number, text in sorted(self.unread.items()):
                free = [name for name, column in among.items() if column.field in self.missing]
                near = nearest(text, free, by_words=by_words)
                if near is not None:
                    del self.unread[number]
                    self._note_near(number, text, names[near])

    def _note_near(self, number: int, text: str, column: SheetColumn) -> None:
        read = f"The heading “{text}” of {self._tab.sheet.name} is not read"
        self.note(
            "SHT023",
            self._below(number),
            [column],
            lambda name: f"{read}; it looks like “{name}”, which the sheet lacks.",
        )

    def note_unguarded(self, columns: Sequence[SheetColumn]) -> None:
        """Notes those that guard what is published, where a strange heading may be one of them."""
        strange = {n: t for n, t in sorted(self.unread.items()) if heading_key(t) not in ELSEWHERE}
        if not strange:
            return
        are = "a heading that is" if len(strange) == 1 else "headings that are"
        texts = listed([f"“{text}”" for text in strange.values()])
        but = f"which guards what is published, but {are} not read: {texts}"
        self.note(
            "SHT026",
            self._below(min(strange)),
            [column for column in columns if column.heading.guards is Guard.PUBLICATION],
            lambda names: f"{self._tab.sheet.name} has no column {names}, {but}.",
        )

    def _below(self, number: int) -> CellRef:
        return self._tab.sheet.ref(f"{column_letter(number)}{self._headings.last}")


def _names_of(
    missing: Mapping[str, SheetColumn], words: Words[SheetColumn]
) -> dict[str, SheetColumn]:
    """What missing columns are called: headings as written, and the council's own words for them."""
    names = {text: c for c in missing.values() for text in (c.heading.text, *c.heading.synonyms)}
    as_written = set(map(heading_key, names))
    return names | {
        word: column
        for word, (column, _) in words.items()
        if column.field in missing and word not in as_written
    }


def _is_required(column: SheetColumn) -> bool:
    heading = column.heading
    return heading.need is Need.REQUIRED or heading.guards is Guard.EVERYTHING


def _is_error_when_lost(column: SheetColumn) -> bool:
    """Whether a required column's loss is an error; else the check of its blanks tells it for the sheet."""
    heading, blank = column.heading, column.blank
    return _is_required(column) and (
        blank is None
        or blank.severity is Severity.ERROR
        or heading.identifies
        or heading.guards is not None
    )


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
