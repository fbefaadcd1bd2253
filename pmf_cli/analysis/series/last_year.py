"""How a result has moved since last year, whatever its KPI is compared with otherwise.

One comparison a table: beside a KPI that compares with the month before, a column headed "against last year" must not say something else
(footfall is better than in September and worse than last December).
"""

from __future__ import annotations

from collections.abc import Iterable

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import Direction, KpiRating
from pmf_cli.rag.comparators import Comparator, breaks_of, direction_of, last_year_comparator
from pmf_cli.register.time.expected import Known


def against_last_year(assessment: Assessment, ratings: Iterable[KpiRating]) -> dict[str, Direction]:
    """KPI reference → the movement of the result shown since the same period a year before.

    Of figures that do not come every year it is the last one before.
    """
    breaks = breaks_of(assessment.register)
    similar_within = assessment.settings.rating.similar_within
    found = {}
    for rating in ratings:
        kpi, shown = rating.kpi, rating.shown
        came = Comparator("", why_none="there is no result")
        if shown is not None:
            results = assessment.register.results_of(kpi.ref)
            known = Known(results, assessment.period.end, assessment.as_of, kpi)
            came = last_year_comparator(kpi, shown, known, breaks.get(kpi.ref, ()))
        found[kpi.ref] = direction_of(
            kpi, shown, came, rating.beside.row, rating.beside.aim, similar_within
        )
    return found
