"""The assurance report: what register and ledger prove of the arrangements, by the five aspects of control.

The committee is to be assured that they are up to date, fit for purpose, embedded and routinely applied (2024 report,
¶1). Every figure is a count with the rows behind it; whether that is enough is the committee's to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pmf_cli.analysis.assurance.grounds import Grounds, Piece, Proof
from pmf_cli.analysis.assurance.measures import by_aspect, by_test, counts_under, proofs_of
from pmf_cli.analysis.assurance.survey import (
    SurveyLine,
    change_words,
    share_of,
    survey_lines,
    survey_words,
)
from pmf_cli.analysis.assurance.work_counts import improvements_for_year, improvements_proposed
from pmf_cli.assessment import Assessment
from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.plan import ImprovementAction, SuccessCheck, SurveyAnswer
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import ControlAspect, NoDataReason, SupplyRisk
from pmf_cli.views.audience import Audience, kpis_of, once_for_audience
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Fact,
    Paragraph,
    Section,
    Table,
    TableLook,
    bullets,
    note,
    statement,
)
from pmf_cli.views.entries import named_entry, none_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.changes import told_columns
from pmf_cli.views.parts.head import head_facts
from pmf_cli.views.parts.part import Part, part
from pmf_cli.views.references import role_of
from pmf_cli.views.service_words import day_or_none_given
from pmf_cli.views.wording import are, have, number_in_words, part_name, sentence
from pmf_cli.words import counted, day_in_words, listed_shortly, lower_first, short_day, yes_or_no

SHOWN = 4
"""Most things named of those that lack something; the workbook has them all."""
NOTHING = "Nothing asked"
NOT_BEGUN = "No paper is on record yet: the record of what bodies were told begins with the first paper issued with pmf issue."


@frozen
class Assured:
    """All that the report says, worked out once."""

    grounds: Grounds
    proofs: tuple[Proof, ...]

    def under(self, aspect: ControlAspect) -> tuple[Proof, ...]:
        """The counts of an aspect."""
        return by_aspect(self.proofs)[aspect]


@once_for_audience
def assured(assessment: Assessment, audience: Audience) -> Assured:
    """The counts over the KPIs of which the body may be told."""
    grounds = Grounds(assessment, audience.history, kpis_of(assessment, audience.body))
    return Assured(grounds, proofs_of(grounds))


def assurance_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """As over every paper, and which time the counts of work done are of."""
    grounds = assured(assessment, audience).grounds
    since = f"Work done is that of the year from {day_in_words(grounds.start)} on."
    return (*head_facts(assessment, audience), Fact("", since))


def standing_words(proofs: Sequence[Proof]) -> str:
    """How some counts stand: how many are met in full, and which is weakest."""
    found = counts_under(proofs)
    if not found.asked:
        return "The register holds nothing to count."
    least = found.least
    if least is None:
        one = "The one count is" if found.asked == 1 else f"All {found.asked} counts are"
        return f"{one} met in full."
    said = f"{found.whole} of {counted(found.asked, 'count')} {are(found.whole)} met in full"
    return f"{said}; weakest: {lower_case(least.title)}, {least.having:,} of {least.of:,}."


def lower_case(title: str) -> str:
    """A title within a sentence; one that begins with an abbreviation keeps it."""
    return title if title[:2].isupper() else lower_first(title)


@part("assurance summary")
def assurance_summary_part(assessment: Assessment, audience: Audience) -> Section:
    """How many counts hold for all that was asked, by the five aspects of control and the four tests."""
    proofs = assured(assessment, audience).proofs
    total = counts_under(proofs)
    strong = f"{total.whole} of {counted(total.asked, 'count')} {are(total.whole)} met in full."
    left = len(proofs) - total.asked
    unmade = (
        f"{sentence(number_in_words(left))[:-1]} could not be made, since nothing was due. "
        if left
        else ""
    )
    rest = f"{unmade}Each is worked out from the KPI Register and the record of what was issued; the workbook names the rows and cells behind it."
    aspects = [(str(name), some) for name, some in by_aspect(proofs).items()]
    tests = [(str(name), some) for name, some in by_test(proofs).items()]
    return Section(
        "What is assured",
        1,
        (
            statement(strong, rest),
            _standing_table("assurance_aspects", "By aspect of control", aspects),
            _standing_table("assurance_tests", "By what is to be assured", tests),
            note(
                "A count says what is there, and no more: whether it is enough, and whether a target, a measure or "
                "an answer is a good one, is for people to judge."
            ),
        ),
    )


StandingRow = tuple[str, tuple[Proof, ...]]


def _standing_table(name: str, title: str, rows: Sequence[StandingRow]) -> Table:
    def least(row: StandingRow) -> Entry:
        found = counts_under(row[1])
        if found.least is None:
            return none_entry("None" if found.asked else NOTHING)
        one = found.least
        return Entry(f"{one.title}: {one.having:,} of {one.of:,}")

    fields: tuple[Field[StandingRow], ...] = (
        table_column("The arrangements", lambda row: Entry(row[0], is_strong=True), 3.4),
        table_column("Counts", lambda row: counts_under(row[1]).asked, 1, Align.NUMBER),
        table_column("Met in full", lambda row: counts_under(row[1]).whole, 1.9, Align.NUMBER),
        table_column("Weakest", least, 8),
    )
    summary = "How many counts are met in full, and which is weakest."
    return table_of(fields, name, title, rows, summary)


def _count_fields() -> tuple[Field[Proof], ...]:
    return (
        table_column("What was counted", lambda one: Entry(one.title, is_strong=True), 4.6),
        table_column("Have it", _parts, 1.6, Align.NUMBER),
        table_column("Share", _share, 1.1, Align.NUMBER),
        table_column("Lacking", lambda one: Entry(_lacking(one)), 5.8),
        table_column("Shows", lambda one: one.test, 1.9),
    )


def _parts(one: Proof) -> Entry:
    return none_entry(NOTHING) if not one.of else Entry(f"{one.having:,} of {one.of:,}")


def _share(one: Proof) -> Entry:
    if one.per_cent is None:
        return none_entry(NOTHING)
    return Entry(f"{one.per_cent}%", value=Decimal(one.per_cent), number_format='0"%"')


def _lacking(one: Proof) -> str:
    if not one.lacking:
        return "None" if one.of else NOTHING
    return listed_shortly(one.lacking, SHOWN)


def _counts(assessment: Assessment, audience: Audience, aspect: ControlAspect) -> list[Block]:
    proofs = assured(assessment, audience).under(aspect)
    summary = f"What was counted of {aspect}, how many have it, and what lacks it."
    table = table_of(
        _count_fields(),
        part_name("counts", str(aspect)),
        f"Counts: {aspect}",
        proofs,
        summary,
        has_caption=False,
    )
    return [Paragraph(standing_words(proofs)), replace(table, look=TableLook.DENSE)]


@part("define and document")
def define_part(assessment: Assessment, audience: Audience) -> Section:
    """What is written down of each KPI, priorities without one, and who can stand in."""
    return Section(
        str(ControlAspect.DEFINE), 1, tuple(_counts(assessment, audience, ControlAspect.DEFINE))
    )


@part("clearly communicate")
def communicate_part(assessment: Assessment, audience: Audience) -> Section:
    """Which bodies had their paper, and each change of scope with the day on which each body was told."""
    blocks = _counts(assessment, audience, ControlAspect.COMMUNICATE)
    grounds = assured(assessment, audience).grounds
    if not grounds.history.standing(grounds.as_of):
        blocks.append(note(NOT_BEGUN))
    changes = [
        one
        for one in grounds.register.scope_changes
        if grounds.is_in_time(one.changed_on) and grounds.may_tell_of(one.kpi_ref)
    ]
    if changes:
        fields: tuple[Field[ScopeChange], ...] = (
            table_column("Change", lambda one: Entry(one.change_ref, ref=one.source.at("change_ref")), 1.8),
            table_column("KPI", lambda one: one.kpi_ref, 1.1),
            table_column("What changed", lambda one: one.kind, 1.5),
            table_column("Decided", lambda one: short_day(one.changed_on) if one.changed_on else "No date", 1.6),
            *told_columns(grounds.register),
        )  # fmt: skip
        title = "Changes of scope, and when each body was told"
        summary = "Each change with the day on which each body was told."
        blocks.append(table_of(fields, "assurance_scope", title, changes, summary))
    return Section(str(ControlAspect.COMMUNICATE), 1, tuple(blocks))


@part("effectively embed")
def embed_part(assessment: Assessment, audience: Audience) -> Section:
    """Returns, sign-off and the checklist, and the sampled decision reports with what the sampler found."""
    blocks = _counts(assessment, audience, ControlAspect.EMBED)
    grounds = assured(assessment, audience).grounds
    samples = [one for one in grounds.register.success_checks if grounds.is_in_time(one.on)]
    if samples:
        register = grounds.register
        fields: tuple[Field[SuccessCheck], ...] = (
            table_column("Decision report", lambda one: Entry(one.decision_report, ref=one.source.at("decision_report")), 4.4),
            table_column("Date", lambda one: day_or_none_given(one.on), 1.7),
            table_column("Stated", lambda one: _yes_no(one.measures_stated), 1.1),
            table_column("Adequate", lambda one: _yes_no(one.adequate), 1.3),
            table_column("What the sampler said", lambda one: one.comment, 5, missing="Nothing"),
            table_column("Sampled by", lambda one: role_of(register, one.sampled_by), 3, missing="Nobody named"),
        )  # fmt: skip
        title = "How success will be measured: decision reports sampled"
        summary = "Each sampled report, whether it says how success will be measured, and whether that is adequate."
        blocks.append(table_of(fields, "assurance_samples", title, samples, summary))
    return Section(str(ControlAspect.EMBED), 1, tuple(blocks))


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - a value, not a switch
    return "Not said" if value is None else yes_or_no(value)


@part("meaningfully monitor")
def monitor_part(assessment: Assessment, audience: Audience) -> Section:
    """Completeness and timeliness by quarter, accuracy after issue, checks, targets, and data whose supply is at risk."""
    blocks = _counts(assessment, audience, ControlAspect.MONITOR)
    found = assured(assessment, audience)
    blocks += [_by_quarter(found), Paragraph(_checks_words(assessment))]
    blocks += _corrections(found)
    at_risk = [
        kpi
        for kpi in found.grounds.kept
        if kpi.supply_risk in (SupplyRisk.AT_RISK, SupplyRisk.WATCH)
    ]
    if at_risk:
        fields: tuple[Field[Kpi], ...] = (
            table_column("KPI", named_entry, 5),
            table_column("Supply", lambda kpi: Entry(str(kpi.supply_risk), ref=kpi.source.at("supply_risk"), is_strong=True), 1.6),
            table_column("Source", lambda kpi: kpi.data_source, 4.4),
            table_column("Known limitations", lambda kpi: kpi.known_limitations, 5),
        )  # fmt: skip
        title = "Data that may stop coming"
        summary = "Each KPI whose supply of data is at risk or watched, with its source."
        blocks.append(table_of(fields, "assurance_supply", title, at_risk, summary))
    return Section(str(ControlAspect.MONITOR), 1, tuple(blocks))


@frozen
class _Quarter:
    """What was due for one quarter: how much is in or explained, and of what has its day how much came on time."""

    name: str
    due: int
    came: int
    explained: int
    dated: int
    on_time: int


def _by_quarter(found: Assured) -> Table:
    names = {f"{item.kpi.ref} {item.period}": str(cycle) for cycle, item in found.grounds.owed}
    proofs = {one.key: one for one in found.proofs}
    explained = Counter(
        str(cycle)
        for cycle, item in found.grounds.owed
        if found.grounds.reason_of(item) not in (None, NoDataReason.OVERDUE)
    )

    def of(key: str, cycle: str) -> list[Piece]:
        return [one for one in proofs[key].pieces if names[one.what] == cycle]

    rows = []
    for cycle in map(str, found.grounds.cycles):
        came, timely = of("complete", cycle), of("timely", cycle)
        rows.append(
            _Quarter(
                cycle,
                len(came),
                sum(one.holds for one in came),
                explained[cycle],
                len(timely),
                sum(one.holds for one in timely),
            )
        )
    number = Align.NUMBER
    fields: tuple[Field[_Quarter], ...] = (
        table_column("Quarter", lambda one: one.name, 2),
        table_column("Results due", lambda one: one.due, 1.5, number),
        table_column("In", lambda one: one.came, 1, number),
        table_column("Explained", lambda one: one.explained, 1.4, number),
        table_column("Missing", lambda one: one.due - one.came - one.explained, 1.2, number),
        table_column("On time", lambda one: one.on_time, 1.2, number),
        table_column("Late", lambda one: one.dated - one.on_time, 1, number),
    )
    title = "Results by quarter: complete and on time"
    summary = "For each quarter how many results were due, are in or explained, and came on time."
    return table_of(fields, "assurance_quarters", title, rows, summary)


def _checks_words(assessment: Assessment) -> str:
    """What the checks found on the day."""
    errors = sum(one.severity is Severity.ERROR for one in assessment.findings)
    warnings = sum(one.severity is Severity.WARNING for one in assessment.findings)
    return (
        f"The checks of the register, run on {day_in_words(assessment.as_of)}, found "
        f"{counted(errors, 'error')} and {counted(warnings, 'warning')}."
    )


def _corrections(found: Assured) -> Iterator[Block]:
    proof = next(one for one in found.proofs if one.key == "accurate")
    wrong = [one for one in proof.pieces if not one.holds]
    if not proof.of:
        yield Paragraph(
            "No paper issued in this time is on record, so nothing can be said of corrections."
        )
    elif not wrong:
        number = counted(proof.of, "figure")
        yield Paragraph(f"None of {number} issued in this time is another one now.")
    else:
        fields: tuple[Field[Piece], ...] = (
            table_column("Figure", lambda one: Entry(one.what, ref=one.where), 3),
            table_column("Told first, and now", lambda one: one.says, 9),
        )
        title = "Figures that are others than were issued"
        summary = "Each figure that is another one than a paper gave first, with the reason."
        yield table_of(fields, "assurance_corrections", title, wrong, summary)


@part("review and refine")
def review_part(assessment: Assessment, audience: Audience) -> Section:
    """Lessons, issues and the improvements of the year: done or not."""
    blocks = _counts(assessment, audience, ControlAspect.REVIEW)
    return Section(str(ControlAspect.REVIEW), 1, tuple(blocks))


@part("surveys")
def surveys_part(assessment: Assessment, audience: Audience) -> Section | None:
    """Each answer of the newest wave of a survey against the wave before, with both bases."""
    lines = survey_lines(assessment.register.survey, assessment.as_of.year)
    if not lines:
        return None
    blocks: list[Block] = []
    for name in dict.fromkeys(line.now.survey for line in lines):
        some = [line for line in lines if line.now.survey == name]
        summary = f"Each answer of {name} with its share and base, now and before."
        blocks += bullets(_said_first(some))
        blocks.append(table_of(_survey_fields(), part_name("survey", name), name, some, summary))
    words = (
        "Base: how many were asked the question. Beyond chance: a difference that chance alone makes in fewer than "
        "5 of 100 cases, as if those asked had been drawn at random; not said with fewer than 30."
    )
    return Section("What surveys say", 2, (*blocks, note(words)))


def _said_first(lines: Sequence[SurveyLine]) -> Iterator[str]:
    """The first answer of each question in a sentence."""
    known: set[str | None] = set()
    for line in lines:
        if line.now.question not in known:
            known.add(line.now.question)
            yield f"{line.now.question or 'No question stated'} {survey_words(line)}"


def _survey_fields() -> tuple[Field[SurveyLine], ...]:
    number = Align.NUMBER
    return (
        table_column("Question", lambda one: one.now.question, 4.6),
        table_column("Answer", lambda one: Entry(one.now.answer or "All answers", ref=one.now.source.at("answer")), 2.6),
        table_column("Newest", lambda one: _wave(one.now), 2.4, number),
        table_column("Before", lambda one: _wave(one.before), 2.4, number),
        table_column("Change", lambda one: sentence(change_words(one)).rstrip("."), 2.8),
        table_column("Beyond chance", lambda one: _chance(one), 1.5),
    )  # fmt: skip


def _wave(answer: SurveyAnswer | None) -> Entry:
    if answer is None:
        return none_entry("Not asked")
    share = share_of(answer)
    said = "No share" if share is None else f"{share.normalize():f}%"
    base = "base not stated" if answer.base is None else f"of {answer.base:,}"
    return Entry(f"{said} {base}, {answer.year}")


def _chance(line: SurveyLine) -> str:
    return "Not said" if line.is_beyond_chance is None else yes_or_no(line.is_beyond_chance)


@part("improvements")
def improvements_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The improvements planned for the year with what became of them, then those proposed for the next, by aspect."""
    grounds = assured(assessment, audience).grounds
    planned, proposed = improvements_for_year(grounds), improvements_proposed(grounds)
    done = next(one for one in assured(assessment, audience).proofs if one.key == "improved")
    sections = []
    if planned:
        table = table_of(
            _improvement_fields(assessment, with_status=True), "improvements_planned",
            "Improvements planned for the year", planned,
            "Each improvement with lead, day, status and evidence.", has_caption=False,
        )  # fmt: skip
        words = planned_words(done.having, done.of, len(planned) - done.of)
        sections.append(Section("Improvements planned for this year", 2, (Paragraph(words), table)))
    if proposed:
        table = table_of(
            _improvement_fields(assessment, with_status=False), "improvements_proposed",
            "Improvements proposed", proposed, "Each improvement with lead and day.", has_caption=False,
        )  # fmt: skip
        sections.append(Section("Improvements proposed", 2, (table,)))
    else:
        said = "The sheet Improvements holds none for a later year."
        sections.append(Section.saying("Improvements proposed", said, 2))
    return tuple(sections)


def planned_words(done: int, of: int, of_data: int) -> str:
    """How many improvements of the year are done: ``Two of three to the arrangements are done``."""
    if not of:
        return "None was planned for the arrangements."
    number = number_in_words(done).capitalize() if done else "None"
    said = f"{number} of {number_in_words(of)} to the arrangements {are(done or 1)} done."
    if of_data:
        more = f"{number_in_words(of_data).capitalize()} more {have(of_data)} to do with data."
        return f"{said} {more}"
    return said


def _improvement_fields(
    assessment: Assessment, *, with_status: bool
) -> tuple[Field[ImprovementAction], ...]:
    register = assessment.register
    stands: tuple[Field[ImprovementAction], ...] = (
        table_column("Stands", lambda one: one.status, 1.4, missing="No status"),
        table_column("Evidence", lambda one: one.evidence, 3.6, missing="None given"),
    )
    return (
        table_column("Aspect of control", lambda one: one.aspect, 2.6),
        table_column("Improvement", lambda one: Entry(one.improvement or "Not said", ref=one.source.at("improvement")), 5.4),
        table_column("Lead", lambda one: role_of(register, one.lead), 3, missing="Nobody named"),
        table_column("Due", lambda one: day_or_none_given(one.due), 1.8),
        *(stands if with_status else ()),
    )  # fmt: skip


@part("how assurance was made")
def how_assured_part(assessment: Assessment, audience: Audience) -> Section:
    """Of what the counts are, and what they leave out."""
    grounds = assured(assessment, audience).grounds
    told, every = (
        len(grounds.kept),
        sum(kpi.ref not in grounds.refs for kpi in grounds.register.kpis),
    )
    papers = len(
        [p for p in grounds.history.standing(grounds.as_of) if grounds.is_in_time(p.issued_on)]
    )
    lines = [
        f"{counted(told, 'KPI')} that {have(told)} not ended.",
        f"Work done: the quarters {grounds.cycles[0]} to {grounds.cycles[-1]}, and what happened between "
        f"{day_in_words(grounds.start)} and {day_in_words(grounds.as_of)}."
        if grounds.cycles
        else "No quarter has ended yet.",
        f"On record as issued in that time: {counted(papers, 'paper')}.",
        "Of a KPI that comes every month, the newest month of each quarter is counted. A result that the record explains "
        "is counted apart.",
    ]
    if every:
        lines.append(f"Left out, since this body is not given them: {counted(every, 'KPI')}.")
    return Section(
        "How this was worked out",
        1,
        bullets(lines),
    )


@part("assurance counts")
def counts_rows_part(assessment: Assessment, audience: Audience) -> Section:
    """Every count as a row."""
    rows = assured(assessment, audience).proofs
    fields: tuple[Field[Proof], ...] = (
        table_column("Count", lambda one: one.key, 1.6),
        table_column("Aspect of control", lambda one: one.aspect, 2.4),
        table_column("Goes to prove", lambda one: one.test, 2),
        table_column("What was counted", lambda one: one.title, 6),
        table_column("Have it", lambda one: one.having, 1, Align.NUMBER),
        table_column("Asked", lambda one: one.of, 1, Align.NUMBER),
        table_column("Share", _share, 1, Align.NUMBER),
    )
    summary = "Each count with its aspect of control, how many were asked and how many have it."
    return Section("Counts", 1, (table_of(fields, "assurance_counts", "Counts", rows, summary),))


@part("assurance evidence")
def evidence_rows_part(assessment: Assessment, audience: Audience) -> Section:
    """Everything that was counted, a row each, with what the register says and its cell."""
    rows = [
        (proof, piece) for proof in assured(assessment, audience).proofs for piece in proof.pieces
    ]
    fields: tuple[Field[tuple[Proof, Piece]], ...] = (
        table_column("Count", lambda row: row[0].key, 1.6),
        table_column("What was counted", lambda row: row[0].title, 5),
        table_column("Of", lambda row: row[1].what or "Not said", 2.6),
        table_column("Has it", lambda row: yes_or_no(row[1].holds), 0.8),
        table_column("What is on record", lambda row: row[1].says or "As asked", 4),
        table_column("Cell", _cell, 4.6),
    )
    summary = "Each thing counted, whether it has what was asked, and the cell that decides it."
    return Section(
        "Evidence", 1, (table_of(fields, "assurance_evidence", "Evidence", rows, summary),)
    )


def _cell(row: tuple[Proof, Piece]) -> Entry:
    where = row[1].where
    return none_entry("The ledger") if where is None else Entry(str(where), ref=where)


ASPECT_PARTS: tuple[Part, ...] = (
    define_part,
    communicate_part,
    embed_part,
    monitor_part,
    review_part,
)
"""A part for each aspect of control, in the council's order."""
