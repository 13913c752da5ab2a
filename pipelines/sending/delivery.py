"""One conversation with a mail server: who of the recipients did not get the message, and why."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from pipelines.sending.failure import Failure, failed, replied
from pipelines.sending.settings import Settings


def delivered(settings: Settings, recipients: Sequence[str], message: bytes) -> Mapping[str, Failure]:
    """Gives the message to the server for these addresses. Empty where it took it for all of them; else why, by address."""
    try:
        with _connected(settings) as server:
            refused = server.sendmail(settings.sender.address, recipients, message)
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(error.recipients, recipients)
    except OSError as error:
        return dict.fromkeys(recipients, failed(error))
    return {address: replied(code, said, "recipient") for address, (code, said) in refused.items()}


def _refused(answers: Mapping[str, tuple[int, bytes]], recipients: Sequence[str]) -> Mapping[str, Failure]:
    """Nobody got it. A server that closes while recipients are named (421) said nothing about the rest: what it said last holds."""
    told = {address: replied(code, said, "recipient") for address, (code, said) in answers.items()}
    last = list(told.values())[-1]
    return {address: told.get(address, last) for address in recipients}


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A server that is ready to take mail. Not smtplib's own `with`: that raises where the farewell goes wrong, when the message is
    already taken, and it would be sent twice."""
    server = _reached(settings)
    try:
        if settings.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.user:
            server.login(settings.user, settings.password)
        yield server
        with suppress(OSError):
            server.quit()
    finally:
        server.close()


def _reached(settings: Settings) -> smtplib.SMTP:
    place = (settings.host, settings.port)
    if settings.security == "tls":
        return smtplib.SMTP_SSL(*place, timeout=settings.timeout, context=ssl.create_default_context())
    return smtplib.SMTP(*place, timeout=settings.timeout)
