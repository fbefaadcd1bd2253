"""What a whole paper says in one sentence: the share that is good, the bad ones and their age, what moved.

At most 45 words, no adjective, no cause, and the same comparison as on the page of what moved. *But* joins a
piece of news only to a better one before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product
from types import MappingProxyType

from pmf_cli.analysis.issued.rating_changes import RatingChange
from pmf_cli.analysis.movement import MovedKpi, RatingPlace, RatingsMoved
from pmf_cli.analysis.series.red_runs import RedRun
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Unrated, UnratedReason
from pmf_cli.rag.counts import Counts
from pmf_cli.register.periods.period import Period, noun_of
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Rag, RatingWords
from pmf_cli.views.wording import are, have, number_in_words, per_cent, period_title
from pmf_cli.words import listed, plural

MOST_WORDS = 45
"""Words of the sentence."""
BEYOND = "beyond chance"
MOST_NAMED = 2
"""KPIs named among those whose rating fell."""
NOTHING_TOLD: Mapping[str, bool] = MappingProxyType({})
"""Where of no movement it can be told whether it is beyond chance."""


@frozen
class OneSentence:
    """The sentence: what is printed strongly, and the rest."""

    strong: str
    rest: str = ""

    @property
    def whole(self) -> str:
        """All of it."""
        return f"{self.strong} {self.rest}".strip()


def one_sentence(
    counts: Counts,
    moved: RatingsMoved | None,
    reds: Sequence[RedRun],
    words: RatingWords,
    beyond: Mapping[str, bool] = NOTHING_TOLD,
) -> OneSentence:
    """The sentence on a body's ratings.

    Args:
        counts: those of now.
        moved: how they moved; ``None`` where there is nothing to compare with.
        reds: the Reds of now.
        words: the council's words for the ratings.
        beyond: KPI reference → whether its movement is beyond chance, of those of which that can be told.
    """
    if counts.in_scope == 0:
        return OneSentence("There are no KPIs in scope.")
    if counts.rated == 0:
        return OneSentence("No KPI is rated.")
    if moved is not None and is_unmoved(moved):
        share, bad = _share(counts, words), _how_many_red(counts.red, words)
        since = _when(moved.period, moved.then.period, "since")
        return OneSentence(f"{share} and {bad}. No rating has moved {since}.")
    strong = (
        f"{_share(counts, words)}{_share_moved(counts, moved)}. {_reds(counts, moved, reds, words)}"
    )
    if moved is None:
        return OneSentence(strong)
    for lost, named in product((MOST_NAMED, 0), range(MOST_NAMED, -1, -1)):
        gone = _lost(moved, words, lost)
        found = OneSentence(f"{strong} {gone}".strip(), _moves(moved, words, named, beyond))
        if len(found.whole.split()) <= MOST_WORDS:
            break
    return found


def is_unmoved(moved: RatingsMoved) -> bool:
    """Whether no rating is another one than it was, and no KPI came or went."""
    return all(one.change in (RatingChange.SAME, RatingChange.UNRATED) for one in moved.kpis)


def _share(counts: Counts, words: RatingWords) -> str:
    if counts.green == counts.rated:
        return (
            f"All rated KPIs are {words.green}"
            if counts.rated > 1
            else f"The one rated KPI is {words.green}"
        )
    if counts.green == 0:
        return f"No rated KPI is {words.green}"
    return f"{per_cent(counts.green, counts.rated)} of rated KPIs are {words.green}"


def _share_moved(counts: Counts, moved: RatingsMoved | None) -> str:
    if moved is None:
        return ""
    then = moved.then.counts
    rated = sum(number for place, number in then.items() if place.rag is not None)
    if rated == 0:
        return ""
    when = _when(moved.period, moved.then.period)
    before = per_cent(then[RatingPlace.GREEN], rated)
    if before == per_cent(counts.green, counts.rated):
        return f", as {when}"
    is_up = counts.green * rated > then[RatingPlace.GREEN] * counts.rated
    return f", {'up' if is_up else 'down'} from {before} {when}"


def _when(now: Period, then: Period, joined_by: str = "") -> str:
    """The time compared with: ``last quarter`` where it is the one before, else by its months."""
    if shift(now, -1) == then:
        return f"{joined_by} last {noun_of(then)}".strip()
    return f"{joined_by or 'in'} {period_title(then)}"


def _how_many_red(number: int, words: RatingWords) -> str:
    many = "none" if number == 0 else number_in_words(number)
    return f"{many} {are(number) if number else 'is'} {words.red}"


def _reds(
    counts: Counts, moved: RatingsMoved | None, reds: Sequence[RedRun], words: RatingWords
) -> str:
    """How many are Red, how many more or fewer than then, and how many for over a year."""
    now = counts.red
    fewer = 0 if moved is None else moved.then.counts[RatingPlace.RED] - now
    text = _how_many_red(now, words)
    if fewer:
        text += f", {number_in_words(abs(fewer))} {'fewer' if fewer > 0 else 'more'}"
    old = sum(run.is_over_a_year for run in reds)
    if old:
        text += f", {'but' if fewer > 0 else 'and'} {_over_a_year(old, now, words)}"
    return f"{text[0].upper()}{text[1:]}."


def _lost(moved: RatingsMoved, words: RatingWords, named: int) -> str:
    """Those that are no longer Red without being better: by name, while they are few, with what became of them."""
    lost = [
        one
        for one in moved.of(RatingChange.NO_LONGER, RatingChange.LEFT)
        if one.then is not None and one.then.rag is Rag.RED
    ]
    if not lost:
        return ""
    number = len(lost)
    if number > named:
        was = "was" if number == 1 else "were"
        number_words = number_in_words(number).capitalize()
        return f"{number_words} that {was} {words.red} {have(number)} no rating now."
    told = listed(f"{_earlier_name(one)}, {words.red} then, {_became(one)}" for one in lost)
    return f"{told[0].upper()}{told[1:]}."


def _earlier_name(one: MovedKpi) -> str:
    if one.now is not None:
        return running_name(one.now.kpi)
    return one.then.name if one.then is not None else one.ref


def _became(one: MovedKpi) -> str:
    """What became of a KPI that has no rating any more."""
    if one.now is None:
        return "is no longer reported"
    outcome = one.now.outcome
    if isinstance(outcome, Unrated) and outcome.reason is UnratedReason.NOT_DUE:
        return "is not due now"
    return "has no figure now" if one.now.result is None else "is not rated now"


def _over_a_year(old: int, now: int, words: RatingWords) -> str:
    if old == now:
        who = "it has" if now == 1 else "all of them have"
    else:
        who = f"{number_in_words(old)} of them {have(old)}"
    return f"{who} been {words.red} for over a year"


def _counted_moves(rose: Sequence[str], fell: Sequence[str], beyond: Mapping[str, bool]) -> str:
    number = _number(rose, "no")
    up = f"{number} {plural(len(rose) or 1, 'rating')} rose{chance_words(rose, beyond)}"
    return f"{up[0].upper()}{up[1:]}; {_number(fell, 'none')} fell{chance_words(fell, beyond)}"


def _moves(moved: RatingsMoved, words: RatingWords, named: int, beyond: Mapping[str, bool]) -> str:
    """How many ratings rose and fell, how many of them beyond chance, and where some of those went that fell.

    Where it can be told, those that moved as usual are no news, and not named.
    """
    rose, fell = ([one.ref for one in some] for some in (moved.rose, moved.fell))
    if not rose and not fell:
        return "No rating rose or fell."
    text = _counted_moves(rose, fell, beyond)
    untold = len({*rose, *fell} - beyond.keys())
    last = f" Of {number_in_words(untold)} it cannot be told." if untold and _is_said(text) else ""
    shown = [one for one in moved.fell if beyond.get(one.ref, True)][:named]
    if not shown:
        return f"{text}.{last}"
    among = "" if len(shown) == len(fell) else " among them"
    return f"{text},{among} {listed(_went(one, words) for one in shown)}.{last}"


def _is_said(text: str) -> bool:
    return BEYOND in text


def _number(some: Sequence[str], none: str) -> str:
    return number_in_words(len(some)) if some else none


def chance_words(refs: Sequence[str], beyond: Mapping[str, bool]) -> str:
    """How many of some movements are beyond chance: ``, two beyond chance``, ``, both beyond chance``; nothing where too little can be told."""
    told = [beyond[ref] for ref in refs if ref in beyond]
    number = sum(told)
    if number == len(refs):
        return {0: "", 1: f" {BEYOND}", 2: f", both {BEYOND}"}.get(number, f", all {BEYOND}")
    if number:
        return f", {number_in_words(number)} {BEYOND}"
    return f", none {BEYOND}" if told and len(told) == len(refs) else ""


def _went(one: MovedKpi, words: RatingWords) -> str:
    assert one.now is not None
    return f"{running_name(one.now.kpi)} to {words[one.now.rag or Rag.RED]}"


def running_name(kpi: Kpi) -> str:
    """A KPI's short name as running text has it: ``missed bins``, but ``Ofsted judgement``, ``EHC plans``.

    A first word counts as a name of its own where the KPI's own texts write it with a capital in the
    middle of a sentence.
    """
    name = kpi.known_as
    first = name.split(maxsplit=1)[0].rstrip(":,;") if name.split() else ""
    if not first or first[1:] != first[1:].lower():
        return name
    texts = " ".join(filter(None, (kpi.name, kpi.definition, kpi.calculation, kpi.rationale)))
    if re.search(rf"[a-z,;] {re.escape(first)}\b", texts):
        return name
    return name[0].lower() + name[1:]
