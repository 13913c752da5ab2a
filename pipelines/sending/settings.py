"""How mail leaves: settings from the environment, and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal, cast, get_args

from assay.text import Text
from pipelines.sending.address import Mailbox, NoAddress, mailbox

Security = Literal["starttls", "tls", "none"]
PREFIX = "ASSAY_SMTP_"
NAMES = ("HOST", "PORT", "USER", "PASSWORD", "SECURITY", "FROM", "TIMEOUT", "LIMIT_MB")
_PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_TIMEOUT_SECONDS, _LIMIT_MB = 30.0, 20.0
MB = 1_000_000

_UNKNOWN = Text(
    "没有设置项 {prefix}{name}；可用的有：{known}。", "There is no setting {prefix}{name}; there is: {known}."
)
_NO_HOST = Text(
    "没有设置发信服务器：请设置环境变量 {prefix}HOST（及 _PORT、_USER、_PASSWORD、_SECURITY、_FROM）。",
    "No mail server is set: set the environment variable {prefix}HOST (and _PORT, _USER, _PASSWORD, _SECURITY, _FROM).",
)
_NOT_HOST = Text("{prefix}HOST 是 {given}，不是服务器名称。", "{prefix}HOST is {given}, which is no name of a server.")
_NO_SENDER = Text("请在 {prefix}FROM 中写明发件人地址。", "Say in {prefix}FROM which address the mail comes from.")
_NOT_SECURITY = Text(
    "{prefix}SECURITY 是 {given}；可用的有：{known}。", "{prefix}SECURITY is {given}; there is: {known}."
)
_NOT_NUMBER = Text(
    "{prefix}{name} 是 {given}，应为 {low:,} 至 {high:,} 的数。",
    "{prefix}{name} is {given}; it takes a number from {low:,} to {high:,}.",
)
_HALF = Text(
    "{prefix}USER 与 {prefix}PASSWORD 须同时设置，或都不设置。",
    "{prefix}USER and {prefix}PASSWORD go together: set both or neither.",
)
_IN_CLEAR = Text(
    "{prefix}SECURITY=none 会把密码明文发给 {host}，已拒绝；请用 starttls 或 tls。",
    "With {prefix}SECURITY=none the password would go to {host} in clear, which is refused; use starttls or tls.",
)
_NOT_ASCII = Text(
    "{prefix}USER 与 {prefix}PASSWORD 只能用 ASCII 字符：登录方式不支持其他字符。",
    "{prefix}USER and {prefix}PASSWORD take ASCII characters only: the login knows no others.",
)


class Unfit(ValueError):
    """Nothing can be sent with these settings. `text` says which one and why, and never what the password is."""

    def __init__(self, words: Text, **values: object) -> None:
        self.text = Text(words("zh", prefix=PREFIX, **values), words("en", prefix=PREFIX, **values))
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Settings:
    """`timeout` in seconds, for each answer of the server; `limit` in bytes, for all attachments of a message together."""

    host: str
    port: int
    sender: Mailbox
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = _TIMEOUT_SECONDS
    limit: int = int(_LIMIT_MB * MB)


def settings(environ: Mapping[str, str]) -> Settings:
    """What the variables ASSAY_SMTP_… say. Raises Unfit."""
    said = {name.removeprefix(PREFIX): value for name, value in environ.items() if name.startswith(PREFIX) and value.strip()}
    for stranger in (name for name in said if name not in NAMES):  # a PASWORD would be missed without a word
        raise Unfit(_UNKNOWN, name=stranger, known=", ".join(NAMES))
    user, password = (said.get(name, "").strip() for name in ("USER", "PASSWORD"))
    security = _security(said)
    found = Settings(
        _host(said), int(_number(said, "PORT", _PORTS[security], 1, 65_535)), _sender(said, user), security, user, password,
        _number(said, "TIMEOUT", _TIMEOUT_SECONDS, 1, 3_600), int(MB * _number(said, "LIMIT_MB", _LIMIT_MB, 1, 1_000)),
    )
    _check_login(found)
    return found


def _host(said: Mapping[str, str]) -> str:
    host = said.get("HOST", "").strip().strip("[]")
    if not host:
        raise Unfit(_NO_HOST)
    try:
        host.encode("idna")
    except UnicodeError as error:  # such as a..b, on which the look-up of the name would end in this error
        raise Unfit(_NOT_HOST, given=host) from error
    return host


def _security(said: Mapping[str, str]) -> Security:
    given, known = said.get("SECURITY", "starttls").strip().lower(), get_args(Security)
    if given not in known:
        raise Unfit(_NOT_SECURITY, given=given, known=", ".join(known))
    return cast(Security, given)


def _number(said: Mapping[str, str], name: str, otherwise: float, low: float, high: float) -> float:
    try:
        number = float(said.get(name, otherwise))
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise Unfit(_NOT_NUMBER, name=name, given=said.get(name), low=low, high=high)
    return number


def _sender(said: Mapping[str, str], user: str) -> Mailbox:
    """From whom it comes: who logs in, unless somebody else is named."""
    try:
        return mailbox(said.get("FROM", user))
    except NoAddress as error:
        raise Unfit(error.text if "FROM" in said else _NO_SENDER) from error


def _check_login(found: Settings) -> None:
    if bool(found.user) != bool(found.password):
        raise Unfit(_HALF)
    if not (found.user + found.password).isascii():
        raise Unfit(_NOT_ASCII)
    if found.security == "none" and found.password and not _is_here(found.host):
        raise Unfit(_IN_CLEAR, host=found.host)


def _is_here(host: str) -> bool:
    """Whether the server is this machine, so that nothing crosses a wire."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
