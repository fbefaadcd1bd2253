"""A target or tolerance changed: the row in force is closed, a new one begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pmf_cli.analysis.scope.planned import PlannedChange, edited
from pmf_cli.analysis.scope.request import ScopeRequest
from pmf_cli.errors import UsageError
from pmf_cli.register.choices import allowed_words, choice_in
from pmf_cli.register.figures import plain, stated, with_unit
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    AMBER_BOUNDARY,
    DataType,
    Profile,
    TargetBasis,
    TargetType,
    TimeBasis,
    ToleranceBasis,
)
from pmf_cli.register.time.targets_in_force import in_force, targets_in_order
from pmf_cli.register.time.times import AVERAGES, adds_up, stated_months, uses_typed_figures

TYPES = {DataType.DATE: TargetType.DATE, DataType.YES_NO: TargetType.YES_NO}
"""The type of a target that is neither number nor grade."""
WITHOUT_FIGURE = (
    TargetType.INCREASE,
    TargetType.DECREASE,
    TargetType.MAINTAIN,
    TargetType.TRACKER,
    TargetType.TO_BE_AGREED,
)
"""Types that are named in place of a figure."""
# A dash divides a range only after a figure: "-5 to 5" begins with a sign.
_RANGE = re.compile(r"(.+?)\s*(?:\bto\b|–|(?<=[\d%])\s*-)\s*(.+)", re.IGNORECASE)
# The figure, and all the rest as what it is measured in, line breaks of a pasted cell included.
_TOLERANCE = re.compile(r"([+-]?[\d.,]+)\s*(.*)", re.DOTALL)
_NO_FIGURES: Mapping[str, Any] = {
    "target": None,
    "range_low": None,
    "range_high": None,
    "profile": None,
    "q1": None,
    "q2": None,
    "q3": None,
    "q4": None,
    "months": (),
}
QUARTERS = ("q1", "q2", "q3", "q4")


def row_in_force(request: ScopeRequest) -> Target | None:
    """The KPI's target row that would hold in the first period of the new scope."""
    rows = targets_in_order(request.register).get((request.kpi.ref, None), ())
    return in_force(rows, request.from_period)


def target_in_words(row: Target | None, kpi: Kpi) -> str:
    """A target in words: ``40%``, ``28% to 40%``, ``44.1%; 43.7%; 38.9%; 35.5%``, ``Tracker``."""
    if row is None or row.target_type is None:
        return "No target"
    if row.target_type is TargetType.RANGE:
        ends = (row.range_low, row.range_high)
        return " to ".join("any" if end is None else stated(end, kpi) for end in ends)
    if row.profile is Profile.OWN and profile_of(row):
        return "; ".join(stated(part, kpi) for part in profile_of(row))
    return stated(row.target, kpi) if row.target is not None else str(row.target_type)


def profile_of(row: Target) -> tuple[Decimal, ...]:
    """The figures of an own profile, by quarter or by month."""
    quarters = (row.q1, row.q2, row.q3, row.q4)
    return row.months or tuple(part for part in quarters if part is not None)


def target_fields(row: Target | None, request: ScopeRequest) -> dict[str, Any]:
    """The fields of ``Targets`` for the target asked for.

    Raises:
        UsageError: what was typed is no target of the KPI.
    """
    text, kpi = request.text, request.kpi
    named = choice_in(text, TargetType)
    if named in WITHOUT_FIGURE:
        return {"target_type": named, **_NO_FIGURES}
    is_range = row is not None and row.target_type is TargetType.RANGE
    if is_range or (" to " in text.casefold() and _RANGE.fullmatch(text)):
        return _range_fields(request)
    value = request.value("Targets", "target", text) if text else None
    if value is None:
        raise UsageError(
            f"The new target of {kpi.ref} is missing.",
            f"Give it with --to, or one of {', '.join(map(str, WITHOUT_FIGURE))}.",
        )
    kind = TYPES.get(kpi.data_type, TargetType.VALUE) if kpi.data_type else TargetType.VALUE
    new = {"target_type": kind, "target": value, "range_low": None, "range_high": None}
    if request.typed.profile.strip():
        return new | _profile(request)
    _refuse_old_profile(row, kpi, value)
    return new


def _refuse_old_profile(row: Target | None, kpi: Kpi, value: object) -> None:
    """Refuses another target for the year under the profile of the one before."""
    if row is not None and row.target != value and row.profile is Profile.OWN:
        raise UsageError(
            f"The target of {kpi.ref} has a profile of its own "
            f"({target_in_words(row, kpi)}), which must change with it.",
            'Give the figure for each quarter, or each month: "44; 43; 39; 36", which pmf scope change takes with --profile.',
        )


def figure_and_profile(text: str) -> tuple[str, str]:
    """A target typed in one text: its figure, and the profile where several with semicolons are given.

    Four quarters or twelve months end in the year's target.
    """
    figure = text.rpartition(";")[2].strip()
    return figure, text if ";" in text else ""


def _range_fields(request: ScopeRequest) -> dict[str, Any]:
    ends = _RANGE.fullmatch(request.text)
    if ends is None:
        raise UsageError(
            f'The target of {request.kpi.ref} is a range, and "{request.text}" is none.',
            'Write it like --to "28 to 40".',
        )
    low, high = (request.value("Targets", "range_low", end) for end in ends.groups())
    new = {"target_type": TargetType.RANGE, "range_low": low, "range_high": high}
    return {**_NO_FIGURES, **new}


def _profile(request: ScopeRequest) -> dict[str, Any]:
    """The fields of an own profile, as many figures as were typed: four quarters or twelve months."""
    parts = [part for part in request.typed.profile.split(";") if part.strip()]
    figures = tuple(request.value("Targets", "target", part) for part in parts)
    if len(figures) not in (4, 12) or not all(isinstance(one, Decimal) for one in figures):
        raise UsageError(
            f"--profile holds {len(figures)} figures; four (quarters) or twelve (months) are needed.",
            'Write it like --profile "44; 43; 39; 36".',
        )
    if len(figures) == 12:
        return {"profile": Profile.OWN, **dict.fromkeys(QUARTERS), "months": figures}
    return {"profile": Profile.OWN, **dict(zip(QUARTERS, figures, strict=True)), "months": ()}


def tolerance_words(row: Target | None, kpi: Kpi) -> str:
    """A tolerance in words: ``3 percentage points``, ``10% of target``, the rule set's."""
    if row is None or row.tolerance is None:
        return "The rule set's tolerance"
    if row.tolerance_basis is ToleranceBasis.RELATIVE:
        return f"{plain(row.tolerance)}{ToleranceBasis.RELATIVE}"
    if row.tolerance_basis is ToleranceBasis.POINTS:
        return f"{plain(row.tolerance)} percentage points"
    return with_unit(plain(row.tolerance), kpi)


def tolerance_fields(request: ScopeRequest, text: str) -> dict[str, Any]:
    """The fields of ``Targets`` for a tolerance as typed; ``none`` takes the rule set's.

    Raises:
        UsageError: it is no tolerance.
    """
    if text.casefold() in ("none", "rule set", "the rule set's tolerance"):
        return {"tolerance": None, "tolerance_basis": None}
    figure, basis = typed_tolerance(text, "--to", request.kpi.unit, ", or none for the rule set's")
    return {
        "tolerance": request.value("Targets", "tolerance", figure),
        "tolerance_basis": basis,
    }


def typed_tolerance(
    text: str, option: str, unit: str | None = None, also: str = ""
) -> tuple[str, ToleranceBasis]:
    """The figure of a tolerance as it was typed, and what it is measured in.

    Args:
        unit: the KPI's own unit, which means units.
        also: what else the option takes, for the advice.

    Raises:
        UsageError: it is no tolerance.
    """
    found = _TOLERANCE.fullmatch(text.strip())
    words = found[2].strip() if found else ""
    basis = choice_in(words, ToleranceBasis) if words else None
    if basis is None and words and words.casefold() == (unit or "").strip().casefold():
        basis = ToleranceBasis.UNITS
    if found is None or basis is None:
        raise UsageError(
            f'"{text}" is no tolerance.',
            f'Give a figure and what it is measured in: {option} "3 points", "5% of target" or '
            f'"2 units" ({allowed_words(ToleranceBasis)}){also}.',
        )
    return found[1], ToleranceBasis(basis)


def _for_as_long(row: Target, new: Target, kpi: Kpi) -> Target:
    """The new row with its figure for as long a time as the old one's.

    A row that began with the year and has no profile gives the year's target; one that begins
    with a quarter would give it to each quarter, so that the year's target gets the profile that
    it had without saying so.

    Raises:
        UsageError: the old target is for a half-year or quarter, which no profile can say.
    """
    was, is_now = stated_months(row, kpi), stated_months(new, kpi)
    if row.profile is not None or uses_typed_figures(row) or was is None or was == is_now:
        return new
    if kpi.time_basis is TimeBasis.CUMULATIVE or not adds_up(kpi):
        return new
    if (
        was == 12
        and kpi.data_type not in AVERAGES
        and new.target_type in (TargetType.VALUE, TargetType.RANGE)
    ):
        return replace(new, profile=Profile.EVEN)
    raise UsageError(
        f"The target of {kpi.ref} is for {row.from_period}, and the new one would begin with "
        f"{new.from_period}, a period of another length.",
        f"Change it from a period like {row.from_period} on, or in the sheet Targets.",
    )


def planned_target(request: ScopeRequest, fields: Mapping[str, Any]) -> PlannedChange:
    """The old row ends with the period before, a new one begins; nothing where nothing differs.

    A row that begins in the very period is changed itself: it never held for another. Why the
    target is what it is and who agreed it change with the target alone: of a tolerance that is said
    in ``Scope changes``.
    """
    row, kpi, begins = row_in_force(request), request.kpi, request.from_period
    new: dict[str, Any] = {**fields, **_agreement(row, request, fields)}
    if row is None:
        new |= {"kpi_ref": kpi.ref, "from_period": begins, "target_basis": TargetBasis.OTHER}
        return PlannedChange(rows={"Targets": (Target(**new),)})
    if not edited(row, **fields):
        return PlannedChange()
    if "target_type" in fields and row.amber_boundary is not None:
        raise UsageError(
            f"The target of {kpi.ref} has an {AMBER_BOUNDARY} of its own "
            f"({stated(row.amber_boundary, kpi)}), which must change with it.",
            "Change both in the sheet Targets, then record the change: the same command with "
            '--before "how it was".',
        )
    if row.from_period is not None and row.from_period.start == begins.start:
        return PlannedChange(edited(row, **new))
    after = _for_as_long(row, replace(row, **{**new, "from_period": begins}), kpi)
    last = request.last_period
    return PlannedChange(edited(row, to_period=last) if last else (), {"Targets": (after,)})


def _agreement(
    row: Target | None, request: ScopeRequest, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """What a row says of how its target came about; nothing where only the tolerance changes."""
    if "target_type" not in fields:
        return {}
    agreed: dict[str, Any] = {
        "rationale": request.typed.reason,
        "agreed_by": request.typed.agreed_by or None,
        "agreed_on": request.changed_on,
        "reviewed_on": request.changed_on,
    }
    if row is not None:
        agreed["previous_target"] = row.number
    return agreed
