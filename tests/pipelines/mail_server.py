"""A mail server on this machine for tests: it holds a real conversation over a socket, and answers what a test tells it to."""

from __future__ import annotations

import base64
import ipaddress
import socketserver
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

CLOSE = "close"
"""An answer that is none: the server hangs up."""
SILENCE = "silence"
"""An answer that never comes."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message that the server took: for whom, and what came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass(slots=True)
class MailServer:
    """`answers`: what to say instead of yes, by command, one after the other; by recipient under "RCPT name@example.com".
    `offers`: the extensions it announces. `commands`: what was said to it, those in clear marked."""

    port: int = 0
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    offers: tuple[str, ...] = ()
    login: tuple[str, str] | None = None
    context: ssl.SSLContext | None = None
    is_tls: bool = False
    received: list[Received] = field(default_factory=list)
    commands: list[tuple[str, bool]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def said(self, verb: str) -> int:
        """How often a command came."""
        return sum(line.upper().startswith(verb) for line, _ in self.commands)


class _Hangup(Exception):
    """The server ends the conversation."""


class _Conversation(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.own: MailServer = self.server.told  # type: ignore[attr-defined]
        self.line, self.sender, self.recipients = self.request, "", []
        self.is_clear, self.reader = True, self.request.makefile("rb")
        try:
            if self.own.is_tls:
                self.encrypt()
            self.answer("GREETING", "220 here")
            while command := self.reader.readline():
                self.take(command.decode("utf-8", "replace").rstrip("\r\n"))
        except (_Hangup, OSError):
            pass
        finally:
            self.reader.close()
            self.line.close()

    def encrypt(self) -> None:
        assert self.own.context
        self.reader.close()
        self.line, self.is_clear = self.own.context.wrap_socket(self.line, server_side=True), False
        self.reader = self.line.makefile("rb")

    def answer(self, verb: str, usual: str) -> str:
        told = self.own.answers[verb].pop(0) if self.own.answers[verb] else usual
        if told == SILENCE:
            self.own.released.wait(10)
        if told in (CLOSE, SILENCE):
            raise _Hangup
        self.line.sendall(f"{told}\r\n".encode())
        return told

    def take(self, command: str) -> None:
        self.own.commands.append((command, self.is_clear))
        verb = command.split(" ")[0].upper()
        match verb:
            case "EHLO" | "HELO":
                offered = [*self.own.offers] if self.is_clear else [one for one in self.own.offers if one != "STARTTLS"]
                self.answer(verb, "\r\n".join([*(f"250-{one}" for one in ("localhost", *offered)), "250 8BITMIME"]))
            case "STARTTLS":
                self.answer(verb, "220 go on")
                self.encrypt()
            case "AUTH":
                self.log_in(command)
            case "MAIL":
                self.sender, self.recipients = command.partition("<")[2].partition(">")[0], []
                self.answer(verb, "250 ok")
            case "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                if self.answer(f"RCPT {address}", "250 ok").startswith("250"):
                    self.recipients.append(address)
            case "DATA":
                if self.answer(verb, "354 go on").startswith("354"):
                    self.take_message()
            case "QUIT":
                self.answer(verb, "221 bye")
            case _:
                self.answer(verb, "250 ok")

    def log_in(self, command: str) -> None:
        given = base64.b64decode(command.split(" ")[2]).decode().split("\0")[1:]
        self.answer("AUTH", "235 welcome" if tuple(given) == self.own.login else "535 5.7.8 bad credentials")

    def take_message(self) -> None:
        lines = []
        while (line := self.reader.readline()) != b".\r\n":
            if not line:
                raise _Hangup
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.answer("MESSAGE", "250 taken").startswith("250"):
            self.own.received.append(Received(self.sender, tuple(self.recipients), b"".join(lines)))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        raise


@contextmanager
def running(own: MailServer) -> Iterator[MailServer]:
    """The server, listening on a free port of this machine (or on `own.port`) until the end."""
    with _Server(("127.0.0.1", own.port), _Conversation) as server:
        server.told = own  # type: ignore[attr-defined]
        own.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield own
        finally:
            own.released.set()
            server.shutdown()
            thread.join()


def certificate(folder: Path, names: Sequence[str] = ("localhost",)) -> Path:
    """A certificate for this machine that nobody signed but itself, with its key, in one PEM file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Assay tests")])
    known = [*(x509.DNSName(name) for name in names), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(known), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    return path


def context(pem: Path) -> ssl.SSLContext:
    """The server's side of an encrypted line."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(pem)
    return found
