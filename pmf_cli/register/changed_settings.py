"""A setting that is another one than when a paper went out: a plain fact, worked out from the record."""

from __future__ import annotations

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen


@frozen
class ChangedSetting:
    """A setting by which a paper's figures were rated or shown, and that is another one now.

    Attributes:
        sheet: where it stands: ``KPIs``, ``Targets``, ``Rating rules``, ``Results``, ``Boards``, or
            ``pmf.toml``.
        heading: its column, or its name in ``pmf.toml``.
        before: as the paper had it, in words; empty for blank.
        now: as it stands.
        where: its cell.
        issue: the issue that froze it.
        kpi_refs: the KPIs that it concerned; none where it concerned the paper as a whole.
        recorded: what records the change: a scope change's reference, or what pmf wrote and when;
            empty where nothing does.
    """

    sheet: str
    heading: str
    before: str
    now: str
    where: CellRef
    issue: str
    kpi_refs: tuple[str, ...] = ()
    recorded: str = ""

    @property
    def words(self) -> str:
        """The change in words, without full stop: ``Polarity was Lower is better, is Higher ...``."""
        return f"{self.heading} was {self.before or 'blank'}, is {self.now or 'blank'}"

    @property
    def record_words(self) -> str:
        """What records it: ``recorded as SC-2025-01``, ``no scope change is recorded``."""
        return f"recorded as {self.recorded}" if self.recorded else "no scope change is recorded"
