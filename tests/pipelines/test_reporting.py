"""`python -m pipelines report`: which reports are made, whose rights they carry, what is refused, and who gets what by mail."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from rich.console import Console

from assay.register.open import Register
from assay.report.document import Clause, Column, Document, Note, Paragraph, Section, Sentences, Table
from assay.report.writers.pdf import pdf
from assay.report.writers.xlsx import xlsx
from assay.scope import Scope
from assay.text import Language
from assay.warehouse import folder as versions
from assay.warehouse.read import Warehouse
from pipelines.__main__ import _parser, main
from pipelines.reporting import reporting
from pipelines.reporting_files import report_name
from pipelines.reporting_letter import lead, letter
from pipelines.sending import outbox
from pipelines.sending.settings import NAMES
from pipelines.whole_files import write_whole
from tests.assay.small_warehouse import small
from tests.pipelines.derive_tables import AGREEMENT, ORDER, at, on
from tests.pipelines.mail_server import MailServer, running

NOW = datetime(2026, 11, 2, 1, 30)
CLOCK = NOW.replace(microsecond=123_456)
ALL = Scope.all()
ROOT = Path(__file__).parents[2]
OCTOBER = date(2026, 10, 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of V, W and Y in September, October and on 1 November, to which day the data reach. V, W and, from November on, Ü have
    agreements; nothing was recorded of X and Ü."""
    named = {"V": "甲方维保", "W": "乙方保洁", "X": "丙", "Y": "丁\nBcc: x@y.cn", "Ü": "戊"}
    vendors = [{"vendor_id": id_, "name": name} for id_, name in named.items()]
    signed = [
        AGREEMENT, AGREEMENT | {"agreement_id": "B", "vendor_id": "W"},
        AGREEMENT | {"agreement_id": "C", "vendor_id": "Ü", "effective_from": on("2026-11-01")},
    ]  # fmt: skip
    orders = [
        ORDER | {"order_id": f"{id_}{month}", "vendor_id": id_, "requested_at": at(f"2026-{month}-01 08:00")}
        for id_ in "VWY" for month in ("09", "10", "11")
    ]  # fmt: skip
    made = small(at("2026-11-01 20:00"), agreements=signed, vendors=vendors, orders=orders)
    folder = tmp_path_factory.mktemp("reporting")
    built = folder / "built.duckdb"
    made.connection.execute(f"attach '{built}' as built; copy from database memory to built; detach built")
    versions.publish(folder, built, NOW)
    return folder


@dataclass
class Made:
    """A stand-in for the monthly report: it writes down what it was asked for, and says whose report it is."""

    rows: int = 0
    asked: list[tuple[str | None, Scope, date, Language, datetime, str]] = field(default_factory=list)

    def __call__(
        self, warehouse: Warehouse, register: Register, scope: Scope, month: date, language: Language, made_at: datetime,
        vendor_id: str | None = None, address: str = "",
    ) -> Document:  # fmt: skip
        self.asked.append((vendor_id, scope, month, language, made_at, address))
        return document(vendor_id, language, address, self.rows)


def document(vendor_id: str | None = None, language: Language = "zh", address: str = "", rows: int = 0) -> Document:
    said = Sentences((Clause("3 家未达约定", to="agreements?period=2026-10"), Clause("，1 家确有恶化。")), is_lead=True)
    table = Table("工单", (Column("键"),), tuple((f"row-{n}",) for n in range(rows)))
    parts = (Section("", (Paragraph("不先读"), said)), Section("数据", (Note(f"供应商 {vendor_id}"), *((table,) if rows else ()))))
    return Document("月报", vendor_id or "公司", ("数据截至 2026-11-01",), parts, language, NOW, address=address)


@dataclass
class Run:
    """One run of the command with the stand-in."""

    code: int
    told: str
    made: Made
    waited: list[float]


@pytest.fixture
def run(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs `report` into `tmp_path / "out"`; a mail server is given by the settings."""

    def run(*arguments: str, mail: MailServer | None = None, given: Path = home, rows: int = 0, **settings: str) -> Run:
        where = ["--warehouse", str(given), "--register", str(tmp_path / "register.sqlite"), "--to", str(tmp_path / "out")]
        asked = _parser().parse_args(["report", "--lang", "en", *where, *arguments])
        at_server = {"HOST": "127.0.0.1", "PORT": str(mail.port), "SECURITY": "none", "FROM": "assay@example.com"} if mail else {}
        environ = {f"ASSAY_SMTP_{name}": value for name, value in {**at_server, **settings}.items()}
        made, waited, console = Made(rows), list[float](), Console(highlight=False, width=160)
        return Run(reporting(asked, console, CLOCK, made, waited.append, environ), capsys.readouterr().out, made, waited)

    return run


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").glob("*") if path.is_file())


def test_the_report_of_the_last_month_that_is_over_is_written_in_each_format(run: Callable[..., Run], tmp_path: Path) -> None:
    """The data reach 1 November, so October is the last month that is over."""
    done = run("--format", "xlsx,pdf", "--lang", "zh")
    assert (done.code, files(tmp_path)) == (0, ["assay-2026-10-zh.pdf", "assay-2026-10-zh.xlsx"])
    assert done.made.asked == [(None, ALL, OCTOBER, "zh", NOW, "")]
    assert (tmp_path / "out/assay-2026-10-zh.pdf").read_bytes() == pdf(document())
    assert (tmp_path / "out/assay-2026-10-zh.xlsx").read_bytes() == xlsx(document())
    size = len(pdf(document()))
    assert re.search(rf"assay-2026-10-zh\.pdf +│ +{size / 1_000:,.0f} kB │ +\d+\.\d", done.told) and "2026 年 10 月" in done.told


@pytest.mark.parametrize(("vendor", "rows"), [((), 4), (("--vendor", "V"), 3)])
def test_paper_holds_what_comes_first_and_the_workbook_all_of_it(
    vendor: tuple[str, ...], rows: int, run: Callable[..., Run], tmp_path: Path
) -> None:
    """Of thirty rows there is room on paper for four, on the two pages of a vendor for three."""
    assert run("--format", "pdf,xlsx", *vendor, rows=30).code == 0
    (paper,), (book,) = (list((tmp_path / "out").glob(f"*.{kind}")) for kind in ("pdf", "xlsx"))
    printed = set(re.findall(r"row-\d+", "".join(page.extract_text() for page in PdfReader(paper).pages)))
    assert printed == {f"row-{n}" for n in range(rows)}
    with ZipFile(book) as parts:
        assert set(re.findall(r"row-\d+", parts.read("xl/sharedStrings.xml").decode())) == {f"row-{n}" for n in range(30)}


def test_a_vendors_report_is_made_with_the_rights_of_that_vendor_only(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("--vendor", "W", "--format", "xlsx", "--month", "2026-09", "--address", "https://localhost/assay")
    assert (done.code, files(tmp_path)) == (0, ["assay-2026-09-en-W.xlsx"])
    assert done.made.asked == [("W", Scope.of_vendor("W"), date(2026, 9, 1), "en", NOW, "https://localhost/assay")]


def test_the_monthly_report_itself_holds_no_other_vendor(home: Path, tmp_path: Path) -> None:
    """The whole command by today's clock: the company's workbook names both vendors, that of V only V."""
    for whose in ([], ["--vendor", "V"]):
        where = ["--warehouse", str(home), "--register", str(tmp_path / "register.sqlite"), "--to", str(tmp_path)]
        assert main(["report", "--lang", "zh", "--format", "pdf,xlsx", *where, *whose]) == 0
    company, own = (_texts(tmp_path / f"assay-2026-10-zh{end}.xlsx") for end in ("", "-V"))
    assert "乙方保洁" in company and "甲方维保" in own and "乙方保洁" not in own
    printed = "".join(page.extract_text() for page in PdfReader(tmp_path / "assay-2026-10-zh-V.pdf").pages)
    assert "甲方维保" in printed and "乙方保洁" not in printed


def _texts(book: Path) -> str:
    with ZipFile(book) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def test_each_vendor_with_an_agreement_has_a_report_and_the_company_none(run: Callable[..., Run], tmp_path: Path) -> None:
    done = run("--vendors", "--format", "xlsx")
    assert files(tmp_path) == ["assay-2026-10-en-V.xlsx", "assay-2026-10-en-W.xlsx"]
    assert [(vendor, scope) for vendor, scope, *_ in done.made.asked] == [(id_, Scope.of_vendor(id_)) for id_ in "VW"]


def test_a_vendor_of_whom_nothing_was_recorded_is_said_and_the_others_have_their_reports(run: Callable[..., Run]) -> None:
    """In November Ü has an agreement too, and nothing else."""
    done = run("--vendors", "--format", "xlsx", "--month", "2026-11")
    assert (done.code, [vendor for vendor, *_ in done.made.asked]) == (1, ["V", "W"])
    assert "Nothing was recorded of Ü" in done.told
    assert (alone := run("--vendor", "X")).code == 1 and "Nothing was recorded of X 丙 in October 2026" in alone.told


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--format", "pdf,doc"), "There is no format 'doc'; there is: pdf, xlsx, pptx, html"),
        (("--format", ""), "no format ''"),
        (("--month", "2025-01"), "no data of 2025-01; they reach from 2026-09 to 2026-11"),
        (("--vendor", "V9"), "no vendor V9; there is: V 甲方维保, W 乙方保洁, X 丙"),
        (("--vendors", "--send", "V9=a@b.cn"), "no vendor V9; there is: V 甲方维保, W 乙方保洁."),
        (("--vendors", "--send", "Ü=a@b.cn"), "Vendor Ü had no agreement in 2026-10; those who had: V 甲方维保, W 乙方保洁"),
        (("--vendors", "--send", "li@example.com"), "does not say whose report it is to get"),
        (("--vendors", "--send", "li@b.cn,V=li@b.cn"), "does not say whose"),
        (("--send", "li"), "'li' is no mail address"),
        (("--send", "li@b.cn\nBcc: x@y.cn"), "is no mail address"),
        (("--address", "javascript:alert(1)"), "no address of the application"),
        (("--resend", "--month", "2026-10"), "--resend does not go with --month"),
        (("--resend", "--send", "li@b.cn"), "--resend does not go with --send"),
    ],
)
def test_what_is_asked_wrongly_is_said_with_what_there_is_and_nothing_is_made(
    arguments: tuple[str, ...], why: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    done = run(*arguments, HOST="127.0.0.1", FROM="assay@example.com")
    assert (done.code, done.made.asked, files(tmp_path)) == (2, [], []) and why in done.told


def test_who_wants_to_send_without_a_server_hears_of_it_before_anything_is_made(run: Callable[..., Run]) -> None:
    done = run("--send", "li@example.com")
    assert (done.code, done.made.asked) == (2, []) and "ASSAY_SMTP_HOST" in done.told


def test_the_command_line_knows_months_and_takes_one_vendor_or_all(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for wrong in (["--month", "October"], ["--vendor", "V", "--vendors"]):
        with pytest.raises(SystemExit) as ended:
            main(["report", *wrong])
        assert ended.value.code == 2
    where = ["--warehouse", str(home), "--register", str(tmp_path / "register.sqlite"), "--to", str(tmp_path), "--lang", "en"]
    assert main(["report", "--format", "doc", *where]) == 2 and "no format 'doc'" in capsys.readouterr().out
    assert main(["report", "--resend", *where]) == 0 and "Nothing waits" in capsys.readouterr().out


def test_without_a_warehouse_or_a_place_to_write_it_says_so(run: Callable[..., Run], tmp_path: Path) -> None:
    assert (done := run(given=tmp_path)).code == 1 and "There is no data in the warehouse" in done.told
    (tmp_path / "out").write_text("a file where the folder should be")
    assert (done := run()).code == 1 and "Nothing can be written" in done.told and done.made.asked == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full just when the new content is forced to it: the old file stays, and nothing lies beside it."""
    path = tmp_path / "assay.pdf"
    write_whole(path, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("vendor_id", "name"),
    [
        (None, "assay-2026-10-zh"), ("V003", "assay-2026-10-zh-V003"), ("甲", "assay-2026-10-zh-甲"),
        ("../V", "assay-2026-10-zh-%2E.%2FV"), ("V%2F", "assay-2026-10-zh-V%252F"), ("V 1\n", "assay-2026-10-zh-V%201%0A"),
    ],
)  # fmt: skip
def test_no_vendor_id_leads_out_of_the_folder_or_to_the_file_of_another(vendor_id: str | None, name: str) -> None:
    assert report_name(OCTOBER, "zh", vendor_id) == name


@pytest.mark.parametrize("language", ["", ".zh"])
def test_the_documentation_names_every_option_and_every_setting(language: str) -> None:
    told = (ROOT / "docs" / f"reports{language}.md").read_text(encoding="utf-8")
    options = {option for option in vars(_parser().parse_args(["report"])) if option != "command"}
    assert {option for option in options if f"`--{option}`" not in told} == set()
    assert set(re.findall(r"`ASSAY_SMTP_([A-Z_]+)`", told)) == set(NAMES)


# The mail that brings it.


def test_the_mail_says_the_first_sentence_and_leads_to_its_evidence() -> None:
    found = letter(document(address="https://localhost/a/"), OCTOBER, "", ["a.pdf", "b.xlsx"])
    assert found.subject == "2026 年 10 月服务质量月报"
    assert found.text == "3 家未达约定，1 家确有恶化。\n\n附件：a.pdf、b.xlsx\n\n数据截至 2026-11-01\n"
    assert '<a href="https://localhost/a/agreements?period=2026-10">3 家未达约定</a>，1 家确有恶化。' in found.html
    assert "<a " not in letter(document(), OCTOBER, "", []).html


def test_what_is_typed_stays_text_in_the_mail() -> None:
    hostile = replace(document(language="en"), sections=(Section("", (Paragraph('<img src="x"> & more'),)),))
    found = letter(hostile, OCTOBER, "V 甲\r\nBcc: x@y.cn", ["<a>.pdf"])
    assert "<img" not in found.html and "&lt;img src=&quot;x&quot;&gt; &amp; more" in found.html and "&lt;a&gt;.pdf" in found.html
    assert found.subject == "Service quality in October 2026 · V 甲 Bcc: x@y.cn"


def test_without_a_sentence_the_title_is_said() -> None:
    assert lead(replace(document(), sections=())) == (Clause("月报"),)


def test_what_is_sent_is_what_lies_in_the_folder(run: Callable[..., Run], tmp_path: Path) -> None:
    with running(MailServer()) as server:
        done = run("--format", "pdf,xlsx", "--send", "li@example.com", "王经理 <wang@example.com>", mail=server)
    (one,) = server.received
    assert (done.code, one.recipients) == (0, ("li@example.com", "wang@example.com"))
    attached = {part.get_filename(): part.get_payload(decode=True) for part in one.message.iter_attachments()}
    assert attached == {name: (tmp_path / "out" / name).read_bytes() for name in files(tmp_path)}
    assert one.message["Subject"] == "Service quality in October 2026" and outbox.waiting(tmp_path / "out") == ()


def test_each_vendor_gets_its_own_report_and_nobody_the_companys(run: Callable[..., Run]) -> None:
    with running(MailServer()) as server:
        done = run("--vendors", "--format", "xlsx", "--send", "V=a@v.cn,b@v.cn", "W=c@w.cn", "--send", "W=d@w.cn", mail=server)
    got = {one.recipients: [part.get_filename() for part in one.message.iter_attachments()] for one in server.received}
    assert done.code == 0
    assert got == {("a@v.cn", "b@v.cn"): ["assay-2026-10-en-V.xlsx"], ("c@w.cn", "d@w.cn"): ["assay-2026-10-en-W.xlsx"]}


def test_a_name_with_a_line_break_adds_no_header(run: Callable[..., Run]) -> None:
    with running(MailServer()) as server:
        assert run("--vendor", "Y", "--format", "xlsx", "--send", "a@y.cn", mail=server).code == 0
    (one,) = server.received
    assert one.message["Bcc"] is None and one.message["Subject"].endswith("Y 丁 Bcc: x@y.cn") and one.recipients == ("a@y.cn",)


def test_what_was_not_sent_stays_with_its_files_and_goes_out_later(run: Callable[..., Run], tmp_path: Path) -> None:
    """The server is away: the first mail is tried four times, the second only once; later both go out, and then nothing waits."""
    with running(MailServer()) as gone:
        pass
    done = run("--vendors", "--format", "xlsx", "--send", "V=a@v.cn", "W=c@w.cn", mail=gone)
    assert (done.code, done.waited, len(files(tmp_path))) == (1, [5, 30, 120], 2)
    assert "did not reach c@w.cn: the server cannot be reached (Connection refused)" in done.told and "--resend" in done.told
    assert len(outbox.waiting(tmp_path / "out")) == 2
    with running(MailServer(port=gone.port)) as back:
        again = run("--resend", mail=back)
    assert (again.code, again.made.asked) == (0, []) and [one.recipients for one in back.received] == [("a@v.cn",), ("c@w.cn",)]
    assert outbox.waiting(tmp_path / "out") == () and "Nothing waits" in run("--resend").told


def test_an_entry_that_cannot_be_read_does_not_hold_up_the_others(run: Callable[..., Run], tmp_path: Path) -> None:
    with running(MailServer()) as server:
        server.answers["MAIL"] = ["550 no"]
        assert run("--format", "xlsx", "--send", "li@example.com", mail=server).code == 1
        (tmp_path / "out/outbox/assay-1999.json").write_text("{")
        done = run("--resend", mail=server)
    assert (done.code, len(server.received)) == (1, 1) and "assay-1999.json cannot be read" in done.told
    assert outbox.waiting(tmp_path / "out") == ("assay-1999",)


def test_sending_what_waits_without_a_server_says_what_is_missing(run: Callable[..., Run]) -> None:
    with running(MailServer()) as server:
        server.answers["MAIL"] = ["550 no"]
        run("--format", "xlsx", "--send", "li@example.com", mail=server)
    assert (done := run("--resend")).code == 2 and "ASSAY_SMTP_HOST" in done.told
