"""A report as one HTML file, in the council's frame and look, read back before anyone gets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from markupsafe import Markup

from pmf_cli.render.html.blocks import HtmlBlocks
from pmf_cli.render.html.frame import (
    as_html,
    filled,
    fingerprint_of,
    found_template,
    refuse_without_logo,
    text_of,
)
from pmf_cli.render.logo import logo_of
from pmf_cli.render.reading_back import html_gaps, refuse_incomplete
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.views.base import Report, Tone

FRAME, LOOK = "paper.html.j2", "paper.css"
"""The page around a paper, and how it looks."""


LARGE = """
html { font-size: 150%; line-height: 1.5; }
p, li, td, th, caption, figcaption, .note, .facts, .lead, .statement, .label { font-size: 1rem; }
p, li { max-width: none; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.3rem; }
h3, h4 { font-size: 1.1rem; }
@media print { html, body { font-size: 18pt; } }
"""
"""What large print changes of the look, whoever made it: 18 points and more."""


def html_report(report: Report, theme: Theme, templates: Templates) -> bytes:
    """The report as a page: nothing is fetched for it and no script runs in it.

    Raises:
        UsageError: the frame or the look is missing or cannot be used, or the paper would not hold what it should.
    """
    blocks = HtmlBlocks(report, theme)
    return framed(report, blocks, blocks.sections(), theme, templates)


def framed(
    report: Report,
    blocks: HtmlBlocks,
    sections: Iterable[etree._Element],
    theme: Theme,
    templates: Templates,
) -> bytes:
    """The elements of a report's sections in the council's frame and look, read back.

    Raises:
        UsageError: as ``html_report``.
    """
    look = f"{_colours(theme)}\n{text_of(found_template(templates, LOOK))}"
    if report.is_large_print:
        look += LARGE
    path = found_template(templates, FRAME)
    logo = logo_of(theme.logo, templates)
    content = {
        "title": report.title,
        "subtitle": report.subtitle,
        "full_title": report.full_title,
        "created": report.as_at.isoformat(),
        "council": report.council,
        "logo": "" if logo is None else logo.address,
        "classification": report.classification,
        "footer": report.footer,
        "facts": [{"label": one.label, "text": one.text} for one in report.facts],
        "contents": Markup(as_html(blocks.contents())),
        "body": Markup("\n".join(map(as_html, sections))),
        "look": Markup(look),
        "look_hash": fingerprint_of(look),
    }
    data = filled(path, content).encode()
    refuse_without_logo(path, data, logo)
    advice = f"Put its places back into {path}, or take it away to use the one that comes with pmf."
    refuse_incomplete(html_gaps(report, data), path.name, advice)
    return data


def _colours(theme: Theme) -> str:
    """The theme's colours, as names that the stylesheet uses and as the look of each tone."""
    lines = [
        f"--heading: #{theme.headings.fill}; --heading-text: #{theme.headings.text}; --line: #{theme.charts.line}; "
        f"--font: {theme.pages.font};"
    ]
    return "\n".join((f":root {{ {' '.join(lines)} }}", *_tones(theme)))


def _tones(theme: Theme) -> Iterator[str]:
    for tone in Tone:
        look = theme.look(tone)
        if look.fill:
            yield f".tone-{tone} .muted {{ color: inherit; }}"
            yield f"td.tone-{tone}, th.tone-{tone} {{ background: #{look.fill}; color: #{look.text}; }}"
        elif tone is not Tone.NONE:
            yield f"td.tone-{tone}, th.tone-{tone} {{ color: #{theme.ink(tone)}; }}"
        if tone is not Tone.NONE:
            yield f"p.tone-{tone}, li.tone-{tone}, span.tone-{tone}, strong.tone-{tone} {{ color: #{theme.ink(tone)}; }}"
