"""The key: what each word and mark means, and by which rule set, said on the page itself."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating, Mark, Rating, Travel, UnratedReason
from pmf_cli.register.terms import Rag
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import TONES
from pmf_cli.views.parts.schemes import scheme_of
from pmf_cli.words import listed

MARK_MEANINGS = {
    Mark.INTERIM: "rated on direction alone until a target is agreed",
    Mark.PROVISIONAL: "the figure may still change",
    Mark.ESTIMATED: "the figure is an estimate",
    Mark.REVISED: "the figure differs from the one first given",
    Mark.EXCEEDING: "better than target by more than the limit in the rule set",
    Mark.NEW: "the figure arrived this period though it is for an earlier one",
    Mark.STALE: "the latest figure is older than its KPI allows",
    Mark.ROUNDING: "the figure before rounding would give another colour",
    Mark.EVEN_SPLIT: "the target is an even share of one for a longer time",
    Mark.SUPPRESSED: "the numbers are too small to be shown in public",
    Mark.NOT_COMPARABLE: "figures before and after a change cannot be compared",
}
"""What each mark beside a rating means."""


def key_section(assessment: Assessment, ratings: Sequence[KpiRating], level: int = 2) -> Section:
    """The key as one table and the rule in words."""
    rules = rule_sentences(assessment, ratings)
    return Section(
        "How to read the ratings",
        level,
        (
            key_table(assessment, ratings),
            *(Paragraph(words, TextStyle.NOTE) for words in rules),
        ),
    )


def key_table(assessment: Assessment, ratings: Sequence[KpiRating]) -> Table:
    """What each colour, mark and direction used here means."""
    scheme = scheme_of(assessment, ratings)
    rows = [
        _row(str(Rag.GREEN), scheme.green, Rag.GREEN),
        _row(str(Rag.AMBER), scheme.amber, Rag.AMBER),
        _row(str(Rag.RED), scheme.red, Rag.RED),
        (
            Entry("Not rated", tone=Tone.UNRATED),
            Entry("No colour, for the reason named. A reason is always given."),
        ),
    ]
    rows += [
        (Entry(f"({mark})"), Entry(f"{meaning[0].upper()}{meaning[1:]}."))
        for mark, meaning in MARK_MEANINGS.items()
        if mark is not Mark.NEW and _has_mark(ratings, mark)
    ]
    if any(rating.is_new for rating in ratings):
        rows.append((Entry("NEW"), Entry("The figure arrived this period, for an earlier one.")))
    rows.append(
        (
            Entry("▲ ▼ ►"),
            Entry(
                "The arrow shows which way the figure moved: up, down or unchanged. The word "
                "beside it says whether that is better or worse. It is worked out from the "
                "figures, apart from the rating: a Green KPI can be getting worse."
            ),
        )
    )
    return Table(
        "key",
        "Key to ratings",
        (Column("Word or mark", 1.2), Column("What it means", 6)),
        tuple(rows),
        "What each rating word and mark in this report means.",
    )


def _row(word: str, meaning: str, rag: Rag) -> tuple[Entry, Entry]:
    return Entry(word, tone=TONES[rag]), Entry(meaning)


def _has_mark(ratings: Sequence[KpiRating], mark: Mark) -> bool:
    return any(
        isinstance(rating.outcome, Rating) and mark in rating.outcome.marks for rating in ratings
    )


def rule_sentences(assessment: Assessment, ratings: Sequence[KpiRating]) -> tuple[str, ...]:
    """The rule in words: how tolerances are measured, whose rule set, who approved it."""
    return (
        *scheme_of(assessment, ratings).notes,
        rule_set_words(ratings, has_sheet=_has_rules(assessment)),
    )


def _has_rules(assessment: Assessment) -> bool:
    return "Rating rules" in assessment.register.present or bool(assessment.register.rating_rules)


def rule_set_words(ratings: Sequence[KpiRating], *, has_sheet: bool = True) -> str:
    """Which rule sets rated the KPIs here and who approved them, or why the tool's defaults served."""
    used: dict[tuple[str, str], int] = {}
    for rating in ratings:
        if isinstance(rating.outcome, Rating):
            named = (rating.outcome.rule_set, rating.outcome.approved)
            used[named] = used.get(named, 0) + 1
    if not used:
        return "No KPI is rated, so no rule set was used."
    parts = []
    for name, approved in sorted(used, key=lambda named: (-used[named], named)):
        if not name:
            why = "no row of the sheet Rating rules applies"
            why = why if has_sheet else "the register has no sheet Rating rules"
            parts.append(f"the defaults of the tool ({why})")
        elif approved:
            parts.append(f"rule set {name}, {approved}")
        else:
            parts.append(f"rule set {name}, for which no approval is on record")
    return f"Rated by {listed(parts)}."


REASON_MEANINGS = {
    UnratedReason.TRACKER: "Watched for information; a target would not be suitable.",
    UnratedReason.POPULATION_OUTCOME: "Shows the state of the area; by design it has no target.",
    UnratedReason.TO_BE_AGREED: "Waits for a target to be agreed.",
    UnratedReason.NO_COMPARATOR: "Waits for a figure to compare with.",
    UnratedReason.NOT_DUE: "No figure was due in this period.",
    UnratedReason.OVERDUE: "The figure was due and has not arrived.",
    UnratedReason.AWAITING_PUBLICATION: "The national figure has not been published yet.",
    UnratedReason.DATA_QUALITY: "The figure cannot be relied on for now.",
    UnratedReason.SUPPRESSED: "The numbers are too small to show.",
    UnratedReason.NOT_APPLICABLE: "The KPI does not apply in this period.",
    UnratedReason.DEVELOPMENT: "The KPI is still being developed.",
    UnratedReason.STALE: "The latest figure is too old to stand for this period.",
    UnratedReason.DEFINITION: "The register lacks something that a rating needs.",
}
"""What each reason for no rating means, for readers of the paper."""

TRAVEL_ORDER = (
    Travel.IMPROVED,
    Travel.SIMILAR,
    Travel.WORSENED,
    Travel.ROSE,
    Travel.FELL,
    Travel.NOT_KNOWN,
)
"""The order in which directions are counted."""
