"""The theme's colours by name, for light screens and dark ones: on dark, what would not be seen is made lighter."""

from __future__ import annotations

from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls

from pmf_cli.render.theme import GRAPHIC_CONTRAST, TEXT_CONTRAST, Theme, contrast
from pmf_cli.views.base import Tone

DARK = "1B2530"
"""The lighter of the two grounds of dark screens, as the stylesheet has it."""
STEPS = 40
"""How finely a colour is made lighter."""
TONES = (Tone.RED, Tone.AMBER, Tone.GREEN, Tone.EXCEEDED, Tone.NEAR, Tone.UNRATED)


def colour_rules(theme: Theme) -> str:
    """Names of colours for light and dark, and what has the look of each rating."""
    light = _names(theme, is_dark=False)
    dark = _names(theme, is_dark=True)
    rules = [
        f":root {{ --font: {theme.pages.font}; {light} }}",
        f"@media screen and (prefers-color-scheme: dark) {{ :root:not([data-look=light]) {{ {dark} }} }}",
        f"@media screen {{ :root[data-look=dark] {{ {dark} }} }}",
        *_looks(),
    ]
    return "\n".join(rules)


def _names(theme: Theme, *, is_dark: bool) -> str:
    """The custom properties of one ground."""

    def seen(colour: str, least: float) -> str:
        return on_dark(colour, least) if is_dark else colour

    named = {
        "heading": theme.headings.fill,
        "heading-text": theme.headings.text,
        "line": seen(theme.charts.line, TEXT_CONTRAST),
        "marker": seen(theme.charts.marker, TEXT_CONTRAST),
        "pale": seen(theme.charts.pale, GRAPHIC_CONTRAST),
    }
    for tone in TONES:
        look, bar = theme.look(tone), theme.bar(tone)
        ink = seen(theme.ink(tone), TEXT_CONTRAST)
        edge = bar.edge if tone in theme.bars else theme.ink(tone)
        named |= {
            f"{tone}-fill": look.fill or "transparent",
            f"{tone}-text": look.text if look.fill else ink,
            f"{tone}-rim": look.fill or ink,
            f"{tone}-bar": bar.fill,
            f"{tone}-word": bar.text,
            f"{tone}-edge": seen(edge, GRAPHIC_CONTRAST),
        }
    return " ".join(f"--{name}: {_css(colour)};" for name, colour in named.items())


def _css(colour: str) -> str:
    return colour if colour == "transparent" else f"#{colour}"


def _looks() -> Iterator[str]:
    for tone in TONES:
        yield f".chip.{tone} {{ background: var(--{tone}-fill); color: var(--{tone}-text); border-color: var(--{tone}-rim); }}"
        yield f".b-{tone} {{ fill: var(--{tone}-bar); stroke: var(--{tone}-edge); }}"
        yield f".w-{tone} {{ fill: var(--{tone}-word); }}"
        yield f".d-{tone} {{ fill: var(--{tone}-bar); stroke: var(--{tone}-edge); }}"


def on_dark(colour: str, least: float) -> str:
    """A colour of the same hue, made lighter until it stands out from a dark ground."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    for step in range(STEPS + 1):
        lit = lightness + (1 - lightness) * step / STEPS
        parts = hls_to_rgb(hue, lit, saturation)
        lighter = "".join(f"{round(part * 255):02X}" for part in parts)
        if contrast(lighter, DARK) >= least:
            return lighter
    return "FFFFFF"
