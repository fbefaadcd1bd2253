"""A return as a whole: is it ours, is it unaltered, is it for this cycle; then its figures and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from pmf_cli.assessment import Assessment
from pmf_cli.checks import collected, numerators, plausibility, values
from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.selection import silenced, sort_key
from pmf_cli.collect.form.about_sheet import form_seal
from pmf_cli.collect.form.labels import label_words
from pmf_cli.collect.form.layout import ABOUT, CONCERN, FORM_VERSION, RESULT_COLUMNS
from pmf_cli.collect.returned.comments import PASTE, judged_comments, no_words
from pmf_cli.collect.returned.judge import Key, judged_lines
from pmf_cli.collect.returned.read import ASK_AGAIN, RawForm
from pmf_cli.collect.returned.verdicts import (
    JudgedLine,
    JudgedReturn,
    RatingEffect,
    ReturnRefusal,
    ReturnVerdict,
)
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.rag.rate import Colours, rate_named
from pmf_cli.rag.rating_input import RatingDetail
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.tabular.cell_text import short
from pmf_cli.words import counted
from pmf_cli.workbook.cells import Book, Cell, box_of, column_letter

MOST_BESIDE = 5
"""Cells beside the tables that are named one by one."""


def no_form(book: Book) -> JudgedReturn:
    """A workbook that is no return form at all."""
    refusal = ReturnRefusal(
        CellRef(book.name, "", ""),
        ReturnVerdict.FOREIGN,
        f"{book.name} is no return form made by pmf.",
        "Send the form that was made with: pmf collect make",
    )
    return JudgedReturn(book.name, book.fingerprint, refusals=(refusal,))


def judged_return(
    form: RawForm,
    assessment: Assessment,
    given: Mapping[Key, str],
    *,
    accept_questions: bool = False,
) -> JudgedReturn:
    """One return, judged against the register now; ``given`` are the figures of earlier copies."""
    made = JudgedReturn(form.file, form.fingerprint, form.content, dict(form.facts))
    refusals = tuple(_refusals(form, assessment))
    if refusals:
        return replace(made, refusals=refusals)
    lines = with_plausibility(judged_lines(form, assessment, given), form, assessment)
    if accept_questions:
        lines = tuple(_accepted(line) for line in lines)
    author, doubt = _author(form, assessment)
    comments = judged_comments(form, assessment, author)
    concern, trouble = _concern(form)
    refused = tuple(one for one in (doubt, trouble) if one is not None)
    return replace(
        made,
        refusals=refused,
        lines=lines if not refused else (),
        comments=comments if not refused else (),
        concern=concern,
        author=author,
        ratings=rating_changes(lines, assessment) if not refused else (),
        remarks=tuple(_beside_words(form)),
    )


def _beside_words(form: RawForm) -> Iterator[str]:
    """What was typed where the form asks for nothing: said, since somebody meant something by it."""
    for where, words in form.beside[:MOST_BESIDE]:
        yield f"{where} holds “{short(words)}”, where nothing is asked; it is not taken in."
    more = len(form.beside) - MOST_BESIDE
    if more > 0:
        yield f"{form.file} holds {counted(more, 'more cell')} where nothing is asked; none is taken in."


def _accepted(line: JudgedLine) -> JudgedLine:
    if line.verdict is not ReturnVerdict.QUESTION or line.result is None:
        return line
    is_new = line.before is None or line.before.value is None
    verdict = ReturnVerdict.NEW if is_new else ReturnVerdict.CHANGED
    return replace(
        line, verdict=verdict, remarks=(*line.remarks, line.reason), reason="", advice=""
    )


def _refusals(form: RawForm, assessment: Assessment) -> Iterator[ReturnRefusal]:
    """Why the form is not taken in at all; the first reason is enough."""
    yield from form.faults
    if form.faults:
        return
    about = CellRef(form.file, ABOUT, "")
    facts = dict(form.facts)
    if facts.get("version") != FORM_VERSION:
        yield ReturnRefusal(
            about,
            ReturnVerdict.ALTERED,
            f"The form is of version {facts.get('version') or 'none'}; this pmf reads version {FORM_VERSION}.",
            "Make the form again with: pmf collect make",
        )
    elif form_seal(facts, list(form.lines), list(form.questions)) != facts.get("seal"):
        reason = (
            "What identifies the form was changed: the sheet About this form does not fit its seal."
        )
        yield ReturnRefusal(about, ReturnVerdict.ALTERED, reason, ASK_AGAIN)
    elif facts.get("register") != assessment.register.name:
        yield ReturnRefusal(
            about,
            ReturnVerdict.FOREIGN,
            f"The form belongs to the register {facts.get('register')}, not to {assessment.register.name}.",
            "Take it in in the folder of that register.",
        )
    elif facts.get("cycle") != str(assessment.period):
        yield ReturnRefusal(
            about,
            ReturnVerdict.FOREIGN,
            f"The form is for {facts.get('cycle')}; returns are being taken in for {assessment.period}.",
            f'If it is a late one: --period "{facts.get("cycle")}"',
        )
    elif facts.get("contact") not in assessment.register.contact_by_ref:
        yield ReturnRefusal(
            about,
            ReturnVerdict.FOREIGN,
            f"{facts.get('contact')} is no longer in the sheet Contacts.",
            "Put the contact back, or make a form for whoever took over.",
        )


def _author(form: RawForm, assessment: Assessment) -> tuple[str, ReturnRefusal | None]:
    """Who filled it in: the contact, unless another known reference stands there."""
    contact = form.facts.get("contact", "")
    said = "" if form.author is None else label_words(form.author).strip()
    if not said or said == contact:
        return contact, None
    known = {ref.casefold(): ref for ref in assessment.register.contact_by_ref}
    if said.casefold() in known:
        return known[said.casefold()], None
    # A name or an address is no reference and is not kept anywhere.
    return contact, None


def _concern(form: RawForm) -> tuple[str, ReturnRefusal | None]:
    cell: Cell | None = form.concern
    if cell is None:
        return "", None
    if reason := no_words(cell, "The concern"):
        where = form.concern_at or CellRef(form.file, CONCERN, "")
        return "", ReturnRefusal(where, ReturnVerdict.IMPOSSIBLE, reason, PASTE)
    return label_words(cell), None


def rating_changes(lines: Sequence[JudgedLine], assessment: Assessment) -> tuple[RatingEffect, ...]:
    """The ratings that would be others once the figures that are ready are in."""
    rows = tuple(line.result for line in lines if line.verdict.is_ready and line.result is not None)
    if not rows:
        return ()
    after = with_results(assessment.register, rows)
    asked = [(ref, None) for ref in after.kpi_by_ref]
    settings, period, as_of = assessment.settings, assessment.period, assessment.as_of
    rated = rate_named(after, settings, period, as_of, asked, RatingDetail.SENTENCE)
    found = []
    for rating in rated.values():
        before = assessment.rating_of.get(rating.kpi.ref)
        old = "Not in scope" if before is None else rating_words(before)
        new = rating_words(rating)
        if old != new:
            found.append(RatingEffect(rating.kpi.ref, old, new, rating.outcome.sentence))
    return tuple(found)


def rating_words(rating: KpiRating) -> str:
    """A rating in a word, or why there is none."""
    outcome = rating.outcome
    if isinstance(outcome, Unrated):
        return f"Not rated ({outcome.reason})"
    return outcome.word


CHECKS = collected((values, plausibility, numerators))
"""The checks that look at one figure beside its history, target and counts."""
REMARKS = ("NUM005", "NUM006", "VAL004")
"""Worth knowing, but nothing to keep a figure back for."""


def with_plausibility(
    lines: Sequence[JudgedLine], form: RawForm, assessment: Assessment
) -> tuple[JudgedLine, ...]:
    """The figures that are ready or questioned, with what the checks say of them."""
    rows = _rows(lines, form)
    if not rows:
        return tuple(lines)
    part = with_results(assessment.register, tuple(rows.values()))
    settings, as_of, period = assessment.settings, assessment.as_of, assessment.period
    colours = Colours(part, settings, period, as_of)
    context = CheckContext(part, settings, as_of, period, colour_of=colours)
    by_row: dict[int, list[Finding]] = {}
    for finding in sorted(_findings(context, form.file), key=sort_key):
        box = box_of(finding.where.cell)
        if box is not None:
            by_row.setdefault(box[0], []).append(finding)
    return tuple(
        _with_findings(line, by_row.get(rows[id(line)].source.row, ()))
        if id(line) in rows
        else line
        for line in lines
    )


def _rows(lines: Sequence[JudgedLine], form: RawForm) -> dict[int, Result]:
    """The id of each line that is ready or questioned → its result, standing in the form."""
    rows = {}
    for line in lines:
        box = box_of(line.where.cell)
        is_usable = line.verdict.is_ready or line.verdict is ReturnVerdict.QUESTION
        if is_usable and line.result is not None and box is not None:
            rows[id(line)] = replace(line.result, source=RowSource(_place_of(form), box[0]))
    return rows


def with_results(register: Register, rows: Sequence[Result]) -> Register:
    """The part of a register that concerns the KPIs of some results, those results put in."""
    refs = dict.fromkeys(row.kpi_ref for row in rows)
    targets = (register.targets_by_kpi.get(ref, ()) for ref in refs)
    return replace(
        register,
        kpis=tuple(filter(None, map(register.kpi, refs))),
        targets=tuple(chain.from_iterable(targets)),
        results=(*_other_results(register, rows), *rows),
    )


def _other_results(register: Register, rows: Sequence[Result]) -> Iterator[Result]:
    """The results of the same KPIs that none of some rows replaces."""
    refs = {row.kpi_ref for row in rows}
    new = {(row.kpi_ref, row.split, row.period) for row in rows}
    for (ref, _), series in register.series.items():
        for row in series.values() if ref in refs else ():
            if (row.kpi_ref, row.split, row.period) not in new:
                yield row


def _place_of(form: RawForm) -> SheetPlace:
    first = form.results[0]
    letters = {
        column.field: column_letter(first.columns[column.field])
        for column in RESULT_COLUMNS
        if column.side == "fill"
    }
    return SheetPlace(form.file, first.sheet.name, letters)


def _findings(context: CheckContext, file: str) -> list[Finding]:
    found = [
        Finding(one.code, one.severity, problem.where, problem.message, problem.kpi_ref)
        for one in CHECKS.values()
        for problem in one.run(context)
    ]
    requires = {code: one.requires for code, one in CHECKS.items() if one.requires}
    return [finding for finding in silenced(found, requires) if finding.where.workbook == file]


def _with_findings(line: JudgedLine, findings: Sequence[Finding]) -> JudgedLine:
    noted = replace(line, remarks=tuple(one.message for one in findings if one.code in REMARKS))
    first = next((one for one in findings if one.code not in REMARKS), None)
    if first is None:
        return noted
    wrong = first.severity is Severity.ERROR
    if not wrong and line.verdict is ReturnVerdict.QUESTION:
        # Who takes it in must see both: that it is text, and that it is unlikely.
        return replace(noted, reason=f"{line.reason} {first.message}")
    cure = CHECKS[first.code].cure
    return replace(
        line,
        verdict=ReturnVerdict.IMPOSSIBLE if wrong else ReturnVerdict.QUESTION,
        where=first.where if first.where.cell else line.where,
        reason=first.message,
        advice=cure if wrong else f"{cure} If it is right: --accept-questions takes it in.",
    )
