"""The words of a reminder put into the council's two templates: plain text, and the same as a page."""

from __future__ import annotations

import textwrap
from typing import Any

from jinja2 import TemplateError

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.render.logo import Logo, logo_of
from pmf_cli.render.templates import Templates
from pmf_cli.render.theme import HeadingWords, PageLook, Theme
from pmf_cli.render.word.sandbox import TemplateLanguage
from pmf_cli.views.reminders import MessageSection, ReminderMessage
from pmf_cli.views.wording import one_line
from pmf_cli.workbook.text import printable

TEXT = "reminder.txt.j2"
PAGE = "reminder.html.j2"
LOGO_ID = "logo@pmf"
"""The name by which the page of a message shows the logo that goes with it."""
WIDTH = 74
"""Characters in a line of the plain text; longer words are left whole."""


@frozen
class Brand:
    """Whose message it is, and how it looks: the council's name and logo, colours of headings, font."""

    council: str = ""
    logo: Logo | None = None
    heading: str = HeadingWords().fill
    heading_text: str = HeadingWords().text
    font: str = PageLook().font

    @property
    def content(self) -> dict[str, str]:
        """The same as templates name it."""
        return {
            "council": one_line(printable(self.council)),
            "logo": "" if self.logo is None else f"cid:{LOGO_ID}",
            "heading": f"#{self.heading or 'FFFFFF'}",
            "heading_text": f"#{self.heading_text}",
            "font": self.font,
        }


def brand_of(theme: Theme, templates: Templates, council: str) -> Brand:
    """What a theme says of messages; UsageError where its logo cannot be used."""
    logo = logo_of(theme.logo, templates, ("png",))
    return Brand(council, logo, theme.headings.fill, theme.headings.text, theme.pages.font)


def mail_parts(
    message: ReminderMessage, templates: Templates, brand: Brand | None = None
) -> tuple[str, str]:
    """The plain text and the page of a message.

    UsageError: a template is missing, may not do that, or shows no logo where there is one.
    """
    brand = brand or Brand()
    plain = _filled(templates, TEXT, _content(message, wrapped=True))
    lines = [line.rstrip() for line in plain.split("\n")]
    page = _filled(templates, PAGE, _content(message) | {"look": brand.content})
    if brand.logo is not None and LOGO_ID not in page:
        raise UsageError(
            f"The template {templates.find(PAGE)} has no place for the logo that theme.toml names.",
            'Put this into it: <img src="{{ look.logo }}" alt="{{ look.council }}">',
        )
    return "\n".join(lines).strip("\n") + "\n", page


def _filled(templates: Templates, name: str, content: dict[str, Any]) -> str:
    path = templates.find(name)
    if path is None:
        raise UsageError(f"The template {name} is missing.", "Install pmf again.")
    language = TemplateLanguage(escaping=name == PAGE, by_line=True)
    try:
        return str(language.from_string(path.read_text(encoding="utf-8")).render(content))
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise UsageError(
            f"The template {path}{f', line {line}' if line else ''} cannot be filled in: "
            f"{one_line(printable(error.message or 'it is not understood'))}.",
            "Correct it, or take it away to use the one that comes with pmf.",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The template {path} is not UTF-8 text.", "Save it as UTF-8.") from error


def _content(message: ReminderMessage, *, wrapped: bool = False) -> dict[str, Any]:
    """What templates may name: texts, and lists of texts, only."""

    def fit(text: str, indent: str = "") -> str:
        words = one_line(printable(text))
        if not wrapped:
            return words
        return textwrap.fill(
            words,
            WIDTH,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )

    return {
        "subject": one_line(printable(message.subject)),
        "title": fit(message.title),
        "greeting": fit(message.greeting),
        "lead": [fit(line) for line in message.lead],
        "sections": [_section(section, fit) for section in message.sections],
        "answer": [fit(line, "  ") for line in message.answer],
        "closing": [fit(line) for line in message.closing],
    }


def _section(section: MessageSection, fit: Any) -> dict[str, Any]:  # noqa: ANN401 - a function
    return {
        "heading": fit(section.heading),
        "intro": fit(section.intro),
        "columns": list(section.columns),
        "rows": [
            {
                "name": fit(row[0], "  "),
                "cells": [
                    {
                        "label": label,
                        "text": one_line(printable(text)),
                        "line": fit(f"{label}: {text}", "    "),
                    }
                    for label, text in zip(section.columns[1:], row[1:], strict=True)
                ],
            }
            for row in section.rows
        ],
    }
