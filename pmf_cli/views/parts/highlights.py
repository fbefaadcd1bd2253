"""The highlights of a paper: what happened as a heading, the chart, why, what is done, and what is asked.

The reasons and actions are the services' own words (2024 report, ¶39, ¶50, ¶66); where none came the paper
says so. Two of them fill a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pmf_cli.analysis.highlights.highlights import Candidate, Highlights, highlights_of
from pmf_cli.analysis.series.splits import split_words
from pmf_cli.analysis.series.trends import Trend, comparison_words, trend_of
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import clt_name
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.register.figures import figure
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Highlight
from pmf_cli.register.terms import Frequency, HighlightKind, Influence, Rag
from pmf_cli.views.audience import Audience, narrowed, once_for_audience
from pmf_cli.views.base import (
    Block,
    Entry,
    Paragraph,
    Plain,
    Section,
    SideBySide,
    Table,
    TableLook,
    TextStyle,
    note,
)
from pmf_cli.views.comparison import reds_of
from pmf_cli.views.entries import rating_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.part import ToldBeside, part
from pmf_cli.views.references import owner_of
from pmf_cli.views.scorecard_entries import change_entry
from pmf_cli.views.service_words import back_on_target, caution, service_words
from pmf_cli.views.trend_chart import trend_chart
from pmf_cli.views.wording import (
    counted_first,
    one_line,
    part_name,
    sentence,
    short_period,
    shortened,
)
from pmf_cli.words import counted, lower_first

COLUMN_WORDS = 40
"""Words of each of a highlight's two columns, so that two highlights share a page."""
CAUTION_WORDS = 15
REASON_WORDS = 20
"""Of the second column, why a highlight that nobody has chosen was put forward."""
LONGEST_MESSAGE = 60
"""Signs of a message, which stands on one line."""


@once_for_audience
def highlights_for(assessment: Assessment, audience: Audience) -> Highlights:
    """The highlights of an audience's KPIs, as many at most as it wants.

    A paper about one thing shows those that were chosen of its KPIs; candidates only while nobody has chosen any.
    One that is published has those that a person chose: what a rule puts forward is no finding.
    """
    is_decided = audience.subject is not None and _are_chosen(assessment)
    most = 0 if is_decided else audience.highlights
    found = highlights_of(narrowed(assessment, audience), most)
    return replace(found, shown=()) if is_unconfirmed(found) and audience.is_public else found


def is_unconfirmed(highlights: Highlights) -> bool:
    """Whether a rule alone put the highlights forward."""
    return bool(highlights.shown) and not highlights.chosen


def _are_chosen(assessment: Assessment) -> bool:
    """Whether a person has chosen any highlight of the period, of whatever KPI."""
    rows = assessment.register.highlights
    return any(row.chosen and row.cycle == assessment.period for row in rows)


def highlight_key(ref: str) -> str:
    """By what entries find the page of a KPI's highlight."""
    return f"highlight {ref}"


@part("highlights")
def highlights_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The highlights: for each its message, chart, reason, action, what is asked, rating, recovery and owner."""
    return _highlights(assessment, audience, highlight_sections(assessment, audience))


@part("highlights to worry about")
def worries_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The highlights that are no successes, each as in other papers."""
    each = highlight_sections(assessment, audience, lambda one: one.kind not in GOOD)
    return _highlights(assessment, audience, each)


def highlight_sections(
    assessment: Assessment,
    audience: Audience,
    is_meant: Callable[[Candidate], bool] = lambda _: True,
) -> list[Section]:
    """A section for each of the highlights shown that are meant."""
    shown = highlights_for(assessment, audience).shown
    return [
        _Highlight(assessment, audience, one, number).section()
        for number, one in enumerate(shown, 1)
        if is_meant(one)
    ]


def highlights_beside(assessment: Assessment, audience: Audience) -> Iterator[ToldBeside]:
    """The figures that the highlights shown tell: of each the row under its chart, and the parts of the whole that it names."""
    for number, one in enumerate(highlights_for(assessment, audience).shown, 1):
        kpi, (row,) = one.rating.kpi, _Highlight(assessment, audience, one, number).facts().rows
        yield ToldBeside(kpi.ref, None, tuple(entry.text for entry in row if entry.text))
        period = one.rating.result_period
        for (ref, split), rows in assessment.register.series.items():
            part = rows.get(period) if ref == kpi.ref and period is not None else None
            if split is not None and part is not None and part.value is not None:
                yield ToldBeside(ref, split, (f"{split} {figure(part.value, kpi)}",))


def _highlights(
    assessment: Assessment, audience: Audience, each: Sequence[Section]
) -> tuple[Section, ...]:
    said = tuple(_introduction(assessment, audience))
    if said:
        return (Section("Highlights", 1, said), *each)
    # Where nothing is to be said of the choice, the messages head it themselves, under nothing else.
    return tuple(replace(one, level=1) for one in each)


def is_asked(assessment: Assessment, audience: Audience, choice: Highlight) -> bool:
    """Whether what is asked of a highlight is asked of this body; of CLT where its row names none."""
    return (choice.asked_of or clt_name(assessment.register)) == audience.body


def _introduction(assessment: Assessment, audience: Audience) -> Iterator[Block]:
    """What must be said of the choice: that nothing stands out, or that nobody has confirmed it; nothing to the public."""
    highlights = highlights_for(assessment, audience)
    if audience.is_public and not highlights.chosen:
        return
    number = len(highlights.shown)
    if number == 0 and audience.subject is None:
        yield Paragraph("No KPI stands out this period, and none was chosen.")
    elif number and not highlights.chosen:
        told = f"{counted_first(number, 'KPI')} put forward by rule"
        yield note(f"{told}; nobody has confirmed the choice yet.")
    for row in highlights.unknown if audience.is_whole else ():
        yield note(f"{row.kpi_ref} was chosen too, but it is not among the KPIs in scope.")


@frozen
class _Highlight:
    """One highlight; its number keeps the chart's name apart from others."""

    assessment: Assessment
    audience: Audience
    candidate: Candidate
    number: int

    @property
    def rating(self) -> KpiRating:
        return self.candidate.rating

    def section(self) -> Section:
        kpi, trend = self.rating.kpi, trend_of(self.assessment, self.rating.kpi)
        blocks: list[Block] = [Paragraph(measure_line(kpi), TextStyle.SUBTITLE)]
        chart = trend_chart(self.assessment, trend, self.number)
        if chart is not None:
            blocks.append(chart)
        blocks.append(SideBySide(tuple(self._why(trend)), tuple(self._action())))
        blocks.append(self.facts())
        return Section(message_of(self.candidate), 2, tuple(blocks), key=highlight_key(kpi.ref))

    def _why(self, trend: Trend) -> Iterator[Plain]:
        """Why; then, while there is room, what to be careful about, others, and parts of the whole."""
        said = service_words(self.assessment, self.audience, self.rating)
        label = "Why." if said.why or not said.good else "What went well."
        first = Paragraph(shortened(said.story or said.none, COLUMN_WORDS)[0], label=label)
        left = COLUMN_WORDS - len(first.text.split())
        yield first
        for label, words in self._further(trend):
            if words and (label in MUST_BE_SAID or len(words.split()) <= left):
                left -= len(words.split())
                yield Paragraph(words, label=label)

    def _further(self, trend: Trend) -> Iterator[tuple[str, str]]:
        kpi = self.rating.kpi
        yield "Take care.", caution(kpi, CAUTION_WORDS)
        if kpi.influence:
            yield "Influence.", INFLUENCE.get(kpi.influence, "")
        if self.audience.shows_benchmarks:
            yield "Elsewhere.", comparison_words(self.assessment, trend)
        if self.audience.shows_splits:
            yield "Within the area.", split_words(self.assessment, kpi)

    def _action(self) -> Iterator[Plain]:
        said = service_words(self.assessment, self.audience, self.rating)
        is_good = self.candidate.kind is HighlightKind.FAVOURABLE
        action = said.action or ("" if is_good else said.none)
        texts = {"Action.": action, "Held up.": said.held_up, "Way back.": said.expected}
        choice = self.candidate.choice
        put_forward = "" if choice is not None else self._put_forward()
        left = COLUMN_WORDS - len(put_forward.split())
        for label, words in texts.items():
            if words and left > 5:
                text = shortened(words, left)[0]
                left -= len(text.split())
                yield Paragraph(text, label=label)
        if put_forward:
            yield Paragraph(put_forward, label="Put forward because:")
        elif not any(texts.values()):
            yield Paragraph(why_words(self.candidate), label="Why it is here.")
        if choice is not None and choice.asked and is_asked(self.assessment, self.audience, choice):
            words = sentence(one_line(choice.asked))
            yield Paragraph(lower_first(words), label=f"{self.audience.short_name} is asked")

    def _put_forward(self) -> str:
        """The gravest reasons for which a candidate was found, as many as there is room for; that it is Red stands below."""
        reasons = self.candidate.reasons
        is_said = self.rating.rag is Rag.RED and len(reasons) > 1
        told: list[str] = []
        for one in sorted(reasons[is_said:], key=lambda one: -one.weight):
            if not told or len(" ".join((*told, one.text)).split()) <= REASON_WORDS:
                told.append(one.text)
        return " ".join(told)

    def _rating(self, one: KpiRating) -> Entry:
        """The rating, and for how long a Red has been so: ``Red, 2 months``."""
        runs = {run.rating.kpi.ref: run for run in reds_of(self.assessment, self.audience)}
        entry, run = rating_entry(one), runs.get(one.kpi.ref)
        if run is None or run.periods < 2:
            return entry
        more = "at least " if run.is_open else ""
        return replace(entry, text=f"{entry.text}, {more}{counted(run.periods, run.noun)}")

    def facts(self) -> Table:
        """The row under the chart: rating, movement, recovery and owner."""
        compared = self.rating.direction.comparator_period
        against = "Against last time" if compared is None else f"Against {short_period(compared)}"
        register = self.assessment.register
        columns: tuple[Field[KpiRating], ...] = (
            table_column("Rating", self._rating, 2.2),
            table_column(against, lambda one: change_entry(one, one.direction), 3.6),
            table_column(
                "Back on target",
                lambda one: back_on_target(self.assessment, self.audience, one),
                2.4,
            ),
            table_column(
                "Owner", lambda one: owner_of(register, one.kpi), 3.4, missing="No owner given"
            ),
        )
        ref = self.rating.kpi.ref
        name = part_name("highlight", str(self.number), ref)
        return table_of(
            columns, name, f"{ref} at a glance", [self.rating],
            f"Rating, movement, recovery and owner of {ref}.", look=TableLook.STRIP, has_caption=False)  # fmt: skip


def message_of(candidate: Candidate) -> str:
    """The finding that a person wrote, else the KPI with its rating."""
    choice = candidate.choice
    if choice is not None and choice.message:
        return one_line(choice.message)
    kpi, outcome = candidate.rating.kpi, candidate.rating.outcome
    name = kpi.known_as
    state = str(outcome.reason) if isinstance(outcome, Unrated) else outcome.word
    return shortest(f"{name}: {state}", kpi)


GOOD = (HighlightKind.FAVOURABLE,)
MUST_BE_SAID = ("Take care.", "Influence.")
INFLUENCE = {
    Influence.SHARED: "The council shares control of this figure with others.",
    Influence.NONE: "This figure is outside the council's control.",
}
"""What is said where a figure is not the council's alone (Sheffield's members)."""
EACH = {
    Frequency.MONTHLY: "each month",
    Frequency.QUARTERLY: "each quarter",
    Frequency.TERMLY: "each term",
    Frequency.SIX_MONTHLY: "each half-year",
    Frequency.ANNUAL: "each year",
}


def measure_line(kpi: Kpi) -> str:
    """What a message is about: reference, measure, how often: ``WM-03 Missed bins per 100,000, each month``."""
    often = EACH.get(kpi.frequency, "") if kpi.frequency else ""
    return ", ".join(filter(None, (f"{kpi.ref} {kpi.name or ''}".strip(), often)))


def shortest(message: str, kpi: Kpi) -> str:
    """A message that keeps to its line, else the KPI's reference in place of its name."""
    return (
        message if len(message) <= LONGEST_MESSAGE else f"{kpi.ref}{message[message.rfind(':') :]}"
    )


def reasons_found(candidate: Candidate) -> str:
    """The reasons that the tool found."""
    return " ".join(reason.text for reason in candidate.reasons)


def why_words(candidate: Candidate) -> str:
    """The person's own reason for choosing it, and the reasons that the tool found."""
    why = candidate.choice.why if candidate.choice is not None else None
    own = sentence(one_line(why)) if why else ""
    words = " ".join(filter(None, (own, reasons_found(candidate))))
    return words or "It was chosen without a reason on record."
