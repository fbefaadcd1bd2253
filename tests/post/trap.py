"""A real mail server on this computer that checks, keeps and misbehaves as told.

It speaks STARTTLS and AUTH like a council's own, with a certificate made on the spot. What it
accepts is kept as files; what happens is written down; and it can stop still at a chosen moment, so
that a test ends the sender exactly then.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER = "performance"
PASSWORD = "canary-Gx7-never-to-be-seen"
FAULTS = (
    "none",
    "no-starttls",
    "wrong-name",
    "untrusted",
    "rcpt-550",
    "rcpt-450",
    "data-451",
    "drop-after-data",
    "slow",
    "auth-fail",
    "limit-3",
)


@dataclass(frozen=True)
class Kept:
    """One message that the server took: envelope and bytes."""

    to: tuple[str, ...]
    over_tls: bool
    logged_in: bool
    data: bytes

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.data, policy=policy.SMTP)["Message-ID"])


@dataclass
class Trap:
    """The server's memory.

    Attributes:
        fault: how it misbehaves.
        still_at: where it stops still, ``connect``, ``mail``, ``stored`` or ``second``; empty for
            nowhere.
        reached: set once it stands still.
    """

    fault: str = "none"
    still_at: str = ""
    port: int = 0
    ca_file: Path | None = None
    kept: list[Kept] = field(default_factory=list)
    logins: list[bool] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)
    _greylisted: set[str] = field(default_factory=set)
    _in_connection: dict[Any, int] = field(default_factory=dict)

    def pairs(self) -> list[tuple[str, str]]:
        """Recipient and Message-ID of everything kept."""
        return [(one.to[0], one.message_id) for one in self.kept]

    async def _stand_still(self, here: str) -> None:
        if self.still_at == here:
            self.reached.set()
            await asyncio.sleep(3600)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        await self._stand_still("connect")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        await self._stand_still("mail")
        if self.kept:
            await self._stand_still("second")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.fault == "rcpt-550" and address.startswith("c02"):
            return "550 no such user"
        if self.fault == "rcpt-450" and address not in self._greylisted:
            self._greylisted.add(address)
            return "450 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.fault == "data-451":
            return "451 try later"
        if self.fault == "limit-3":
            self._in_connection[session.peer] = self._in_connection.get(session.peer, 0) + 1
            if self._in_connection[session.peer] > 3:
                return "421 too many messages"
        self.kept.append(
            Kept(
                tuple(envelope.rcpt_tos),
                session.ssl is not None,
                bool(session.authenticated),
                envelope.original_content,
            )
        )
        await self._stand_still("stored")
        if self.fault == "drop-after-data":
            server.transport.abort()
            await asyncio.sleep(3600)
        if self.fault == "slow":
            await asyncio.sleep(5)
        return "250 OK"


@contextmanager
def trap(folder: Path, fault: str = "none", still_at: str = "") -> Iterator[Trap]:
    """A server that listens until the block ends.

    Args:
        folder: where its certificates are put.
        fault: how it misbehaves.
        still_at: where it stops still.
    """
    assert fault in FAULTS
    found = Trap(fault, still_at)
    tls = None
    if fault != "no-starttls":
        host = "mail.elsewhere.test" if fault == "wrong-name" else "localhost"
        tls, authority = _certificates(folder, host)
        found.ca_file = authority if fault != "untrusted" else None

    def authenticate(server, session, envelope, mechanism, data):
        fits = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        found.logins.append(fits)
        accepted = fits and fault != "auth-fail"
        return AuthResult(success=accepted, handled=accepted)

    class Server(Controller):
        def factory(self):
            return SMTP(
                self.handler,
                hostname="localhost",
                tls_context=tls,
                require_starttls=tls is not None,
                authenticator=authenticate,
                auth_required=tls is not None,
            )

        def _trigger_server(self):
            """The library connects once to see that it runs; the port is the system's choice."""
            with socket.create_connection(port_of(self), timeout=5) as found:
                found.recv(100)

    server = Server(found, hostname="127.0.0.1", port=0)
    server.start()
    try:
        found.port = port_of(server)[1]
        yield found
    finally:
        server.stop(no_assert=True)


def port_of(server: Controller) -> tuple[str, int]:
    """Where a server listens."""
    assert server.server is not None
    host, port = server.server.sockets[0].getsockname()[:2]
    return host, port


def _certificates(folder: Path, host: str) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate for a host, and the file of its authority."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)  # noqa: TID251 - certificates are for now
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in ("Authority", host)
    ]

    def signed(number: int, *extensions: tuple[x509.ExtensionType, bool]) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(names[number])
            .issuer_name(names[0])
            .public_key(keys[number].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
        )
        for extension, is_critical in extensions:
            builder = builder.add_extension(extension, critical=is_critical)
        return builder.sign(keys[0], hashes.SHA256())

    def usage(*, signs: bool) -> x509.KeyUsage:
        return x509.KeyUsage(
            digital_signature=not signs,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=signs,
            crl_sign=signs,
            encipher_only=False,
            decipher_only=False,
        )

    ours = x509.SubjectKeyIdentifier.from_public_key(keys[0].public_key())
    theirs = x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key())
    alternatives: list[x509.GeneralName] = [x509.DNSName(host)]
    if host == "localhost":
        alternatives.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    authority = signed(
        0,
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (usage(signs=True), True),
        (ours, False),
    )
    certificate = signed(
        1,
        (x509.SubjectAlternativeName(alternatives), False),
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (usage(signs=False), True),
        (theirs, False),
    )
    pem = serialization.Encoding.PEM
    ca_file, own = folder / "authority.pem", folder / "server.pem"
    ca_file.write_bytes(authority.public_bytes(pem))
    private = keys[1].private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own.write_bytes(certificate.public_bytes(pem) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    return context, ca_file
