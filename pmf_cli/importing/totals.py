"""Rows at the foot of a table or section that sum, average or count the rows above: no KPIs."""

from __future__ import annotations

import re

from pmf_cli.importing.sections import Sections

_SUM = (
    r"(?:(?:grand|sub|overall|column|section)[ -]?)?(?:totals?|sum|average|mean|median|subtotals?)"
)
_THINGS = r"(?:all )?(?:kpis?|indicators?|measures?|services?|directorates?|departments?|figures|scores?|performance)"
_TOTAL = re.compile(
    rf"(?:overall |all )?{_SUM}(?: (?:for|of|across|number of)(?: the)?)?(?: {_THINGS})?", re.I
)
_COLOURS = r"(?:red|amber|green|blue|grey|on target|off target|not rated|no data|improving|worsening|not met|met)"
_COUNT = re.compile(
    rf"(?:(?:number|no\.?|count|total|percentage|%|#)(?: of)? )?(?:{_THINGS} )?(?:rated |at |that are )?{_COLOURS}(?: {_THINGS})?",
    re.I,
)
_PLACE = re.compile(rf"{_SUM}\s*(?:for|of|[:\-–])?\s*|\s*[:\-–]?\s*{_SUM}", re.I)


def is_total(name: str, sections: Sections) -> bool:
    """Whether a name says that a row sums, averages or counts others: ``Total``, ``Housing average``, ``No. of Red KPIs``.

    A name with words of its own, such as ``Total recorded crime``, is a KPI.
    """
    bare = re.sub(r"\([^()]*\)", " ", name)
    words = " ".join(bare.partition(":")[0].split()).strip(" *.:")
    if _TOTAL.fullmatch(words) or _COUNT.fullmatch(words):
        return True
    # "Finance: measures on target", "Place - number of Red KPIs": a count of the KPIs of a group.
    counted = re.split(r"(?<!\s)\s*[:–]\s*|(?<!\s)\s+-\s+", name.strip(" *.:"), maxsplit=1)[-1]
    if _COUNT.fullmatch(counted) and re.search(_THINGS, counted, re.I):
        return True
    shown = " ".join(name.split())
    rest = _PLACE.sub("", shown, count=1).strip(" :-–").casefold()
    places = {one.casefold() for one in (sections.directorate, sections.service) if one}
    return _PLACE.search(shown) is not None and rest in places
