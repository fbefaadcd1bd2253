"""The delivery plan in papers: actions with their dates and reasons, milestones, improvement plans with their six parts.

An action stands in the plan for a reason (2011 framework: council priority, efficiency, statutory), is kept live in one
format, and is late for all to see. An improvement plan has six parts (2023 framework); one that is missing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain

from pmf_cli.analysis.plan_steps import (
    SIX_PARTS,
    OpenStep,
    due_day,
    is_milestone_late,
    is_overdue,
    is_undated,
    lacking_parts,
    milestone_day,
    milestones_of,
    open_steps,
    times_moved,
)
from pmf_cli.analysis.priorities import PriorityStanding, priority_standings
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.plan import Action, ImprovementPlan, Milestone
from pmf_cli.register.terms import ActionPurpose, ActionStatus, MilestoneKind
from pmf_cli.views.audience import Audience, once_for_audience
from pmf_cli.views.base import (
    Block,
    Entry,
    Gauge,
    Paragraph,
    Section,
    Table,
    TableLook,
    Words,
    bullets,
    note,
    statement,
)
from pmf_cli.views.entries import judged_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import part
from pmf_cli.views.references import role_of
from pmf_cli.views.service_words import OFF_TARGET, day_or_none_given
from pmf_cli.views.wording import are, have, number_in_words, one_line, part_name, sentence
from pmf_cli.words import counted, listed, lower_first, short_day

NOT_GIVEN = "Not given"
"""What stands for a part of an improvement plan that nobody has written."""
IN_TROUBLE = (ActionStatus.AT_RISK, ActionStatus.OFF_TRACK)
NO_STATUS = "No status"
OVERDUE, MISSED = "overdue", "first date missed"
"""That the day by which something is to be done has passed; that the day first agreed has, and another is to come."""
WORST_FIRST = (
    str(ActionStatus.OFF_TRACK), str(ActionStatus.AT_RISK), NO_STATUS, str(ActionStatus.NOT_STARTED),
    str(ActionStatus.ON_TRACK), str(ActionStatus.COMPLETED), str(ActionStatus.CANCELLED),
)  # fmt: skip
"""Where actions stand, in the order in which they are told."""
PURPOSES = {
    ActionPurpose.COUNCIL_PRIORITY: "for a council priority",
    ActionPurpose.EFFICIENCY: "for efficiency",
    ActionPurpose.STATUTORY: "because the law asks for them",
}
"""Why actions stand in the plan, in a sentence."""
TIMES = {1: "once", 2: "twice"}
MOST_NAMED = 6
"""Names in a sentence about gaps."""


@frozen
class PlanGroup:
    """Actions that serve one priority, with their milestones; of those for none there is no standing."""

    standing: PriorityStanding | None
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]

    @property
    def name(self) -> str:
        """The heading: ``P5 Clean streets``."""
        if self.standing is None:
            return "For no priority"
        priority = self.standing.priority
        return f"{priority.ref} {one_line(priority.priority or '')}".strip()


@once_for_audience
def standings_for(assessment: Assessment, audience: Audience) -> tuple[PriorityStanding, ...]:
    """The priorities that concern an audience: those that it leads or whose KPIs it is given."""
    refs = audience.kpi_refs
    return tuple(
        one
        for one in priority_standings(assessment)
        if (audience.is_whole and not one.ratings)
        or one.priority.lead_board == audience.body
        or any(rating.kpi.ref in refs for rating in one.ratings)
    )


@once_for_audience
def plan_groups(assessment: Assessment, audience: Audience) -> tuple[PlanGroup, ...]:
    """The actions that concern an audience, each once: under the first priority that it serves.

    They are those for its priorities and its KPIs; for one that is given everything, all.
    """
    standings = {one.priority.ref: one for one in standings_for(assessment, audience)}
    register = assessment.register
    homes: dict[str, list[Action]] = {ref: [] for ref in standings}
    rest: list[Action] = []
    for action in register.actions:
        home = _home(register, action, standings)
        is_ours = audience.is_whole or action.belongs_to in {*standings, *assessment.rating_of}
        if is_ours:
            (rest if home is None else homes[home]).append(action)
    found = [_group(register, standings[ref], actions) for ref, actions in homes.items()]
    return (*found, _group(register, None, rest)) if rest else tuple(found)


def _home(register: Register, action: Action, known: Iterable[str]) -> str | None:
    """The first priority that an action serves, of those known."""
    served = action.belongs_to or ""
    kpi = register.kpi(served)
    refs = (served,) if kpi is None else kpi.priorities
    return next((ref for ref in refs if ref in known), None)


def _group(
    register: Register, standing: PriorityStanding | None, actions: Sequence[Action]
) -> PlanGroup:
    return PlanGroup(standing, tuple(actions), milestones_of(register, actions))


@part("plan summary")
def plan_summary_part(assessment: Assessment, audience: Audience) -> Section:
    """How many actions stand where, which are late or have moved, why they stand in the plan, and what the plan lacks."""
    groups = plan_groups(assessment, audience)
    actions = [action for group in groups for action in group.actions]
    strong, rest = _summary_words(assessment, actions)
    blocks: list[Block] = [statement(strong, rest)]
    if actions:
        blocks.append(Paragraph(_purpose_words(actions)))
    gaps = _gaps(assessment, audience, groups)
    if gaps:
        blocks += [Paragraph("What the plan lacks:"), *bullets(gaps)]
    return Section("Where the plan stands", 1, tuple(blocks))


def _summary_words(assessment: Assessment, actions: Sequence[Action]) -> tuple[str, str]:
    if not actions:
        return "No action of the plan concerns these KPIs.", ""
    as_of = assessment.as_of
    late = sum(is_overdue(one, as_of) for one in actions)
    moved = sum(times_moved(one) > 0 for one in actions)
    marks = sum(
        is_milestone_late(one, as_of) for one in milestones_of(assessment.register, actions)
    )
    words = [f"{number_in_words(late)} {are(late)} overdue" if late else "none is overdue"]
    if moved:
        words.append(f"{number_in_words(moved)} {have(moved)} moved to a later date")
    if marks:
        words.append(f"{counted(marks, 'milestone')} missed the day first agreed")
    return f"{_status_counts(actions)}.", sentence("; ".join(words))


def _status_counts(actions: Sequence[Action]) -> str:
    """How many actions stand where, the worst first: ``22 actions: 2 off track, 4 at risk, 14 on track``."""
    counts = Counter(str(one.status or NO_STATUS) for one in actions)
    told = listed(f"{counts[word]:,} {lower_first(word)}" for word in WORST_FIRST if counts[word])
    return f"{counted(len(actions), 'action')}: {told}"


def _purpose_words(actions: Sequence[Action]) -> str:
    counts = Counter(one.purpose for one in actions)
    told = [
        f"{number_in_words(counts[purpose])} {words}"
        for purpose, words in PURPOSES.items()
        if counts[purpose]
    ]
    if counts[None]:
        told.append(f"{number_in_words(counts[None])} without a reason on record")
    return sentence(f"They stand in the plan for a reason: {listed(told)}")


def _gaps(
    assessment: Assessment, audience: Audience, groups: Sequence[PlanGroup]
) -> tuple[str, ...]:
    """What breaks the line of sight from priorities to actions (2011 framework)."""
    actions = list(chain.from_iterable(group.actions for group in groups))
    bare = [group.name for group in groups if group.standing and not group.actions]
    told = {
        "Priorities without an action": bare,
        "Off target, part of a priority, and without an action": _without_action(audience, actions),
        "Actions without a date": [one.ref for one in filter(is_undated, actions)],
        "Improvement plans that lack a part": [
            one.ref for one in filter(lacking_parts, plans_for(assessment, audience))
        ],
    }
    return tuple(f"{what}: {_shortly(names)}." for what, names in told.items() if names)


def _without_action(audience: Audience, actions: Sequence[Action]) -> list[str]:
    served = {action.belongs_to for action in actions}
    kpis = (one.kpi for one in audience.ratings if one.rag in OFF_TARGET)
    return [kpi.known_as for kpi in kpis if kpi.priorities and kpi.ref not in served]


def _shortly(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED + 1:
        return listed(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED:,} more"


@part("late")
def late_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Actions and milestones that are overdue, off track or have moved to a later date, with how often, and whose they are."""
    rows = late_steps(assessment, audience)
    if not rows:
        return None
    register = assessment.register
    columns: tuple[Field[OpenStep], ...] = (
        table_column("Action or milestone", _late_name, 6),
        table_column("First due", _late_first, 1.9),
        table_column("Now due", _late_now, 1.9),
        table_column("Stands", lambda one: one.row.status, 1.6, missing=NO_STATUS),
        table_column(
            "Owner", lambda one: role_of(register, one.action.owner), 3.4, missing="Nobody named"
        ),
    )
    summary = "What is late or has moved, with its dates and owner."
    table = table_of(columns, "late", "Late or moved", rows, summary, has_caption=False)
    return Section("Late or moved", 1, (table,))


def late_steps(assessment: Assessment, audience: Audience) -> tuple[OpenStep, ...]:
    """Open actions and milestones that are overdue, off track or have moved to a later date, the overdue ones first."""
    actions = [one for group in plan_groups(assessment, audience) for one in group.actions]
    steps = open_steps(assessment.register, actions, assessment.as_of)
    return tuple(one for one in steps if one.is_late or one.times_moved or _is_off_track(one))


def _is_off_track(one: OpenStep) -> bool:
    return isinstance(one.row, Action) and one.row.status is ActionStatus.OFF_TRACK


def _late_name(one: OpenStep) -> Entry:
    ref = one.row.ref
    beneath = ref if one.row is one.action else f"{ref} · milestone of {one.action.ref}"
    more = (Words(beneath, is_muted=True, new_line=True),)
    return Entry(one_line(one.words), ref=one.row.source.at("ref"), is_strong=True, more=more)


def late_word(one: OpenStep) -> str:
    """That the day of a step has passed; of one that is now expected on another day, that it missed the first."""
    if one.is_overdue:
        return OVERDUE
    return MISSED if one.is_late else ""


def _late_first(one: OpenStep) -> Entry:
    entry = day_or_none_given(one.first)
    if not one.is_late or one.is_overdue:
        return entry
    return replace(entry, more=(Words("missed", is_strong=True, new_line=True),))


def _late_now(one: OpenStep) -> Entry:
    entry = day_or_none_given(one.on)
    more = list(entry.more)
    if one.is_overdue:
        more.append(Words(OVERDUE, is_strong=True, new_line=True))
    if one.row is one.action and one.times_moved:
        more.append(Words(_moved_words(one.times_moved), is_muted=True, new_line=True))
    return replace(entry, more=tuple(more))


def _moved_words(times: int) -> str:
    return f"moved {TIMES.get(times, f'{times} times')}"


@part("actions")
def actions_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Every action once, under its priority, with owner, reason, dates, status, share done and the latest; its milestones."""
    groups = [one for one in plan_groups(assessment, audience) if one.actions]
    if not groups:
        return ()
    opening = Section("Actions by priority", 1, (), page_break=True)
    return (opening, *(_group_section(assessment, one) for one in groups))


def _group_section(assessment: Assessment, group: PlanGroup) -> Section:
    blocks: list[Block] = []
    if group.standing is not None:
        blocks.append(note(_light_words(assessment, group.standing)))
    key = group.standing.priority.ref if group.standing is not None else "none"
    title = f"Actions: {group.name}"
    name = part_name("actions", key)
    blocks.append(
        actions_table(assessment, group.actions, name, title, columns=("Now due",), why=True)
    )
    if group.milestones:
        title = f"Milestones of {'actions for no priority' if group.standing is None else key}"
        name = part_name("milestones", key)
        table = milestones_table(assessment, group.milestones, name, title)
        blocks.append(replace(table, has_caption=True))
    return Section(group.name, 2, tuple(blocks))


def _light_words(assessment: Assessment, one: PriorityStanding) -> str:
    judged = judged_entry(one.priority.judged_status, assessment.words).text
    lead = role_of(assessment.register, one.priority.lead_officer)
    told = [f"Judged {judged}" if one.priority.judged_status is not None else judged]
    told += [f"lead: {lead}"] if lead else []
    return " · ".join(told)


def actions_table(
    assessment: Assessment,
    actions: Sequence[Action],
    name: str,
    title: str,
    *,
    columns: Sequence[str] = ("Now due", "Done"),
    why: bool = False,
) -> Table:
    """Actions: by when first and now, where each stands, how much is done, what was said last.

    Args:
        columns: which of the columns that a narrow table may leave out it has.
        why: whether the reason for being in the plan stands beneath, beside the owner.
    """
    register, as_of = assessment.register, assessment.as_of
    fields: tuple[Field[Action], ...] = (
        table_column("Action", partial(_action, register, why=why), 4.8),
        table_column("Due", lambda one: day_or_none_given(one.due), 2.2),
        table_column("Now due", lambda one: _now_due(one, as_of), 2.2),
        table_column("Stands", lambda one: _stands(one, as_of), 1.6),
        table_column("Done", _drawn_share, 1.8),
        table_column("Latest", _latest, 3.8),
    )
    if not any(times_moved(one) or is_overdue(one, as_of) for one in actions):
        columns = [name for name in columns if name != "Now due"]
    kept = [one for one in fields if one.title not in ("Now due", "Done") or one.title in columns]
    summary = "Each action with its dates, where it stands and what was said last."
    return table_of(kept, name, title, actions, summary, has_caption=False)


def _action(register: Register, one: Action, *, why: bool) -> Entry:
    purpose = str(one.purpose or "No reason given") if why else ""
    beneath = " · ".join(filter(None, (role_of(register, one.owner), purpose)))
    more = (Words(beneath, is_muted=True, new_line=True),) if beneath else ()
    words = one_line(one.action or one.ref)
    return Entry(words, ref=one.source.at("ref"), is_strong=True, more=more)


def _now_due(one: Action, as_of: date) -> Entry:
    times = times_moved(one)
    entry = day_or_none_given(due_day(one)) if times or one.due is None else Entry("–")
    more = [Words(_moved_words(times), is_muted=True, new_line=True)] if times else []
    if is_overdue(one, as_of):
        more.insert(0, Words(OVERDUE, is_strong=True, new_line=True))
    return replace(entry, more=tuple(more))


def _stands(one: Action, as_of: date) -> Entry:
    is_bad = one.status in IN_TROUBLE or is_overdue(one, as_of)
    return Entry(str(one.status or NO_STATUS), is_strong=is_bad)


def done_entry(one: Action) -> Entry:
    """How much of an action is done, in per cent; a dash where nobody says."""
    share = one.per_cent_done
    if share is None:
        return Entry("–")
    return Entry(f"{share.normalize():f}%", share, '0"%"', ref=one.source.at("per_cent_done"))


def _drawn_share(one: Action) -> Entry:
    entry, share = done_entry(one), one.per_cent_done
    if share is None:
        return entry
    part_done = min(max(share / 100, Decimal(0)), Decimal(1))
    return replace(entry, gauge=Gauge(part_done, f"{one.action or one.ref}: {entry.text} done"))


def _latest(one: Action) -> Entry:
    if not one.update_text:
        return Entry("No update")
    on = "" if one.last_update is None else short_day(one.last_update)
    more = (Words(on, is_muted=True),) if on else ()
    return Entry(sentence(one_line(one.update_text)), more=more)


def milestones_table(
    assessment: Assessment, milestones: Sequence[Milestone], name: str, title: str
) -> Table:
    """Milestones, stage gates and decisions by date, and where each stands."""
    as_of = assessment.as_of
    columns: tuple[Field[Milestone], ...] = (
        table_column("By", milestone_by, 3.6),
        table_column("Milestone", milestone_entry, 5.6),
        table_column("Kind", lambda one: one.kind, 1.6, missing=str(MilestoneKind.MILESTONE)),
        table_column("Stands", lambda one: milestone_stands(one, as_of), 2.8),
    )
    summary = "Milestones, stage gates and decisions, by date."
    return table_of(
        columns, name, title, milestones, summary, has_caption=False, look=TableLook.DENSE
    )


def milestone_entry(one: Milestone) -> Entry:
    """What is to be reached, with the action that it belongs to."""
    more = (Words(one.action_ref, is_muted=True),) if one.action_ref else ()
    return Entry(one_line(one.milestone or one.ref), ref=one.source.at("ref"), more=more)


def milestone_by(one: Milestone) -> Entry:
    """The day that stands now, with the one first agreed where it moved."""
    on = one.forecast or one.due
    entry = day_or_none_given(on)
    if one.due is None or one.due == on:
        return entry
    return replace(entry, more=(Words(f"was {short_day(one.due)}", is_muted=True),))


def milestone_stands(one: Milestone, as_of: date) -> Entry:
    """Where a milestone stands: reached and when, else its status, strong where it is in trouble."""
    if one.achieved_on is not None:
        return Entry(f"Reached {short_day(one.achieved_on)}")
    on = milestone_day(one)
    word = OVERDUE if on is not None and on < as_of else MISSED
    return step_entry(one.status, word if is_milestone_late(one, as_of) else "")


def step_entry(status: ActionStatus | None, late: str) -> Entry:
    """The status of a step that is not reached, strong where it is in trouble, and in a word that it is late."""
    more = (Words(late, is_strong=True),) if late else ()
    return Entry(str(status or NO_STATUS), is_strong=status in IN_TROUBLE, more=more)


def plans_for(assessment: Assessment, audience: Audience) -> tuple[ImprovementPlan, ...]:
    """The improvement plans that concern an audience: for its KPIs and priorities; all where it is given everything."""
    ours = {one.priority.ref for one in standings_for(assessment, audience)}
    ours |= set(assessment.rating_of)
    return tuple(
        one
        for one in assessment.register.improvement_plans
        if audience.is_whole or one.belongs_to in ours
    )


@part("improvement plans")
def improvement_plans_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """Each improvement plan with its six parts, what set it off, who agreed it and when it is looked at again."""
    plans = plans_for(assessment, audience)
    if not plans:
        return ()
    opening = Section("Improvement plans", 1, ())
    return (opening, *(plan_section(assessment, one, 2) for one in plans))


def plan_section(
    assessment: Assessment, one: ImprovementPlan, level: int, *, is_brief: bool = False
) -> Section:
    """An improvement plan under a heading: ``Improvement plan IP-03: Missed bins``.

    Args:
        is_brief: whether it is kept as short as its six parts are.
    """
    heading = f"Improvement plan {one.ref}: {one_line(_served(assessment.register, one))}"
    columns: tuple[Field[tuple[str, str]], ...] = (
        table_column("Part", lambda row: Entry(row[0], is_strong=True), 2.4),
        table_column("What was agreed", _part_entry, 11),
    )
    rows = [(name, getattr(one, field) or "") for name, field in SIX_PARTS.items()]
    look = TableLook.DENSE if is_brief else TableLook.USUAL
    table = table_of(
        columns,
        part_name("plan", one.ref),
        heading,
        rows,
        "Its six parts.",
        look=look,
        has_caption=False,
    )
    return Section(heading, level, (table, note(_plan_words(assessment, one, is_brief=is_brief))))


def _served(register: Register, one: ImprovementPlan) -> str:
    """The KPI or priority that an improvement plan is for, by name where it is known."""
    kpi = register.kpi(one.belongs_to)
    if kpi is not None:
        return kpi.known_as
    named = {row.ref: row.priority for row in register.priorities}
    return named.get(one.belongs_to or "") or one.belongs_to or "what the sheet does not say"


def _part_entry(row: tuple[str, str]) -> Entry:
    return Entry(one_line(row[1])) if row[1] else Entry(NOT_GIVEN, is_strong=True)


def _plan_words(assessment: Assessment, one: ImprovementPlan, *, is_brief: bool) -> str:
    owner = role_of(assessment.register, one.owner)
    review = "" if one.review_on is None else short_day(one.review_on)
    told = {
        "Stands": lower_first(str(one.status or NO_STATUS)),
        "Owner": owner,
        "Started because": "" if is_brief else lower_first(one_line(one.started_because)),
        "Agreed by": one.agreed_by or "",
        "Looked at again": review,
        "Closed because": lower_first(one_line(one.closed_because)),
    }
    return " · ".join(f"{label}: {words}" for label, words in told.items() if words)
