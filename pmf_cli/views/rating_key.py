"""What each word and mark beside a figure means, and by which scheme the KPIs were rated.

Councils rate by different schemes; the key says the one that rated the KPIs of the paper, not the usual
one. "Who decides the tolerance, and how is it measured?" (Thurrock).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Mark, Rating, UnratedReason
from pmf_cli.rag.rules import HAVERING, RuleBook, Rules
from pmf_cli.register.figures import plain
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import ImprovedRule, Rag, RatingWords, Shade, TargetType, ToleranceBasis
from pmf_cli.views.base import Entry, Table, Tone
from pmf_cli.views.entries import SHADES
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.wording import are
from pmf_cli.words import counted, listed, lower_first, with_article

MARK_MEANINGS = {
    Mark.ASSUMED: "rated with facts of the KPI that nobody has confirmed",
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


KEY: tuple[Field[tuple[Entry, str]], ...] = (
    table_column("Word or mark", lambda row: row[0], 1.2),
    table_column("What it means", lambda row: row[1], 6),
)


def key_table(assessment: Assessment, ratings: Sequence[KpiRating]) -> Table:
    """What each colour, mark and direction used here means."""
    scheme, words = scheme_of(assessment, ratings), assessment.words
    shades = {shade: (word, meaning) for shade, word, meaning in scheme.shades}

    def finer(shade: Shade) -> Iterator[tuple[Entry, str]]:
        if shade in shades:
            word, meaning = shades[shade]
            yield Entry(word, tone=SHADES[shade]), f"{meaning[:1].upper()}{meaning[1:]}."

    rows = [
        *finer(Shade.EXCEEDED),
        (Entry(words.green, tone=Tone.GREEN), scheme.green),
        *finer(Shade.NEAR),
        (Entry(words.amber, tone=Tone.AMBER), scheme.amber),
        (Entry(words.red, tone=Tone.RED), scheme.red),
        (
            Entry("Not rated", tone=Tone.UNRATED),
            "No rating, for the reason named. A reason is always given.",
        ),
    ]
    rows += [
        (Entry(f"({mark})"), f"{meaning[0].upper()}{meaning[1:]}.")
        for mark, meaning in MARK_MEANINGS.items()
        if mark is not Mark.NEW and _has_mark(ratings, mark)
    ]
    arrows = (
        "The arrow shows which way the figure moved: up, down or unchanged. The word beside it says "
        "whether that is better or worse. It is worked out from the figures, apart from the rating: "
        f"{with_article(words.green)} KPI can be getting worse."
    )
    rows.append((Entry("▲ ▼ ►"), arrows))
    summary = "What each rating word and mark in this report means."
    return table_of(KEY, "key", "Key to ratings", rows, summary)


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
    UnratedReason.SUPPRESSED: "The figure counts few people or may not be published.",
    UnratedReason.NOT_APPLICABLE: "The KPI does not apply in this period.",
    UnratedReason.DEVELOPMENT: "The KPI is still being developed.",
    UnratedReason.STALE: "The latest figure is too old to stand for this period.",
    UnratedReason.DEFINITION: "The register lacks something that a rating needs.",
}
"""What each reason for no rating means, for readers of the paper."""

MEASURES = {
    ToleranceBasis.RELATIVE: "%",
    ToleranceBasis.POINTS: " percentage points",
    ToleranceBasis.UNITS: " units",
    ToleranceBasis.CONFIDENCE: "% confidence",
}
"""What follows a tolerance's figure."""


@frozen
class Scheme:
    """The scheme most KPIs of a paper were rated by.

    Attributes:
        notes: how it is measured, where figures at an edge go, and what departs from it.
        short: Red, Amber and Green in few words, worst first; empty where that takes more.
        shades: the finer states that the council calls by itself and that are met with here: word and meaning.
    """

    green: str
    amber: str
    red: str
    notes: tuple[str, ...]
    short: tuple[str, ...] = ()
    shades: tuple[tuple[Shade, str, str], ...] = ()


def scheme_of(assessment: Assessment, ratings: Sequence[KpiRating]) -> Scheme:
    """The scheme in words; the tool's or the settings' defaults where no KPI is rated."""
    book = RuleBook(assessment.register.rating_rules, assessment.settings.rating)
    rated = [
        (rating, book.rules_for(rating.kpi, rating.result_period or rating.period))
        for rating in ratings
        if isinstance(rating.outcome, Rating)
    ]
    shared = [pair for pair in rated if not has_own_tolerance(pair[0])] or rated

    def usual(*, is_financial: bool) -> Rules | None:
        return _most_used(
            rules for rating, rules in shared if (rating.kpi.financial is True) is is_financial
        )

    def default(*, is_financial: bool) -> Rules:
        return book.rules_for(Kpi(ref="", financial=is_financial), assessment.period)

    of_financial = usual(is_financial=True)
    main = usual(is_financial=False) or of_financial or default(is_financial=False)
    financial = of_financial or default(is_financial=True)
    words = assessment.words
    within = f"{_words(main)}{_financial_words(main, financial)}"
    green, amber, red = _meanings(main, within, words)
    shades = tuple(_shades(rated, words))
    notes = (
        *_notes(main, financial, rated, words),
        *(f"{_are_so(rated, shade, words)}: {meaning}." for shade, _, meaning in shades),
    )
    return Scheme(green, amber, red, notes, _short(main, financial), shades)


def _are_so(rated: Sequence[tuple[KpiRating, Rules]], shade: Shade, words: RatingWords) -> str:
    number = sum(one.outcome.shade is shade for one, _ in rated if isinstance(one.outcome, Rating))
    return f"{number:,} of the {words.green} KPIs {are(number)} {words.own(shade)}"


def _shades(
    rated: Sequence[tuple[KpiRating, Rules]], words: RatingWords
) -> Iterator[tuple[Shade, str, str]]:
    """The finer states here that the council calls by itself, with its word and what they mean."""
    for shade in Shade:
        rules = [
            rules for one, rules in rated
            if isinstance(one.outcome, Rating) and one.outcome.shade is shade
        ]  # fmt: skip
        if rules and words.own(shade):
            yield shade, words.own(shade), _shade_meaning(shade, rules)


def _shade_meaning(shade: Shade, rules: Sequence[Rules]) -> str:
    if shade is Shade.EXCEEDED:
        marks = {plain(one.exceeding) for one in rules}
        by = f"{marks.pop()}%" if len(marks) == 1 else "the mark of its rule set"
        return f"better than target by {by} or more"
    return "worse than target, and met by a green tolerance"


def short_key(assessment: Assessment, ratings: Sequence[KpiRating]) -> dict[Rag, str]:
    """What each rating means here in few words, worst first, for one line under a page."""
    scheme = scheme_of(assessment, ratings)
    told = zip(Rag, scheme.short or (scheme.red, scheme.amber, scheme.green), strict=True)
    return {rag: lower_first(meaning.partition(". ")[0].rstrip(".")) for rag, meaning in told}


def has_own_tolerance(rating: KpiRating) -> bool:
    """True where the target row sets its own tolerance or amber boundary."""
    row = rating.target_row
    return row is not None and (row.tolerance is not None or row.amber_boundary is not None)


def is_by_own_tolerance(rating: KpiRating) -> bool:
    """Whether a KPI has a rating that rests on a tolerance or Amber boundary of its own."""
    return isinstance(rating.outcome, Rating) and has_own_tolerance(rating)


def not_by_the_key(assessment: Assessment, ratings: Sequence[KpiRating], own_mark: str) -> str:
    """Which of some KPIs the short key is not true of: own tolerances, and targets that are no figure.

    Args:
        own_mark: the sign beside the targets of KPIs with a tolerance of their own.
    """
    told = []
    if any(map(is_by_own_tolerance, ratings)):
        told.append(f"KPIs marked ({own_mark}) have a tolerance of their own.")
    if any(_asks(rating) in NO_FIGURE for rating in ratings):
        told.append("Where the target is no figure, the one compared with counts.")
    return " ".join(told)


DIRECTIONS = (TargetType.INCREASE, TargetType.DECREASE)
NO_FIGURE = (*DIRECTIONS, TargetType.MAINTAIN)


def _asks(rating: KpiRating) -> TargetType | None:
    """What the target of a rated KPI asks for."""
    row = rating.target_row
    return row.target_type if row is not None and isinstance(rating.outcome, Rating) else None


def _direction_words(rated: Sequence[tuple[KpiRating, Rules]], words: RatingWords) -> Iterable[str]:
    """How KPIs are rated that are to rise, to fall or to stay as they are; of those kinds that occur."""
    moving = [(one, rules) for one, rules in rated if _asks(one) in DIRECTIONS]
    if moving:
        rules = _most_used(rules for _, rules in moving) or moving[0][1]
        yield (
            f"{counted(len(moving), 'KPI')} {are(len(moving))} to be higher or lower than the figure compared "
            f"with: better is {words[rules.better]}, {_not_better(rules, words)}, worse beyond "
            f"it {words[rules.worse_beyond]}."
        )
    if kept := sum(_asks(one) is TargetType.MAINTAIN for one, _ in rated):
        yield (
            f"{counted(kept, 'KPI')} {are(kept)} to stay as before: within the tolerance either way is "
            f"{words.green}, up to twice it {words.amber}, beyond {words.red}."
        )


def _not_better(rules: Rules, words: RatingWords) -> str:
    """The colours of a figure that is the same, and of one that is a little worse."""
    worse = f"worse within the tolerance {words[rules.worse_within]}"
    if rules.same is rules.worse_within:
        return f"the same or {worse}"
    return f"the same {words[rules.same]}, {worse}"


def _most_used(rules: Iterable[Rules]) -> Rules | None:
    """The rules that most KPIs were rated by; the first met among equals."""
    counted_rules: Counter[int] = Counter()
    first: dict[int, Rules] = {}
    for one in rules:
        counted_rules[id(one)] += 1
        first.setdefault(id(one), one)
    return first[counted_rules.most_common(1)[0][0]] if counted_rules else None


def _words(rules: Rules) -> str:
    return f"{plain(rules.tolerance)}{MEASURES[rules.basis]}"


def _financial_words(main: Rules, financial: Rules) -> str:
    """What differs for financial KPIs, in brackets; empty where nothing does."""
    words = _words(financial)
    return "" if words == _words(main) else f" ({words} for financial KPIs)"


def _meanings(main: Rules, within: str, words: RatingWords) -> tuple[str, str, str]:
    if main.improved in HAVERING:
        maintained = main.improved is ImprovedRule.HAVERING_MAINTAINED
        better = "as good as or better than" if maintained else "better than"
        return (
            f"On target or better, or worse than the target by up to {within}.",
            f"Worse than that, but {better} the same time last year. Kept on watch.",
            f"Worse than that, and not {better} the same time last year. Needs urgent attention.",
        )
    if main.improved is ImprovedRule.THURROCK:
        return (
            "On target or better.",
            "Off target, but better than the same time last year. Kept on watch.",
            "Off target, and not better than the same time last year. Needs urgent attention.",
        )
    green = "On target or better."
    on_end = ""
    if main.at_green_boundary is not Rag.GREEN:
        green = f"Better than target; exactly on target counts as {words[main.at_green_boundary]}."
        on_end = f" A result exactly at the end of that counts as {words[main.at_green_boundary]}."
    if main.green_tolerance:
        allowed = f"{plain(main.green_tolerance)}{MEASURES[main.green_basis]}"
        green = f"On target or better, or worse than the target by up to {allowed}.{on_end}"
    if main.tolerance == 0:
        return green, "Not used: the tolerance is 0.", "Worse than the target."
    if main.at_boundary is Rag.RED:
        amber, red = f"less than {within}", f"{within} or more"
    else:
        amber, red = f"up to {within}", f"more than {within}"
    return (
        green,
        f"Within tolerance: worse than the target by {amber}. Kept on watch.",
        f"Outside tolerance: worse than the target by {red}. Needs urgent attention.",
    )


def _short(main: Rules, financial: Rules) -> tuple[str, ...]:
    """The usual scheme, of Amber within a tolerance and nothing else, in few words."""
    is_usual = (
        main.improved is ImprovedRule.NONE
        and main.at_boundary is not Rag.RED
        and main.at_green_boundary is Rag.GREEN
        and not main.green_tolerance
        and main.tolerance
    )
    if not is_usual:
        return ()
    of_money = "" if _words(financial) == _words(main) else f" (financial KPIs {_words(financial)})"
    red = f"over {_words(main)} worse than target{of_money}"
    return red, "worse, but within that", "on target or better"


def _notes(
    main: Rules, financial: Rules, rated: Sequence[tuple[KpiRating, Rules]], words: RatingWords
) -> Iterable[str]:
    yield _measured(main, main.tolerance or financial.tolerance, words)
    yield (
        "Ratings are made on the exact figures, before they are rounded for print."
        if main.exact
        else "Ratings are made on the figures as printed."
    )
    yield from _direction_words(rated, words)
    shared = [pair for pair in rated if not has_own_tolerance(pair[0])]
    if own := len(rated) - len(shared):
        whose = "its own tolerance" if own == 1 else "tolerances of their own"
        yield f"{counted(own, 'KPI')} {are(own)} rated with {whose}, set with the target."
    others = sum(
        _differs(rules, financial if rating.kpi.financial is True else main)
        for rating, rules in shared
    )
    if others:
        yield (
            f"{counted(others, 'KPI')} {are(others)} rated by another row of the rule set; the "
            "sentence beside each rating says how."
        )


def _measured(rules: Rules, tolerance: Decimal, words: RatingWords) -> str:
    """How the tolerance is measured, with an example."""
    if tolerance == 0:
        return f"There is no tolerance: whatever is worse than its target is {words.red}."
    if rules.basis is ToleranceBasis.RELATIVE:
        edge = plain(Decimal(90) - Decimal(90) * tolerance / 100)
        return (
            "Percentages are relative to the target, on the worse side only: of a target of 90%, "
            f"{plain(tolerance)}% reaches down to {edge}%."
        )
    if rules.basis is ToleranceBasis.POINTS:
        edge = plain(Decimal(90) - tolerance)
        return (
            "Tolerances are percentage points, on the worse side only: with a target of 90% and "
            f"a tolerance of {plain(tolerance)} points, the tolerance reaches down to {edge}%."
        )
    if rules.basis is ToleranceBasis.CONFIDENCE:
        return (
            f"Results are compared by their {plain(tolerance)}% confidence interval: {words.green} where all of it is better than "
            f"the target, {words.red} where all of it is worse, {words.amber} where chance may explain the difference."
        )
    return "Tolerances are in each KPI's own unit, on the worse side only."


def _differs(rules: Rules, main: Rules) -> bool:
    """Whether a KPI is rated otherwise than the key says."""
    return rules is not main and _terms_of(rules) != _terms_of(main)


def _terms_of(rules: Rules) -> tuple[object, ...]:
    return (
        rules.tolerance, rules.improved, rules.exact, rules.basis, rules.at_boundary,
        rules.at_green_boundary, rules.green_tolerance,
    )  # fmt: skip
