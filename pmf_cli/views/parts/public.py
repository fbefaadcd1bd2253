"""What the public is told beside the figures: how to read them, what is withheld and why, and what each KPI measures."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.assessment import Assessment
from pmf_cli.register.terms import NoDataReason
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Fact, Paragraph, Section, bullets
from pmf_cli.views.entries import NO_FIGURE, NO_PART, WITHHELD
from pmf_cli.views.parts.part import part
from pmf_cli.views.rating_key import short_key
from pmf_cli.views.wording import are, sentence
from pmf_cli.words import counted, day_in_words

GUIDANCE = (
    "Each figure is compared with its target; the rating’s word says how far it is off.",
    "▲ and ▼ say only that a figure rose or fell; the word after them says whether that is better or worse.",
)


def public_subtitle(assessment: Assessment, _: Audience) -> str:
    """Whose figures they are: ``Published figures of Aldermere City Council``."""
    return f"Published figures of {assessment.register.name}".removesuffix(" of ")


def public_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """The day of the data and how many KPIs; nobody is named."""
    day = day_in_words(assessment.as_of)
    return (Fact("", f"As at {day} · {counted(len(audience.ratings), 'KPI')}"),)


@part("how to read public figures")
def public_guidance_part(assessment: Assessment, audience: Audience) -> Section:
    """How to read the figures: the ratings, the arrows, and the shorthand of the Analysis Function that is used."""
    key = (
        Paragraph(sentence(meaning), label=f"{assessment.words[rag]}:")
        for rag, meaning in short_key(assessment, audience.ratings).items()
    )
    lines = bullets((*GUIDANCE, *_shorthand(assessment, audience)))
    return Section("How to read these figures", 1, (*lines, *key))


def _shorthand(assessment: Assessment, audience: Audience) -> Iterator[str]:
    if _withheld(assessment, audience):
        yield f"{WITHHELD}: the figure is not shown, since it counts few people or may not be published."
    yield f"{NO_FIGURE}: the figure is not available."
    yield f"{NO_PART}: does not apply, as the denominator of a count."


def _withheld(assessment: Assessment, audience: Audience) -> int:
    """How many figures of the audience's KPIs are not shown."""
    refs = audience.kpi_refs
    return sum(
        row.no_data_reason is NoDataReason.SUPPRESSED and row.kpi_ref in refs
        for row in assessment.register.results
    )


@part("not shown")
def not_shown_part(assessment: Assessment, audience: Audience) -> Section:
    """What is not in the report: how many figures are withheld, for which kinds of reasons, and what else stays inside."""
    number = _withheld(assessment, audience)
    lines = []
    if number:
        lines.append(
            f"{counted(number, 'figure')} {are(number)} not shown ({WITHHELD}): a count of so few people that they could be "
            "recognised, one that may not be published, or one from which such a figure could be worked out. Which "
            "of these it is, is not said."
        )
    lines += [
        "KPIs that the council keeps for its own use, and figures that their source has not published yet, are left out.",
        "So are the names and details of those who gather the figures, and notes and comments not written for the public.",
    ]
    return Section("What is not shown", 1, tuple(bullets(lines)))
