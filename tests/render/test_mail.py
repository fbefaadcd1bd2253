"""A reminder's two parts say the same, in templates that the council restyles."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.render.mail import PAGE, TEXT, mail_parts
from pmf_cli.render.templates import Templates, templates_for
from pmf_cli.views.reminders import MessageSection, ReminderMessage

EVIL = "R&D <script>alert(1)</script> {{7*7}} [c] =1+1"
SECTION = MessageSection(
    "Overdue",
    "This result was due on 20/01/2025 and has not come.",
    ("KPI", "Period", "Due", "Last value", "Question"),
    (
        (f"WM-01 {EVIL}", "2024/25 Q3", "20/01/2025", "88.1% (2024/25 Q2)", "What is the value?"),
        ("WM-02 line\nbreak \x1b[31m\u202e", "2024/25 Q3", "20/01/2025", "none yet", "Why?"),
    ),
)
MESSAGE = ReminderMessage(
    "2024/25 Q3: KPI result overdue, due 20/01/2025",
    "Anyborough Council: 2024/25 Q3",
    "Dear Officer O'Neill & Co,",
    ("The results go to CLT on 11/02/2025.",),
    (SECTION, SECTION),
    ("Send the values to team@example.org, or answer this message.",),
    ("Turn to team@example.org if anything is unclear.",),
)


class Page(HTMLParser):
    """What a reader of the page finds: tags in order, and all text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def words_in(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def parts() -> tuple[str, str]:
    return mail_parts(MESSAGE, templates_for())


def test_both_parts_hold_every_word() -> None:
    """Each text of the message stands in the plain part and on the page, as typed."""
    plain, page = parts()
    flat_plain = " ".join(words_in(plain))
    flat_page = " ".join(words_in(" ".join(Page(page).text)))
    texts = [MESSAGE.greeting, *MESSAGE.lead, SECTION.intro, *MESSAGE.answer, *MESSAGE.closing]
    texts += list(SECTION.rows[0])
    assert len(texts) > len(SECTION.rows[0])
    for text in texts:
        assert text in flat_plain
        assert text in flat_page


def test_what_a_person_typed_stays_text() -> None:
    """No markup, no template, no control character comes of a KPI's name."""
    plain, page = parts()
    assert "script" not in [tag for tag, _ in Page(page).tags]
    assert "49" not in plain + page
    for part in (plain, page):
        assert "\x1b" not in part
        assert "\u202e" not in part
        assert "line break" in part


def test_the_page_can_be_read_by_everyone() -> None:
    """Language, title, headings in order, real headings of rows and columns, nothing fetched."""
    _, page = parts()
    tags = Page(page).tags
    names = [tag for tag, _ in tags]
    assert dict(tags)["html"]["lang"] == "en-GB"
    assert names.count("h1") == names.count("title") == 1
    assert names.index("h1") < names.index("h2")
    scopes = [found.get("scope") for tag, found in tags if tag == "th"]
    assert scopes.count("col") == 10
    assert scopes.count("row") == 4
    assert not {"img", "a", "link", "script", "iframe"} & set(names)
    assert "http" not in page


def test_plain_lines_are_short_enough_to_read() -> None:
    """At most 78 characters, and no run of empty lines."""
    plain, _ = parts()
    assert max(map(len, plain.splitlines())) <= 78
    assert "\n\n\n" not in plain


def test_the_councils_own_template_counts(tmp_path: Path) -> None:
    """One of the two may be restyled alone."""
    (tmp_path / TEXT).write_text("Guten Tag! {{ greeting }}\n", encoding="utf-8")
    plain, page = mail_parts(MESSAGE, Templates((tmp_path, *templates_for().folders)))
    assert plain == f"Guten Tag! {MESSAGE.greeting}\n"
    assert "<h1>" in page


@pytest.mark.parametrize(
    "payload",
    [
        "{{ greeting.__class__ }}",
        "{{ nothing_of_the_kind }}",
        "{{ ''.join(lead) }}",
        "{{ 'a' * 10 ** 10 }}",
        "{% include '/etc/passwd' %}",
        "{% for a in lead %}{% for b in answer %}x{% endfor %}{% endfor %}",
        "{{ broken",
    ],
)
@pytest.mark.parametrize("name", [TEXT, PAGE])
def test_a_template_that_asks_for_more_is_refused(tmp_path: Path, name: str, payload: str) -> None:
    """With the file's name and what is wrong, before any message is made."""
    (tmp_path / name).write_text(payload, encoding="utf-8")
    with pytest.raises(UsageError):
        mail_parts(MESSAGE, Templates((tmp_path, *templates_for().folders)))


def test_no_gap_is_left_where_nothing_stands_before_the_list() -> None:
    """A message that has nothing to say of the cycle goes from the greeting to its list."""
    text, _ = mail_parts(replace(MESSAGE, lead=()), templates_for())
    assert "& Co,\n\nOVERDUE" in text
    assert "\n\n\n" not in parts()[0]
