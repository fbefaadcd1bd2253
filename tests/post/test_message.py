"""One e-mail as bytes: the head holds our lines alone, the words are the same in both parts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.post.message import Attachment, Letter, UnfitMessageError, message_bytes

LETTER = Letter(
    key="ab" * 32,
    sender="team@example.org",
    to="c02@example.org",
    reply_to="box@example.org",
    subject="2024/25 Q3: KPI results due 20/01/2025",
    on=date(2025, 1, 20),
    text="Dear Officer,\n\nCafé & Co. <5 [c] £12 – \n.\nend\n",
    html="<!DOCTYPE html><html lang='en-GB'><body><p>Caf&eacute;</p></body></html>\n",
)
FORM = Attachment("return-C02.xlsx", b"PK\x03\x04 form")


def read(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.SMTP)
    assert isinstance(found, EmailMessage)
    return found


def test_the_head_says_what_mail_programs_need() -> None:
    """One recipient, answers to the team's box, a fixed date, marked as made by a program."""
    found = read(message_bytes(LETTER))
    assert found["To"] == "c02@example.org"
    assert found["From"] == "team@example.org"
    assert found["Reply-To"] == "box@example.org"
    assert found["Subject"] == LETTER.subject
    assert found["Date"].datetime.date() == LETTER.on
    assert found["Message-ID"] == f"<pmf.{'ab' * 20}@example.org>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["X-Auto-Response-Suppress"] == "All"


def test_plain_text_comes_first_and_nothing_is_lost() -> None:
    """Text, then the page, then the form; every character survives, a lone dot too."""
    found = read(message_bytes(replace(LETTER, attachments=(FORM,))))
    parts = [part for part in found.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", FORM.kind]
    assert parts[0].get_content().replace("\r\n", "\n") == LETTER.text
    assert parts[2].get_filename() == FORM.name
    assert parts[2].get_content() == FORM.data


def test_the_same_letter_is_the_same_bytes_with_lines_as_mail_has_them() -> None:
    """CRLF everywhere, no line too long for a server, only plain ASCII on the wire."""
    letter = replace(LETTER, attachments=(FORM,), text="x" * 5000 + "é\n")
    data = message_bytes(letter)
    assert data == message_bytes(letter)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()


@pytest.mark.parametrize("field", ["subject", "to", "reply_to", "sender"])
@pytest.mark.parametrize(
    "evil",
    [
        "a\r\nBcc: evil@example.org",
        "a\nBcc: evil@example.org",
        "=?utf-8?q?a=0ABcc:_evil=40example.org?=",
        "a\u2028Bcc: evil@example.org",
        "a\x00b",
        "a\x85Bcc: x",
        "a@example.org, evil@example.org",
    ],
)
def test_no_value_adds_a_line_or_a_recipient(field: str, evil: str) -> None:
    """It is refused, or stands there as harmless text."""
    try:
        data = message_bytes(replace(LETTER, **{field: evil}))
    except UnfitMessageError:
        return
    found = read(data)
    assert "Bcc" not in found
    assert [one.addr_spec for one in found["To"].addresses] == ["c02@example.org"]


@given(st.text(max_size=80))
def test_no_subject_at_all_changes_the_head(subject: str) -> None:
    """Whatever text a subject is, the lines of the head are ours."""
    try:
        data = message_bytes(replace(LETTER, subject=subject))
    except UnfitMessageError:
        return
    head = data.split(b"\r\n\r\n")[0]
    names = re.findall(rb"(?m)^([A-Za-z-]+):", head)
    assert len(names) == 10
    assert b"Bcc" not in names


def test_a_boundary_in_the_words_splits_nothing() -> None:
    """Words that look like the line between two parts stay words."""
    evil = f"before\n--=_pmf_{LETTER.key[:32]}_1--\nafter\n"
    found = read(message_bytes(replace(LETTER, text=evil)))
    text = found.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == evil
