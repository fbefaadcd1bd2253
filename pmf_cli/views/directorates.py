"""Ratings by directorate, in the order in which papers print their chapters."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.rag.base import KpiRating
from pmf_cli.settings import Settings

NO_DIRECTORATE = "No directorate named"
"""Where KPIs without a directorate stand."""


def by_directorate(
    ratings: Sequence[KpiRating], settings: Settings
) -> dict[str, tuple[KpiRating, ...]]:
    """Ratings by directorate: in the settings' order, others after them by name.

    Every rating is in exactly one group; KPIs without a directorate come last.
    """
    groups: dict[str, list[KpiRating]] = {}
    for rating in ratings:
        groups.setdefault(rating.kpi.directorate or NO_DIRECTORATE, []).append(rating)
    listed = [name for name in settings.council.directorates if name in groups]
    others = sorted(name for name in groups if name not in listed and name != NO_DIRECTORATE)
    last = [NO_DIRECTORATE] if NO_DIRECTORATE in groups and NO_DIRECTORATE not in listed else []
    return {name: tuple(groups[name]) for name in (*listed, *others, *last)}
