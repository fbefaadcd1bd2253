"""A report as one HTML file, in the council's frame and look, read back before anyone gets it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import TemplateError
from lxml import etree
from markupsafe import Markup

from pmf_cli.errors import UsageError
from pmf_cli.render.html.blocks import HtmlBlocks
from pmf_cli.render.logo import Logo, logo_of
from pmf_cli.render.reading_back import html_gaps, refuse_incomplete
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import Theme
from pmf_cli.render.word.sandbox import TemplateLanguage
from pmf_cli.views.base import Report, Tone
from pmf_cli.views.wording import one_line
from pmf_cli.workbook.text import printable

FRAME, LOOK = "paper.html.j2", "paper.css"
"""The page around a paper, and how it looks."""


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
    look = f"{_colours(theme)}\n{_text(_found(templates, LOOK))}"
    path = _found(templates, FRAME)
    logo = logo_of(theme.logo, templates)
    content = {
        "title": report.title,
        "subtitle": report.subtitle,
        "full_title": report.full_title,
        "council": report.council,
        "logo": "" if logo is None else logo.address,
        "classification": report.classification,
        "footer": report.footer,
        "facts": [{"label": one.label, "text": one.text} for one in report.facts],
        "contents": Markup(_html(blocks.contents())),
        "body": Markup("\n".join(map(_html, sections))),
        "look": Markup(look),
        "look_hash": f"sha256-{b64encode(sha256(look.encode()).digest()).decode()}",
    }
    data = _filled(path, content).encode()
    _refuse_without_logo(path, data, logo)
    advice = f"Put its places back into {path}, or take it away to use the one that comes with pmf."
    refuse_incomplete(html_gaps(report, data), path.name, advice)
    return data


def _refuse_without_logo(path: Path, data: bytes, logo: Logo | None) -> None:
    if logo is not None and logo.address.encode() not in data:
        raise UsageError(
            f"{path} has no place for the logo that theme.toml names.",
            'Put this into it: <img class="logo" src="{{ logo }}" alt="{{ council }}">',
        )


def _html(element: etree._Element) -> str:
    return etree.tostring(element, method="html", encoding="unicode")


def _found(templates: Templates, name: str) -> Path:
    path = templates.find(name)
    if path is None:
        raise UsageError(f"The template {name} is missing.", "Install pmf again.")
    return path


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"The template {path} is not UTF-8 text.", "Save it as UTF-8.") from error
    if "</" in text or "@import" in text or "url(" in text:
        raise UsageError(
            f"{path} fetches something or ends its own place: a paper is one file, and nothing is fetched for it.",
            "Take @import, url(…) and tags out of it.",
        )
    return text


def _filled(path: Path, content: Mapping[str, object]) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        return str(TemplateLanguage(escaping=True, by_line=True).from_string(text).render(content))
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise UsageError(
            f"The template {path}{f', line {line}' if line else ''} cannot be filled in: "
            f"{one_line(printable(error.message or 'it is not understood'))}.",
            "Correct it, or take it away to use the one that comes with pmf.",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The template {path} is not UTF-8 text.", "Save it as UTF-8.") from error


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
