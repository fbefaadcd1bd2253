"""What went to which body: papers as issued, with every figure as it was reported.

Plain values; the ledger keeps them, and everything that asks "what has changed since?" starts
from them (2024 report, ¶50 and ¶82; South Ribble had to minute that last quarter's 38 was 31).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.layout import layout_of_row
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.sheets.row_cells import name_of
from pmf_cli.register.terms import RATING_WORDS, Rag, RatingWords

FigureKey = tuple[str, str | None, str]
"""KPI reference, split (``None`` for the whole) and the figure's own period in words."""


@frozen
class ReportedFigure:
    """One KPI's figure as a paper gave it, with all that its rating was made from.

    Attributes:
        period: the figure's own period as printed; empty where there was no figure.
        value_text: as printed, or why there was none.
        value_status: Final, Provisional, Estimated or Revised; empty where not stated.
        replaces: what the record says of the figure that this one replaced.
        reason: the same without the rating's word; empty where not rated.
        target_terms: the target's row in words, by which a changed target is known.
        comparator_period: its period, where it is a result of the record.
        rule_terms: the rule's row in words, by which a changed rule is known.
        rated_for: the KPI's own period that was rated, or would have been.
        terms: the cells that judged and marked it: ``KPIs.polarity`` → ``Lower is better``.
        words: the council's words for the ratings, to print it with; no part of the record.
    """

    kpi_ref: str
    name: str = ""
    split: str | None = None
    period: str = ""
    value: ResultValue | None = None
    value_text: str = ""
    value_status: str = ""
    replaces: str = ""
    rating: str = ""
    not_rated: str = ""
    sentence: str = ""
    target: ResultValue | None = None
    target_text: str = ""
    target_terms: str = ""
    target_reason: str = ""
    tolerance: Decimal | None = None
    tolerance_basis: str = ""
    comparator: ResultValue | None = None
    comparator_text: str = ""
    comparator_period: str = ""
    direction: str = ""
    direction_text: str = ""
    rule_set: str = ""
    rule_terms: str = ""
    definition: int | None = None
    polarity: str = ""
    unit: str = ""
    cell: str = ""
    rated_for: str = ""
    terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    reason: str = field(default="", compare=False)
    words: RatingWords = field(default=RATING_WORDS, compare=False)

    @property
    def key(self) -> FigureKey:
        """KPI, split and own period."""
        return (self.kpi_ref, self.split, self.period)

    @property
    def is_part(self) -> bool:
        """True for a split's figure that was never to be rated."""
        return self.split is not None and not self.rating and not self.not_rated

    @property
    def outcome(self) -> str:
        """The rating, or the reason for none, whatever the council's words."""
        return self.rating or self.not_rated or ("Part" if self.is_part else "Not rated")

    @property
    def rating_text(self) -> str:
        """The same as a paper prints it."""
        return self.words[Rag(self.rating)] if self.rating else self.outcome


@frozen
class ToldCorrection:
    """A correction that a paper contained: the figure, the issue that told it otherwise, the sentence."""

    figure: ReportedFigure
    corrects: str
    words: str


@frozen
class PaperFile:
    """A file of an issued paper by name and SHA-256; as written where byte for byte what pmf wrote."""

    name: str
    fingerprint: str
    as_written: bool


@frozen
class Waived:
    """What a paper was issued in spite of: its name (``late-results``), a sentence, and why all the same."""

    name: str
    what: str
    why: str


@frozen
class Withdrawal:
    """That an issue on record was taken back: a further row, which leaves the first as it is."""

    on: date
    why: str
    by: str = ""
    row: int = 0


@frozen
class IssuedPaper:
    """A paper that went to a body.

    Attributes:
        ref: the issue's reference: ``CLT-2024-25-Q3-1``.
        about: the one thing that it is about: ``P5``; empty for a paper about all that the body is given.
        is_beside: whether it went beside the body's own paper, which tells its corrections.
        actions: references of the delivery plan's actions that it named, of a paper of that plan.
        as_at: the date of the paper's data.
        scope_changes: references of the changes of scope that it told the body of.
        in_spite_of: why it was issued though something stood in the way, by records that do not
            name each thing.
        withdrawn: that it was taken back; ``None`` where it stands.
        terms: settings that decide the whole paper, as of a figure.
        scope_known: references of all changes of scope that the register held; ``None`` in records
            that do not say.
        row: its row in the ledger; 0 before it is there.
    """

    ref: str
    report: str
    body: str
    meeting_on: date | None
    issued_on: date
    period: str
    as_at: date
    figures: tuple[ReportedFigure, ...] = ()
    corrections: tuple[ToldCorrection, ...] = ()
    scope_changes: tuple[str, ...] = ()
    workbooks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    files: tuple[PaperFile, ...] = ()
    by: str = ""
    in_spite_of: str = ""
    waived: tuple[Waived, ...] = ()
    withdrawn: Withdrawal | None = None
    terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    scope_known: tuple[str, ...] | None = None
    about: str = ""
    is_beside: bool = False
    actions: tuple[str, ...] = ()
    row: int = 0

    def stands(self, as_of: date) -> bool:
        """Whether it had been issued by a day and not been taken back by then."""
        return self.issued_on <= as_of and (self.withdrawn is None or self.withdrawn.on > as_of)

    @property
    def is_of(self) -> tuple[str, str, str, str]:
        """Report, body, period and what it is about: what a numbered reissue shares with the first."""
        return (self.report, self.body, self.period, self.about)


@frozen
class WrittenCell:
    """A cell that pmf wrote, with what it held, and what it was given.

    Attributes:
        where: workbook, sheet!cell as it stood then.
        sheet: the register's sheet; empty in records that do not say.
        row: what names its row, field → text; by this the cell is known again once rows moved.
    """

    where: str
    before: str
    after: str
    sheet: str = ""
    name: str = ""
    row: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def is_of(self, row: Any, name: str) -> bool:  # noqa: ANN401 - a row of any sheet
        """Whether it is the cell of a field of a row, wherever the row stands by now."""
        if not self.sheet:
            return self.where == str(row.source.at(name))
        if (self.sheet, self.name) != (layout_of_row(row).name, name):
            return False
        return self.row == name_of(row)


@frozen
class RecordedCellChange:
    """A change that pmf wrote into the register.

    Attributes:
        row: its row in the ledger.
        action: what was done: ``return taken in``.
        key: what it was about.
        added: sheet name → the rows added, field → text; of very many rows nothing is on record.
        unheld: what rows would have said in columns that their sheets lack.
    """

    row: int
    on: date
    action: str
    key: str
    written: tuple[WrittenCell, ...] = ()
    added: Mapping[str, tuple[Mapping[str, str], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    unheld: tuple[WrittenCell, ...] = ()

    def wrote(self, row: Any, name: str) -> bool:  # noqa: ANN401 - a row of any sheet
        """Whether it gave a field of a row what it held then, wherever the row stands by now."""
        return any(cell.is_of(row, name) for cell in self.written)

    def would_say(self, row: Any, name: str) -> str:  # noqa: ANN401 - a row of any sheet
        """What it would have written of a row, had its sheet a column for it; empty where it has one."""
        return next((cell.after for cell in self.unheld if cell.is_of(row, name)), "")


@frozen
class History:
    """What the ledger knows, oldest first; papers withdrawn since are among the papers."""

    papers: tuple[IssuedPaper, ...] = ()
    changes: tuple[RecordedCellChange, ...] = ()

    def standing(self, as_of: date) -> tuple[IssuedPaper, ...]:
        """The papers issued by a day and not withdrawn by then."""
        return tuple(paper for paper in self.papers if paper.stands(as_of))

    def to(self, body: str, as_of: date) -> tuple[IssuedPaper, ...]:
        """The papers that a body had been given by a day, without those withdrawn by then."""
        return tuple(paper for paper in self.standing(as_of) if paper.body == body)

    def changes_after(self, paper: IssuedPaper) -> tuple[RecordedCellChange, ...]:
        """The changes that were written after a paper was recorded."""
        return tuple(change for change in self.changes if change.row > paper.row)


@frozen
class ReportedEarlier:
    """A figure that a body was told, and the paper that told it, perhaps only to compare with, unrated."""

    figure: ReportedFigure
    paper: IssuedPaper
    as_comparator: bool = False


def last_told(papers: Iterable[IssuedPaper]) -> dict[FigureKey, ReportedEarlier]:
    """KPI, split and period → the figure last told, from papers in the order of their issue.

    A comparator counts only where the body had not been told that figure as a result before. So does a
    figure of a paper beside its own: it has no place that says that another figure was told before.
    """
    found: dict[FigureKey, ReportedEarlier] = {}
    for paper in papers:
        for figure in paper.figures:
            told = found.get(figure.key)
            is_silent = paper.is_beside and told is not None and not told.as_comparator
            if figure.period and figure.value is not None and not is_silent:
                found[figure.key] = ReportedEarlier(figure, paper)
        for correction in paper.corrections:
            found[correction.figure.key] = ReportedEarlier(correction.figure, paper)
        for figure in paper.figures:
            compared = _comparator_of(figure)
            if compared is not None:
                found.setdefault(compared.key, ReportedEarlier(compared, paper, as_comparator=True))
    return found


def _comparator_of(figure: ReportedFigure) -> ReportedFigure | None:
    if not figure.comparator_period or figure.comparator is None:
        return None
    compared = (figure.comparator_period, figure.comparator, figure.comparator_text)
    return ReportedFigure(
        figure.kpi_ref, figure.name, figure.split, *compared,
        definition=figure.definition, unit=figure.unit,
    )  # fmt: skip


def earlier_papers(
    papers: Iterable[IssuedPaper], report: str, body: str, period: str, about: str = ""
) -> tuple[tuple[IssuedPaper, ...], tuple[IssuedPaper, ...]]:
    """The papers before a paper, and its own earlier issues.

    Papers issued after the first issue of this very paper are not before it, so that writing an
    old paper again gives the same paper.
    """
    known = tuple(papers)
    own = tuple(paper for paper in known if paper.is_of == (report, body, period, about))
    before = known[: known.index(own[0])] if own else known
    return before, own
