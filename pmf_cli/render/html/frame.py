"""The frame around what stands in an HTML file: the council's template filled, its look inside, its logo in its place."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from jinja2 import TemplateError
from lxml import etree

from pmf_cli.errors import UsageError
from pmf_cli.render.logo import Logo
from pmf_cli.render.templates import Templates
from pmf_cli.render.word.sandbox import TemplateLanguage
from pmf_cli.views.wording import one_line
from pmf_cli.workbook.text import printable


def fingerprint_of(text: str) -> str:
    """The fingerprint by which a policy lets a look or script of the file itself through."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def refuse_without_logo(path: Path, data: bytes, logo: Logo | None) -> None:
    """UsageError where a page has no place for the logo that its theme names."""
    if logo is not None and logo.address.encode() not in data:
        raise UsageError(
            f"{path} has no place for the logo that theme.toml names.",
            'Put this into it: <img class="logo" src="{{ logo }}" alt="{{ council }}">',
        )


def as_html(element: etree._Element) -> str:
    """An element as it stands in a file."""
    return etree.tostring(element, method="html", encoding="unicode")


def found_template(templates: Templates, name: str) -> Path:
    """The template of a name; UsageError where there is none."""
    path = templates.find(name)
    if path is None:
        raise UsageError(f"The template {name} is missing.", "Install pmf again.")
    return path


def text_of(path: Path) -> str:
    """A look or script that stands in the file itself; UsageError where it fetches something or ends its own place."""
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


def filled(path: Path, content: Mapping[str, object]) -> str:
    """A frame with its places filled; UsageError where it cannot be used."""
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
