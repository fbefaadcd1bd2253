"""Answers kept from earlier scorecards, and what of them holds for another one of the same layout.

An answer is about a text and what it was guessed to mean. The same text with the same guess has the same
answer. In the next quarter ``Q3`` or ``Apr-24`` means another period, so there the answer holds by its form:
what was confirmed for ``Apr-24`` is confirmed for ``May-24``, what was left out is left out, and a period
moved by two quarters is moved by two quarters again. What no earlier answer settles is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import field

from pmf_cli.frozen import frozen
from pmf_cli.importing.guesses import LEAVE_OUT, OF_KPI, Guess, Sureness, Topic, headings_shared
from pmf_cli.importing.mapping import ImportMapping, MappedSheet
from pmf_cli.importing.period_words import period_in, taken_apart
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.questions.answers import AskedThen, answers_in, asked_then
from pmf_cli.register.periods.period import FINANCIAL_START, Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.workbook.cells import Book

FITS = 0.6
"""Share of what was asked about that a scorecard must have, for answers to be about its layout."""
FARTHEST = 8
"""Steps by which an answer may move the period that was guessed."""
_MONTH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?=[\W\d_]|$)"
)
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
# A bare number has no form: 0.5 may be half a per cent where 0.97 was 97%.
_WORDED = re.compile(r"[a-z<>*]")
_TIMED = (Topic.HEADING, Topic.PERIOD)
_HOLDS_BY_FORM = (*_TIMED, Topic.LAYOUT, Topic.VALUE, Topic.TARGET, Topic.STATUS)
"""What is asked about texts that change with the quarter; two titles at odds are asked about every time."""


def form_of(text: str) -> str:
    """A text with its numbers and months left open: ``Apr-24`` and ``May-25`` have one form.

    What is asked of one KPI has no form in common with what is asked of another.
    """
    shown, mark, of = text.partition(OF_KPI)
    return f"{_left_open(shown)}{mark}{of}"


def _left_open(text: str) -> str:
    return _NUMBER.sub("#", _MONTH.sub("month", " ".join(text.casefold().split())))


@frozen
class _Settled:
    """One answer, with what was guessed then."""

    key: str
    guess: str
    answer: str


@frozen
class KeptAnswers:
    """What earlier workbooks of questions say of scorecards of one layout.

    Attributes:
        answers: what holds whatever the quarter.
        kpis: the KPIs that these scorecards had, where they have most of them in common with the one at hand.
        is_of_same: whether something was asked about the very scorecards at hand.
    """

    answers: ImportMapping = field(default_factory=ImportMapping)
    kpis: frozenset[str] = frozenset()
    is_of_same: bool = False
    _by_form: tuple[tuple[Topic, _Settled], ...] = ()

    def for_guesses_of(self, plan: ImportPlan) -> ImportMapping:
        """The answers with those that hold by their form for what a plan has guessed."""
        shared = headings_shared(plan.guesses)
        tables: dict[str, dict[str, str]] = {}
        for guess in plan.guesses:
            key = guess.key(shared)
            answer = self._answer_to(guess, key)
            if answer is not None and (guess.is_doubt or answer != guess.meaning):
                tables.setdefault(guess.topic.value, {})[key] = answer
        return ImportMapping.model_validate(tables).with_answers(self.answers)

    def _answer_to(self, guess: Guess, key: str) -> str | None:
        form = form_of(key)
        if guess.sure is Sureness.SETTLED or not _WORDED.search(form):
            return None
        alike = [
            one
            for topic, one in self._by_form
            if topic is guess.topic and form_of(one.key) == form
        ]  # fmt: skip
        found = {_carried(one, guess) for one in alike} - {None}
        return found.pop() if len(found) == 1 else None


def _carried(then: _Settled, guess: Guess) -> str | None:
    """The answer to an earlier question as it holds for a guess of the same form; ``None`` where it does not."""
    if form_of(then.guess) != form_of(guess.meaning):
        return None
    if then.answer == then.guess:
        return guess.meaning
    is_of_none = _NUMBER.search(then.answer) is None
    if is_of_none and (then.guess == guess.meaning or then.answer.casefold() == LEAVE_OUT):
        return then.answer
    return _moved(then, guess.meaning) if guess.topic in _TIMED else None


def _moved(then: _Settled, meaning: str) -> str | None:
    """An answer that gave another period, or another field, than was guessed: the same is done again."""
    (_, was), (field_said, said), (_, now) = map(_parts, (then.guess, then.answer, meaning))
    if was is None or said is None or now is None:
        return None
    steps = (step for step in range(-FARTHEST, FARTHEST + 1) if shift(was, step) == said)
    step = next(steps, None)
    if step is None:
        return None
    moved = str(shift(now, step))
    return f"{field_said}, {moved}" if field_said else moved


def _parts(words: str) -> tuple[str, Period | None]:
    """``Value, 2024/25 Q1`` → ``Value`` and the period."""
    field_words, _, when = words.rpartition(", ")
    return field_words, period_in(when).period


def answers_that_fit(
    books: Iterable[Book],
    plan: ImportPlan,
    fingerprints: Collection[str],
    given: Book | None = None,
) -> KeptAnswers:
    """What workbooks of questions say that were about the scorecards at hand, or about others of their layout.

    Of two that say different things the one about these very scorecards is right, then the newer.

    Args:
        plan: of the scorecards at hand.
        fingerprints: theirs.
        given: a workbook that was named, and so counts whatever its layout; it is right above all others.

    Raises:
        UsageError: the workbook given holds no questions, or an answer cannot be used.
    """
    fitting = []
    for book in books:
        then = asked_then(book)
        if then is not None and _fits(then, plan, fingerprints):
            fitting.append((then, answers_in(book)))
    fitting.sort(key=lambda one: (one[0].is_about(fingerprints), one[0].made_on))
    if given is not None:
        said = answers_in(given)
        fitting += [(then, said) for then in (asked_then(given),) if then is not None]
    kept = KeptAnswers()
    for then, said in fitting:
        kept = _with(kept, then, said, plan, is_same=then.is_about(fingerprints))
    return kept


def _with(
    kept: KeptAnswers, then: AskedThen, said: ImportMapping, plan: ImportPlan, *, is_same: bool
) -> KeptAnswers:
    """Kept answers with those of one more workbook, which are right above them."""
    refs = frozenset(ref for ref, _ in then.kpis)
    is_before = not is_same and _has_most_of(plan, refs)
    return KeptAnswers(
        kept.answers.with_answers(said if is_same else _of_another(then, said, plan)),
        kept.kpis | refs if is_before else kept.kpis,
        kept.is_of_same or is_same,
        (*kept._by_form, *_settled(then, said)),
    )


def _has_most_of(plan: ImportPlan, refs: Collection[str]) -> bool:
    here = {kpi.ref for kpi in plan.kpis}.intersection(refs)
    return len(here) >= FITS * len(refs)


def is_taken_over(then: AskedThen, plan: ImportPlan, fingerprints: Collection[str]) -> bool:
    """Whether what is asked about these scorecards holds what was answered then: of their layout and KPIs."""
    refs = frozenset(ref for ref, _ in then.kpis)
    return _fits(then, plan, fingerprints) and _has_most_of(plan, refs)


def _fits(then: AskedThen, plan: ImportPlan, fingerprints: Collection[str]) -> bool:
    """Whether questions were about these scorecards, or about headings of the same forms."""
    if then.is_about(fingerprints):
        return True
    about = {form_of(_bare(key)) for topic, key in then.readings if topic is Topic.HEADING}
    here = {form_of(guess.text) for guess in plan.guesses if guess.topic is Topic.HEADING}
    return bool(about) and len(about & here) >= FITS * len(about)


def _bare(key: str) -> str:
    """A heading without the column by which it is told from another of the same words."""
    return re.sub(r" @[A-Z]+$", "", key)


def _settled(then: AskedThen, said: ImportMapping) -> Iterator[tuple[Topic, _Settled]]:
    """Every answer that may hold by its form; what was answered before counts as guessed so."""
    for (topic, key), guess in then.readings.items():
        answer = said.settled(topic, key) if topic in _HOLDS_BY_FORM else None
        if answer is not None:
            yield topic, _Settled(key, guess or answer, answer)


def _of_another(then: AskedThen, said: ImportMapping, plan: ImportPlan) -> ImportMapping:
    """The answers about another scorecard that hold for this one as they stand.

    In another year ``Q3`` means another period; the period of a tab is another one in every quarter, and
    when its plan begins stays as it is.
    """
    sheets = {
        name: MappedSheet(directorate=one.directorate, plan=one.plan, leave_out=one.leave_out)
        for name, one in said.sheets.items()
    }
    said = said.model_copy(update={"sheets": sheets})
    if _is_of_same_year(then, plan):
        return said
    headings = {
        key: words
        for key, words in said.headings.items()
        if "," not in words or taken_apart(key, None, FINANCIAL_START) is None
    }
    return said.model_copy(update={"headings": headings, "periods": {}})


def _is_of_same_year(then: AskedThen, plan: ImportPlan) -> bool:
    """Whether every heading with a period that both scorecards have was guessed to be for the same one."""
    shared = headings_shared(plan.guesses)
    guesses = [one for one in plan.guesses if one.topic is Topic.HEADING]
    both = [
        (then.readings.get((Topic.HEADING, one.key(shared)), ""), one.meaning) for one in guesses
    ]
    timed = [(was, now) for was, now in both if _parts(was)[1] and _parts(now)[1]]
    return bool(timed) and all(was == now for was, now in timed)
