"""Signal or noise: the KPIs whose colour says something else than their figures do, by name and in few lines.

Green reassures falsely where a figure worsens beyond chance, and Red hides an improvement (NHS England, Making Data Count).
Only KPIs with twelve figures since the last break are spoken of; limits of fewer move with every figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pmf_cli.analysis.series.process_limits import LEAST_POINTS
from pmf_cli.analysis.signals import Disagreement, Signal, disagreement
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import Rating
from pmf_cli.register.terms import Rag, RatingWords, ReportMode
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import Paragraph, Section, TextStyle, note
from pmf_cli.views.comparison import moved_beyond_chance, ratings_moved, signals_of
from pmf_cli.views.parts.part import part
from pmf_cli.words import counted, listed, listed_shortly

HEADING = "Signal or noise"
MOST_NAMED = 8
"""KPIs named in a line; the others are counted."""
SAID = {
    Disagreement.WORSENING: "{green}, but worsening beyond chance:",
    Disagreement.WORSE: "{others}, and worsening beyond chance:",
    Disagreement.IMPROVING: "{others}, but improving beyond chance, and not yet where the target is:",
    Disagreement.CANNOT: "{others}, and their targets cannot be met without change:",
    Disagreement.CHANCE: "May change colour by chance:",
}
"""What a line says of its KPIs; those that are Green by a change for the better are no disagreement to act on."""


@part("signal or noise")
def signal_part(assessment: Assessment, audience: Audience) -> Section | None:
    """KPIs whose colour and figures say different things: Green but worsening, Red but improving, not to be met, by chance."""
    moved = moved_words(assessment, audience)
    return _section(assessment, audience, (note(moved),) if moved else ())


@part("signal or noise beside the scorecard")
def signal_beside_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The same on the pages of the scorecard, whose colours it is about; the first page counts what moved."""
    found = _section(assessment, audience)
    return () if found is None else (replace(found, is_sideways=True),)


def _section(
    assessment: Assessment, audience: Audience, before: tuple[Paragraph, ...] = ()
) -> Section | None:
    """A line a kind, after what is said of all; nothing where nothing is to be said."""
    if audience.mode is ReportMode.HIGHLIGHTS:
        return None
    telling = [one for one in signals_of(assessment, audience) if one.is_telling]
    lines = (*before, *_lines(telling, assessment.words))
    return Section(heading_of(len(telling)), 2, lines) if lines else None


def _lines(telling: Sequence[Signal], words: RatingWords) -> Iterator[Paragraph]:
    for kind, said in SAID.items():
        some = [one for one in telling if disagreement(one) is kind]
        if some:
            label = said.format(green=words.green, others=_colours(some, words))
            names = listed_shortly([one.kpi.known_as for one in some], MOST_NAMED)
            yield Paragraph(f"{names}.", TextStyle.NOTE, label=label)


def _colours(some: Sequence[Signal], words: RatingWords) -> str:
    """The words for the colours that some KPIs have, worst first: ``Red or Amber``."""
    rated = {one.rating.outcome.rag for one in some if isinstance(one.rating.outcome, Rating)}
    return listed((words[rag] for rag in Rag if rag in rated), "or")


def heading_of(told: int) -> str:
    """Of how many KPIs it can be told, and by whose rules."""
    if not told:
        return HEADING
    return f"{HEADING}, of the {counted(told, 'KPI')} with {LEAST_POINTS} figures or more, by the NHS’s rules"


def moved_words(assessment: Assessment, audience: Audience) -> str:
    """How many of the body's ratings moved beyond chance; nothing where none moved."""
    moved = ratings_moved(assessment, audience)
    if moved is None:
        return ""
    rose, fell = ([one.ref for one in some] for some in (moved.rose, moved.fell))
    return beyond_chance_words(rose, fell, moved_beyond_chance(assessment, audience))


def beyond_chance_words(
    rose: Sequence[str], fell: Sequence[str], beyond: Mapping[str, bool]
) -> str:
    """How many of the ratings that rose and fell did so beyond chance, and of how many it cannot be told."""
    every = (*rose, *fell)
    untold = sum(ref not in beyond for ref in every)
    if not every:
        return ""
    if untold == len(every):
        return (
            f"Whether the {counted(len(every), 'rating')} that moved did so by chance cannot be told: none has "
            f"{LEAST_POINTS} figures since the last break that neither follow the seasons nor add up or overlap."
        )
    told = [
        f"{_of_all(sum(beyond.get(ref, False) for ref in some), len(some))} that {verb}"
        for some, verb in ((rose, "rose"), (fell, "fell"))
        if some
    ]
    words = f"Ratings that moved, and whose figures show a change beyond chance: {listed(told)}"
    if untold:
        words += f"; of {untold:,} it cannot be told: they follow the seasons, add up or overlap, or have fewer than {LEAST_POINTS} figures"
    return f"{words}."


def _of_all(number: int, every: int) -> str:
    """How many of so many: ``none of the 4``, ``the one``, ``both``."""
    if number == every:
        return {1: "the one", 2: "both"}.get(every, f"all {every:,}")
    return "not the one" if every == 1 else f"{number or 'none'} of the {every:,}"
