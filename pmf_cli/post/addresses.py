"""Whom a message may go to: one plain address, of a domain that the council allows.

What stands in a cell may be anything. ``a@x; b@y`` would reach two people or nobody, a line break
could add a line to the message's head, and a mistyped domain could be a stranger's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# An atom of RFC 5322 and its dots; quoted parts are allowed there too, and never meant here.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# A part of a domain's name, in the form that names of other scripts have for mail servers.
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_NOT_PLAIN = frozenset('<>"(),:;\\ \t')
LONGEST_LOCAL = 64
LONGEST = 254


class AddressError(ValueError):
    """Why a text is no address that a message may go to, in words that do not repeat it."""


def address_of(text: str | None) -> str:
    """The one address in a text, its domain as mail servers write it.

    Args:
        text: what stands in the cell or the settings.

    Raises:
        AddressError: there is none, more than one, or something else beside it.
    """
    words = (text or "").strip(" ")
    local, _, domain = words.rpartition("@")
    rules = (
        (not words, "there is no e-mail address"),
        (words.count("@") > 1, "there is more than one address"),
        (not local or not domain, "it is no e-mail address"),
        (not _NOT_PLAIN.isdisjoint(words), "more stands there than one plain address"),
        (not local.isascii(), "letters before the @ are not plain ones (A to Z)"),
        (not _LOCAL.fullmatch(local) or len(local) > LONGEST_LOCAL, "it is no e-mail address"),
        ("=?" in local, "it is no e-mail address"),
    )
    for is_broken, why in rules:
        if is_broken:
            raise AddressError(why)
    found = f"{local}@{domain_of(domain)}"
    if len(found) > LONGEST:
        raise AddressError("it is too long")
    return found


def domain_of(text: str) -> str:
    """A domain in small letters, letters beyond A to Z in their ASCII form.

    AddressError: it is no domain.
    """
    try:
        plain = text.strip(" ").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise AddressError("the part after the @ is no domain") from error
    labels = plain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError("the part after the @ is no domain")
    return plain


def allowed_domains(sender: str, named: Sequence[str]) -> frozenset[str]:
    """The domains that messages may go to: those named, else the sender's own.

    Args:
        sender: the sender's address.
        named: the domains in the settings.

    Raises:
        AddressError: one of them is no domain.
    """
    if named:
        return frozenset(domain_of(name) for name in named)
    return frozenset({address_of(sender).rpartition("@")[2]})


def recipient(text: str | None, allowed: frozenset[str]) -> str:
    """The address in a contact's cell, where a message may go to it.

    AddressError: it is none, or its domain is not allowed.
    """
    found = address_of(text)
    if found.rpartition("@")[2] not in allowed:
        raise AddressError("its domain is not one that messages may go to")
    return found
