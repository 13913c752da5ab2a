"""Sending by mail: real conversations with a server on this machine that refuses, hangs up and answers as told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.sending import outbox
from pipelines.sending.address import Mailbox, NoAddress, mailbox, mailboxes
from pipelines.sending.message import Letter
from pipelines.sending.outbox import OUTBOX, Damaged, Entry
from pipelines.sending.send import Post, entered, send
from pipelines.sending.settings import Settings, Unfit, settings
from tests.pipelines.mail_server import CLOSE, SILENCE, MailServer, certificate, context, running

AT = datetime(2026, 11, 2, 1, 30, 15)
ASSAY = Mailbox("assay@example.com", "Assay 报表")
LI, WANG = Mailbox("li@example.com", "李经理"), Mailbox("wang@example.com")
LETTER = Letter("2026 年 10 月服务质量月报", "24 家供应商中 3 家未达约定。\n.\n.点开头\n", "<p>24 家供应商中 3 家未达约定。</p>")
PDF, BOOK = "assay-2026-10-zh-鑫堃“甲”.pdf", "assay-2026-10-zh-鑫堃“甲”.xlsx"
CONTENT = {PDF: bytes(range(256)) * 300, BOOK: b"PK\x03\x04\r\n.\r\n..\n" * 50}
SECRET = "correct horse"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two finished files."""
    for name, content in CONTENT.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running(MailServer()) as found:
        yield found


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


class Desk:
    """Who sends: what was said and how long was waited is written down, and nobody really waits."""

    def __init__(self, folder: Path, port: int, **others: object) -> None:
        self.said: list[str] = []
        self.waited: list[float] = []
        given = {"host": "127.0.0.1", "port": port, "sender": ASSAY, "security": "none", "timeout": 5}
        mail = Settings(**{**given, **others})  # type: ignore[arg-type]
        self.post = Post(mail, folder, "en", self.said.append, self.waited.append)

    def enter(self, *recipients: Mailbox, names: tuple[str, ...] = (PDF, BOOK), at: datetime = AT) -> str:
        return entered(self.post.folder, "assay-2026-10-zh", LETTER, names, recipients or (LI,), at).id

    def entry(self, id_: str) -> Entry:
        found = outbox.read(self.post.folder, id_)
        assert found
        return found


# What comes in: settings and addresses.

LEAST = {"ASSAY_SMTP_HOST": "mail.example.com", "ASSAY_SMTP_FROM": "Assay 报表 <assay@example.com>"}


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_security_has_its_port(security: str, port: int) -> None:
    found = settings({**LEAST, "ASSAY_SMTP_SECURITY": security})
    assert (found.port, found.sender, found.timeout, found.limit) == (port, ASSAY, 30, 20_000_000)


def test_mail_is_encrypted_unless_told_otherwise_and_comes_from_who_logs_in() -> None:
    found = settings({"ASSAY_SMTP_HOST": "mail.example.com", "ASSAY_SMTP_USER": "li@example.com", "ASSAY_SMTP_PASSWORD": SECRET})
    assert (found.security, found.sender.address, found.password) == ("starttls", "li@example.com", SECRET)
    assert SECRET not in repr(found)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"HOST": ""}, "No mail server is set"),
        ({"HOST": "a..b"}, "no name of a server"),
        ({"FROM": ""}, "which address the mail comes from"),
        ({"FROM": "a@b.cn\nBcc: c@d.cn"}, "no mail address"),
        ({"SECURITY": "ssl"}, "there is: starttls, tls, none"),
        ({"PORT": "smtp"}, "ASSAY_SMTP_PORT is smtp"),
        ({"PORT": "0"}, "from 1 to 65,535"),
        ({"TIMEOUT": "nan"}, "ASSAY_SMTP_TIMEOUT is nan"),
        ({"USER": "li"}, "go together"),
        ({"PASWORD": SECRET}, "no setting ASSAY_SMTP_PASWORD"),
        ({"USER": "li", "PASSWORD": "密码"}, "ASCII"),
        ({"USER": "li", "PASSWORD": SECRET, "SECURITY": "none"}, "would go to mail.example.com in clear"),
    ],
)
def test_settings_that_cannot_work_are_refused_and_the_password_is_not_told(given: dict[str, str], why: str) -> None:
    with pytest.raises(Unfit) as refused:
        settings({**LEAST, **{f"ASSAY_SMTP_{name}": value for name, value in given.items()}})
    assert why in refused.value.text.en and SECRET not in refused.value.text.en + refused.value.text.zh


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "[::1]"])
def test_in_clear_a_password_goes_to_this_machine_only(host: str) -> None:
    given = {"HOST": host, "USER": "li", "PASSWORD": SECRET, "SECURITY": "none"}
    assert settings({**LEAST, **{f"ASSAY_SMTP_{name}": value for name, value in given.items()}}).password == SECRET


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("li@example.com", Mailbox("li@example.com")),
        (" 李经理 <li+q@mail.example.com> ", Mailbox("li+q@mail.example.com", "李经理")),
        ('"Li Lei" <li@localhost>', Mailbox("li@localhost", "Li Lei")),
        ("li@公司.cn", Mailbox("li@xn--55qx5d.cn")),
    ],
)
def test_addresses_as_people_write_them(text: str, expected: Mailbox) -> None:
    assert mailbox(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "li", "li@", "@b.cn", "a b@c.cn", "a@b..cn", "a@-b.cn", ".a@b.cn", "a@b.cn>", "<a@b.cn> b", "李@b.cn", "a@b@c.cn",
     "a@b.cn\r\nBcc: x@y.cn", "a\n <a@b.cn>", "a\u2028b <a@b.cn>", "a@b.cn\0", f"{'a' * 65}@b.cn", f"a@{'b' * 60}.{'c.' * 100}cn"],
)  # fmt: skip
def test_what_is_no_address_or_would_break_into_a_header_is_refused(text: str) -> None:
    with pytest.raises(NoAddress):
        mailbox(text)


def test_several_addresses_in_one_text_are_told_apart_and_each_is_taken_once() -> None:
    assert [one.address for one in mailboxes(["a@b.cn, c@b.cn；d@b.cn", "A@b.cn"])] == ["A@b.cn", "c@b.cn", "d@b.cn"]


# What goes out.


def test_what_arrives_is_what_was_sent(folder: Path, server: MailServer) -> None:
    desk = Desk(folder, server.port)
    assert send(desk.enter(LI, WANG), desk.post)
    (one,) = server.received
    found = one.message
    assert (one.sender, one.recipients) == ("assay@example.com", ("li@example.com", "wang@example.com"))
    assert (found["Subject"], found["From"]) == (LETTER.subject, "Assay 报表 <assay@example.com>")
    assert found["To"] == "李经理 <li@example.com>, wang@example.com"
    assert found["Date"].datetime.isoformat() == "2026-11-02T01:30:15+00:00"
    assert found["Message-ID"].endswith("@example.com>") and found["Auto-Submitted"] == "auto-generated"
    plain, rich = found.get_body(("plain",)), found.get_body(("html",))
    assert plain and rich and plain.get_content().replace("\r\n", "\n") == LETTER.text  # lines end in CR LF on the wire
    assert rich.get_content().strip() == LETTER.html
    assert {part.get_filename(): part.get_payload(decode=True) for part in found.iter_attachments()} == CONTENT
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert [part.get_content_type() for part in found.iter_attachments()] == ["application/pdf", office]
    assert one.data.isascii() and max(map(len, one.data.split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1
    assert b"filename*0*=utf-8''" in one.data  # RFC 2231
    assert outbox.waiting(folder) == () and desk.said == ["Sent assay-2026-10-zh to li@example.com, wang@example.com"]


def encrypted(pem: Path, **others: object) -> MailServer:
    offers = ("STARTTLS", "AUTH PLAIN")
    return MailServer(offers=offers, login=("li", SECRET), context=context(pem), **others)  # type: ignore[arg-type]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_line_is_encrypted_before_anybody_logs_in(
    security: str, folder: Path, pem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with running(encrypted(pem, is_tls=security == "tls")) as server:
        desk = Desk(folder, server.port, host="localhost", security=security, user="li", password=SECRET)
        assert send(desk.enter(), desk.post)
    in_clear = [line for line, is_clear in server.commands if is_clear and not line.startswith("ehlo")]
    assert in_clear == (["STARTTLS"] if security == "starttls" else []) and server.said("AUTH PLAIN") == 1
    assert len(server.received) == 1


def test_a_certificate_that_nobody_vouches_for_ends_it_before_the_login(folder: Path, pem: Path) -> None:
    with running(encrypted(pem)) as server:
        desk = Desk(folder, server.port, host="localhost", security="starttls", user="li", password=SECRET)
        id_ = desk.enter()
        assert not send(id_, desk.post)
    assert (server.said("AUTH"), server.said("MAIL"), server.received, desk.waited) == (0, 0, [], [])
    assert desk.entry(id_).failures["li@example.com"].kind == "untrusted" and "SSL_CERT_FILE" in desk.said[0]


def test_a_certificate_of_another_name_is_not_taken(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate(tmp_path_factory.mktemp("other"), ("mail.example.com",))
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with running(encrypted(other)) as server:
        desk = Desk(folder, server.port, host="localhost", security="starttls")
        assert not send(desk.enter(), desk.post)
    assert "Hostname mismatch" in desk.said[0] and server.said("MAIL") == 0


def test_a_server_without_encryption_gets_nothing(folder: Path, server: MailServer) -> None:
    desk = Desk(folder, server.port, security="starttls", user="li", password=SECRET)
    assert not send(desk.enter(), desk.post)
    assert [line for line, _ in server.commands if not line.startswith(("ehlo", "QUIT"))] == []
    assert "ASSAY_SMTP_SECURITY and _PORT fit together" in desk.said[0] and desk.waited == []


def test_a_plain_server_is_no_encrypted_one(folder: Path, server: MailServer) -> None:
    desk = Desk(folder, server.port, security="tls")
    id_ = desk.enter()
    assert not send(id_, desk.post) and desk.entry(id_).failures["li@example.com"].kind == "no_tls"


def test_a_wrong_password_is_told_without_it(folder: Path) -> None:
    with running(MailServer(offers=("AUTH PLAIN",), login=("li", "another"))) as server:
        desk = Desk(folder, server.port, user="li", password=SECRET)
        assert not send(desk.enter(), desk.post)
    assert "the login failed: 535 5.7.8 bad credentials" in desk.said[0] and "ASSAY_SMTP_USER and _PASSWORD" in desk.said[0]
    assert desk.waited == []
    kept = "".join(path.read_text() for path in (folder / OUTBOX).iterdir())
    assert SECRET not in kept + "".join(desk.said)


# What goes wrong.


@pytest.mark.parametrize("where", ["GREETING", "MAIL", "RCPT li@example.com", "DATA", "MESSAGE"])
def test_what_is_refused_for_now_is_tried_again_later(where: str, folder: Path, server: MailServer) -> None:
    server.answers[where] = ["451 4.7.1 come back", "421 4.3.2 busy"]
    desk = Desk(folder, server.port)
    assert send(desk.enter(), desk.post)
    assert (desk.waited, len(server.received), outbox.waiting(folder)) == ([5, 30], 1, ())
    assert "Next try in 5 s" in desk.said[0] and "451 4.7.1 come back" in desk.said[0]


def test_what_is_refused_for_now_every_time_waits_in_the_outbox(folder: Path, server: MailServer) -> None:
    server.answers["MAIL"] = ["451 4.7.1 come back"] * 4
    desk = Desk(folder, server.port)
    id_ = desk.enter()
    assert not send(id_, desk.post) and desk.waited == [5, 30, 120]
    waiting = desk.entry(id_)
    assert (waiting.tries, waiting.waiting, waiting.failures["li@example.com"].said) == (4, (LI.address,), "451 4.7.1 come back")
    assert "What to do: send it later with --resend" in desk.said[3] and str(folder) in desk.said[4]
    assert send(id_, desk.post) and outbox.waiting(folder) == ()


@pytest.mark.parametrize(
    ("where", "answer", "kind"),
    [
        ("GREETING", "554 no", "refused"), ("MAIL", "553 not yours", "sender"), ("MAIL", "552 too big", "content"),
        ("RCPT li@example.com", "550 5.1.1 no such user", "recipient"), ("DATA", "554 no", "content"),
        ("MESSAGE", "554 spam", "content"),
    ],
)  # fmt: skip
def test_what_is_refused_for_good_is_not_asked_again(
    where: str, answer: str, kind: str, folder: Path, server: MailServer
) -> None:
    server.answers[where] = [answer]
    desk = Desk(folder, server.port)
    id_ = desk.enter()
    assert not send(id_, desk.post)
    failure = desk.entry(id_).failures["li@example.com"]
    assert (failure.kind, failure.said, desk.waited, server.received) == (kind, answer, [], [])
    assert answer in desk.said[0] and "li@example.com" in desk.said[0]
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == CONTENT


def test_only_those_who_did_not_get_it_stay(folder: Path, server: MailServer) -> None:
    """Wang's mailbox does not exist, Zhao's is full for now, Li has it: Zhao is tried again, Wang waits, Li gets it once."""
    zhao = Mailbox("zhao@example.com")
    server.answers["RCPT wang@example.com"] = ["550 no such user"]
    server.answers["RCPT zhao@example.com"] = ["452 full"]
    desk = Desk(folder, server.port)
    id_ = desk.enter(LI, WANG, zhao)
    assert not send(id_, desk.post)
    assert [one.recipients for one in server.received] == [("li@example.com",), ("zhao@example.com",)]
    assert (desk.entry(id_).waiting, list(desk.entry(id_).failures)) == (("wang@example.com",), ["wang@example.com"])
    assert send(id_, desk.post) and server.received[2].recipients == ("wang@example.com",)
    assert len({one.message["Message-ID"] for one in server.received}) == 1


def test_a_server_that_hangs_up_while_recipients_are_named_has_delivered_to_nobody(folder: Path, server: MailServer) -> None:
    server.answers["RCPT wang@example.com"] = ["421 closing"]
    desk = Desk(folder, server.port)
    assert send(desk.enter(LI, WANG), desk.post)
    assert [one.recipients for one in server.received] == [("li@example.com", "wang@example.com")]


@pytest.mark.parametrize("where", ["GREETING", "EHLO", "MAIL", "RCPT li@example.com", "DATA", "MESSAGE"])
def test_a_line_that_breaks_is_tried_again_as_the_same_message(where: str, folder: Path, server: MailServer) -> None:
    server.answers[where] = [CLOSE]
    desk = Desk(folder, server.port)
    assert send(desk.enter(), desk.post)
    assert (desk.waited, len(server.received)) == ([5], 1) and "Next try" in desk.said[0]


@pytest.mark.parametrize("farewell", [CLOSE, "500 what?", "421 gone"])
def test_a_farewell_that_goes_wrong_does_not_send_it_twice(farewell: str, folder: Path, server: MailServer) -> None:
    server.answers["QUIT"] = [farewell]
    desk = Desk(folder, server.port)
    assert send(desk.enter(), desk.post) and len(server.received) == 1 and desk.waited == []


def test_a_server_that_says_nothing_is_not_waited_for_without_end(folder: Path, server: MailServer) -> None:
    server.answers["GREETING"] = [SILENCE]
    desk = Desk(folder, server.port, timeout=0.2)
    assert send(desk.enter(), desk.post) and desk.waited == [5]


def test_a_server_that_is_not_there_loses_nothing(folder: Path) -> None:
    with running(MailServer()) as gone:
        pass
    desk = Desk(folder, gone.port)
    id_ = desk.enter()
    assert not send(id_, desk.post)
    assert desk.entry(id_).failures["li@example.com"].said == "Connection refused" and desk.waited == [5, 30, 120]
    assert "ASSAY_SMTP_HOST" in desk.said[3]
    with running(MailServer(port=gone.port)) as back:
        assert send(id_, desk.post) and len(back.received) == 1


def test_too_much_is_said_and_not_sent(folder: Path, server: MailServer) -> None:
    """76,800 bytes of PDF and 600 of workbook are more than 77,000."""
    assert [len(content) for content in CONTENT.values()] == [76_800, 600]
    desk = Desk(folder, server.port, limit=77_000)
    id_ = desk.enter()
    assert not send(id_, desk.post) and server.commands == []
    assert "the attachments come to 0.1 MB, above the limit of 0.077 MB" in desk.said[0]
    assert send(id_, replace(desk.post, settings=replace(desk.post.settings, limit=77_400)))


@pytest.mark.parametrize("what", ["anew", "gone"])
def test_a_letter_does_not_go_with_files_that_it_was_not_written_for(what: str, folder: Path, server: MailServer) -> None:
    desk = Desk(folder, server.port)
    id_ = desk.enter()
    (folder / PDF).write_bytes(b"another") if what == "anew" else (folder / PDF).unlink()
    assert not send(id_, desk.post) and server.commands == [] and PDF in desk.said[0]


# What waits.


def test_an_entry_says_what_waits_for_whom_and_why(folder: Path, server: MailServer) -> None:
    server.answers["RCPT li@example.com"] = ["550 no"]
    desk = Desk(folder, server.port, user="")
    id_ = desk.enter(LI, WANG)
    send(id_, desk.post)
    told = json.loads((folder / OUTBOX / f"{id_}.json").read_text(encoding="utf-8"))
    assert told["recipients"] == [{"address": "li@example.com", "name": "李经理"}, {"address": "wang@example.com", "name": ""}]
    assert (list(told["files"]), told["waiting"], told["tries"]) == ([PDF, BOOK], ["li@example.com"], 1)
    assert told["failures"] == {"li@example.com": {"kind": "recipient", "said": "550 no"}}


def test_a_newer_report_takes_the_place_of_what_waited(folder: Path, server: MailServer) -> None:
    """Li gets the newer one only; Wang, to whom it does not go, still waits for the older one. One file less is another message."""
    desk = Desk(folder, server.port)
    older, part = desk.enter(LI, WANG), desk.enter(LI, names=(BOOK,), at=AT.replace(hour=2))
    assert desk.entry(older).waiting == ("li@example.com", "wang@example.com")
    newer = desk.enter(LI, at=AT.replace(hour=3))
    assert outbox.waiting(folder) == (older, newer) and outbox.read(folder, part) is None
    assert desk.entry(older).waiting == ("wang@example.com",)


def test_what_one_process_sends_another_does_not_send_too(folder: Path, server: MailServer) -> None:
    desk = Desk(folder, server.port)
    id_ = desk.enter()
    with outbox.held(folder, id_) as is_ours:
        assert is_ours and not send(id_, desk.post)
    assert server.commands == [] and "not sent twice" in desk.said[0]
    assert send(id_, desk.post) and send(id_, desk.post) and len(server.received) == 1


@pytest.mark.parametrize(
    "change",
    [lambda told: told.pop("waiting"), lambda told: told.update(made_at="soon"), lambda told: told.update(letter={}),
     lambda told: told["recipients"][0].update(address="a@b.cn\r\nBcc: x@y.cn"), lambda told: told.update(failures=[1])],
)  # fmt: skip
def test_an_entry_that_somebody_changed_is_told_of(change: object, folder: Path, server: MailServer) -> None:
    desk = Desk(folder, server.port)
    id_ = desk.enter()
    path = folder / OUTBOX / f"{id_}.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    change(told)  # type: ignore[operator]
    path.write_text(json.dumps(told))
    with pytest.raises(Damaged) as damaged:
        send(id_, desk.post)
    assert id_ in damaged.value.text.en and server.commands == []


def test_what_is_interrupted_is_not_forgotten(folder: Path, server: MailServer) -> None:
    """Ctrl-C while it waits for the second try: Li has the mail, Wang still waits, and the entry says so."""
    server.answers["RCPT wang@example.com"] = ["450 later"]
    desk = Desk(folder, server.port)
    id_ = desk.enter(LI, WANG)

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(id_, replace(desk.post, sleep=interrupted))
    assert (desk.entry(id_).waiting, desk.entry(id_).tries) == (("wang@example.com",), 1)
    assert send(id_, desk.post) and [one.recipients for one in server.received] == [("li@example.com",), ("wang@example.com",)]
