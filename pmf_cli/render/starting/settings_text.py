"""The text of a ``pmf.toml`` that names every setting with its meaning and default.

Generated from ``settings.Settings``, so that it cannot fall behind the program. A setting left at
its default is written as a comment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from pmf_cli.register.sheets.meanings import meanings_of
from pmf_cli.settings import Settings

HEADER = (
    "# Settings of this register. Lines that begin with # are not read: each shows a setting at its",
    "# default. To change one, take the # away and write your own value. A misspelt name is refused,",
    "# so nothing that you set is lost.",
)
SAMPLES: Mapping[str, tuple[str, ...]] = {
    "council.directorates": ('["Adults and Health", "Resources"]',),
    "as_of": ("2025-02-03",),
    "period": ('"2024/25 Q3"',),
    "files.workbooks": ('["KPI Data Record.xlsx", "KPI Supporting Information.xlsx"]',),
    "templates": ('"templates"',),
    "timetable.closed_days": ("[2025-12-24]",),
    "mail.host": ('"smtp.example.org"',),
    "mail.user": ('"performance"',),
    "mail.password_file": ('"/etc/pmf/smtp-password"',),
    "mail.ca_file": ('"/etc/pmf/council-ca.pem"',),
    "mail.sender": ('"performance.team@example.org"',),
    "mail.reply_to": ('"performance.team@example.org"',),
    "mail.domains": ('["example.org"]',),
}
"""What to show as an example of a setting that is empty by default."""
TABLES: Mapping[str, tuple[str, ...]] = {
    "checks.ignore": (
        "A check that you have decided not to be told about, and why. One such block for each.",
        "[[checks.ignore]]",
        'code = "CON004"',
        'reason = "Contacts are confirmed once a year here"',
        "kpis = []",
    ),
    "markers": (
        "A stretch of time marked on charts. One such block for each.",
        "[[markers]]",
        'label = "Covid restrictions"',
        "from = 2020-03-23",
        "to = 2021-07-19",
    ),
    "pre_election": (
        "A pre-election period, in which papers are not published. One such block for each.",
        "[[pre_election]]",
        'label = "Local elections"',
        "from = 2025-03-18",
        "to = 2025-05-01",
    ),
    "papers": (
        "The parts of a paper, where it is to have fewer or another order; docs/papers.md names them. One "
        "such block for each paper.",
        "[papers.clt]",
        'parts = ["summary", "highlights", "scorecard", "risks", "how made"]',
    ),
    "headings": (
        "Your own words for headings: sheet, then heading, then what you call it.",
        '[headings."Results"]',
        '"KPI reference" = ["PI ref", "Indicator code"]',
    ),
    "sheets": (
        "Your own names for sheets; several where each directorate has its own.",
        "[sheets]",
        '"Results" = ["Results Adults", "Results Children"]',
    ),
    "holds": (
        "The sheets of this register, and of each the columns that guard its ratings and what may be "
        "published. One that is listed here and missing is an error. To make the list anew after you "
        "gave up a sheet or column: pmf files --write.",
        "[holds]",
        '"Rating rules" = ["Rule set", "Applies to", "From period", "Tolerance"]',
    ),
    "guards": (
        "The rows and marks that guard by what they say: rule sets, bodies, restrictions, a KPI's own "
        "tolerance. One that is listed here and gone is an error. To make the list anew after you gave "
        "one up, or to list a new one: pmf files --write.",
        '[guards."Rating rules"]',
        '"Rule set" = ["2024/25 All", "2024/25 Financial"]',
    ),
}
"""Settings that are blocks of their own: a line of explanation, then a sample block."""


def settings_text(
    values: Mapping[str, Any] | None = None, remarks: Mapping[str, str] | None = None
) -> str:
    """The text of a ``pmf.toml`` with some settings set and extra comments above some, by dotted name.

    A block such as ``markers`` takes a list of tables.
    """
    return "\n".join(_lines(dict(values or {}), dict(remarks or {}))) + "\n"


def _lines(values: dict[str, Any], remarks: dict[str, str]) -> Iterator[str]:
    yield from HEADER
    sections = []
    for field, info in Settings.model_fields.items():
        if isinstance(info.default, BaseModel):
            sections.append((field, info.default))
        elif field not in TABLES:
            yield ""
            yield from _setting(field, field, Settings, info.default, values, remarks)
    for field, section in sections:
        words = " ".join((type(section).__doc__ or "").replace("``", "").split())
        yield from ("", f"# {words}", f"[{field}]")
        for name in type(section).model_fields:
            dotted = f"{field}.{name}"
            if dotted not in TABLES:
                default = getattr(section, name)
                yield ""
                yield from _setting(dotted, name, type(section), default, values, remarks)
        if f"{field}.ignore" in TABLES:
            yield from _block(f"{field}.ignore", values)
    for field in ("markers", "pre_election", "papers", "sheets", "headings"):
        yield from _block(field, values)
    yield from _lists(values)


def _setting(
    dotted: str,
    name: str,
    model: type[BaseModel],
    default: object,
    values: dict[str, Any],
    remarks: dict[str, str],
) -> Iterator[str]:
    yield from _comment(meanings_of(model).get(name, ""))
    yield from _comment(remarks.get(dotted, ""))
    if dotted in values:
        yield f"{name} = {toml_value(values[dotted])}"
        return
    if default in (None, "", ()):
        yield from (f"# For example: {name} = {sample}" for sample in SAMPLES.get(dotted, ()))
    if default is not None:
        yield f"# {name} = {toml_value(default)}"


def _comment(words: str) -> Iterator[str]:
    if words:
        yield f"# {words}"


def _block(dotted: str, values: dict[str, Any]) -> Iterator[str]:
    explained, *sample = TABLES[dotted]
    yield ""
    yield f"# {explained}"
    given = values.get(dotted, ())
    if isinstance(given, Mapping):
        yield f"[{dotted}]"
        yield from (f"{toml_value(name)} = {toml_value(value)}" for name, value in given.items())
        return
    for table in given:
        yield f"[[{dotted}]]"
        for name, value in table.items():
            yield f"{name} = {toml_value(value)}"
    if not values.get(dotted):
        yield "# For example:"
        yield from (f"# {line}" for line in sample)


def _lists(values: dict[str, Any]) -> Iterator[str]:
    """The lists of what guards the register; they stand last, where they can be made anew."""
    for field in ("holds", "guards"):
        if not values.get(field):
            yield from _block(field, {})
    text = held_text(values.get("holds", {}), values.get("guards", {})).rstrip("\n")
    if text:
        yield ""
        yield text


def held_text(
    holds: Mapping[str, Sequence[str]], guards: Mapping[str, Mapping[str, Sequence[str]]]
) -> str:
    """The tables ``[holds]`` and ``[guards]`` of a ``pmf.toml``, with comments that say what they are for."""
    tables = {"holds": {"[holds]": holds} if holds else {}}
    tables["guards"] = {f"[guards.{toml_value(sheet)}]": found for sheet, found in guards.items()}
    blocks = []
    for field, found in tables.items():
        for number, (head, entries) in enumerate(found.items()):
            lines = [head] if number else [f"# {TABLES[field][0]}", head]
            lines += [f"{toml_value(k)} = {toml_value(tuple(v))}" for k, v in entries.items()]
            blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def toml_value(value: object) -> str:
    """A value as TOML writes it; TypeError where it has no such value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(toml_value(part) for part in value) + "]"
    raise TypeError(f"no TOML for {type(value).__name__}")
