"""What returns say, as a list to read and for other programs; what is to be asked of whom, and totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmf_cli.assessment import Assessment
from pmf_cli.collect.returned.verdicts import REFUSED, JudgedReturn, ReturnVerdict
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.register import Register
from pmf_cli.tabular.cell_text import short
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.views.references import role_of
from pmf_cli.views.wording import one_line, shortened
from pmf_cli.words import counted, day, listed

MOST_WORDS = 30
"""Words of an answer shown on the screen; the data formats hold all."""
ASKED = (*REFUSED, ReturnVerdict.QUESTION)
"""Verdicts of which each has its own line among the questions."""


@frozen
class ReturnLine:
    """A thing that a return says; the attributes are the list's fields."""

    judged: JudgedReturn
    what: str
    verdict: str
    kpi: str | None = None
    period: str = ""
    split: str | None = None
    held: str = ""
    held_when_made: str = ""
    returned: str = ""
    reason: str = ""
    advice: str = ""
    cell: str = ""


RETURNS: ListDefinition[ReturnLine] = ListDefinition(
    "pmf/returns/1",
    "One item a figure, answer, concern, change of rating or refusal in a return. From `pmf collect "
    "read`.",
    "items",
    (
        Field(
            "return", "", "Return reference; empty where the file is no return form.",
            lambda one: one.judged.ref, empty="",
        ),
        Field("contact", "", "Contact reference.", lambda one: one.judged.contact, empty=""),
        Field("file", "", "The file's name.", lambda one: one.judged.file),
        Field("what", "", "form, figure, comment, concern or rating."),
        Field(
            "verdict", "",
            "New, Changed, Same as the register, Corrected since, Still missing, Question, Register "
            "changed since, Impossible, Not asked here, Doubled or Form altered; of a form also that it "
            "was taken in already, that part of it was taken in and is no longer in the register, or a "
            "note.",
        ),
        Field("kpi", "", "KPI reference."),
        Field("period", "", "The figure's period."),
        Field("split", "", "The split; empty for the whole."),
        Field("held", "", "What the register holds now, with unit; the rating now."),
        Field("held_when_made", "", "What it held when the form was made, as exact decimals."),
        Field("returned", "", "What the form says; the rating that it would be."),
        Field("reason", "", "Why it is refused, questioned or missing; of a comment its kind."),
        Field("advice", "", "What to do."),
        Field("cell", "", "The form's cell: workbook, sheet!cell."),
    ),
)  # fmt: skip


def returns_listing(
    assessment: Assessment, returns: Sequence[JudgedReturn], passed_over: int = 0
) -> Listing:
    """Every figure, answer, concern, change of rating and refusal of the returns.

    On the screen the questions stand together at the end, by person, and one line of totals last.
    """
    sections = [*map(_section, returns), *_questions(assessment.register, returns)]
    last = _totals(returns, passed_over)
    sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, last))
    counts = {
        "returns": len(returns),
        "refused_whole": sum(bool(one.refusals) for one in returns),
        "taken_in_before": sum(one.taken_in_on is not None for one in returns),
        "lost": sum(bool(one.lost) for one in returns),
        "not_looked_at": passed_over,
    }
    for verdict in ReturnVerdict:
        counts[verdict.name.lower()] = sum(one.count(verdict) for one in returns)
    counts["ratings_changed"] = sum(len(one.ratings) for one in returns)
    lines = [line for one in returns for line in _lines(one)]
    return RETURNS.listing_of(assessment, lines, counts, sections)


def _lines(one: JudgedReturn) -> Iterator[ReturnLine]:
    yield from _of_the_whole(one)
    for line in one.lines:
        yield ReturnLine(
            one, "figure", line.verdict.value, kpi=line.kpi_ref, period=line.period,
            split=line.split, held=line.old, held_when_made=line.base, returned=line.new,
            reason=line.reason or "; ".join(line.remarks), advice=line.advice, cell=str(line.where),
        )  # fmt: skip
    for answer in one.comments:
        yield ReturnLine(
            one, "comment", answer.verdict.value, kpi=answer.kpi_ref, returned=answer.text,
            reason=answer.reason or answer.kind, advice=answer.advice, cell=str(answer.where),
        )  # fmt: skip
    if one.concern:
        yield ReturnLine(one, "concern", "New", returned=one.concern)
    for change in one.ratings:
        yield ReturnLine(
            one, "rating", "Changed", kpi=change.kpi_ref, held=change.before,
            returned=change.after, reason=change.reason,
        )  # fmt: skip


def _of_the_whole(one: JudgedReturn) -> Iterator[ReturnLine]:
    for refusal in one.refusals:
        yield ReturnLine(
            one, "form", refusal.verdict.value, reason=refusal.reason, advice=refusal.advice,
            cell=str(refusal.where),
        )  # fmt: skip
    state = _state(one)
    if state and not one.refusals:
        yield ReturnLine(one, "form", state)
    for remark in one.remarks:
        yield ReturnLine(one, "form", "Note", reason=remark)


def _state(one: JudgedReturn) -> str:
    """How a return stands of which nothing is taken in, or something again; else empty."""
    if one.taken_in_on is not None:
        on = day(one.taken_in_on)
        if one.later and one.lost:
            return (
                f"Taken in on {on}, and a later copy after it ({one.later}), of which the register no"
                f" longer holds {listed(one.lost)}: take that copy in again"
            )
        later = f", and a later copy after it ({one.later})" if one.later else ""
        return f"Already taken in on {on}{later}"
    if one.lost and one.lost_since is not None:
        again = "taken in again" if one.is_written else "offered again"
        return (
            f"Taken in on {day(one.lost_since)}, but the register no longer holds"
            f" {listed(one.lost)}: {again}"
        )
    if one.twin:
        return f"Says the same as {one.twin}"
    if one.is_empty:
        return "Nothing filled in"
    return ""


def _section(one: JudgedReturn) -> Section:
    heading = f"{one.ref} ({one.contact}): {one.file}" if one.ref else one.file
    if one.refusals:
        return Section(heading, 2, tuple(_refused(one)))
    blocks: list[Block] = []
    state = _state(one)
    if state:
        tone = Tone.TOTAL if one.lost else Tone.NONE
        unchanged = " Nothing is changed." if one.taken_in_on is not None or one.twin else ""
        blocks.append(Paragraph(f"{state}.{unchanged}", tone=tone))
    if not state or (one.lost and not one.later):
        blocks += _said(one)
    return Section(heading, 2, tuple(blocks))


def _refused(one: JudgedReturn) -> Iterator[Paragraph]:
    for refusal in one.refusals:
        where = f" ({refusal.where})" if refusal.where.sheet else ""
        yield Paragraph(f"{refusal.reason}{where}", label="Refused:", tone=Tone.TOTAL)
        yield Paragraph(refusal.advice, TextStyle.NOTE)


def _said(one: JudgedReturn) -> Iterator[Block]:
    """What a return says that is taken in or could be."""
    yield Paragraph(_summary(one))
    if one.lines:
        yield _figures(one)
    for remark in (*one.remarks, *(remark for line in one.lines for remark in line.remarks)):
        yield Paragraph(remark, TextStyle.BULLET, label="Note:")
    if one.comments:
        yield _answers(one)
    if one.concern:
        yield Paragraph(one_line(one.concern), label="Any other concern:")
    if one.ratings:
        yield _ratings(one)


def _summary(one: JudgedReturn) -> str:
    parts = [
        counted(number, verdict.value.lower(), verdict.value.lower())
        for verdict in ReturnVerdict
        if (number := one.count(verdict))
    ]
    return f"Figures and answers: {listed(parts)}." if parts else "No figure and no answer."


def _figures(one: JudgedReturn) -> Table:
    rows = tuple(
        (
            Entry(line.name),
            Entry(line.period),
            Entry(line.verdict.value, tone=Tone.TOTAL if line.reason else Tone.NONE),
            Entry(line.old or "Nothing", tone=Tone.NONE if line.old else Tone.MUTED),
            Entry(short(one_line(line.new)) or "Blank", tone=Tone.NONE if line.new else Tone.MUTED),
            Entry(line.where.cell or line.where.sheet or "–"),
        )
        for line in one.lines
    )
    titles = ("KPI", "Period", "Verdict", "In the register", "In the return", "Cell")
    return _table("figures", "Figures", titles, rows)


def _answers(one: JudgedReturn) -> Table:
    rows = tuple(
        (
            Entry(answer.kpi_ref or "–"),
            Entry(answer.kind or "–"),
            Entry(answer.verdict.value, tone=Tone.TOTAL if answer.reason else Tone.NONE),
            Entry(_short(answer.reason or answer.text)),
            Entry(answer.where.cell),
        )
        for answer in one.comments
    )
    return _table(
        "answers", "Answers", ("KPI", "Kind", "Verdict", "Words, or why not", "Cell"), rows
    )


def _ratings(one: JudgedReturn) -> Table:
    rows = tuple(
        (Entry(c.kpi_ref), Entry(c.before), Entry(c.after), Entry(c.reason)) for c in one.ratings
    )
    titles = ("KPI", "Rating now", "Would be", "Why")
    return _table("ratings", "Ratings that change", titles, rows)


def _table(
    key: str, title: str, titles: Sequence[str], rows: tuple[tuple[Entry, ...], ...]
) -> Table:
    return Table(key, title, tuple(map(Column, titles)), rows)


def _short(text: str) -> str:
    return shortened(text, MOST_WORDS)[0] or "–"


def _questions(register: Register, returns: Sequence[JudgedReturn]) -> tuple[Section, ...]:
    """What is to be asked or put right, a section a person; empty where there is nothing."""
    by_person: dict[str, list[Paragraph]] = {}
    for one in returns:
        by_person.setdefault(one.contact, []).extend(_asked(one))
    found = []
    for contact in sorted(by_person, key=lambda ref: (not ref, ref)):
        if by_person[contact]:
            post = role_of(register, contact)
            named = f"{contact}, {post}" if post else contact
            lines = tuple(by_person[contact])
            found.append(Section(named or "Nobody whose reference is known", 2, lines))
    if not found:
        return ()
    lead = Paragraph("Each names the form, the KPI and the cell.", TextStyle.NOTE)
    return (Section("Questions, by person", 1, (lead,)), *found)


def _asked(one: JudgedReturn) -> Iterator[Paragraph]:
    if one.refusals:
        for refusal in one.refusals:
            yield _bullet(_place(refusal.where, one.file), refusal.reason, refusal.advice)
        return
    for line in one.lines:
        if line.verdict in ASKED:
            label = f"{_place(line.where, one.file)}, {line.name}"
            yield _bullet(label, line.reason, line.advice)
    yield from _missing(one)
    for answer in one.comments:
        if answer.verdict in ASKED:
            label = f"{_place(answer.where, one.file)}, {answer.kpi_ref or 'no KPI'}"
            yield _bullet(label, answer.reason, answer.advice)


def _missing(one: JudgedReturn) -> Iterator[Paragraph]:
    """The figures that were not filled in, those of one reason together."""
    missing: dict[tuple[str, str], list[str]] = {}
    for line in one.lines:
        if line.verdict is ReturnVerdict.MISSING:
            named = f"{line.name} {line.period} ({line.where.cell})"
            missing.setdefault((line.reason, line.advice), []).append(named)
    for (reason, advice), names in missing.items():
        yield _bullet(f"{one.file}, {listed(names)}", reason, advice)


def _place(where: CellRef, file: str) -> str:
    return f"{file}, {'!'.join(part for part in (where.sheet, where.cell) if part)}".rstrip(", ")


def _bullet(label: str, reason: str, advice: str) -> Paragraph:
    return Paragraph(f"{reason} {advice}".strip(), TextStyle.BULLET, label=f"{label}:")


def _totals(returns: Sequence[JudgedReturn], passed_over: int) -> Paragraph:
    """One line that says what became of everything: the last of the run."""

    def number(*verdicts: ReturnVerdict) -> int:
        return sum(one.count(*verdicts) for one in returns)

    taken = sum(one.accepted for one in returns if one.is_written)
    ready = sum(one.accepted for one in returns) - taken
    missing = number(ReturnVerdict.MISSING)
    figures = _listed_where(
        (True, f"{counted(taken, 'figure or answer', 'figures and answers')} taken in"),
        (ready > 0, f"{ready} ready (--write takes {'it' if ready == 1 else 'them'} in)"),
        (True, f"{number(ReturnVerdict.SAME, ReturnVerdict.SINCE)} already there"),
        (True, counted(number(ReturnVerdict.QUESTION), "question")),
        (True, f"{number(*REFUSED)} refused"),
        (missing > 0, f"{missing} still missing"),
    )
    whole = sum(bool(one.refusals) for one in returns)
    before = sum(one.taken_in_on is not None for one in returns)
    twins = sum(bool(one.twin) for one in returns)
    told = _listed_where(
        (whole > 0, f"{whole} refused whole"),
        (before > 0, f"{before} taken in before"),
        (twins > 0, f"{twins} there twice"),
    )
    head = counted(len(returns), "return") + (f" ({told})" if told else "")
    unread = f"{counted(passed_over, 'file')} not looked at."
    return Paragraph(f"{head}: {figures}; {unread}", label="Totals:")


def _listed_where(*parts: tuple[bool, str]) -> str:
    return listed(words for holds, words in parts if holds)
