"""Which rows are about one KPI, and by which reference it is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from pmf_cli.frozen import frozen
from pmf_cli.importing.codes import code_in
from pmf_cli.importing.guesses import LEAVE_OUT, SEPARATE, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenRow, Sighting
from pmf_cli.importing.polarity_words import name_without_polarity
from pmf_cli.importing.scorecard import Scorecard
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi

NO_KPI_YET = ""
"""The reference of rows of which nobody has said yet which KPI they are of."""
SHARE = 0.6
"""Share of the names that must begin with a code before codes are taken for references."""
ALIKE = 0.86
"""Likeness from which two names may be one measure under a new name."""


def codes_are_references(names: Collection[str], *, bare: bool) -> bool:
    """True where most names begin with a code of their own."""
    distinct = {plain_name(name) for name in names}
    coded = [found[0] for name in set(names) if (found := code_in(name, bare=bare)) is not None]
    return bool(distinct) and len(set(coded)) >= max(1, SHARE * len(distinct))


def _codes_of(names: Collection[str]) -> bool | None:
    """Whether names begin with codes, ``True`` where bare numbers count too; ``None`` for neither."""
    if codes_are_references(names, bare=False):
        return any(code_in(name) is None and code_in(name, bare=True) for name in names)
    return True if codes_are_references(names, bare=True) else None


@lru_cache(maxsize=16_384)
def plain_name(name: str) -> str:
    """A name without what changes between quarters: case, marks, ``yrs`` for ``years``."""
    low = name.casefold().replace("\u200b", "").replace("&", " and ").replace("%", " percentage ")
    low = re.sub(r"(?<=\d)\s*(?:-|–|to)\s*(?=\d)", " to ", low)
    low = re.sub(r"\b(\d+)\s*yrs?\b|\b(\d+)\s*(?=years\b)", lambda m: f"{m[1] or m[2]} years ", low)
    low = re.sub(r"\byears years\b|\byrs?\b", "years", low)
    low = re.sub(r"\bno\.? of\b", "number of", low)
    low = re.sub(r"\bper cent(age)?\b|\bpct\b", "percentage", low)
    words = re.sub(r"[^\w]+", " ", low).split()
    return " ".join(word for word in words if word not in ("the", "a", "an", "of", "percentage"))


def may_be_one(first: str, second: str) -> bool:
    """True where two different names are so alike that they may be one measure renamed.

    Names whose numbers differ are never one: ``within 5 days`` and ``within 10 days``.
    """
    one, two = plain_name(first), plain_name(second)
    if re.findall(r"\d+", one) != re.findall(r"\d+", two):
        return False
    shorter, longer = sorted((one, two), key=len)
    if len(shorter.split()) >= 4 and longer.endswith(shorter):
        return True
    return SequenceMatcher(None, one, two).ratio() >= ALIKE


def tidy_reference(text: str) -> str:
    """A reference as a register keeps it: trimmed, without a trailing stop or colon."""
    return " ".join(text.split()).strip(" .:")


def made_reference(number: int) -> str:
    """A reference for a measure that has none."""
    return f"KPI-{number:03d}"


@frozen
class SeenKpi:
    """One KPI of the scorecard.

    Attributes:
        name: its name, from its newest row, without reference.
        sightings: what they tell, oldest period first.
        made: true where the reference was made because the scorecard has none.
        known: true where the register holds it already.
        council: the council, where the scorecard holds several; else empty.
        by_quarter: true where its months were taken for the quarters that end with them, by its dates alone.
        beside: for how many periods another KPI of its tab has figures, at most.
    """

    ref: str
    name: str
    rows: tuple[SeenRow, ...]
    sightings: tuple[Sighting, ...]
    made: bool = False
    known: bool = False
    ref_why: str = ""
    council: str = ""
    by_quarter: bool = False
    beside: int = 0

    @property
    def measured(self) -> frozenset[Period]:
        """The periods that have a figure: “Annual” in place of one says only that none is due."""
        return frozenset(one.period for one in self.sightings if one.holds_figure)

    @property
    def words(self) -> str:
        """The words that tell what it measures: its name, else a reference that stands in a name's place."""
        return self.name or self.ref


def kpis_in(
    scorecard: Scorecard, mapping: ImportMapping, book: GuessBook, register: Register | None
) -> tuple[SeenKpi, ...]:
    """The KPIs of a scorecard, in the order of its rows."""
    by_row: dict[int, list[Sighting]] = {}
    for sighting in scorecard.sightings:
        by_row.setdefault(id(sighting.row), []).append(sighting)
    keyed = _Keys(scorecard.rows, mapping, register)
    keyed.tell_apart(scorecard.rows, by_row, book)
    groups: dict[str, list[SeenRow]] = {}
    for row in scorecard.rows:
        groups.setdefault(keyed.key(row), []).append(row)
    several = len(council_of(scorecard)) > 1
    found = []
    for key, rows in groups.items():
        seen = [sighting for row in rows for sighting in by_row.get(id(row), ())]
        found.append(_seen_kpi(key, rows, seen, keyed, several=several))
        _renamed(key, rows, keyed, book)
    _maybe_one(found, mapping, book, register)
    most: dict[str, int] = {}
    for one in found:
        tab = one.rows[-1].sheet.name
        most[tab] = max(most.get(tab, 0), len(one.measured))
    return tuple(replace(one, beside=most[one.rows[-1].sheet.name]) for one in found)


def _seen_kpi(
    key: str, rows: Sequence[SeenRow], seen: list[Sighting], keyed: _Keys, *, several: bool
) -> SeenKpi:
    """One KPI with its rows, and what they tell."""
    seen.sort(key=lambda sighting: sighting.period.sort_key)
    newest = seen[-1].row if seen else rows[-1]
    return SeenKpi(
        key,
        keyed.name(newest) or next((name for row in rows if (name := keyed.name(row))), ""),
        tuple(rows),
        tuple(seen),
        made=key in keyed.made,
        known=keyed.is_held(key),
        ref_why=keyed.why.get(key, ""),
        council=newest.group if several else "",
    )


def _bare_names(rows: Sequence[SeenRow], group: str) -> list[str]:
    """The names of a council's rows that have no reference beside them."""
    return [row.name for row in rows if row.group == group and row.name and not row.ref]


class _Keys:
    """Gives each row its KPI's reference."""

    def __init__(
        self,
        rows: Sequence[SeenRow],
        mapping: ImportMapping,
        register: Register | None,
    ) -> None:
        self.made: set[str] = set()
        self.why: dict[str, str] = {}
        self._mapping = mapping
        self._register = register
        self._by_name: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set(register.kpi_by_ref) if register is not None else set()
        self._groups = sorted({row.group for row in rows if row.group})
        self._owner: dict[str, str] = {}
        self._bare: dict[str, bool | None] = {}
        self._separate: dict[tuple[str, str, str], str] = {}
        self._two: set[tuple[str, str]] = set()
        self._names: dict[str, str] = {}
        self._first_names: dict[tuple[str, str], str] = {}
        for group in {row.group for row in rows}:
            self._bare[group] = _codes_of(_bare_names(rows, group))
        self._shared = self._in_several_places(rows)
        for kpi in register.kpis if register is not None else ():
            self._learn(kpi)
        for row in rows:
            if row.ref:
                ref = tidy_reference(row.ref)
                self._names.setdefault(ref, plain_name(self.name(row)))
                self._by_name.setdefault((row.group, plain_name(row.name)), ref)

    def _learn(self, kpi: Kpi) -> None:
        """Keeps the name of a KPI of the register."""
        if kpi.name:
            plain = plain_name(kpi.name)
            self._names.setdefault(kpi.ref, plain)
            self._by_name.setdefault((kpi.directorate or "", plain), kpi.ref)
            if plain not in self._shared:
                self._by_name.setdefault(("", plain), kpi.ref)

    def _in_several_places(self, rows: Sequence[SeenRow]) -> set[str]:
        """The names without reference that stand in more than one place."""
        places: dict[str, set[str]] = {}
        for row in rows:
            if not row.ref and row.name:
                places.setdefault(plain_name(self.name(row)), set()).add(row.place)
        # A tab or row that names no place is none: a list of definitions stands beside the KPIs' own.
        return {name for name, found in places.items() if len(found - {""}) > 1}

    def name(self, row: SeenRow) -> str:
        """The row's KPI name, without a reference before it."""
        name = row.name
        if not row.ref:
            coded = self._coded(row)
            name = coded[1] if coded else name
        elif name.startswith(row.ref) and not name[len(row.ref) :][:1].isalnum():
            name = name[len(row.ref) :].strip(" :.-–") or name
        return name_without_polarity(name)

    def _coded(self, row: SeenRow) -> tuple[str, str] | None:
        bare = self._bare.get(row.group)
        return None if bare is None else code_in(row.name, bare=bare)

    def key(self, row: SeenRow) -> str:
        """The reference under which the row's KPI is known."""
        said = self.settled(row.name, self.name(row), row.ref)
        if said is not None:
            if said.strip().casefold() == LEAVE_OUT:
                return NO_KPI_YET
            if said.strip().casefold() == SEPARATE:
                return self._apart(row)
            return self._by_name.get((row.group, plain_name(said)), tidy_reference(said))
        if row.ref and (tidy_reference(row.ref), plain_name(self.name(row))) in self._two:
            return self._apart(row)
        if row.ref:
            return self._own(tidy_reference(row.ref), row, "the reference column")
        coded = self._coded(row)
        if coded is not None:
            return self._own(coded[0], row, "the beginning of the name")
        return self._of_name(row)

    def _of_name(self, row: SeenRow) -> str:
        """The reference of a row that has none, by its name and place."""
        plain = plain_name(self.name(row))
        place = row.place if plain in self._shared else row.group
        for key in ((place, plain), (row.place, plain), ("", plain)):
            if key in self._by_name and (key[0] or len(self._groups) < 2):
                return self._by_name[key]
        ref = self._by_name[place, plain] = self._new()
        return ref

    def is_held(self, ref: str) -> bool:
        """Whether the register has a KPI of this reference."""
        return self._register is not None and ref in self._register.kpi_by_ref

    def held_name(self, ref: str) -> str:
        """What the register calls a KPI; empty where it has none such."""
        known = self._register.kpi(ref) if self._register is not None else None
        return "" if known is None else known.name or ""

    def settled(self, *texts: str) -> str | None:
        """With which KPI the answers say that one of these names or references is one."""
        said = (self._mapping.settled(Topic.SAME, text) for text in texts if text)
        return next((words for words in said if words is not None), None)

    def _new(self) -> str:
        """A reference of its own for a KPI that has none."""
        number = 1
        while made_reference(number) in self._taken:
            number += 1
        ref = made_reference(number)
        self._taken.add(ref)
        self.made.add(ref)
        self.why[ref] = "made, since the scorecard gives none"
        return ref

    def tell_apart(
        self, rows: Sequence[SeenRow], seen: Mapping[int, Sequence[Sighting]], book: GuessBook
    ) -> None:
        """Finds the names that share a reference with another name for the same period.

        Taken for one KPI, the second name would stand over the first one's figures.
        """
        periods: dict[tuple[str, str, str], set[Period]] = {}
        for row in rows:
            name, ref = self.name(row), tidy_reference(row.ref)
            said = self.settled(name)
            if said is not None:
                is_apart = said.strip().casefold() == SEPARATE
                meaning, why = (SEPARATE if is_apart else said), "your answers say so"
                book.note(Guess(Topic.SAME, name, row.where, meaning, Sureness.SETTLED, why))
            elif ref and name:
                when = {one.period for one in seen.get(id(row), ())}
                periods.setdefault((row.group, ref, plain_name(name)), set()).update(when)
                first = self._first_names.setdefault((row.group, ref), name)
                others = periods.get((row.group, ref, plain_name(first)), set())
                if not others.isdisjoint(when):
                    self._keep_apart(first, name, ref, row, book)

    def _keep_apart(self, first: str, name: str, ref: str, row: SeenRow, book: GuessBook) -> None:
        """Notes that a name shares its reference with another, for the same period."""
        plain = plain_name(name)
        if plain == plain_name(first) or may_be_one(first, name):
            return
        if (ref, plain) not in self._two:
            why = f"same reference {ref} as “{first}”, but another name; kept apart"
            book.note(Guess(Topic.SAME, name, row.where, SEPARATE, Sureness.DOUBTFUL, why))
        self._two.add((ref, plain))

    def _apart(self, row: SeenRow) -> str:
        """A reference of its own for a row whose name was said to be another KPI."""
        plain = plain_name(self.name(row))
        own = (SEPARATE, row.group, plain)
        held = self._by_name.get(("", plain), "")
        known = held if plain_name(self.held_name(held)) == plain else self._separate.get(own)
        if known is not None:
            return known
        ref = tidy_reference(row.ref)
        if not ref or self._names.get(ref, plain) != plain:
            ref = self._free(ref)
            self.made.add(ref)
            self.why[ref] = "made, since another KPI has the reference that the scorecard gives"
        self._separate[own] = ref
        self._taken.add(ref)
        return ref

    def _free(self, ref: str) -> str:
        """A reference that no KPI has: the one given with a number, or one that is made."""
        number = 2 if ref else 1
        while (made := f"{ref}-{number}" if ref else made_reference(number)) in self._taken:
            number += 1
        return made

    def _own(self, ref: str, row: SeenRow, why: str) -> str:
        """The reference, told apart where two councils in one file use it."""
        if len(self._groups) > 1:
            owner = self._owner.setdefault(ref, row.group)
            if owner != row.group:
                initials = "".join(word[0] for word in row.group.split() if word[0].isupper())
                ref = f"{initials}-{ref}"
        self._taken.add(ref)
        self.why.setdefault(ref, why)
        return ref


def _renamed(key: str, rows: Sequence[SeenRow], keyed: _Keys, book: GuessBook) -> None:
    """Notes a KPI whose name differs from row to row under one reference, or from the register's name."""
    names: dict[str, SeenRow] = {}
    for row in rows:
        name = keyed.name(row)
        if name:
            names.setdefault(name, row)
    held = keyed.held_name(key)
    spelt = {plain_name(name) for name in names}
    if not spelt or (key in keyed.made and len(spelt) == 1):
        return
    known = held or next(iter(names))
    for name, row in names.items():
        if name != known:
            _ask_whether_renamed(key, known, name, row, keyed, book, is_held=bool(held))


def _ask_whether_renamed(
    key: str, known: str, name: str, row: SeenRow, keyed: _Keys, book: GuessBook, *, is_held: bool
) -> None:
    """Notes another name under a reference: a doubt where it may be another measure."""
    if keyed.settled(name) is not None:
        return
    sure, why = Sureness.LIKELY, f"same reference as “{known}”"
    if is_held:
        why = f"the register calls {key} “{known}”"
    if plain_name(name) != plain_name(known) and not may_be_one(known, name):
        sure, why = Sureness.DOUBTFUL, f"{why}, which is another name"
    elif is_held and plain_name(name) == plain_name(known):
        return
    book.note(Guess(Topic.SAME, name, row.where, key, sure, why))


def _maybe_one(
    found: Sequence[SeenKpi],
    mapping: ImportMapping,
    book: GuessBook,
    register: Register | None,
) -> None:
    """Asks about KPIs without references whose names are alike and whose periods differ.

    A new name that is like the name of a KPI of the register that the scorecard lacks is asked about too.
    """
    missing = _lacking(found, register)
    made = [kpi for kpi in found if kpi.made and kpi.name]
    for place, kpi in enumerate(made):
        earlier = [(one.name, one.ref) for one in made[:place] if _may_follow(one, kpi)]
        if mapping.settled(Topic.SAME, kpi.name) is None:
            _ask_whether_one(kpi, (*earlier, *missing), book)


def _ask_whether_one(kpi: SeenKpi, others: Sequence[tuple[str, str]], book: GuessBook) -> None:
    """Notes a doubt where the name of a KPI is like another's, given with its reference."""
    like = next((one for one in others if may_be_one(one[0], kpi.name)), None)
    if like is not None:
        why = f"may be “{like[0]}” ({like[1]}) under a new name; taken for another KPI"
        where = kpi.rows[0].where
        book.note(Guess(Topic.SAME, kpi.name, where, SEPARATE, Sureness.DOUBTFUL, why))


def _lacking(found: Sequence[SeenKpi], register: Register | None) -> list[tuple[str, str]]:
    """Name and reference of the KPIs of a register that a scorecard does not tell of."""
    here = {kpi.ref for kpi in found}
    kpis = () if register is None else register.kpis
    return [(kpi.name or "", kpi.ref) for kpi in kpis if kpi.ref not in here]


def _may_follow(one: SeenKpi, other: SeenKpi) -> bool:
    """Whether two KPIs of one council tell of different periods."""
    periods, others = ({sighting.period for sighting in kpi.sightings} for kpi in (one, other))
    return periods.isdisjoint(others) and one.rows[0].group == other.rows[0].group


def council_of(scorecard: Scorecard) -> tuple[str, ...]:
    """The councils that the scorecard's rows name, in the order met."""
    return tuple(dict.fromkeys(row.group for row in scorecard.rows if row.group))
