"""Ratings of direction-only targets: against the KPI's own comparator (2024 report, ¶54)."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.rag.against_target import not_of_its_kind
from pmf_cli.rag.bands import Band, Edge, colour_of, two_sided
from pmf_cli.rag.base import Evidence, Mark, UnratedReason
from pmf_cli.rag.rating_input import (
    NotRated,
    RatedBy,
    RatingInput,
    RatingResult,
    gap_words,
    other_colour,
)
from pmf_cli.rag.rules import Rules
from pmf_cli.rag.scales import Scale
from pmf_cli.rag.widths import Width, cell, stands, width_for
from pmf_cli.register.terms import Rag, TargetType, ToleranceBasis

DIRECTION = RatedBy(name="direction", polarity=False)
"""A movement: the target's own type says which way is better."""


def by_direction(case: RatingInput) -> RatingResult | NotRated:
    """Increase or decrease: better than the comparator Green, the same or a little worse Amber.

    Worse beyond the tolerance is Red. The colours are the rule set's. The target's own direction
    says which way is better.
    """
    scale = case.scale
    at, base = scale.place(case.value), scale.place(case.comparator().value)
    if at is None:
        return not_of_its_kind(case)
    if base is None:
        return _no_comparator(case)
    higher = case.target.target_type is TargetType.INCREASE
    width = width_for(case.kpi, case.target, case.rules, scale)
    rated, against = case.rated(scale, at), case.rated(scale, base)
    bands = _steps_down(against, width, case, higher=higher)
    rag = colour_of(bands, rated)
    exact = _steps_down(base, width, case, higher=higher)
    worse_by = against - rated if higher else rated - against
    than = f"{scale.words(against)} ({case.comparator().period or 'baseline'})"
    words = f"{'an increase' if higher else 'a decrease'} on {than}"
    same = abs(worse_by) <= case.similar_within
    because = _moved(scale, rated, than, worse_by, against, width, same=same)
    steps = (
        f"Target: {words}, compared with the {case.comparator().rule}.",
        f"Change: {scale.gap(worse_by)} {_way(worse_by, same=same)}.",
        f"Tolerance: {width.text} ({width.source}), which reaches to "
        f"{scale.words(against - width.around(against) * (1 if higher else -1))}.",
        f"Therefore {case.words[rag]}.",
    )
    return RatingResult(
        rag, DIRECTION, because, steps, scale, bands, higher,
        target_text="Increase" if higher else "Decrease", width=width,
        shortfall=width.share(worse_by, against), used=_used(case, scale, base, width),
        marks=_interim(case), rounding=other_colour(rag, exact, at, rated),
    )  # fmt: skip


def by_maintaining(case: RatingInput) -> RatingResult | NotRated:
    """Maintain: within the tolerance either way Green, up to twice it Amber, beyond Red.

    The level to keep is the comparator, or the row's own figure where it gives one.
    """
    scale = case.scale
    at = scale.place(case.value)
    stated = scale.place(case.aim.value)
    base = stated if stated is not None else scale.place(case.comparator().value)
    if at is None:
        return not_of_its_kind(case)
    if base is None:
        return _no_comparator(case)
    width = width_for(case.kpi, case.target, case.rules, scale)
    rated = case.rated(scale, at)
    level = base if stated is not None else case.rated(scale, base)
    bands = _around(level, width, case)
    rag = colour_of(bands, rated)
    off = abs(rated - level)
    used = _used(case, scale, base, width)
    from_where, target_text = f"{case.comparator().period or 'baseline'}", "Maintain"
    if stated is not None:
        from_where, target_text = "the target row", f"Maintain {scale.words(level)}"
        used = (
            Evidence("target", scale.words(level), cell(case.target, "target")),
            Evidence("tolerance", width.text, width.where),
        )
    than = f"{scale.words(level)} ({from_where})"
    because = _kept(case, rated, level, than, width, rag)
    steps = (
        *case.aim.steps,
        f"Target: maintain {than}.",
        f"Change: {scale.gap(off)}.",
        f"Tolerance: {width.text} ({width.source}) either way{_same_words(case, level, width)}; "
        f"beyond twice that {case.words.red}.",
        f"Therefore {case.words[rag]}.",
    )
    return RatingResult(
        rag, DIRECTION, because, steps, scale, bands, None, target_text=target_text,
        width=width, shortfall=width.share(off, level), used=used, marks=(*_interim(case), *case.marks),
        rounding=other_colour(rag, _around(base, width, case), at, rated),
    )  # fmt: skip


def _kept(
    case: RatingInput, rated: Decimal, level: Decimal, than: str, width: Width, rag: Rag
) -> str:
    """How a value stands to the level that is to be kept."""
    scale, off, near = case.scale, abs(rated - level), abs(case.similar_within)
    if off == 0:
        return f"{scale.words(rated)} is the same as {than}"
    limit = f"the tolerance of {width.text}"
    place = "up to twice" if rag is Rag.AMBER else "beyond twice"
    if off <= width.around(level):
        place = "within"
    elif off <= near:
        return f"{scale.words(rated)} counts as the same as {than}"
    elif near > width.around(level):
        limit = f"the change of {scale.gap(near)} that counts as the same"
    side = scale.side(above=rated > level)
    return (
        f"{scale.words(rated)} is {_gap(scale, off, level, width)} {side} {than}, {place} {limit}"
    )


def _same_words(case: RatingInput, level: Decimal, width: Width) -> str:
    """That a change wider than the tolerance counts as the same, where the settings say so."""
    near = abs(case.similar_within)
    if near <= width.around(level):
        return ""
    return f"; a change of {case.scale.gap(near)} counts as the same"


def _steps_down(
    against: Decimal, width: Width, case: RatingInput, *, higher: bool
) -> tuple[Band, ...]:
    """Better, the same, worse within and worse beyond the tolerance."""
    if not higher:
        return tuple(b.mirrored for b in _steps_down(-against, width, case, higher=True))
    rules: Rules = case.rules
    near = abs(case.similar_within)
    reach = width.around(against)
    worst_same = against - near
    bands = [
        Band(rules.better, against + near, None),
        Band(rules.same, worst_same, against + near, low_in=True, high_in=True),
    ]
    last, last_in = worst_same, True
    if reach > near:
        inside = rules.at_boundary is not Rag.RED
        bands.append(Band(rules.worse_within, against - reach, worst_same, low_in=inside))
        last, last_in = against - reach, inside
    bands.append(Band(rules.worse_beyond, None, last, high_in=not last_in))
    return tuple(bands)


def _around(level: Decimal, width: Width, case: RatingInput) -> tuple[Band, ...]:
    reach = max(width.around(level), abs(case.similar_within))
    inside = case.rules.at_boundary is not Rag.RED
    return two_sided(
        (Edge(level - reach), Edge(level - 2 * reach, inside)),
        (Edge(level + reach), Edge(level + 2 * reach, inside)),
    )


def _moved(
    scale: Scale,
    rated: Decimal,
    than: str,
    worse_by: Decimal,
    against: Decimal,
    width: Width,
    *,
    same: bool,
) -> str:
    value = scale.words(rated)
    if worse_by == 0:
        return f"{value} is the same as {than}"
    if same:
        return f"{value} counts as the same as {than}"
    if worse_by < 0:
        return f"{value} is better than {than}"
    place = stands(worse_by - width.around(against))
    return f"{value} is {_gap(scale, worse_by, against, width)} worse than {than}, {place} the tolerance of {width.text}"


def _gap(scale: Scale, size: Decimal, base: Decimal, width: Width) -> str:
    share = width.share(size, base)
    if width.basis is ToleranceBasis.RELATIVE and share is not None:
        return gap_words(share, width.amount)
    return scale.gap(size)


def _way(worse_by: Decimal, *, same: bool) -> str:
    if worse_by == 0:
        return "(unchanged)"
    return ("better" if worse_by < 0 else "worse") + (", which counts as the same" if same else "")


def _interim(case: RatingInput) -> tuple[Mark, ...]:
    """Direction-only targets are interim unless the row says that they are not."""
    return () if case.target.interim is False else (Mark.INTERIM,)


def _no_comparator(case: RatingInput) -> NotRated:
    why = case.comparator().why_none or "the comparator is not of the KPI's kind"
    asked = str(case.target.target_type).rpartition(": ")[2]
    return NotRated(
        UnratedReason.NO_COMPARATOR,
        f"The target is to {asked}, but there is nothing to compare with: {why}.",
    )


def _used(case: RatingInput, scale: Scale, base: Decimal, width: Width) -> tuple[Evidence, ...]:
    came = case.comparator()
    words = f"{scale.words(scale.printed(base))} ({came.period or 'baseline'})"
    return (
        Evidence("target", str(case.target.target_type), cell(case.target, "target_type")),
        Evidence("comparator", words, came.where),
        Evidence("tolerance", width.text, width.where),
    )
