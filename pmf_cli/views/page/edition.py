"""What a page shows of a KPI: an edition names the parts that it has, and what it does not name is nowhere in it."""

from __future__ import annotations

from enum import StrEnum

from pmf_cli.frozen import frozen
from pmf_cli.views.audience import Audience


class PagePart(StrEnum):
    """What a page may show of a KPI besides its figures, targets and rating."""

    CELLS = "workbook, sheet and cell of each figure"
    OWNERS = "the post that answers for it"
    SERVICE_WORDS = "reason, action and recovery"
    TOLD = "what the body was told before"
    OTHER_PLACES = "other places"
    SPLITS = "parts of the whole"
    AHEAD = "what is expected at the year's end, and what moves by more than chance"
    RECOMMENDED = "what the body is recommended"


@frozen
class Edition:
    """Which parts a page has."""

    parts: frozenset[PagePart]

    def shows(self, part: PagePart) -> bool:
        """Whether the page has a part."""
        return part in self.parts

    def without(self, *parts: PagePart) -> Edition:
        """The same without some parts."""
        return Edition(self.parts - set(parts))


WORKING = Edition(frozenset(PagePart))
"""Everything: for those who work with the figures."""
PUBLISHED = Edition(
    frozenset(
        {PagePart.SERVICE_WORDS, PagePart.OTHER_PLACES, PagePart.SPLITS, PagePart.RECOMMENDED}
    )
)
"""What a page may have that everyone can read: an allow-list, to which nothing comes by itself."""


def edition_for(audience: Audience) -> Edition:
    """The edition of a body: what its row of ``Boards`` lets it see, of what may be published where it is public."""
    edition = PUBLISHED if audience.is_public else WORKING
    if not audience.shows_benchmarks:
        edition = edition.without(PagePart.OTHER_PLACES)
    return edition if audience.shows_splits else edition.without(PagePart.SPLITS)
