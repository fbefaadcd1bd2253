"""The answers: what the officer has settled about a scorecard, as a checked value.

Its tables carry the names of the topics of guesses. What stands in it is taken as said and
never guessed again; a doubt that it answers is no doubt any more.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping as Map
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmf_cli.errors import UsageError
from pmf_cli.importing.fields import plain_heading
from pmf_cli.importing.guesses import Topic
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import SheetColumn, columns_of
from pmf_cli.settings_errors import first_error

YEARS_TARGET = "Year's target"
"""A fact of a KPI that is none of its row: the profile of its targets for a year."""
TARGET_KIND = "Target type"
"""Another: what is meant where the scorecard prints no target."""
OF_TARGETS = (YEARS_TARGET, TARGET_KIND)
Facts = dict[str, str | int | float | bool]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MappedSheet(_Part):
    """What is known of one tab."""

    period: str = ""
    """The period of its figures, where columns and rows name none."""
    directorate: str = ""
    """The directorate of its KPIs."""
    year: str = ""
    """The financial year of headings such as Q1, where nothing names one."""
    plan: str = ""
    """When the plan begins whose years headings such as Year 1 count: ``begins 2024/25``."""
    leave_out: bool = False
    """True where nothing is taken from it."""
    hidden: str = ""
    """Whether its hidden cells are taken in or left out, as answered."""

    def with_answers(self, other: MappedSheet) -> MappedSheet:
        """This with what another settles besides; a tab of which something is said is no more left out."""
        said = {name: value for name in type(other).model_fields if (value := getattr(other, name))}
        return self.model_copy(update={**said, "leave_out": other.leave_out} if said else {})


class Pattern(_Part):
    """Facts for every KPI whose reference or name fits."""

    match: str
    """A reference or name; ``*`` stands for any letters: ``RB*``, ``*sickness*``."""
    facts: Facts


class ImportMapping(_Part):
    """Everything that the answers may settle."""

    defaults: Facts = Field(default_factory=dict)
    """Facts that hold for every KPI for which nothing else is said."""
    patterns: tuple[Pattern, ...] = ()
    kpis: dict[str, Facts] = Field(default_factory=dict)
    """KPI reference or name → facts."""
    only: dict[str, str] = Field(default_factory=dict)
    """Heading → text: only rows that hold this text in that column are taken."""
    period: str = ""
    """The period of figures for which no heading, row, title, tab or file name gives one."""
    earlier_results: bool = False
    """True where results of earlier periods beside the current one are taken in too."""
    sheets: dict[str, MappedSheet] = Field(default_factory=dict)
    layouts: dict[str, str] = Field(default_factory=dict)
    headings: dict[str, str] = Field(default_factory=dict)
    periods: dict[str, str] = Field(default_factory=dict)
    sections: dict[str, str] = Field(default_factory=dict)
    same: dict[str, str] = Field(default_factory=dict)
    polarity: dict[str, str] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)
    values: dict[str, str] = Field(default_factory=dict)
    targets: dict[str, str] = Field(default_factory=dict)
    status: dict[str, str] = Field(default_factory=dict)
    contacts: dict[str, str] = Field(default_factory=dict)
    """Name of a person or post → e-mail address."""
    revised: dict[str, str] = Field(default_factory=dict)
    """What differs from the register (``revision_key``) → Accept or Keep."""
    reasons: dict[str, str] = Field(default_factory=dict)
    """The same → why it was revised, as the record is to keep it."""
    missing: dict[str, str] = Field(default_factory=dict)
    """KPI reference → what became of a KPI that the scorecard has no more."""

    waiting: tuple[str, ...] = ()
    """References of KPIs whose figures wait until it is answered of which periods they are."""

    @property
    def unanswered(self) -> ImportMapping:
        """The options alone, without anything that was answered."""
        kept = {"defaults", "only", "period", "earlier_results"}
        return ImportMapping(**{name: getattr(self, name) for name in kept})

    def under(self, renamed: Map[str, str]) -> ImportMapping:
        """The same, with what is said of KPIs under their new references; what is said of those already is right."""
        moved = {new: self.kpis[old] for old, new in renamed.items() if old in self.kpis}
        return ImportMapping(kpis=moved).with_answers(self) if moved else self

    def settled(self, topic: Topic, text: str) -> str | None:
        """What the file says about a text; ``None`` where it says nothing."""
        table: Map[str, str] = getattr(self, topic.value)
        shown = " ".join(text.split())
        return next(
            (table[key] for key in (text, shown) if key in table),
            next((said for key, said in table.items() if " ".join(key.split()) == shown), None),
        )

    def with_answers(self, other: ImportMapping) -> ImportMapping:
        """This with what another settles besides; where both say something, the other is right."""
        update: dict[str, Any] = {}
        for name in type(self).model_fields:
            mine, theirs = getattr(self, name), getattr(other, name)
            if name == "kpis":
                both = {**mine, **theirs}
                update[name] = {ref: {**mine.get(ref, {}), **theirs.get(ref, {})} for ref in both}
            elif name == "sheets":
                both = {
                    tab: mine[tab].with_answers(one) for tab, one in theirs.items() if tab in mine
                }
                update[name] = {**mine, **theirs, **both}
            elif isinstance(mine, dict):
                update[name] = {**mine, **theirs}
            else:
                update[name] = theirs or mine
        return self.model_copy(update=update)

    def facts_of(self, ref: str, name: str) -> Facts:
        """The facts stated for one KPI: defaults, then patterns in order, then its own."""
        found = dict(self.defaults)
        for pattern in self.patterns:
            if _fits(pattern.match, ref) or _fits(pattern.match, name):
                found.update(pattern.facts)
        for key in (name, ref):
            found.update(self.kpis.get(key, {}))
        return found


def _fits(pattern: str, text: str) -> bool:
    return fnmatch.fnmatchcase(text.casefold(), pattern.casefold())


def fact_column(name: str) -> SheetColumn | None:
    """The column of the ``KPIs`` sheet that a fact is about, by heading or field name."""
    plain = plain_heading(name)
    return next(
        (
            column
            for column in columns_of(Kpi)
            if plain in (plain_heading(column.heading.text), plain_heading(column.field))
        ),
        None,
    )


def parse_mapping(text: str, name: str) -> ImportMapping:
    """The mapping in the text of a file.

    Raises:
        UsageError: the text is no TOML, or a key or fact is unknown; the message names it.
    """
    try:
        mapping = ImportMapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"{name} cannot be read: {error}.", 'Correct the line named; texts stand in "quotes".'
        ) from error
    except ValidationError as error:
        raise UsageError(
            f"{name}: {first_error(error, 'is not known')}.",
            "See docs/import.md for everything the answers may hold.",
        ) from error
    named: list[Any] = [*mapping.defaults, *(f for p in mapping.patterns for f in p.facts)]
    named += [fact for facts in mapping.kpis.values() for fact in facts]
    for fact in named:
        check_fact(fact, name)
    return mapping


def check_fact(fact: str, name: str) -> None:
    """Refuses a fact that no column of the ``KPIs`` sheet holds.

    Raises:
        UsageError: there is no such column.
    """
    if fact_column(fact) is None and fact not in OF_TARGETS:
        raise UsageError(
            f"{name}: {fact!r} is no column of the sheet KPIs.",
            "Use a heading of that sheet, for example Financial, Frequency or Polarity.",
        )
