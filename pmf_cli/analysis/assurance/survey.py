"""Answers of surveys against the wave before, each with its base (2024 report, ¶85–88; 2004 approach, 2.49)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.sheets.plan import SurveyAnswer
from pmf_cli.words import counted

SURE = Decimal("1.96")
"""Standard errors within which chance keeps 95 of 100 differences."""
LEAST_BASE = 30
"""With fewer answers nothing is said of chance."""


@frozen
class SurveyLine:
    """One answer in its newest wave and the wave before; ``None`` where it was not asked before."""

    now: SurveyAnswer
    before: SurveyAnswer | None

    @property
    def change(self) -> Decimal | None:
        """Points of per cent between the two; ``None`` where one share is not known."""
        if self.before is None:
            return None
        now, then = share_of(self.now), share_of(self.before)
        return None if now is None or then is None else now - then

    @property
    def is_beyond_chance(self) -> bool | None:
        """Whether chance alone seldom makes such a difference, as if both bases were drawn at random; ``None`` where nobody can say."""
        change, before = self.change, self.before
        if change is None or before is None:
            return None
        errors = [_error(one) for one in (self.now, before)]
        if None in errors:
            return None
        return change * change > SURE * SURE * sum(
            (one or Decimal(0) for one in errors), Decimal(0)
        )


def share_of(answer: SurveyAnswer) -> Decimal | None:
    """The share in per cent: as stated, else from the counts."""
    if answer.per_cent is not None:
        return answer.per_cent
    if answer.respondents is None or not answer.base:
        return None
    exact = Decimal(100) * answer.respondents / answer.base
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _error(answer: SurveyAnswer) -> Decimal | None:
    """The square of a share's standard error, in points."""
    share = share_of(answer)
    if share is None or answer.base is None or answer.base < LEAST_BASE:
        return None
    return share * (100 - share) / answer.base


def survey_lines(answers: Iterable[SurveyAnswer], until: int) -> tuple[SurveyLine, ...]:
    """Each answer of the newest wave of its survey up to a year, with the same answer in the wave before."""
    waves: dict[str, set[int]] = {}
    by_key: dict[tuple[str, str | None, str | None, int], SurveyAnswer] = {}
    for one in answers:
        if one.year is not None and one.year <= until:
            waves.setdefault(one.survey, set()).add(one.year)
            by_key[one.survey, one.question, one.answer, one.year] = one
    found = []
    for (survey, question, answer, year), one in by_key.items():
        if year == max(waves[survey]):
            years = sorted(waves[survey] - {year}, reverse=True)
            earlier = (by_key.get((survey, question, answer, before)) for before in years)
            found.append(SurveyLine(one, next(filter(None, earlier), None)))
    return tuple(found)


def change_words(line: SurveyLine) -> str:
    """How a share moved, in words: ``6 points more than in 2023``, ``as in 2023``, ``not asked before``."""
    before, change = line.before, line.change
    if before is None:
        return "not asked before"
    if change is None:
        return "not comparable"
    if change == 0:
        return f"as in {before.year}"
    size = f"{abs(change).normalize():f}"
    points = counted(1, "point") if size == "1" else f"{size} points"
    return f"{points} {'more' if change > 0 else 'less'} than in {before.year}"


def survey_words(line: SurveyLine) -> str:
    """One answer in a sentence with both bases.

    ``64% of 180 answered “Well embedded” in 2024: 6 points more than in 2023 (58% of 165).``
    """
    now, before = line.now, line.before
    answered = f"“{now.answer}”" if now.answer else "the question"
    said = f"{_share_words(now)} answered {answered} in {now.year}: {change_words(line)}"
    told = "" if before is None or line.change is None else f" ({_share_words(before)})"
    return f"{said}{told}."


def _share_words(answer: SurveyAnswer) -> str:
    share = share_of(answer)
    base = "" if answer.base is None else f" of {answer.base:,}"
    return "An unknown share" if share is None else f"{share.normalize():f}%{base}"
