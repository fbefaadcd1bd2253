"""The theme: what each tone looks like and is called; the one place where Red gets its colour.

Read from ``theme.toml`` in the template folders, the council's own over the shipped one key by
key. Contrast is worked out here, so that no paper can be printed that some cannot read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from pmf_cli.errors import UsageError
from pmf_cli.places import THEME
from pmf_cli.register.terms import RATING_WORDS, Rag, RatingWords
from pmf_cli.render.templates import Templates
from pmf_cli.settings_errors import first_error
from pmf_cli.views.base import Tone

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against its background."""
GRAPHIC_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: lines and shapes that carry meaning."""
RATED = {Tone.RED: Rag.RED, Tone.AMBER: Rag.AMBER, Tone.GREEN: Rag.GREEN}
"""The tones that are ratings."""
SHADED = (Tone.EXCEEDED, Tone.NEAR)
"""The tones of finer states of a Green, which have a word only where the council gives one."""


def _colour(value: object) -> object:
    if isinstance(value, str):
        text = value.strip().lstrip("#").upper()
        if text and not re.fullmatch(r"[0-9A-F]{6}", text):
            raise ValueError(f'"{value}" is no colour; write six digits such as 8B0000')
        return text
    raise ValueError('a colour is written in quotation marks, such as "8B0000"')


Colour = Annotated[str, BeforeValidator(_colour)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Look(_Part):
    """What a tone looks like; no fill is empty, and where the entry's own words stand so is the word.

    A mark is a sign before the word, so that colour is never alone. ``ink`` is the colour of such
    words where they stand on white; left out, it is that of the text.
    """

    fill: Colour = ""
    text: Colour = "000000"
    ink: Colour = ""
    mark: str = Field(default="", max_length=3)
    word: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


_PLAIN = Look()


class HeadingWords(_Part):
    """Heading rows of tables in Excel."""

    fill: Colour = "17365D"
    text: Colour = "FFFFFF"


class BarLook(_Part):
    """A stretch of a bar: its area, its edge, and the words inside."""

    fill: Colour = "FFFFFF"
    edge: Colour = "767676"
    text: Colour = "1A1A1A"


_PLAIN_BAR = BarLook()


class ChartColours(_Part):
    """Lines and areas of charts and sparklines, and the words that name them.

    ``pale`` is a bar that asks for nothing; ``marker`` is what stands back: dotted lines of events, last year's line, figures of the axis.
    """

    line: Colour = "17365D"
    target: Colour = "1A1A1A"
    comparators: tuple[Colour, ...] = ("6B3FA0", "7A3E00", "0B5D45")
    band: Colour = "FDF0D5"
    edge: Colour = "A86200"
    marker: Colour = "555555"
    pale: Colour = "6F87AD"


class ExcelLook(_Part):
    """Font of workbooks."""

    font: str = "Arial"
    size: int = Field(default=10, ge=9, le=14)


class PageLook(_Part):
    """Font of papers as pages, and of messages; the first that a reader's computer has."""

    font: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ,\-]{1,200}$")] = (
        "Arial, Liberation Sans, sans-serif"
    )


class Theme(_Part):
    """All of it, frozen."""

    logo: Annotated[str, StringConstraints(pattern=r"^([^/\\.][^/\\]*\.(svg|png))?$")] = ""
    """File name of the council's logo, among the templates."""
    tones: dict[Tone, Look]
    headings: HeadingWords = HeadingWords()
    bars: dict[Tone, BarLook] = Field(default_factory=dict)
    charts: ChartColours = ChartColours()
    excel: ExcelLook = ExcelLook()
    pages: PageLook = PageLook()

    def look(self, tone: Tone) -> Look:
        """What a tone looks like; plain where the theme says nothing."""
        return self.tones.get(tone, _PLAIN)

    def ink(self, tone: Tone) -> str:
        """The colour of a tone's words on white."""
        look = self.look(tone)
        return look.ink or look.text

    def bar(self, tone: Tone) -> BarLook:
        """What a stretch of a bar looks like."""
        return self.bars.get(tone, _PLAIN_BAR)

    @cached_property
    def rating_words(self) -> RatingWords:
        """The council's words for the ratings, as views build their sentences with them."""
        red, amber, green = (
            self.look(tone).word or RATING_WORDS[rag] for tone, rag in RATED.items()
        )
        return RatingWords(
            red,
            amber,
            green,
            exceeded=self.look(Tone.EXCEEDED).word,
            near=self.look(Tone.NEAR).word,
        )

    def word(self, tone: Tone) -> str:
        """The council's word for a tone that is a rating."""
        return self.rating_words[RATED[tone]]

    def marked(self, text: str, tone: Tone) -> str:
        """The text of an entry with the tone's mark before it."""
        mark = self.look(tone).mark
        return f"{mark} {text}" if mark and text else text


def theme_of(templates: Templates) -> Theme:
    """The theme in force: the council's keys over the shipped ones.

    Raises:
        UsageError: a file is no TOML, a key is unknown or does not fit, or two colours are too
            close to be read, or two ratings have the same word; the message names file and key.
    """
    merged: dict[str, Any] = {}
    name = THEME
    for path in reversed(templates.all_of(THEME)):
        name = str(path)
        own = _toml(path)
        _only(own, name)
        merged = _over(merged, own)
    theme = _only(merged, name)
    _readable(theme, name)
    _told_apart(theme, name)
    return theme


def luminance(colour: str) -> float:
    """Relative luminance of ``RRGGBB`` (WCAG 2.2, definition)."""
    # The eye sees green best and blue worst; the curve undoes how screens store light.
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}.", "Correct the line named, or delete the file."
        ) from error


def _only(values: Mapping[str, Any], name: str) -> Theme:
    try:
        return Theme.model_validate({"tones": {}, **values})
    except ValidationError as error:
        wrong = first_error(error, "is nothing that a theme can set")
        raise UsageError(
            f"{name}: {wrong}.", f"See the {THEME} that comes with pmf for every key."
        ) from error


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            merged[key] = _over(old, value)
        else:
            merged[key] = value
    return merged


def _pairs(theme: Theme) -> Iterator[tuple[str, str, str, float]]:
    """Key, colour, ground and least contrast of whatever must be told from its ground."""
    for tone, look in theme.tones.items():
        yield from _on_fill(f"tones.{tone.value}", look.text or _BLACK, look.fill)
        # Where the text's own colour is for a dark fill, words without one need another.
        if look.ink:
            yield from _on_fill(f"tones.{tone.value}.ink", look.ink)
    for tone, bar in theme.bars.items():
        yield from _on_fill(f"bars.{tone.value}", bar.text, bar.fill)
        yield f"bars.{tone.value}.edge", bar.edge, _WHITE, GRAPHIC_CONTRAST
    yield from _on_fill("headings", theme.headings.text or _BLACK, theme.headings.fill)
    for name in ("line", "target", "edge", "marker"):
        yield from _on_fill(f"charts.{name}", getattr(theme.charts, name))
    for colour in theme.charts.comparators:
        yield from _on_fill("charts.comparators", colour)


_BLACK, _WHITE = "000000", "FFFFFF"


def _on_fill(key: str, text: str, fill: str = "") -> Iterator[tuple[str, str, str, float]]:
    yield key, text, fill or _WHITE, TEXT_CONTRAST


def _readable(theme: Theme, name: str) -> None:
    for key, text, fill, least in _pairs(theme):
        if not text:
            raise UsageError(f"{name}: {key} has no colour.", "Write six digits such as 8B0000.")
        found = contrast(text, fill)
        if found < least:
            raise UsageError(
                f"{name}: {key}: {text} on {fill} has a contrast of {found:.2f} to 1; "
                f"{least:g} to 1 is needed (WCAG 2.2).",
                "Choose a darker or lighter colour of the two.",
            )


def _told_apart(theme: Theme, name: str) -> None:
    """Refuses one word for two ratings: in sentences, the word is all that tells them apart."""
    called: dict[str, Tone] = {}
    words = {tone: theme.word(tone) for tone in RATED}
    words |= {tone: word for tone in SHADED if (word := theme.look(tone).word)}
    for tone, word in words.items():
        other = called.setdefault(word.casefold(), tone)
        if other is not tone:
            raise UsageError(
                f'{name}: tones.{tone.value} has the word "{word}", as tones.{other.value} has.',
                "Give every rating a word of its own.",
            )
