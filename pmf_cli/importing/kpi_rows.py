"""Rows for the sheets ``KPIs`` and ``Contacts`` from what the scorecard says of each KPI."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmf_cli.importing import kpi_attributes as say
from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import Figure, printed_text
from pmf_cli.importing.guesses import Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.identity import SeenKpi
from pmf_cli.importing.kpi_attributes import KpiAttribute
from pmf_cli.importing.mapping import OF_TARGETS, ImportMapping, fact_column
from pmf_cli.importing.observations import SeenCell, SeenRow
from pmf_cli.importing.readings import ReadSighting, numbers_of, targets_of
from pmf_cli.importing.why_left import NOT_FITTING
from pmf_cli.register.periods.period import PeriodKind
from pmf_cli.register.reading.converters import FINANCIAL, converter
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import by_name, columns_of
from pmf_cli.register.sheets.rows import NOWHERE, Need, RowSource
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.terms import ContactRole, KpiStatus
from pmf_cli.register.values.exact import Doubt
from pmf_cli.words import counted
from pmf_cli.workbook.cells import Cell

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def name_and_address(text: str) -> tuple[str, str | None]:
    """A person's name and e-mail address in a cell; a name is made of an address that stands alone."""
    plain = " ".join(text.split())
    found = _ADDRESS.search(plain)
    if found is None:
        return plain, None
    rest = f"{plain[: found.start()]} {plain[found.end() :]}".strip(" <>()[],;:-–|/")
    parts = re.split(r"[._\d]+", found[0].partition("@")[0])
    name = " ".join(rest.split()) or " ".join(part.capitalize() for part in parts if part)
    return name, found[0]


@dataclass
class People:
    """The contacts that the scorecard names (name or reference → reference), each with a row.

    Attributes:
        addresses: name → e-mail address, as answered.
        made: the rows, those of contacts that the register has among them.
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    made: list[Contact] = field(default_factory=list)

    @classmethod
    def of(cls, register: Register | None, addresses: Mapping[str, str]) -> People:
        """The people of a register, to which the scorecard's are added."""
        people = cls({name.casefold(): address for name, address in addresses.items()})
        for contact in register.contacts if register is not None else ():
            people.known[contact.ref.casefold()] = contact.ref
            if contact.name:
                people.known[contact.name.casefold()] = contact.ref
        return people

    def ref(self, text: str, role: ContactRole, where: RowSource) -> str:
        """The reference of a person or post, made where nobody of that name is known."""
        name, address = name_and_address(text)
        ref = self.known.get(name.casefold()) or self._new_ref(name)
        email = self.addresses.get(name.casefold()) or address
        place = next((at for at, one in enumerate(self.made) if one.ref == ref), None)
        if place is None:
            self.made.append(Contact(ref=ref, name=name, role=(role,), email=email, source=where))
        elif self.made[place].email is None:
            self.made[place] = replace(self.made[place], email=email)
        return ref

    def _new_ref(self, name: str) -> str:
        number = len(self.made) + 1
        while f"c-{number:03d}" in self.known:
            number += 1
        ref = f"C-{number:03d}"
        self.known[name.casefold()] = self.known[ref.casefold()] = ref
        return ref


def kpi_row(
    kpi: SeenKpi,
    read: tuple[ReadSighting, ...],
    people: People,
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> Kpi:
    """The KPI's row; what nobody has said stays blank."""
    found: dict[str, KpiAttribute] = _guessed(kpi, read, mapping, book, accounts)
    found |= _from_columns(kpi, people, accounts)
    found["frequency"] = say.frequency_stated(found["frequency"], _kinds_measured(read))
    found |= _answered(kpi, mapping, numbers_of(read))
    named = kpi.rows[-1].named
    source = named.source("ref", "name") if named is not None else NOWHERE
    values: dict[str, Any] = {
        name: fact.value for name, fact in found.items() if fact.value is not None
    }
    row = Kpi(ref=kpi.ref, name=kpi.name or None, source=source, **values)
    _account_names(kpi, accounts)
    if not kpi.known:
        _note(kpi, row, found, book)
    return row


def _kinds_measured(read: Sequence[ReadSighting]) -> list[PeriodKind]:
    """The kinds of periods that have a figure, and not only a reason for none."""
    told = [one for one in read if one.figure is not None and not one.figure.reason]
    return [one.sighting.period.kind for one in told]


def _answered(
    kpi: SeenKpi, mapping: ImportMapping, figures: tuple[Figure, ...]
) -> dict[str, KpiAttribute]:
    """What the answers state; the kind of figure goes with a unit that they state."""
    found: dict[str, KpiAttribute] = {}
    for name, value in mapping.facts_of(kpi.ref, kpi.name).items():
        if name not in OF_TARGETS:
            found.update(_said(name, value))
    if "unit" in found:
        found.setdefault("data_type", say.data_type_in(figures, found["unit"], kpi.words))
    return found


def _guessed(
    kpi: SeenKpi,
    read: tuple[ReadSighting, ...],
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> dict[str, KpiAttribute]:
    figures, targets = numbers_of(read), targets_of(read)
    periods = [r.sighting.period for r in read if r.figure is not None]
    kinds = [period.kind for period in periods]
    unit = say.kpi_unit(kpi, say.stated_unit(kpi, mapping, book, accounts), figures, targets)
    found = {
        "unit": unit,
        "data_type": say.data_type_in(figures, unit, kpi.words),
        "decimal_places": say.decimals_of(figures, targets, unit.value),
        "polarity": say.polarity_of(kpi, targets, mapping, book, accounts),
        "frequency": say.frequency_of_one(say.frequency_of(kinds), kpi),
        "year_basis": say.year_basis_of(kinds),
        "time_basis": say.time_basis_of(kpi.rows[-1].name, to_date=_is_to_date(read)),
        "first_period": say.first_period_of(periods, kpi.measured),
        "status": KpiAttribute(KpiStatus.ACTIVE, Sureness.LIKELY, "it has figures"),
    }
    row = kpi.rows[-1]
    if kpi.council:
        found["directorate"] = KpiAttribute(kpi.council, Sureness.LIKELY, "the council it is of")
    if row.directorate:
        found["directorate"] = KpiAttribute(
            row.directorate, Sureness.LIKELY, "the section or tab it stands in"
        )
    if row.service:
        found["service"] = KpiAttribute(row.service, Sureness.LIKELY, "the section it stands in")
    return found | say.baseline_of(kpi, unit.value, accounts)


_PEOPLE: dict[str, tuple[str, ContactRole]] = {
    ScorecardField.PERSON: ("key_contact", ContactRole.KEY_CONTACT),
    ScorecardField.OFFICER: ("responsible_officer", ContactRole.RESPONSIBLE_OFFICER),
    ScorecardField.ADDRESS: ("key_contact", ContactRole.KEY_CONTACT),
}
"""Field of a person, by name or by address alone → the field of the KPI's row that names them, and their role."""


def _is_alone(row: SeenRow) -> bool:
    """Whether a row has an address and names nobody beside it."""
    return ScorecardField.PERSON not in row.facts and ScorecardField.OFFICER not in row.facts


def _person(
    row: SeenRow, field: str, seen: SeenCell, people: People, accounts: Accounts
) -> dict[str, KpiAttribute]:
    """A person that a row names, with the e-mail address beside it: the key contact's, where both are named."""
    first = next(name for name in _PEOPLE if name in row.facts)
    beside = row.facts.get(ScorecardField.ADDRESS) if field == first else None
    cells = [seen] if beside is None or beside is seen else [seen, beside]
    attribute, role = _PEOPLE[field]
    text = " ".join(printed_text(one.cell) for one in cells)
    ref = people.ref(text, role, seen.source("name"))
    for one in cells:
        accounts.taken(one.sheet, one.cell, f"Contacts, {ref}")
    return {attribute: KpiAttribute(ref, Sureness.LIKELY, "a name, kept in Contacts")}


def _from_columns(kpi: SeenKpi, people: People, accounts: Accounts) -> dict[str, KpiAttribute]:
    """What columns of the scorecard state that are columns of ``KPIs`` too."""
    layout = by_name()["KPIs"]
    found: dict[str, KpiAttribute] = {}
    for row in kpi.rows:
        for name, seen in row.facts.items():
            if name in _PEOPLE and (name != ScorecardField.ADDRESS or _is_alone(row)):
                found |= _person(row, name, seen, people, accounts)
            elif name.startswith("kpis."):
                attribute = name.removeprefix("kpis.")
                column = next(c for c in columns_of(Kpi) if c.field == attribute)
                value = converter(layout, column, 4)(seen.cell, FINANCIAL)
                if isinstance(value, Doubt) or value is None:
                    accounts.left(
                        seen.sheet,
                        seen.cell,
                        NOT_FITTING.of(f"it does not fit {column.heading.text}"),
                    )
                else:
                    found[attribute] = KpiAttribute(value, Sureness.CERTAIN, "its own column")
                    accounts.taken(
                        seen.sheet, seen.cell, f"KPIs, {column.heading.text} of {kpi.ref}"
                    )
    return found


def _said(name: str, value: object) -> dict[str, KpiAttribute]:
    """A fact of the answers or an option, converted as the register would read it."""
    from pmf_cli.errors import UsageError

    column = fact_column(name)
    assert column is not None
    made = converter(by_name()["KPIs"], column, 4)(Cell(1, 1, value), FINANCIAL)  # type: ignore[arg-type]
    if isinstance(made, Doubt):
        if made.value is None:
            raise UsageError(
                f"{column.heading.text} = {value!r} cannot be used: it {made.remarks[0][1]}.",
                "Write it as the sheet KPIs would hold it.",
            )
        made = made.value
    return {column.field: KpiAttribute(made, Sureness.SETTLED, "you said so")}


def check_answer(heading: str, answer: str) -> None:
    """Refuses an answer that the column of a KPI cannot hold; UsageError says what it can."""
    if heading not in OF_TARGETS:
        _said(heading, answer)


def _account_names(kpi: SeenKpi, accounts: Accounts) -> None:
    for row in kpi.rows:
        for name in (ScorecardField.NAME, ScorecardField.REFERENCE):
            if name in row.facts:
                seen = row.facts[name]
                accounts.taken(seen.sheet, seen.cell, f"KPIs, {kpi.ref}")
        if ScorecardField.ORGANISATION in row.facts:
            seen = row.facts[ScorecardField.ORGANISATION]
            accounts.taken(seen.sheet, seen.cell, "the council whose register it is")


def _note(kpi: SeenKpi, row: Kpi, found: dict[str, KpiAttribute], book: GuessBook) -> None:
    """The guess to show for a new KPI: everything worked out, and what is missing."""
    open_facts = {
        name: one.why for name, one in found.items() if one.value is not None and one.is_doubtful
    }
    sure = Sureness.DOUBTFUL if open_facts else Sureness.LIKELY
    known = f"reference from {kpi.ref_why}"
    if kpi.made:
        known = "reference made: the scorecard has none"
    why = "; ".join(dict.fromkeys(open_facts.values())) or known
    where, words, field = kpi.rows[-1].where, _worked_out(row), next(iter(open_facts), "")
    book.note(Guess(Topic.KPI, kpi.ref, where, words, sure, why, field=field))


def _worked_out(row: Kpi) -> str:
    """What is known of a KPI, in a line."""
    places = row.decimal_places
    decimals = None if places is None else counted(places, "decimal")
    facts = (row.unit, row.data_type, decimals, row.polarity, row.frequency, row.time_basis, row.directorate)  # fmt: skip
    return f"{row.name}: {', '.join(str(one) for one in facts if one)}"


def _is_to_date(read: tuple[ReadSighting, ...]) -> bool:
    """Whether the results come from a column of the year to date."""
    values = [seen for one in read if (seen := one.sighting.cell(ScorecardField.VALUE)) is not None]
    return any(seen.meaning.to_date for seen in values)


NEEDED_TO_RATE = ("financial", "polarity", "data_type", "unit", "decimal_places", "frequency")
"""Facts without which no rating is made or none is found; asked for first."""


def missing_facts(rows: tuple[Kpi, ...]) -> tuple[tuple[str, bool, tuple[str, ...]], ...]:
    """Required columns of ``KPIs`` that are blank: heading, needed to rate, references."""
    found = []
    for column in columns_of(Kpi):
        if column.heading.need is Need.REQUIRED:
            refs = tuple(row.ref for row in rows if getattr(row, column.field) is None)
            if refs:
                found.append((column.heading.text, column.field in NEEDED_TO_RATE, refs))
    return tuple(sorted(found, key=lambda gap: not gap[1]))
