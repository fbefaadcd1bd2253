"""The questions of a workbook put one by one, each answer kept in the workbook as it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.importing.assumed import fact_heading
from pmf_cli.importing.kpi_rows import check_answer
from pmf_cli.importing.mapping import Facts
from pmf_cli.importing.questions.answers import AnswersMet
from pmf_cli.importing.questions.content import (
    ASKED_FIELDS,
    KPI_MISSING,
    ChangeQuestion,
    KpiQuestion,
    Questions,
    QuestionTab,
    Reading,
    kpi_choices,
)
from pmf_cli.importing.revisions import Decision
from pmf_cli.pipeline.change.scorecard_questions import (
    questions_about,
    questions_left,
    questions_place,
)
from pmf_cli.pipeline.change.scorecards import ImportSource, PreparedImport
from pmf_cli.words import counted, listed, listed_shortly
from pmf_cli.workbook.write.save import save_bytes

TAKE, LOOK = "Yes", "No"
"""Whether everything else on a tab is taken as it was guessed."""
_ELSE = f"{LOOK} leaves that to the workbook."


@frozen
class ScreenQuestion:
    """One question as it is put on the screen.

    Attributes:
        key: by which it is known again.
        text: what is asked.
        why: what the guess was made from.
        guess: the answer that stands until another is given.
        choices: the answers offered.
        met: an answer → what it settles.
        is_closed: whether no other words may be typed.
        number, of: which of how many are open.
    """

    key: str
    text: str
    why: str
    guess: str
    choices: tuple[str, ...]
    met: Callable[[str], AnswersMet]
    is_closed: bool = False
    number: int = 0
    of: int = 0
    problem: str = ""


Ask = Callable[[ScreenQuestion], str | None]
"""Puts a question and gives the answer; ``None`` where no more is to be asked."""


def answered_on_screen(
    source: ImportSource,
    made: PreparedImport,
    ask: Ask,
    on: date,
    place: Path | None = None,
) -> PreparedImport:
    """The import with what was answered; every answer is in the workbook of questions before the next is asked.

    Args:
        place: the workbook that answers are kept in; in the register's folder of answers where not given.

    Raises:
        UsageError: there is no place to keep answers in.
        PmfError: the workbook cannot be written.
    """
    kept = questions_place(made, place)
    done: set[str] = set()
    problem = ""
    while True:
        questions = questions_left(made, on)
        open_ones = [one for one in screen_questions(questions) if one.key not in done]
        if not open_ones:
            break
        asked = replace(
            open_ones[0], number=len(done) + 1, of=len(done) + len(open_ones), problem=problem
        )
        answer = ask(asked)
        if answer is None:
            break
        met, problem = _met(asked, answer)
        if problem:
            continue
        answers = made.answers.with_answers(met.mapping)
        is_guess = answer == asked.guess
        # A guess that is confirmed changes nothing of what was read; what was decided must be seen.
        is_same = is_guess and not (met.revised or met.missing)
        made = replace(made, answers=answers) if is_same else source.prepared(answers)
        kept.parent.mkdir(parents=True, exist_ok=True)
        save_bytes(kept, questions_about(made, questions_left(made, on), on, place))
        if is_guess or asked.is_closed:
            done.add(asked.key)
    return source.prepared(made.answers)


def _met(asked: ScreenQuestion, answer: str) -> tuple[AnswersMet, str]:
    """What an answer settles, or why it cannot be used."""
    if asked.is_closed and answer not in asked.choices:
        return AnswersMet(), f"“{answer}” is none of {listed(asked.choices)}"
    try:
        return asked.met(answer), ""
    except UsageError as error:
        return AnswersMet(), error.message


def screen_questions(questions: Questions) -> Iterator[ScreenQuestion]:
    """What is open, first what changes how the rest is read; the same thing once; last the sure guesses of each tab."""
    left = {
        tab: [one for one in found if not one.is_answered] for tab, found in questions.tabs.items()
    }
    for found in left.values():
        yield from (_of_reading(one) for one in found if one.is_open)
    yield from _of_facts(questions.kpis)
    yield from (_of_change(one) for one in questions.changes if not one.answer)
    yield from (made for tab, found in left.items() for made in _of_tab(tab, found))
    yield from _of_sure_facts(questions.kpis)


def _of_reading(one: Reading) -> ScreenQuestion:
    place = f"{one.where.sheet} {one.where.cell}".strip()
    more = f" and {one.count - 1} more" if one.count > 1 else ""
    return ScreenQuestion(
        f"{one.topic} {one.key}", f"{one.topic.words} “{one.text}” ({place}{more})", one.why, one.answer,
        one.choices, lambda answer: AnswersMet(tables={one.topic.value: {one.key: answer}}),
    )  # fmt: skip


@dataclass
class _SameFact:
    """KPIs of which the same is asked for the same reason."""

    heading: str
    guess: str
    why: str
    kpis: list[KpiQuestion] = field(default_factory=list)


def _of_facts(kpis: tuple[KpiQuestion, ...]) -> Iterator[ScreenQuestion]:
    """What is open of KPIs: the same heading with the same guess for the same reason is one question."""
    found: dict[tuple[str, str, str], _SameFact] = {}
    for kpi in kpis:
        for heading, why in kpi.reasons.items():
            same = (heading, kpi.answers[heading], why)
            found.setdefault(same, _SameFact(*same)).kpis.append(kpi)
    fields = {fact_heading(one): one for one in ASKED_FIELDS}
    for one in found.values():
        choices = kpi_choices(fields[one.heading])
        yield ScreenQuestion(
            f"{one.heading} {' '.join(kpi.ref for kpi in one.kpis)}",
            f"{one.heading} of {_named(one.kpis)}", one.why, one.guess, choices,
            partial(_facts_met, one.heading, one.kpis), is_closed=bool(choices),
        )  # fmt: skip


def _named(kpis: list[KpiQuestion]) -> str:
    if len(kpis) == 1:
        return f"{kpis[0].ref} {kpis[0].name}".strip()
    return f"{counted(len(kpis), 'KPI')}: {listed_shortly([kpi.ref for kpi in kpis], 8)}"


def _facts_met(heading: str, kpis: list[KpiQuestion], answer: str) -> AnswersMet:
    check_answer(heading, answer)
    return AnswersMet(kpis={kpi.ref: {heading: answer} for kpi in kpis})


def _of_change(one: ChangeQuestion) -> ScreenQuestion:
    if one.about == KPI_MISSING:
        text = f"{one.ref} {one.name} is not in the scorecard any more"
        return ScreenQuestion(
            one.key, text, one.hint, one.choices[-1], one.choices,
            lambda answer: AnswersMet(missing={one.ref: answer}), is_closed=True,
        )  # fmt: skip
    text = f"{one.about} of {one.ref} {one.name} for {one.period}: the register has {one.old}, the scorecard {one.new} ({one.where})"
    why = "; ".join(filter(None, (one.rating, one.hint)))
    return ScreenQuestion(
        one.key, text, why, Decision.ACCEPT.value, one.choices,
        lambda answer: AnswersMet(revised={one.key: answer}), is_closed=True,
    )  # fmt: skip


def _of_tab(tab: QuestionTab, found: list[Reading]) -> Iterator[ScreenQuestion]:
    """What is sure on a tab, as one question; none where nothing is."""
    sure = [one for one in found if not one.is_open]
    if not sure:
        return
    shown = listed_shortly([f"{one.text} = {one.answer}" for one in sure], 6)

    def met(answer: str) -> AnswersMet:
        tables: dict[str, dict[str, str]] = {}
        for one in sure if answer == TAKE else ():
            tables.setdefault(one.topic.value, {})[one.key] = one.answer
        return AnswersMet(tables=tables)

    guesses = counted(len(sure), "other guess", "other guesses")
    text = f"{tab}: take {guesses} as made? {_ELSE}"
    yield ScreenQuestion(f"{tab} sure", text, shown, TAKE, (TAKE, LOOK), met, is_closed=True)


def _of_sure_facts(kpis: tuple[KpiQuestion, ...]) -> Iterator[ScreenQuestion]:
    """What is guessed of KPIs and not thought to need a look, as one question."""
    facts: dict[str, Facts] = {kpi.ref: dict(_sure_of(kpi)) for kpi in kpis}
    counts = Counter(f"{name} = {guess}" for one in facts.values() for name, guess in one.items())
    if counts:
        shown = listed_shortly([f"{told} ({times})" for told, times in counts.items()], 8)
        number = counted(counts.total(), "other fact")
        yield ScreenQuestion(
            f"{QuestionTab.KPIS} sure", f"{QuestionTab.KPIS}: take {number} as guessed? {_ELSE}",
            shown, TAKE, (TAKE, LOOK),
            lambda answer: AnswersMet(kpis=facts if answer == TAKE else {}), is_closed=True,
        )  # fmt: skip


def _sure_of(kpi: KpiQuestion) -> Iterator[tuple[str, str]]:
    """Heading and guess of what of a KPI is neither answered nor doubtful."""
    for heading, guess in kpi.answers.items():
        if guess and heading not in kpi.answered and heading not in kpi.reasons:
            yield heading, guess
