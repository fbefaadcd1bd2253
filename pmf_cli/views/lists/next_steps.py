"""What to do today: the step in full, then what else is due, late, waiting, blocking and to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.checklist.checklist_step import PlannedStep, StepState
from pmf_cli.cycle.due import due_items
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.places import ANSWERS
from pmf_cli.views.base import (
    Block,
    Paragraph,
    Section,
    TextStyle,
    bullets,
    labelled_lines,
    lead,
    note,
)
from pmf_cli.views.blocking import coming_back, holding_up
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title, table_of
from pmf_cli.views.lists.step_words import (
    Typing,
    is_of_a_quarter,
    last_words,
    meetings_words,
    shell_quoted,
    step_title,
    timing_words,
    typed,
    when,
    who,
    who_words,
)
from pmf_cli.views.wording import one_line, sentence
from pmf_cli.words import counted, day, listed

MOST_LINES = 6
"""Steps in each list of the screen; --all and the data formats have them all."""
MOST_COMING = 4
IN_GOOD_TIME = 60
"""Days before the end of the timetable at which the next year's is asked for."""
FORGOTTEN = 20
"""Days after which a late step is taken for one that nobody ticked off, and no longer comes first."""


@frozen
class WaitingQuestions:
    """A workbook of questions about a scorecard.

    Attributes:
        file: its name, in the register's folder ``answers``.
        wanted: how many answers are still wanted; 0 where they are only to be taken in.
        command: what takes the answers in; empty where the scorecard is not found.
    """

    file: str
    wanted: int
    command: str

    @property
    def heading(self) -> str:
        """What is to be done, in a few words."""
        return "answer the questions" if self.wanted else "take your answers in"

    @property
    def words(self) -> str:
        """What is to be done, in full, but for the command."""
        place = f'"{self.file}" in the folder {ANSWERS}'
        then = "Then take the answers in" if self.wanted else "Take the answers in"
        if not self.command:
            then += " with pmf import, the scorecard's file, and --write"
        if not self.wanted:
            return f"The answers in {place} are not in the register yet. {then}:"
        are_wanted = "answer is wanted" if self.wanted == 1 else "answers are wanted"
        return (
            f"{self.wanted:,} {are_wanted} in {place}, each with a guess to confirm or correct."
            f" {then}:"
        )


@frozen
class NextLine:
    """A step of the checklist, or a sentence on questions, on what blocks the paper or has to come back in it.

    Attributes:
        kind: ``question``, ``step``, ``blocks`` or ``comes back``.
        step: the step; ``None`` for a sentence.
    """

    kind: str
    what: str
    step: PlannedStep | None = None
    who: str = ""
    stand_in: str = ""
    commands: tuple[str, ...] = ()


def _of_step(
    key: str, meaning: str, of: Callable[[PlannedStep], object], without: object = None
) -> Field[NextLine]:
    return Field(key, "", meaning, lambda one: of(one.step) if one.step is not None else without)


NEXT: ListDefinition[NextLine] = ListDefinition(
    "pmf/next/1",
    "One item a workbook of questions, then a step of the checklist, then what blocks the paper and what has to come back in it. "
    "From `pmf next`.",
    "items",
    (
        Field("kind", "", "question, step, blocks or comes back."),
        _of_step(
            "state", "Of a step: Late, Today, Waits, Coming, No day, Not this time or Done.",
            lambda step: step.state,
        ),
        _of_step(
            "number", "Its number in the checklist, as --done takes it.",
            lambda step: step.entry.number,
        ),
        Field("what", "", "The step with its number, or what blocks, in one sentence."),
        _of_step(
            "cycle", "What it is done for: a quarter, a month or a year.", lambda step: step.cycle,
        ),
        _of_step(
            "due", "The day it is due, ISO date; empty where none can be worked out.",
            lambda step: step.on,
        ),
        _of_step("when", "The same in words, or why there is no day.", timing_words),
        _of_step("why", "What it is for.", lambda step: step.entry.why),
        _of_step("how", "How it is done, in words.", lambda step: step.entry.how),
        Field("commands", "", "The commands to type, with their options."),
        Field("who", "", "Who does it normally, by post and contact reference."),
        Field("stand_in", "", "Who can stand in."),
        _of_step(
            "waits_for", "Steps that must come first and are not done.",
            lambda step: step.waits_for, (),
        ),
        _of_step(
            "on_record", "What pmf has on record that speaks for its being done.",
            lambda step: step.evidence and step.evidence.words,
        ),
        _of_step(
            "done_on", "When it was done for this cycle, ISO date; empty where it is not.",
            lambda step: step.done and step.done.on,
        ),
        _of_step(
            "done_by", "Contact reference of who did it.", lambda step: step.done and step.done.by,
        ),
        _of_step(
            "last_on", "When it was done the time before, ISO date.",
            lambda step: step.last and step.last.on,
        ),
        _of_step(
            "last_by", "Contact reference of who did it then.",
            lambda step: step.last and step.last.by,
        ),
        _of_step(
            "note", "What they noted for next time.",
            lambda step: step.last and one_line(step.last.note),
        ),
        _of_step("where", "The cell of the step.", lambda step: _where(step)),
    ),
)  # fmt: skip
CHECKLIST: tuple[Field[PlannedStep], ...] = (
    Field(
        "number", "No", "",
        lambda step: "–" if step.entry.number == step.entry.step else step.entry.number, width=0.8,
    ),
    Field("step", "Step", "", lambda step: step.entry.step, missing="–", width=3.0),
    Field("cycle", "For", "", width=1.2),
    Field("on", "Day", "", missing="none", width=1.2),
    Field("state", "State", ""),
    Field("stands", "Done or waiting for", "", lambda step: _stands(step), missing="–", width=2.4),
)  # fmt: skip
"""What readers are told of every step of the checklist."""


@frozen
class NextUp:
    """The steps of the cycles at work, in the order in which they want doing.

    Attributes:
        first: the step to do now; ``None`` where nothing is due.
        due: other steps that are late or of today, with nothing on record for them.
        seems_done: steps that are late or of today, for which the record shows that they were done.
        waiting: steps whose day has come and which wait for another.
        coming: steps to come, the next first.
        no_day: steps for which no day can be worked out.
        left_out: steps tied to a meeting that the cycle does not have.
    """

    first: PlannedStep | None
    due: tuple[PlannedStep, ...]
    seems_done: tuple[PlannedStep, ...]
    waiting: tuple[PlannedStep, ...]
    coming: tuple[PlannedStep, ...]
    no_day: tuple[PlannedStep, ...]
    left_out: tuple[PlannedStep, ...]
    done: tuple[PlannedStep, ...]

    @property
    def open(self) -> tuple[PlannedStep, ...]:
        """The steps whose day has come, the one to do now first."""
        first = () if self.first is None else (self.first,)
        return (*first, *self.due, *self.seems_done, *self.waiting)

    @property
    def lacks_timetable(self) -> bool:
        """True where no step can be given a day because there is no timetable for it."""
        dated = (*self.open, *self.coming, *self.done)
        return bool(self.no_day) and not any(step.meetings for step in dated)

    @property
    def is_anything_due(self) -> bool:
        """True where a step is due or late, or the timetable is missing."""
        return self.first is not None or bool(self.waiting) or self.lacks_timetable


def next_up(steps: Iterable[PlannedStep]) -> NextUp:
    """The steps sorted by what is to be done with them."""
    by_state: dict[StepState, list[PlannedStep]] = {state: [] for state in StepState}
    for step in steps:
        by_state[step.state].append(step)
    due = sorted((*by_state[StepState.LATE], *by_state[StepState.TODAY]), key=_urgency)
    return NextUp(
        due[0] if due else None,
        tuple(step for step in due[1:] if not _seems_done(step)),
        tuple(step for step in due[1:] if _seems_done(step)),
        tuple(by_state[StepState.WAITING]),
        tuple(by_state[StepState.COMING]),
        tuple(by_state[StepState.NO_DAY]),
        tuple(by_state[StepState.LEFT_OUT]),
        tuple(by_state[StepState.DONE]),
    )


def _urgency(step: PlannedStep) -> tuple[bool, bool, date]:
    is_forgotten = step.days is not None and -step.days > FORGOTTEN
    return _seems_done(step), is_forgotten or not is_of_a_quarter(step), step.on or date.max


def _seems_done(step: PlannedStep) -> bool:
    return step.evidence is not None and step.evidence.is_enough


@frozen
class _Screen:
    """The register on the date, how commands are typed, and whether several cycles are at work."""

    assessment: Assessment
    typing: Typing
    several: bool

    def title(self, step: PlannedStep) -> str:
        """The step's name, with its cycle where there are several."""
        return step_title(step, with_cycle=self.several)

    def line(self, step: PlannedStep) -> str:
        """The step on one line: its day, and what it waits for."""
        waits = f"; waits for {listed(step.waits_for)}" if step.waits_for else ""
        return f"{self.title(step)}, {when(step)}{waits}."

    def tick(self, step: PlannedStep) -> str:
        """The command that ticks it off."""
        done = f"pmf next --done {shell_quoted(step.entry.number)}"
        [command] = typed(self.typing, step, done)
        return command


def next_listing(
    assessment: Assessment,
    steps: Sequence[PlannedStep],
    facts: CycleFacts,
    typing: Typing,
    *,
    with_all: bool = False,
    is_usual: bool = False,
    mail: Sequence[str] = (),
    questions: Sequence[WaitingQuestions] = (),
    timetable: str = "pmf timetable make",
    first_kpi: str = "",
) -> Listing:
    """What to do on the date: for one screen, and for other programs.

    Args:
        questions: workbooks of questions about scorecards that wait for somebody.
        timetable: the command that makes the timetable.
        first_kpi: how a register without KPIs is begun; then no step of the cycle is told in full yet.
        typing: what is added to commands so that they can be typed as they stand.
        is_usual: true where the register has no checklist and the usual one serves.
        mail: what is to be said of messages that wait for a person.
    """
    up = next_up(steps)
    start = assessment.settings.financial_year_start
    due = due_items(assessment.register, assessment.period, assessment.as_of, start)
    blocks = (*holding_up(assessment, due, facts.until(assessment.as_of)), *mail)
    back = coming_back(assessment)
    coming = (*up.coming, *up.no_day, *up.left_out, *up.done)
    shown = (*up.open, *(coming if with_all else up.coming[:MOST_COMING]))
    items = (
        *(NextLine("question", one.words, commands=_typed(one)) for one in questions),
        *(_step_line(assessment, step, typing) for step in shown),
        *(NextLine("blocks", words) for words in blocks),
        *(NextLine("comes back", words) for words in back),
    )
    states = Counter(step.state for step in steps)
    screen = _Screen(assessment, typing, len(_cycles(steps)) > 1)
    title = register_title(assessment.register, f"what to do on {day(assessment.as_of)}")
    ahead = _checklist(steps) if with_all else _coming(screen, up)
    return NEXT.listing_of(
        assessment,
        items,
        {str(state).lower(): states[state] for state in StepState},
        (
            Section(title, 1, tuple(_opening(steps, is_usual=is_usual))),
            *_questions(screen, questions, first_kpi),
            *_to_do(
                screen, up, timetable, is_first=not (questions or first_kpi), is_begun=not first_kpi
            ),
            *_open_lists(screen, up),
            *_paper(screen, blocks, back),
            *ahead,
        ),
    )


def _step_line(assessment: Assessment, step: PlannedStep, typing: Typing) -> NextLine:
    register, on = assessment.register, assessment.as_of
    return NextLine(
        "step",
        step_title(step),
        step,
        who(register, step.entry.who_normally, on),
        who(register, step.entry.stand_in, on),
        typed(typing, step),
    )


def _where(step: PlannedStep) -> CellRef | None:
    source = step.entry.source
    name = next((one for one in ("number", "step") if one in source.place.columns), "")
    return source.at(name) if source.row and name else None


def _opening(steps: Sequence[PlannedStep], *, is_usual: bool) -> Iterator[Block]:
    for cycle in _cycles(steps):
        own = [s for s in steps if s.cycle == cycle and s.state is not StepState.LEFT_OUT]
        done = sum(1 for step in own if step.state is StepState.DONE)
        words = f"{done:,} of {counted(len(own), 'step')} done."
        yield Paragraph(words, TextStyle.LABEL, label=f"{cycle}:")
    if is_usual:
        yield note(
            "The register has no checklist of its own; these are the usual steps. "
            "pmf next --write puts them into its sheet Checklist, for you to change."
        )


def _cycles(steps: Iterable[PlannedStep]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.cycle for step in steps if is_of_a_quarter(step)))


def _typed(questions: WaitingQuestions) -> tuple[str, ...]:
    return (questions.command,) if questions.command else ()


def _questions(
    screen: _Screen, waiting: Sequence[WaitingQuestions], first_kpi: str
) -> Iterator[Section]:
    """What comes before the cycle: the questions of a scorecard, else a first KPI typed in."""
    for number, one in enumerate(waiting):
        heading = f"{'Then' if number else 'First'}: {one.heading}"
        yield Section(heading, 2, (Paragraph(one.words), *_commands(_typed(one))))
    if first_kpi and not waiting:
        yield Section(
            "First: your first KPI",
            2,
            (Paragraph(first_kpi), *_commands(screen.typing.commands("pmf rag"))),
        )


def _to_do(
    screen: _Screen, up: NextUp, timetable: str, *, is_first: bool, is_begun: bool
) -> Iterator[Section]:
    """The step to do in full, or why there is none; none in a register that holds no KPI yet."""
    if up.lacks_timetable:
        words = (
            f"The timetable has no dates for {screen.assessment.period}, so its steps have no day. "
            "Have them worked out from the days of the CLT meetings (type your own), look at them, and write"
            " them into the register with --write:"
        )
        commands = _commands(screen.typing.commands(timetable))
        heading = f"{'First' if is_first else 'Then'}: make the timetable"
        yield Section(heading, 2, (Paragraph(words), *commands))
    if not is_begun:
        return
    if up.first is not None:
        yield _in_full(screen, up.first)
    elif up.lacks_timetable:
        return
    elif up.waiting:
        words = "Nothing can be done today: what is due waits for a step that comes before it."
        yield Section.saying("Today", words, 2)
    elif up.coming:
        full = _in_full(screen, up.coming[0])
        words = "Nothing is to be done today. The next step:"
        yield Section(full.heading, 2, (lead(words), *full.blocks))
    else:
        yield Section.saying("Today", "Every step of the cycle is done.", 2)


def _in_full(screen: _Screen, step: PlannedStep) -> Section:
    start = {StepState.LATE: "Late", StepState.TODAY: "Today"}.get(step.state, "Next")
    blocks: list[Block] = [*labelled_lines(_what_to_do(step))]
    if commands := typed(screen.typing, step):
        blocks += [Paragraph("", TextStyle.LABEL, label="Type:"), *_commands(commands)]
    blocks += labelled_lines(_who_and_last(screen.assessment, step))
    if step.state is not StepState.COMING:
        label = "When it is done (add --by with your contact reference, and --note for next time):"
        blocks += [Paragraph("", TextStyle.LABEL, label=label), *_commands([screen.tick(step)])]
    return Section(f"{start}: {screen.title(step)}", 2, tuple(blocks))


def _commands(commands: Iterable[str]) -> Iterator[Block]:
    return (Paragraph(command, TextStyle.COMMAND) for command in commands)


def _what_to_do(step: PlannedStep) -> Iterator[tuple[str, str]]:
    yield "When:", timing_words(step)
    yield "Meeting:", meetings_words(step)
    for label, words in (
        ("Why:", step.entry.why),
        ("How:", step.entry.how),
        ("Where:", step.entry.link),
    ):
        yield label, sentence(one_line(words))


def _who_and_last(assessment: Assessment, step: PlannedStep) -> Iterator[tuple[str, str]]:
    register, on = assessment.register, assessment.as_of
    yield "Waits for:", sentence(listed(step.waits_for))
    yield "Who:", who_words(register, step, on)
    yield "Last time:", last_words(register, step.last, on)
    yield "Note from last time:", sentence(one_line(step.last.note)) if step.last else ""
    yield "On record:", step.evidence.words if step.evidence is not None else ""


def _open_lists(screen: _Screen, up: NextUp) -> Iterator[Section]:
    """The steps that are open beside the first, with what is typed or on record."""

    def with_commands(step: PlannedStep) -> str:
        commands = typed(screen.typing, step)
        return (
            f"{screen.line(step).rstrip('.')}: {'; '.join(commands)}"
            if commands
            else screen.line(step)
        )

    def with_record(step: PlannedStep) -> str:
        on_record = f" {step.evidence.words} {screen.tick(step)}" if step.evidence else ""
        return f"{screen.line(step)}{on_record}"

    for heading, steps, words in (
        ("Also late or due today", up.due, with_commands),
        ("On record as done, and not ticked off", up.seems_done, with_record),
        ("Waiting for another step", up.waiting, with_record),
    ):
        lines = [words(step) for step in steps[:MOST_LINES]]
        if len(steps) > MOST_LINES:
            lines.append(f"And {len(steps) - MOST_LINES:,} more: pmf next --all.")
        if steps:
            yield Section(heading, 2, bullets(lines))
    if up.no_day and not up.lacks_timetable:
        by_trouble: dict[str, list[str]] = {}
        for step in up.no_day:
            by_trouble.setdefault(step.trouble, []).append(one_line(step.entry.number))
        lines = [f"{listed(numbers)}: {words}." for words, numbers in by_trouble.items()]
        yield Section("Steps without a day", 2, bullets(lines))


def _paper(screen: _Screen, blocks: Sequence[str], back: Sequence[str]) -> Iterator[Section]:
    if blocks:
        which = f" for {screen.assessment.period}" if screen.several else ""
        yield Section(f"What blocks the paper{which}", 2, bullets(blocks))
    if back:
        yield Section("What has to come back in the paper", 2, bullets(back))


def _checklist(steps: Sequence[PlannedStep]) -> Iterator[Section]:
    title, summary = "The whole checklist", "Every step of the checklist with its day and state."
    yield Section(title, 2, (table_of(CHECKLIST, "checklist", title, steps, summary),))


def _coming(screen: _Screen, up: NextUp) -> Iterator[Section]:
    """The next steps; and that the dates of the next year are still to be made, in good time."""
    lines = [screen.line(step) for step in up.coming[:MOST_COMING]]
    rows = [row for row in screen.assessment.register.timetable if row.on is not None]
    last = max(rows, key=lambda row: row.on or date.min, default=None)
    if last is not None and last.on is not None:
        is_near = (last.on - screen.assessment.as_of).days <= IN_GOOD_TIME
        ends = f"The timetable ends with {last.cycle} on {day(last.on)}"
        if is_near:
            lines.append(f"{ends}; pmf timetable make works out the dates of the next year.")
    if up.coming:
        yield Section("What comes next", 2, bullets(lines))


def _stands(step: PlannedStep) -> str:
    """When it was done and by whom, what it waits for, or why it has no day."""
    if step.done is not None:
        by = f" by {step.done.by}" if step.done.by else ""
        return f"Done {day(step.done.on)}{by}"
    if step.waits_for:
        return f"Waits for {listed(step.waits_for)}"
    return sentence(step.trouble) if step.on is None else ""
