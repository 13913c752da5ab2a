"""Why a message did not get through, told from what the server or the network did: who, what was said, what to do about it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assay.text import Language, Text

Kind = Literal[
    "unreachable", "broken", "busy", "untrusted", "no_tls", "login", "sender", "recipient", "content", "refused", "too_large",
    "changed",
]
_LONGEST = 300  # characters of what a server says
_TOO_MUCH = 552  # RFC 5321: the message is larger than the server takes

_WHY: Mapping[Kind, Text] = {
    "unreachable": Text("连不上服务器（{said}）", "the server cannot be reached ({said})"),
    "broken": Text("连接中途断开（{said}）", "the connection broke off ({said})"),
    "busy": Text("服务器暂时不收：{said}", "the server does not take it for now: {said}"),
    "untrusted": Text("服务器的证书未通过验证（{said}）", "the certificate of the server is not to be trusted ({said})"),
    "no_tls": Text("无法建立加密连接（{said}）", "no encrypted connection came about ({said})"),
    "login": Text("登录未成功：{said}", "the login failed: {said}"),
    "sender": Text("服务器不接受发件人：{said}", "the server does not take the sender: {said}"),
    "recipient": Text("服务器不接受收件人：{said}", "the server does not take the recipient: {said}"),
    "content": Text("服务器拒收邮件内容：{said}", "the server does not take the message: {said}"),
    "refused": Text("服务器拒绝：{said}", "the server refuses: {said}"),
    "too_large": Text("附件合计 {said}", "the attachments come to {said}"),
    "changed": Text("文件已不在或已重新生成：{said}", "the file is gone, or was made anew since: {said}"),
}
_AGAIN = Text("稍后用 --resend 再发", "send it later with --resend")
_TODO: Mapping[Kind, Text] = {
    "unreachable": Text(
        "请检查 ASSAY_SMTP_HOST、_PORT、_SECURITY 与网络，再用 --resend 发出",
        "look at ASSAY_SMTP_HOST, _PORT, _SECURITY and at the network, then send it with --resend",
    ),
    "broken": _AGAIN,
    "busy": _AGAIN,
    "untrusted": Text(
        "ASSAY_SMTP_HOST 须是证书上的名称；公司自己的证书颁发机构用 SSL_CERT_FILE 指明；再用 --resend 发出",
        "ASSAY_SMTP_HOST has to be the name in the certificate; name a company's own authority in SSL_CERT_FILE; then use --resend",
    ),
    "no_tls": Text(
        "请检查 ASSAY_SMTP_SECURITY 与 _PORT 是否配套，再用 --resend 发出",
        "look whether ASSAY_SMTP_SECURITY and _PORT fit together, then send it with --resend",
    ),
    "login": Text(
        "请检查 ASSAY_SMTP_USER 与 _PASSWORD，再用 --resend 发出",
        "look at ASSAY_SMTP_USER and _PASSWORD, then send it with --resend",
    ),
    "sender": Text(
        "请检查 ASSAY_SMTP_FROM 是否可由该用户使用，再用 --resend 发出",
        "look whether this user may send as ASSAY_SMTP_FROM, then send it with --resend",
    ),
    "recipient": Text(
        "请核对地址；地址有误时删去待发记录，用正确的地址重新发送",
        "check the address; where it is wrong remove the waiting entry and send anew to the right one",
    ),
    "content": Text(
        "请减少格式（--format），或请管理员放行，再发",
        "ask for fewer formats (--format), or ask who runs the server, then send again",
    ),
    "refused": Text("请问邮件管理员，再用 --resend 发出", "ask who runs the server, then send it with --resend"),
    "too_large": Text(
        "请减少格式（--format），或调高 ASSAY_SMTP_LIMIT_MB 后用 --resend 发出",
        "ask for fewer formats (--format), or raise ASSAY_SMTP_LIMIT_MB and use --resend",
    ),
    "changed": Text("请重新发送（--send），并删去待发记录", "send it anew (--send) and remove the waiting entry"),
}
_PASSING = ("unreachable", "broken", "busy")


@dataclass(frozen=True, slots=True)
class Failure:
    """`said` is what the server or the network said, on one line, with the server's code first where it gave one."""

    kind: Kind
    said: str

    @property
    def is_temporary(self) -> bool:
        """Whether the same message may get through by itself a little later."""
        return self.kind in _PASSING

    def why(self, language: Language) -> str:
        return _WHY[self.kind](language, said=self.said)

    def what_to_do(self, language: Language) -> str:
        return _TODO[self.kind](language)


def replied(code: int, said: bytes | str, kind: Kind) -> Failure:
    """A server's refusal of something: 4xx is for now, 5xx for good."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    line = _line(f"{code} {text}" if code > 0 else text)
    if 400 <= code < 500:
        return Failure("busy", line)
    return Failure("content" if code == _TOO_MUCH else kind, line)


def failed(error: OSError) -> Failure:
    """What became of a conversation that ended in an error; every error of smtplib is an OSError too."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return replied(error.smtp_code, error.smtp_error, "login")
        case smtplib.SMTPSenderRefused():
            return replied(error.smtp_code, error.smtp_error, "sender")
        case smtplib.SMTPDataError():
            return replied(error.smtp_code, error.smtp_error, "content")
        case smtplib.SMTPResponseException():
            return replied(error.smtp_code, error.smtp_error, "refused")
        case smtplib.SMTPServerDisconnected():
            return Failure("broken", _line(str(error)))
        case smtplib.SMTPNotSupportedError():
            return Failure("no_tls" if "STARTTLS" in str(error) else "login", _line(str(error)))
        case smtplib.SMTPException():  # no way to log in that both sides know
            return Failure("login", _line(str(error)))
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Failure("broken", _line(str(error.reason or error)))
        case ssl.SSLCertVerificationError():
            return Failure("untrusted", _line(error.verify_message))
        case ssl.SSLError():
            return Failure("no_tls", _line(str(error.reason or error)))
    return Failure("unreachable", _line(error.strerror or str(error) or type(error).__name__))


def _line(text: str) -> str:
    """On one line and without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))[:_LONGEST]
