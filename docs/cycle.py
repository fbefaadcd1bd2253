"""The process diagram of a quarter, as a picture and in words, from the program's own steps.

``make docs`` writes ``docs/pictures/cycle.svg`` and ``docs/cycle.md`` from this; names, commands and
lead times are those of the usual checklist and the default settings, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from pmf_cli.cycle.checklist.usual_steps import usual_checklist
from pmf_cli.settings import Timetable
from pmf_cli.words import counted

STEPS = {row.number: row for row in usual_checklist()}
LEAD = Timetable()


@dataclass(frozen=True)
class Phase:
    """One row of the diagram.

    Attributes:
        name: the step of the timetable, or what the phase is.
        day: when, worked out from the lead times.
        steps: numbers of the checklist's steps that the performance team does.
        services: what services do.
        body: the body that meets or is told, from the bottom upward in order.
        kept: what is written where.
    """

    name: str
    day: str
    steps: tuple[str, ...] = ()
    services: str = ""
    body: str = ""
    kept: str = ""


def _before(days: int) -> str:
    return f"{counted(days, 'working day')} before CLT"


def _after(days: int, what: str) -> str:
    return f"{counted(days, 'working day')} after {what}"


PHASES = (
    Phase(
        "Prepare",
        "a week before the forms",
        ("Q01",),
        kept="KPI Supporting Information",
    ),
    Phase(
        "Forms sent",
        _before(LEAD.forms_sent),
        ("Q02",),
        "Each key contact gets one form with only what is due",
        kept="forms; ledger: form made",
    ),
    Phase(
        "Data due",
        _before(LEAD.data_due),
        ("Q03", "Q04"),
        "Fill in the form and send it back; a reminder comes where it is late",
        kept="KPI Data Record, backups; ledger: return, messages",
    ),
    Phase(
        "Check and rate",
        "in the two days after",
        ("Q05", "Q06"),
        "Answer questions about odd figures",
        kept="nothing: checking and rating change no file",
    ),
    Phase(
        "Commentary due",
        _before(LEAD.commentary_due),
        ("Q07",),
        "Say why, what is done, by when: Reds, Ambers, highlights",
        kept="Commentary; ledger: messages",
    ),
    Phase(
        "Highlights",
        "in the two days after",
        ("Q08", "Q09"),
        "Answer what is missing or at odds",
        kept="Highlights",
    ),
    Phase(
        "DMT review",
        _before(LEAD.dmt_review),
        ("Q10", "Q11"),
        body="1  Directorate management teams own the results",
        kept="Escalations and issues",
    ),
    Phase(
        "Draft to directors",
        _before(LEAD.draft),
        ("Q12", "Q13"),
        body="2  Directors read the draft: no surprises",
        kept="reports: Word and Excel",
    ),
    Phase(
        "CLT",
        "the day from which all others are counted",
        ("Q14", "Q15", "Q16"),
        body="3  Corporate Leadership Team decides and follows up",
        kept="ledger: paper with every figure; Escalations and issues",
    ),
    Phase(
        "Portfolio holders",
        _after(LEAD.portfolio_holders, "CLT"),
        ("Q17",),
        body="4  Portfolio holders, before the whole Executive",
    ),
    Phase(
        "Cabinet",
        "at its meeting",
        ("Q18",),
        body="5  Cabinet or Executive Board answers for the plan",
        kept="Recommendations: answers",
    ),
    Phase(
        "Scrutiny",
        "at its meetings",
        ("Q19",),
        "Heads of service explain in person when called",
        body="6  Scrutiny boards ask and recommend",
        kept="Recommendations",
    ),
    Phase(
        "Publication",
        _after(LEAD.publication, "Cabinet"),
        ("Q20",),
        body="7  The public",
    ),
    Phase(
        "Lessons",
        _after(LEAD.lessons, "the last step"),
        ("Q21",),
        "Performance leads say what to do better",
        kept="Checklist: notes for next time",
    ),
)

WIDTH = 1280
LEFT = 10
COLUMNS = ((10, 170), (190, 340), (572, 220), (812, 220), (1046, 224))
"""Left edge and width of each column."""
HEADS = ("When", "Performance team", "Services", "Bodies, upward", "Kept in")
FOLDS = (23, 60, 26, 26, 30)
"""Signs that fit on a line of each column."""
HEAD = 96
GAP = 16
LINE = 19
TEXT, SMALL = 15, 13
INK, PALE_INK = "#1A1A1A", "#333333"
FILLS = ("", "#E3ECF7", "#E8F3E6", "#FBEFDD", "")
EDGES = ("", "#1F3864", "#2B5E25", "#7A4A00", "")


def picture() -> str:
    """The diagram as SVG: text as text, a title, and all of it in words as description."""
    rows = []
    top = HEAD
    for phase in PHASES:
        boxes = _boxes(phase)
        height = max(len(lines) for lines in boxes if lines) * LINE + 18
        rows.append((phase, boxes, top, height))
        top += height + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" '
        f'viewBox="0 0 {WIDTH} {top + 40}" width="{WIDTH}" height="{top + 40}" '
        'font-family="Arial, Helvetica, Liberation Sans, sans-serif" lang="en-GB">',
        '<title id="title">A quarter of performance reporting, step by step</title>',
        f'<desc id="desc">{escape(" ".join(_sentence(phase) for phase in PHASES))}</desc>',
        f'<rect width="{WIDTH}" height="{top + 40}" fill="#FFFFFF"/>',
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
        f'markerHeight="7" orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="{INK}"/></marker></defs>',
        _text(LEFT, 34, "A quarter of performance reporting, step by step", 22, bold=True),
        _text(LEFT, 58, "Working days are counted back from CLT; pmf.toml sets how many.", SMALL),
    ]
    for (left, _), head in zip(COLUMNS, HEADS, strict=True):
        parts.append(_text(left + 10, HEAD - 10, head, TEXT, bold=True))
    ends: dict[int, int] = {}
    for _, boxes, at, height in rows:
        for place, lines in enumerate(boxes):
            if lines:
                parts.append(_box(place, lines, at, height))
        for place in (1, 3):
            if boxes[place]:
                if place in ends:
                    parts.append(_arrow(COLUMNS[place][0] + 40, ends[place], at))
                ends[place] = at + height
        if boxes[2]:
            parts.append(_across(sum(COLUMNS[1]), COLUMNS[2][0], at + height // 2))
    words = (
        "Then the next quarter begins: its paper opens with what had to be corrected in this one."
    )
    parts += [_text(COLUMNS[1][0], top + 16, words, TEXT, bold=True), "</svg>"]
    return "\n".join(parts) + "\n"


_Line = tuple[str, str]
"""A line of text and its look: bold, code or plain."""


def _boxes(phase: Phase) -> tuple[list[_Line], ...]:
    team: list[_Line] = []
    for number in phase.steps:
        row = STEPS[number]
        team.append((f"{number}  {row.step}", "bold"))
        team += [(f"      {command}", "code") for command in (row.command or "").splitlines()]
    told = (phase.day, "", phase.services, phase.body, phase.kept)
    when, _, services, bodies, kept = (
        [(line, "plain") for line in _folded(text, most)]
        for text, most in zip(told, FOLDS, strict=True)
    )
    return [(phase.name, "bold"), *when], team, services, bodies, kept


def _folded(text: str, most: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip() if line else word
    if line:
        yield line


def _box(place: int, lines: list[_Line], top: int, height: int) -> str:
    left, width = COLUMNS[place]
    found = []
    if FILLS[place]:
        found.append(
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="6" '
            f'fill="{FILLS[place]}" stroke="{EDGES[place]}" stroke-width="1.5"/>'
        )
    at = top + 9 + LINE - 5
    for text, look in lines:
        size = SMALL if place in (0, 4) and look == "plain" else TEXT
        found.append(_text(left + 10, at, text, size, bold=look == "bold", code=look == "code"))
        at += LINE
    return "\n".join(found)


def _text(x: int, y: int, text: str, size: int, *, bold: bool = False, code: bool = False) -> str:
    look = ' font-weight="bold"' if bold else ""
    if code:
        look += ' font-family="Consolas, Liberation Mono, monospace"'
    indent = 30 if text.startswith("      ") else 0
    return (
        f'<text x="{x + indent}" y="{y}" font-size="{size}" fill="{INK if bold else PALE_INK}"{look}>'
        f"{escape(text.strip())}</text>"
    )


def _arrow(x: int, start: int, end: int) -> str:
    return (
        f'<line x1="{x}" y1="{start}" x2="{x}" y2="{end}" stroke="{INK}" stroke-width="1.5" '
        'marker-end="url(#tip)"/>'
    )


def _across(start: int, end: int, y: int) -> str:
    return (
        f'<line x1="{start}" y1="{y}" x2="{end}" y2="{y}" stroke="{INK}" stroke-width="1.5" '
        'marker-end="url(#tip)" marker-start="url(#tip)"/>'
    )


def _sentence(phase: Phase) -> str:
    team = "; ".join(_team_words(number) for number in phase.steps)
    parts = [f"{phase.name}, {phase.day}: {team}."]
    parts += [f"Services: {phase.services}."] if phase.services else []
    parts += [f"Body: {phase.body[3:]}."] if phase.body else []
    parts += [f"Kept in: {phase.kept}."] if phase.kept else []
    return " ".join(parts)


def _team_words(number: str) -> str:
    row = STEPS[number]
    commands = " and ".join((row.command or "").splitlines())
    return f"{row.step} ({commands})" if commands else f"{row.step}"


def page() -> Iterator[str]:
    """The page: the picture, then the same in words."""
    yield "![The quarter from the forms to lessons: who does what, with which command; told in words below](pictures/cycle.svg)"
    yield ""
    yield "Results go upward in one order: management teams, directors, CLT, portfolio holders, Cabinet, scrutiny,"
    yield "the public. Each sees them before the next does. The days are worked back from CLT by the lead times under"
    yield "`[timetable]` in `pmf.toml` ([settings.md](settings.md)); `pmf timetable make` works out the dates of a year."
    yield "`pmf next` says which step it is today: [stand-in.md](stand-in.md)."
    yield ""
    yield "## The same in words"
    yield ""
    for number, phase in enumerate(PHASES, 1):
        yield f"{number}. **{phase.name}**, {phase.day}."
        for one in phase.steps:
            row = STEPS[one]
            commands = ", then ".join(f"`{c}`" for c in (row.command or "").splitlines())
            how = (row.how or "").replace("|", "\\|")
            yield f"    - {one} {row.step}{f': {commands}' if commands else ''}. {row.why} {how}"
        if phase.services:
            yield f"    - Services: {phase.services}."
        if phase.body:
            yield f"    - {phase.body[3:]}."
        if phase.kept:
            yield f"    - Kept in: {phase.kept}."
    yield ""
    yield "Then the next quarter begins: its paper opens with what had to be corrected in this one."
    yield ""
    yield "## Between the quarters"
    yield ""
    yield "| Step | When | Command | Why |"
    yield "|---|---|---|---|"
    for row in STEPS.values():
        if row.number[0] in "MA":
            yield f"| {row.number} {row.step} | {row.timing} | `{row.command}` | {row.why} |"
