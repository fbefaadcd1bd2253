"""Signs that a step was done, from what pmf has on record: shown, never taken for a tick.

Only a person knows whether a step is done; the signs spare them looking it up.
"""

from __future__ import annotations

from datetime import date

from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.words import counted, day


@frozen
class StepEvidence:
    """A sign about a step.

    Attributes:
        is_enough: true where nothing seems left to do.
    """

    words: str
    is_enough: bool = True


def evidence_for(
    command: str | None,
    register: Register,
    cycle: Period,
    due: date | None,
    facts: CycleFacts,
) -> StepEvidence | None:
    """What is on record about a step, by the first command it is done with; else ``None``.

    Args:
        command: the commands of the step as written in the checklist.
    """
    words = (command or "").split()
    if words[:1] != ["pmf"]:
        return None
    typed = " ".join(words[1:3])
    label = str(cycle)
    if typed == "collect make":
        return _forms_made(facts, label)
    if typed == "collect read":
        return _returns_in(facts, label)
    if typed.startswith("remind"):
        return _reminded(facts, due)
    if typed.startswith("issue"):
        return _issued(facts, label, typed.removeprefix("issue").strip())
    if typed.startswith("highlights"):
        return _chosen(register, cycle)
    return None


def _forms_made(facts: CycleFacts, label: str) -> StepEvidence | None:
    forms = facts.forms_of(label)
    if not forms:
        return None
    last = max(form.on for form in forms)
    made = "was" if len(forms) == 1 else "were"
    return StepEvidence(f"{counted(len(forms), 'return form')} {made} made by {day(last)}.")


def _returns_in(facts: CycleFacts, label: str) -> StepEvidence | None:
    forms = facts.forms_of(label)
    if not forms:
        return None
    out = len(facts.still_out(label))
    came = len(forms) - out
    have = "has" if came == 1 else "have"
    return StepEvidence(
        f"{came:,} of {counted(len(forms), 'return form')} {have} come back.", not out
    )


def _reminded(facts: CycleFacts, due: date | None) -> StepEvidence | None:
    if not facts.reminded:
        return None
    last = max(facts.reminded)
    return StepEvidence(
        f"Reminders were last sent on {day(last)}.", due is not None and last >= due
    )


def _issued(facts: CycleFacts, label: str, name: str) -> StepEvidence | None:
    """The newest issue of the paper that the command names, or of any where it names none."""
    papers = [paper for paper in facts.papers if paper.cycle == label]
    if name and not name.startswith("-"):
        papers = [paper for paper in papers if paper.paper in ("", name)]
    if not papers:
        return None
    last = papers[-1]
    return StepEvidence(f"Paper {last.ref} to {last.body} was issued on {day(last.on)}.")


def _chosen(register: Register, cycle: Period) -> StepEvidence | None:
    rows = [row for row in register.highlights if row.cycle == cycle]
    if not rows:
        return None
    chosen = sum(1 for row in rows if row.chosen)
    undecided = sum(1 for row in rows if row.chosen is None)
    return StepEvidence(
        f"{counted(chosen, 'highlight')} {'is' if chosen == 1 else 'are'} chosen, "
        f"{undecided:,} undecided.",
        chosen > 0 and not undecided,
    )
