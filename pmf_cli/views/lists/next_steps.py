"""What to do today: the step in full, then what else is due, late, waiting, blocking and to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.checklist.checklist_step import PlannedStep, StepState
from pmf_cli.cycle.due.due_items import due_items
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.register.register import Register
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.next_screen import MOST_COMING, screen
from pmf_cli.views.lists.open_matters import coming_back, holding_up
from pmf_cli.views.lists.rag import cell_text
from pmf_cli.views.lists.step_words import is_of_a_quarter, name_of, timing_words, typed, who
from pmf_cli.views.lists.typed_commands import Typing
from pmf_cli.views.wording import one_line

SCHEMA = "pmf/next/1"
FORGOTTEN = 20
"""Days after which a late step is taken for one that nobody ticked off, and no longer comes first."""


@dataclass(frozen=True)
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
        done: steps that are done.
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
    def lacks_timetable(self) -> bool:
        """True where no step can be given a day because there is no timetable for it."""
        others = (*self.due, *self.seems_done, *self.waiting, *self.coming, *self.done)
        first = () if self.first is None else (self.first,)
        return bool(self.no_day) and not any(step.meetings for step in (*first, *others))

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
    first = due[0] if due else None
    rest = due[1:]
    return NextUp(
        first,
        tuple(step for step in rest if not _seems_done(step)),
        tuple(step for step in rest if _seems_done(step)),
        tuple(by_state[StepState.WAITING]),
        tuple(by_state[StepState.COMING]),
        tuple(by_state[StepState.NO_DAY]),
        tuple(by_state[StepState.LEFT_OUT]),
        tuple(by_state[StepState.DONE]),
    )


def next_listing(
    assessment: Assessment,
    steps: Sequence[PlannedStep],
    facts: CycleFacts,
    typing: Typing,
    *,
    with_all: bool = False,
    is_usual: bool = False,
    mail: Sequence[str] = (),
) -> Listing:
    """What to do on the date: for one screen, and for other programs.

    Args:
        assessment: the register on the date, for the cycle at work.
        steps: the steps of the cycles at work.
        facts: what is on record.
        typing: what is added to commands so that they can be typed as they stand.
        with_all: every step with its state; else what is due and what comes next.
        is_usual: true where the register has no checklist and the usual one serves.
        mail: what is to be said of messages that wait for a person.
    """
    up = next_up(steps)
    due = due_items(
        assessment.register,
        assessment.period,
        assessment.as_of,
        assessment.settings.financial_year_start,
    )
    known = facts.until(assessment.as_of)
    blocks = (*holding_up(assessment, due, known), *mail)
    back = coming_back(assessment)
    shown = [*([up.first] if up.first else []), *up.due, *up.seems_done, *up.waiting]
    shown += (
        [*up.coming, *up.no_day, *up.left_out, *up.done] if with_all else up.coming[:MOST_COMING]
    )
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={str(state).lower(): _number(steps, state) for state in StepState},
        key="items",
        items=(
            *(_step_item(assessment.register, step, typing, assessment.as_of) for step in shown),
            *(_words_item("blocks", words) for words in blocks),
            *(_words_item("comes back", words) for words in back),
        ),
        sections=screen(
            assessment,
            up,
            steps,
            blocks,
            back,
            typing,
            with_all=with_all,
            is_usual=is_usual,
        ),
    )


def _urgency(step: PlannedStep) -> tuple[bool, bool, date]:
    is_forgotten = step.days is not None and -step.days > FORGOTTEN
    return _seems_done(step), is_forgotten or not is_of_a_quarter(step), step.on or date.max


def _seems_done(step: PlannedStep) -> bool:
    return step.evidence is not None and step.evidence.is_enough


def _number(steps: Iterable[PlannedStep], state: StepState) -> int:
    return sum(1 for step in steps if step.state is state)


def _step_item(
    register: Register, step: PlannedStep, typing: Typing, as_of: date
) -> Mapping[str, Datum]:
    entry, done, last = step.entry, step.done, step.last
    return {
        "kind": "step",
        "state": str(step.state),
        "number": entry.number,
        "what": name_of(step),
        "cycle": step.cycle,
        "due": None if step.on is None else step.on.isoformat(),
        "when": timing_words(step),
        "why": entry.why,
        "how": entry.how,
        "commands": typed(typing, step),
        "who": who(register, entry.who_normally, as_of) or None,
        "stand_in": who(register, entry.stand_in, as_of) or None,
        "waits_for": step.waits_for,
        "on_record": None if step.evidence is None else step.evidence.words,
        "done_on": None if done is None else done.on.isoformat(),
        "done_by": (done.by or None) if done else None,
        "last_on": None if last is None else last.on.isoformat(),
        "last_by": (last.by or None) if last else None,
        "note": one_line(last.note) or None if last else None,
        "where": _where(step),
    }


def _where(step: PlannedStep) -> str | None:
    source = step.entry.source
    name = next((one for one in ("number", "step") if one in source.place.columns), "")
    return cell_text(source.at(name)) if source.row and name else None


def _words_item(kind: str, words: str) -> Mapping[str, Datum]:
    empty: dict[str, Datum] = dict.fromkeys(ITEM_FIELDS)
    return empty | {"kind": kind, "what": words, "commands": (), "waits_for": ()}


ITEM_FIELDS = (
    "kind",
    "state",
    "number",
    "what",
    "cycle",
    "due",
    "when",
    "why",
    "how",
    "commands",
    "who",
    "stand_in",
    "waits_for",
    "on_record",
    "done_on",
    "done_by",
    "last_on",
    "last_by",
    "note",
    "where",
)
"""Fields of an item, in order."""
