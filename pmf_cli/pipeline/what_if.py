"""Ratings tried under another tolerance, target or rule set (``pmf rag what-if``): nothing is written into the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pmf_cli.analysis.scope.request import ScopeRequest, TypedScopeChange
from pmf_cli.analysis.scope.targets import (
    figure_and_profile,
    target_fields,
    target_in_words,
    typed_tolerance,
)
from pmf_cli.analysis.what_if import Trial, TriedTolerance, tried
from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.papers import paper_files, write_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress
from pmf_cli.register.periods.period import Period
from pmf_cli.register.reading.build import build
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import ScopeChangeKind
from pmf_cli.register.time.targets_in_force import in_force, targets_in_order
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.what_if import trial_in_words, what_if_listing, what_if_report
from pmf_cli.views.references import kpi_named
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.words import listed_shortly


@frozen(kw_only=True)
class TypedTrial:
    """What is to be tried, as it was typed; an empty text tries nothing.

    Attributes:
        kpis: references; where none is given, the KPIs that ``wanted`` chooses.
        tolerance: for KPIs that are not financial: ``3%``, ``2 points``.
        rules: a rule set of the register by its name, or a workbook with a sheet ``Rating rules``.
    """

    wanted: Selection
    kpis: Sequence[str] = ()
    tolerance: str = ""
    financial_tolerance: str = ""
    target: str = ""
    rules: str = ""
    over_own: bool = False
    only_this_period: bool = False


def ratings_tried(
    opened: OpenedRegister, assessment: Assessment, typed: TypedTrial, progress: Progress
) -> Listing:
    """Which ratings would be others, in the reporting period and in each before it.

    Raises:
        UsageError: nothing is to be tried, or what was typed cannot be.
    """
    if not (typed.tolerance or typed.financial_tolerance or typed.target or typed.rules):
        raise UsageError(
            "Nothing is to be tried.",
            'Give a tolerance, a target or a rule set: --tolerance "3%", --kpi WM-01 --target 90, '
            '--rules "2023/24", --rules "Rules to try.xlsx".',
        )
    kpis = _kpis(assessment, typed)
    target = _target(assessment, kpis, typed.target)
    trial = Trial(
        frozenset(kpi.ref for kpi in kpis),
        tolerance=_tolerance(typed.tolerance, "--tolerance"),
        financial=_tolerance(typed.financial_tolerance, "--financial-tolerance"),
        # Who names a KPI means that KPI, whatever tolerance it has of its own.
        over_own=typed.over_own or bool(typed.kpis),
        rules=_rules(opened, typed.rules),
        target=target,
    )
    found = tried(assessment, trial, progress, only_this_period=typed.only_this_period)
    aim = (
        f"{target_in_words(Target(kpi_ref=kpis[0].ref, **target), kpis[0])} for {kpis[0].ref}"
        if target
        else ""
    )
    words = trial_in_words(trial, aim, f"the rules of {typed.rules}" if typed.rules else "")
    return what_if_listing(assessment, found, words)


def trial_paper(
    opened: OpenedRegister, listing: Listing, form: str, output: Path
) -> tuple[str, ...]:
    """Writes the list as a paper to put before a committee; says which file. PmfError where it cannot be."""
    return write_files(output, paper_files(opened, what_if_report(listing), [form]))


def _kpis(assessment: Assessment, typed: TypedTrial) -> tuple[Kpi, ...]:
    if typed.kpis:
        return tuple(kpi_named(assessment.register, ref) for ref in typed.kpis)
    found = selected_kpis(assessment, typed.wanted)
    if not found:
        raise UsageError("No KPI is chosen.", "pmf kpi list shows those of the register.")
    return found


def _tolerance(text: str, option: str) -> TriedTolerance | None:
    if not text.strip():
        return None
    figure, basis = typed_tolerance(text, option)
    try:
        return TriedTolerance(abs(Decimal(figure.replace(",", ""))), basis)
    except InvalidOperation as error:
        raise UsageError(
            f'{option} "{text}" is no tolerance.', f'Write it like {option} "3%".'
        ) from error


def _target(assessment: Assessment, kpis: Sequence[Kpi], text: str) -> Mapping[str, Any]:
    """The fields of a target tried on one KPI."""
    if not text.strip():
        return {}
    if len(kpis) != 1:
        raise UsageError("A target is tried on one KPI.", "Name it: --kpi WM-01 --target 90.")
    kpi, register = kpis[0], assessment.register
    period: Period = assessment.period
    figure, profile = figure_and_profile(text)
    request = ScopeRequest(
        register, kpi, ScopeChangeKind.TARGET, period, assessment.as_of,
        assessment.settings.financial_year_start,
        TypedScopeChange(kpi.ref, str(period), "", to=figure, profile=profile),
    )  # fmt: skip
    row = in_force(targets_in_order(register).get((kpi.ref, None), ()), period)
    return target_fields(row, request)


def _rules(opened: OpenedRegister, text: str) -> tuple[RatingRule, ...]:
    """The rows of a rule set, as if they had always been in force."""
    if not text.strip():
        return ()
    held = opened.register.rating_rules
    named = [row for row in held if row.rule_set.casefold() == text.strip().casefold()]
    rows = named or _rules_in(Path(text), opened)
    newest = {
        (row.applies_to or "").casefold(): row
        for row in sorted(
            rows, key=lambda row: row.from_period.start if row.from_period else date.min
        )
    }
    return tuple(replace(row, from_period=None) for row in newest.values())


def _rules_in(path: Path, opened: OpenedRegister) -> tuple[RatingRule, ...]:
    from pmf_cli.workbook.read import read_book

    sheet = by_name()["Rating rules"].name
    if not path.is_file():
        known = listed_shortly(sorted({row.rule_set for row in opened.register.rating_rules}))
        raise UsageError(
            f'"{path}" is neither a rule set of the register nor a file.',
            f"The register has {known or 'no rule set'}. A workbook with a sheet {sheet} can be tried too: "
            "copy that sheet of the register and change the copy.",
        )
    register, findings = build((read_book(path, opened.settings.limits),), opened.settings)
    here = (path.name, sheet)
    wrong = [
        one
        for one in findings
        if one.severity is Severity.ERROR and (one.where.workbook, one.where.sheet) == here
    ]
    if wrong:
        raise UsageError(f"{wrong[0].where}: {wrong[0].message}", "Correct it, then try again.")
    if not register.rating_rules:
        raise UsageError(
            f"{path.name} has no rule in a sheet {sheet}.",
            f"Copy the sheet {sheet} of the register into it and change the copy.",
        )
    return register.rating_rules
