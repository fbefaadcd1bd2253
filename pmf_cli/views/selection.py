"""Which KPIs are wanted: by directorate, board, portfolio, framework, tier, rating or words.

A value that the register does not know is refused with a list of those it knows, since an
empty answer would read as "there is nothing".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.kpi_filters import (
    Test,
    boards_of,
    body_test,
    chosen_values,
    containing,
    distinct,
    extra_kpis,
    in_framework,
    one_of,
)
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Board
from pmf_cli.register.terms import GroupedBy, KpiClass, Rag, Scope, Tier
from pmf_cli.settings import Settings
from pmf_cli.words import listed

NOT_RATED = "Not rated"
"""The word for KPIs without a colour."""


@frozen
class Selection:
    """What is wanted; an empty field asks for all, several values for any of them.

    Attributes:
        board: scrutiny or lead boards, or bodies of the ``Boards`` sheet, whose filter is used.
        tier: Corporate, Directorate or Service.
        text: words that must stand in the reference, name, definition or service.
    """

    directorate: tuple[str, ...] = ()
    board: tuple[str, ...] = ()
    portfolio: tuple[str, ...] = ()
    framework: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    rating: tuple[str, ...] = ()
    text: str = ""

    @property
    def words(self) -> str:
        """The selection for a heading: ``directorate Resources; rating Red``; empty for all."""
        parts = []
        for field in fields(self):
            value = getattr(self, field.name)
            if not value:
                continue
            if isinstance(value, str):
                parts.append(f'containing "{value}"')
            else:
                parts.append(f"{field.name} {listed(value, 'or')}")
        return "; ".join(parts)


def selected(assessment: Assessment, wanted: Selection) -> tuple[KpiRating, ...]:
    """The ratings of the KPIs wanted, in the register's order.

    Raises:
        UsageError: a value is unknown; the message lists those that exist.
    """
    register = assessment.register
    tests = [test for test in _tests(register, wanted, assessment.period) if test is not None]
    colours = chosen_values("rating", wanted.rating, (*(str(rag) for rag in Rag), NOT_RATED))
    return tuple(
        rating
        for rating in assessment.ratings
        if all(test(rating.kpi) for test in tests) and (not colours or _colour(rating) in colours)
    )


def selected_kpis(assessment: Assessment, wanted: Selection) -> tuple[Kpi, ...]:
    """All KPIs wanted, those outside the period's scope too, in the register's order.

    Raises:
        UsageError: a value is unknown, or a rating is asked for.
    """
    tests = [
        test for test in _tests(assessment.register, wanted, assessment.period) if test is not None
    ]
    kpis = tuple(kpi for kpi in assessment.register.kpis if all(test(kpi) for test in tests))
    if not wanted.rating:
        return kpis
    rated = {rating.kpi.ref for rating in selected(assessment, wanted)}
    return tuple(kpi for kpi in kpis if kpi.ref in rated)


def _colour(rating: KpiRating) -> str:
    return NOT_RATED if rating.rag is None else str(rating.rag)


def _tests(register: Register, wanted: Selection, period: Period) -> Iterable[Test | None]:
    """One test a field; ``None`` where the field asks for all."""
    yield one_of("directorate", wanted.directorate, register, lambda kpi: (kpi.directorate,))
    yield one_of("portfolio", wanted.portfolio, register, lambda kpi: (kpi.portfolio,))
    yield one_of("tier", wanted.tier, register, lambda kpi: (kpi.tier,), also=tuple(Tier))
    yield in_framework(register, wanted.framework, period)
    yield _for_board(register, wanted.board, period)
    yield containing(wanted.text)


def _for_board(register: Register, asked: tuple[str, ...], period: Period) -> Test | None:
    if not asked:
        return None
    bodies = {board.body: board for board in register.boards}
    named = (value for kpi in register.kpis for value in boards_of(kpi))
    chosen = sorted(chosen_values("board", asked, distinct((*named, *bodies))))
    tests = [_board_test(register, name, bodies.get(name), period) for name in chosen]
    return lambda kpi: any(test(kpi) for test in tests)


def _board_test(register: Register, name: str, body: Board | None, period: Period) -> Test:
    """The KPIs of a body, and those that it wants beside them at this cycle's meeting."""
    usual, extra = _usual_test(register, name, body, period), extra_kpis(register, name, period)
    return lambda kpi: usual(kpi) or kpi.ref in extra


def _usual_test(register: Register, name: str, body: Board | None, period: Period) -> Test:
    """A body's own filter; else the KPIs that name it, or all where none does."""
    if body is not None and body.filter:
        return body_test(register, body.filter, period)
    if body is not None and not any(name in boards_of(kpi) for kpi in register.kpis):
        return lambda _: True
    return lambda kpi: name in boards_of(kpi)


NO_DIRECTORATE = "No directorate named"
"""Where KPIs without a directorate stand."""
NO_GROUP = {
    GroupedBy.DIRECTORATE: NO_DIRECTORATE,
    GroupedBy.PLAN_OUTCOME: "No plan outcome named",
    GroupedBy.PORTFOLIO: "No portfolio named",
    GroupedBy.CLASS: "No class named",
    GroupedBy.SCOPE: "No scope named",
}
"""Where KPIs stand that name none."""
OF_A_FIELD: dict[GroupedBy, tuple[Callable[[Kpi], str | None], tuple[str, ...]]] = {
    GroupedBy.PORTFOLIO: (lambda kpi: kpi.portfolio, ()),
    GroupedBy.CLASS: (lambda kpi: kpi.kpi_class, tuple(KpiClass)),
    GroupedBy.SCOPE: (lambda kpi: kpi.scope, tuple(Scope)),
}
"""What is grouped by the words in one field of a KPI: the field, and its words in order."""


def by_directorate(
    ratings: Sequence[KpiRating], settings: Settings
) -> dict[str, tuple[KpiRating, ...]]:
    """Ratings by directorate: in the settings' order, others after them by name.

    Every rating is in exactly one group; KPIs without a directorate come last.
    """
    order = settings.council.directorates
    return _grouped(ratings, lambda kpi: kpi.directorate or NO_DIRECTORATE, order, NO_DIRECTORATE)


def in_groups(
    assessment: Assessment, ratings: Sequence[KpiRating], by: GroupedBy
) -> dict[str, tuple[KpiRating, ...]]:
    """Ratings by what a body wants its scorecard grouped by, each in exactly one group.

    Plan outcomes in the order of the sheet ``Priorities``, a KPI under the first that it names; portfolios by name;
    classes, and council before wider area, in the order of the field's words.
    """
    if by is GroupedBy.DIRECTORATE:
        return by_directorate(ratings, assessment.settings)
    none = NO_GROUP[by]
    if by in OF_A_FIELD:
        field, order = OF_A_FIELD[by]
        return _grouped(ratings, lambda kpi: str(field(kpi) or none), order, none)
    named = {row.ref: row.priority or row.ref for row in assessment.register.priorities}

    def outcome(kpi: Kpi) -> str:
        return next((named[ref] for ref in kpi.priorities if ref in named), none)

    return _grouped(ratings, outcome, tuple(named.values()), none)


def _grouped(
    ratings: Sequence[KpiRating], group_of: Callable[[Kpi], str], order: Sequence[str], none: str
) -> dict[str, tuple[KpiRating, ...]]:
    """Ratings by group: in an order, others after them by name, those of none last."""
    groups: dict[str, list[KpiRating]] = {}
    for rating in ratings:
        groups.setdefault(group_of(rating.kpi), []).append(rating)
    places = {name: at for at, name in enumerate(order)}

    def place(name: str) -> tuple[bool, int, str]:
        return name == none and name not in places, places.get(name, len(places)), name

    return {name: tuple(groups[name]) for name in sorted(groups, key=place)}


def short_group_name(register: Register, by: GroupedBy, name: str) -> str:
    """What a group is called where room is short: by the sheet ``Lists``, else its first words that make sense alone.

    ``Communities, Housing and Environment`` → ``Communities and Housing``: of a list of things those that fit.
    """
    rows = (row for row in register.lists if row.list_name == str(by) and row.entry == name)
    given = next((row.short_name for row in rows if row.short_name), None)
    if given or len(name) <= MOST_SHORT:
        return given or name
    things = [one.strip() for one in _BETWEEN_THINGS.split(name)]
    words = _as_many_as_fit(things, listed).split()
    return _as_many_as_fit(words, " ".join)[:MOST_SHORT]


def _as_many_as_fit(parts: Sequence[str], joined: Callable[[Sequence[str]], str]) -> str:
    """So many parts, from the first on and at least that one, as fit where room is short."""
    counts = range(len(parts), 0, -1)
    return next(
        (text for count in counts if len(text := joined(parts[:count])) <= MOST_SHORT), parts[0]
    )


MOST_SHORT = 30
"""Signs of a short name."""
_BETWEEN_THINGS = re.compile(r", | and | & ")
