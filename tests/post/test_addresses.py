"""Whom a message may go to: one plain address of an allowed domain, whatever stands in the cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.post.addresses import AddressError, address_of, allowed_domains, recipient

ALLOWED = frozenset({"example.org"})


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("a.officer@example.org", "a.officer@example.org"),
        ("  a@example.org ", "a@example.org"),
        ("A.O'Neill+kpi@Example.ORG", "A.O'Neill+kpi@example.org"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
    ],
)
def test_a_plain_address_is_taken(text: str, address: str) -> None:
    """Blanks around it are dropped; the domain is written as servers write it."""
    assert address_of(text) == address


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "officer",
        "@example.org",
        "a@",
        "a@example",
        "a@x.org; b@y.org",
        "a@x.org, evil@y.org",
        "a@x.org,b",
        "A Officer <a@example.org>",
        '"a b"@example.org',
        "a b@example.org",
        "a@example.org\r\nBcc: evil@example.org",
        "a@example.org\nBcc",
        "a\t@example.org",
        "a@b> RCPT TO:<e@example.org",
        "müller@example.org",
        "=?utf-8?q?a?=@example.org",
        "a..b@example.org",
        ".a@example.org",
        "a@-example.org",
        "a@example..org",
        "a@[127.0.0.1]",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 64}.org",
        "a@example.org\u2028",
        "a(comment)@example.org",
    ],
)
def test_anything_else_is_refused_with_a_reason_that_does_not_repeat_it(text: str | None) -> None:
    """Several addresses, names, comments, line breaks and tricks are no address."""
    with pytest.raises(AddressError) as told:
        address_of(text)
    if text:
        assert text not in str(told.value)


@given(st.text(max_size=40))
def test_no_text_makes_more_than_one_plain_address(text: str) -> None:
    """What is taken has one @, no blank, no control character, and only ASCII."""
    try:
        found = address_of(f"{text}@example.org")
    except AddressError:
        return
    assert found.count("@") == 1
    assert found.isascii()
    assert found.isprintable()
    assert not any(sign in found for sign in ' ,;<>"')


def test_only_domains_that_are_allowed() -> None:
    """The sender's own where none is named; neither a subdomain nor a lookalike."""
    assert allowed_domains("team@example.org", ()) == ALLOWED
    assert allowed_domains("team@example.org", ("Partner.org",)) == {"partner.org"}
    assert recipient("a@EXAMPLE.org", ALLOWED) == "a@example.org"
    for text in ("a@examp1e.org", "a@mail.example.org", "a@example.org.evil.net"):
        with pytest.raises(AddressError):
            recipient(text, ALLOWED)
