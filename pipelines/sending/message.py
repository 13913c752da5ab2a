"""A letter with files as a message that every server takes: seven bits a line, names of files by RFC 2231."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from pipelines.sending.address import Mailbox

_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".html": "text/html",
}
_ANY = "application/octet-stream"
# Bodies could be sent as eight bits too, and a server that has never heard of them would break the Chinese.
_SEVEN_BITS = "quoted-printable"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mail says, as text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file by the name that the reader sees."""

    name: str
    content: bytes

    @property
    def type(self) -> str:
        """What it is, by the end of its name."""
        return next((known for ending, known in TYPES.items() if self.name.endswith(ending)), _ANY)


def message(
    letter: Letter, files: Iterable[Attached], sender: Mailbox, recipients: Sequence[Mailbox], message_id: str, at: datetime
) -> bytes:
    """The message as it goes over the wire. `at` is naive UTC. The same `message_id` again is the same message again, and mail
    programs show it once."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = letter.subject
    made["From"] = sender.header
    made["To"] = tuple(one.header for one in recipients)
    made["Date"] = at.replace(tzinfo=UTC)
    made["Message-ID"] = f"<{message_id}@{sender.address.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes need not answer
    made.set_content(letter.text, cte=_SEVEN_BITS)
    made.add_alternative(letter.html, subtype="html", cte=_SEVEN_BITS)
    for file in files:
        _attach(made, file)
    return made.as_bytes()


def _attach(made: EmailMessage, file: Attached) -> None:
    main, _, sub = file.type.partition("/")
    params = {"charset": "utf-8"} if main == "text" else {}
    made.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name, params=params)
