"""What a column was taken for, and which of two columns for one thing is believed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from pmf_cli.importing.fields import Field, words_of
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, Sureness, Topic
from pmf_cli.importing.heading_rows import ColumnHeading
from pmf_cli.importing.tables import SourceTable
from pmf_cli.register.periods.period import Period


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What one column was taken for.

    Attributes:
        heading: its heading.
        field: a ``Field`` word or ``kpis.`` and a field; ``None`` where it is left out.
        period: the period of its figures, where the heading names one.
        sure: how sure.
        why: on what grounds.
    """

    heading: ColumnHeading
    field: str | None
    period: Period | None
    sure: Sureness
    why: str

    @property
    def words(self) -> str:
        """The meaning in the words of the mapping file."""
        if self.field is None:
            return LEAVE_OUT
        words = words_of(self.field)
        return words if self.period is None else f"{words}, {self.period}"

    def guess(self, table: SourceTable) -> Guess:
        """The guess to show for it."""
        where = table.sheet.ref(self.heading.cells[-1].address)
        return Guess(Topic.HEADING, self.heading.text, where, self.words, self.sure, self.why)


def without_weaker(found: list[ColumnMeaning]) -> list[ColumnMeaning]:
    """Of two columns for one field and period, the surer; both doubtful where equally sure."""
    ranks = {Sureness.SETTLED: 0, Sureness.CERTAIN: 1, Sureness.LIKELY: 2, Sureness.DOUBTFUL: 3}
    several = (
        Field.CONTEXT,
        Field.REASON,
        Field.ACTION,
        Field.TRAVEL,
        Field.EARLIER,
        Field.BENCHMARK,
        Field.TOLERANCE,
    )
    best: dict[tuple[str, Period | None], int] = {}
    for meaning in found:
        if meaning.field is not None:
            key: tuple[str, Period | None] = (meaning.field, meaning.period)
            best[key] = min(best.get(key, 9), ranks[meaning.sure])
    counts: Counter[tuple[str | None, Period | None]] = Counter(
        (m.field, m.period)
        for m in found
        if m.field is not None and ranks[m.sure] == best[m.field, m.period]
    )
    kept = []
    for meaning in found:
        if meaning.field is None or meaning.field in several:
            kept.append(meaning)
        elif ranks[meaning.sure] > best[meaning.field, meaning.period]:
            why = f"another column is surer to be {words_of(meaning.field)}"
            kept.append(replace(meaning, field=None, period=None, sure=Sureness.LIKELY, why=why))
        elif counts[meaning.field, meaning.period] > 1 and meaning.sure is not Sureness.SETTLED:
            kept.append(_one_of_two(meaning, found))
        else:
            kept.append(meaning)
    return kept


def _one_of_two(meaning: ColumnMeaning, found: list[ColumnMeaning]) -> ColumnMeaning:
    """A column that shares its field with another: a name beside a name is its description."""
    rivals = [m for m in found if (m.field, m.period) == (meaning.field, meaning.period)]
    if meaning is rivals[0]:
        why = f"{len(rivals)} columns could be {words_of(meaning.field or '')}; the first is taken"
        return replace(meaning, sure=Sureness.DOUBTFUL, why=why)
    why = f"{rivals[0].heading.text!r} is taken for {words_of(meaning.field or '')} instead"
    return replace(meaning, field=None, period=None, sure=Sureness.DOUBTFUL, why=why)


def with_name(found: list[ColumnMeaning], table: SourceTable) -> list[ColumnMeaning]:
    """A table with references but no names: the wordiest column left over is the name."""
    if any(meaning.field == Field.NAME for meaning in found):
        return found

    def wordiness(meaning: ColumnMeaning) -> float:
        texts = [row.value(meaning.heading.column) for row in table.body]
        words = [len(text.split()) for text in texts if isinstance(text, str)]
        return sum(words) / len(table.body) if table.body else 0

    free = [m for m in found if m.field is None and m.sure is not Sureness.SETTLED]
    best = max(free, key=wordiness, default=None)
    if best is None or wordiness(best) < 2:
        return found
    taken = replace(
        best,
        field=Field.NAME.value,
        sure=Sureness.DOUBTFUL,
        why="the wordiest column without a known heading",
    )
    return [taken if meaning is best else meaning for meaning in found]
