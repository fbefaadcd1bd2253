"""What returns say, as a list to read and for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pmf_cli.assessment import Assessment
from pmf_cli.collect.returned.verdicts import JudgedReturn, ReturnVerdict
from pmf_cli.collect.summary import questions_by_person, totals
from pmf_cli.tabular.cell_text import short
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.views.wording import one_line, shortened
from pmf_cli.words import counted, day, listed

MOST_WORDS = 30
"""Words of an answer shown on the screen; the data formats hold all."""


@dataclass(frozen=True, slots=True)
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

    Args:
        assessment: the register when they were read.
        passed_over: how many files beside them were not looked at.
    """
    sections = [*map(_section, returns), *questions_by_person(assessment.register, returns)]
    last = totals(returns, passed_over)
    sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, last))
    counts = (
        {
            "returns": len(returns),
            "refused_whole": sum(bool(one.refusals) for one in returns),
            "taken_in_before": sum(one.taken_in_on is not None for one in returns),
            "lost": sum(bool(one.lost) for one in returns),
            "not_looked_at": passed_over,
        }
        | {
            verdict.name.lower(): sum(one.count(verdict) for one in returns)
            for verdict in ReturnVerdict
        }
        | {"ratings_changed": sum(len(one.ratings) for one in returns)}
    )
    lines = [line for one in returns for line in _lines(one)]
    return RETURNS.listing_of(assessment, lines, counts, sections)


def _lines(one: JudgedReturn) -> Iterator[ReturnLine]:
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
    blocks: list[Block] = []
    for refusal in one.refusals:
        where = f" ({refusal.where})" if refusal.where.sheet else ""
        blocks.append(Paragraph(f"{refusal.reason}{where}", label="Refused:", tone=Tone.TOTAL))
        blocks.append(Paragraph(refusal.advice, TextStyle.NOTE))
    if one.refusals:
        return Section(heading, 2, tuple(blocks))
    state = _state(one)
    if state:
        tone = Tone.TOTAL if one.lost else Tone.NONE
        unchanged = " Nothing is changed." if one.taken_in_on is not None or one.twin else ""
        blocks.append(Paragraph(f"{state}.{unchanged}", tone=tone))
        if not one.lost or one.later:
            return Section(heading, 2, tuple(blocks))
    blocks.append(Paragraph(_summary(one)))
    if one.lines:
        blocks.append(_figures(one))
    told = [*one.remarks, *(remark for line in one.lines for remark in line.remarks)]
    blocks += [Paragraph(remark, TextStyle.BULLET, label="Note:") for remark in told]
    if one.comments:
        blocks.append(_answers(one))
    if one.concern:
        blocks.append(Paragraph(one_line(one.concern), label="Any other concern:"))
    if one.ratings:
        blocks.append(_ratings(one))
    return Section(heading, 2, tuple(blocks))


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
    return Table("figures", "Figures", tuple(Column(title) for title in titles), rows)


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
    titles = ("KPI", "Kind", "Verdict", "Words, or why not", "Cell")
    return Table("answers", "Answers", tuple(Column(title) for title in titles), rows)


def _ratings(one: JudgedReturn) -> Table:
    rows = tuple(
        (Entry(c.kpi_ref), Entry(c.before), Entry(c.after), Entry(c.reason)) for c in one.ratings
    )
    titles = ("KPI", "Rating now", "Would be", "Why")
    title = "Ratings that change"
    return Table("ratings", title, tuple(Column(name) for name in titles), rows)


def _short(text: str) -> str:
    return shortened(text, MOST_WORDS)[0] or "–"
