"""Addresses of people, read strictly: what could break into a header or a conversation with a server is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address

from assay.text import Text

_NAMED = re.compile(r'"?(?P<name>[^"<>]*?)"?\s*<(?P<address>[^<>]*)>')
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST, _LONGEST_LOCAL = 254, 64  # RFC 5321, 4.5.3.1
_BETWEEN = re.compile(r"[,;，；]")

_NOT_ONE = Text(
    "{text} 不是邮件地址；请写成 name@example.com，或 王经理 <name@example.com>。",
    "{text} is no mail address; write it as name@example.com, or Ms Wang <name@example.com>.",
)


class NoAddress(ValueError):
    """Not an address that mail can be sent to. `text` says so."""

    def __init__(self, given: str) -> None:
        self.text = Text(_NOT_ONE("zh", text=repr(given)), _NOT_ONE("en", text=repr(given)))
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address as servers take it (ASCII; the domain in punycode), and the name that goes with it, "" for none."""

    address: str
    name: str = ""

    @property
    def header(self) -> Address:
        return Address(self.name, addr_spec=self.address)

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def mailbox(text: str) -> Mailbox:
    """One address, with or without a name. Raises NoAddress."""
    if not text.isprintable():
        raise NoAddress(text)
    named = _NAMED.fullmatch(text.strip())
    name, given = (named["name"].strip(), named["address"]) if named else ("", text)
    address = _ascii(given.strip())
    local = address.partition("@")[0]
    if not _PLAIN.fullmatch(address) or len(address) > _LONGEST or len(local) > _LONGEST_LOCAL:
        raise NoAddress(text)
    return Mailbox(address, name)


def mailboxes(texts: Iterable[str]) -> tuple[Mailbox, ...]:
    """The addresses in texts that may hold several, each address once. Raises NoAddress."""
    found = [mailbox(one) for text in texts for one in _BETWEEN.split(text)]
    return tuple({one.address.lower(): one for one in found}.values())


def _ascii(address: str) -> str:
    """The domain as name servers know it: 公司.cn is xn--55qx5d.cn. What cannot be written so stays, and is refused later."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address
