"""The mapping file as text: every guess with its place and reason, ready to be edited."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pmf_cli.importing.guesses import LEAVE_OUT, Guess, Topic
from pmf_cli.importing.kpi_rows import missing_facts
from pmf_cli.importing.mapping import Facts, ImportMapping
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.sheets.kpis import Kpi

_ABOUT = {
    Topic.LAYOUT: 'How a tab is laid out: "tab" = "KPIs run down" or another of the layouts in docs/import.md.',
    Topic.HEADING: 'What each column holds: "heading" = "column of the register", with ", period" where it is for one;\n'
    '"leave out" for none. Where two columns share a heading, write "heading @F" for column F.',
    Topic.PERIOD: 'Which period a text means: "Q1 14/15" = "2014/15 Q1", or "leave out".',
    Topic.SECTION: 'What a row above a group of KPIs names: "Directorate", "Service" or "leave out".',
    Topic.SAME: 'Which names are one KPI: "other name" = "reference", or "separate".',
    Topic.POLARITY: 'Which way is better: "Higher is better", "Lower is better", "Within a range", "No polarity".',
    Topic.UNIT: 'Which unit a text means: "%", "days", "£", "number"; "as printed" takes it from the figures.',
    Topic.VALUE: 'What a text in a value cell means: a number, a reason for no data (as in the sheet Results), or "leave out".',
    Topic.TARGET: 'What a text in a target cell means: "Value 5", "Range 10 to 15", "Direction: increase", "Tracker",\n'
    '"To be agreed", "Date 31/03/2025", "Yes/No Yes", or "leave out".',
    Topic.STATUS: 'What a published status means: "Red", "Amber", "Green", other words to keep, "Tracker", or "leave out".',
}  # fmt: skip


def mapping_text(plan: ImportPlan, mapping: ImportMapping) -> str:
    """The text of a mapping file that holds every guess of a plan.

    Sure guesses stand as settings; doubts stand as remarks (``#``) until somebody takes the
    sign away, so that giving the file back unread settles nothing.
    """
    lines = [
        "# What pmf import took each part of the scorecard for. Correct what is wrong, then run",
        "#   pmf import FILE --mapping THIS-FILE",
        "# A line that begins with # is a remark. Lines marked DOUBT wait for you: correct the text",
        "# after the = where it is wrong, and take the # away.",
        "",
        "# true also takes in results of earlier periods printed beside the current one.",
        f"earlier_results = {_toml(mapping.earlier_results)}",
    ]
    if mapping.period:
        lines += [
            "# The period of figures for which nothing else names one.",
            f"period = {_toml(mapping.period)}",
        ]
    lines += ["", *_defaults(plan, mapping), "", *_only(mapping), ""]
    for topic, about in _ABOUT.items():
        lines += [f"[{topic.value}]", *(f"# {line}" for line in about.split("\n"))]
        lines += _entries(guess for guess in plan.guesses if guess.topic is topic)
        lines.append("")
    lines += [*_sheets(plan), "", *_kpis(plan, mapping)]
    for pattern in mapping.patterns:
        lines += [
            "",
            "[[patterns]]",
            f"match = {_toml(pattern.match)}",
            f"facts = {_inline(pattern.facts)}",
        ]
    return "\n".join(lines) + "\n"


def _toml(value: str | bool | int | float) -> str:  # noqa: FBT001 - a value, not a switch
    return json.dumps(value, ensure_ascii=False)


def _inline(facts: Facts) -> str:
    return (
        "{ " + ", ".join(f"{_toml(name)} = {_toml(value)}" for name, value in facts.items()) + " }"
    )


def _remark(text: str) -> str:
    return " ".join(text.split())


def _entries(guesses: Iterable[Guess]) -> list[str]:
    lines = []
    for guess in guesses:
        line = f"{_toml(guess.text)} = {_toml(guess.meaning)}"
        said = f"{guess.where.cell or guess.where.sheet}, {guess.sure}: {_remark(guess.why)}"
        if guess.is_doubt:
            lines += [f"# DOUBT {guess.number}: {said}", f"#{line}"]
        else:
            lines.append(f"{line}  # {said}")
    return lines


def _defaults(plan: ImportPlan, mapping: ImportMapping) -> list[str]:
    lines = ["[defaults]", "# Facts that hold for every KPI, by heading of the sheet KPIs."]
    lines += [f"{_toml(name)} = {_toml(value)}" for name, value in mapping.defaults.items()]
    for heading, to_rate, refs in missing_facts(plan.kpis):
        need = "needed to rate" if to_rate else "required"
        lines.append(
            f'#{_toml(heading)} = ""  # {need}; missing for {len(refs)} of {len(plan.kpis)} KPIs'
        )
    return lines


def _only(mapping: ImportMapping) -> list[str]:
    lines = [
        "[only]",
        '# Take only rows that hold a text in a column: "org" = "Hart District Council".',
    ]
    return lines + [f"{_toml(name)} = {_toml(text)}" for name, text in mapping.only.items()]


def _sheets(plan: ImportPlan) -> list[str]:
    lines = [
        "[sheets]",
        '# "tab" = { period = "2024/25 Q3", directorate = "...", leave_out = false }',
    ]
    found: dict[str, list[Guess]] = {}
    for guess in plan.guesses:
        if guess.topic is Topic.SHEET:
            found.setdefault(guess.text, []).append(guess)
    for tab, guesses in found.items():
        parts, doubts = [], []
        for guess in guesses:
            kind, _, rest = guess.meaning.partition(" ")
            if guess.is_doubt:
                doubts.append(f"# DOUBT {guess.number}: {_remark(guess.why)}")
            if guess.meaning == LEAVE_OUT:
                parts.append('period = ""' if guess.is_doubt else "leave_out = true")
            else:
                parts.append(f"{kind} = {_toml(rest)}")
        lines += [*doubts, f"{'#' if doubts else ''}{_toml(tab)} = {{ {', '.join(parts)} }}"]
    return lines


def _kpis(plan: ImportPlan, mapping: ImportMapping) -> list[str]:
    lines = ["[kpis]", "# Facts of one KPI, by reference; take the # away to settle them."]
    doubts = {
        guess.text: guess for guess in plan.guesses if guess.topic is Topic.KPI and guess.is_doubt
    }
    for kpi in plan.kpis:
        if kpi.ref in mapping.kpis:
            lines.append(f"{_toml(kpi.ref)} = {_inline(mapping.kpis[kpi.ref])}")
            continue
        if kpi.ref in doubts:
            lines.append(f"# DOUBT {doubts[kpi.ref].number}: {_remark(doubts[kpi.ref].why)}")
        lines.append(f"#{_toml(kpi.ref)} = {_inline(_facts(kpi))}  # {_remark(kpi.name or '')}")
    return lines


def _facts(kpi: Kpi) -> Facts:
    found: Facts = {}
    for heading, value in (
        ("Unit", kpi.unit),
        ("Data type", kpi.data_type),
        ("Decimal places", kpi.decimal_places),
        ("Polarity", kpi.polarity),
        ("Frequency", kpi.frequency),
        ("Time basis", kpi.time_basis),
        ("Financial", kpi.financial),
    ):
        if value is not None:
            found[heading] = str(value) if isinstance(value, str) else value
    return found
