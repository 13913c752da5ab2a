"""Suggested mappings: against the sample company's own, on headings that nobody here wrote down, and on files that are none."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.load import load
from pipelines.mappings.mapping import Mapping
from pipelines.mappings.mapping_file import mapping, mappings
from pipelines.reading.find import find
from pipelines.refusal import Refused
from pipelines.suggestions.suggest import Suggestion, known_ids, suggest
from pipelines.suggestions.suggested import pattern
from pipelines.suggestions.synonyms import folded, word, zone
from pipelines.templates.forms import dates, factor, moments
from tests.pipelines.small_files import NOW, asked, masters, taken

ROOT = Path(__file__).parents[2]
Pairs = set[tuple[str, str | None]]


def found(suggestion: Suggestion) -> Pairs:
    return {(guess.theirs, guess.ours) for guess in suggestion.columns if guess.ours}


def read(suggestion: Suggestion, folder: Path) -> Mapping:
    """The suggestion as the loader reads it."""
    (folder / "suggested.toml").write_text(suggestion.mapping_text, encoding="utf-8")
    return mapping(folder / "suggested.toml")


def csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join((*lines, "")).encode(encoding))
    return path


def test_every_kind_of_sample_file_gets_the_mapping_that_was_written_by_hand(sample: Path, tmp_path: Path) -> None:
    known = mappings(ROOT / "data" / "mappings" / "sample")
    arrivals = {a.mapping.origin: a for a in find([sample / "raw"], known) if a.mapping and a.mapping.origin and a.size > 2_000}
    assert len(arrivals) == len(known) == 19
    expected = recovered = proposed = 0
    for origin, arrival in arrivals.items():
        assert arrival.mapping is not None
        suggestion = suggest(arrival.path, arrival.sheet)
        written, pairs = set(arrival.mapping.columns.items()), found(suggestion)
        assert suggestion.table == arrival.mapping.table, origin
        assert read(suggestion, tmp_path).columns == dict(pairs), origin
        expected, recovered, proposed = expected + len(written), recovered + len(written & pairs), proposed + len(pairs)
    assert recovered / expected >= 0.9 and recovered / proposed >= 0.95


def test_a_suggestion_loads_what_the_mapping_by_hand_loads(tmp_path: Path) -> None:
    """Words, null marks, forms and a constant from the name of the file: nothing is left to correct."""
    raw, told = masters(tmp_path / "raw"), tmp_path / "told"
    told.mkdir()
    head = "工单编号,承包商编号,站点代码,工单类型,故障类别,初始优先级,处理结果,费用（万元）,报修时间,完工时间"
    path = csv(raw / "维修工单_202601.csv", head, "A1,V1,S1,报修,暖通,一级,已修复,0.5,2026/1/5 8:30,2026/1/5 9:30",
               "A2,V2,S2,保养,电梯,较低,/,—,2026/1/13 8:30,", encoding="gb18030")  # fmt: skip
    suggestion = suggest(path)
    assert suggestion.missing == ("service",) and "[constants]\nservice = \"maintenance\"" in suggestion.mapping_text
    load([raw], tmp_path / "warehouse", [read(suggestion, told)], NOW)
    columns = "order_id, service, kind, priority_at_request, outcome, cost, requested_at::varchar"
    rows = asked(tmp_path / "warehouse", f"select {columns} from orders order by 1")
    assert rows == [
        ("A1", "maintenance", "fault", "urgent", "solved", 5_000.0, "2026-01-05 00:30:00"),
        ("A2", "maintenance", "planned", "low", None, None, "2026-01-13 07:30:00"),
    ]


@pytest.mark.parametrize(
    ("head", "row", "table", "expected"),
    [
        ("TicketNumber;supplierCode;Site Code;createdOn;resolvedAt;AssignedTo;Foo", "1;V1;S1;2026-01-05;2026-01-06;W1;x", "orders",
         {"TicketNumber": "order_id", "supplierCode": "vendor_id", "Site Code": "site_id", "createdOn": "requested_at",
          "resolvedAt": "completed_at", "AssignedTo": "worker_id"}),
        ("Employee No,Supplier,Location,Job Title,Hire Date,Termination Date", "1,V1,S1,Cleaner,01.02.2026,", "staff",
         {"Employee No": "worker_id", "Supplier": "vendor_id", "Location": "site_id", "Job Title": "role", "Hire Date":
          "started_on", "Termination Date": "ended_on"}),
        ("客诉编号,服务商,门店,投诉类型,是否属实,受理时间,首次答复时间",
         "1,V1,S1,服务态度,是,2026-01-05 08:00,2026-01-05 09:00", "complaints",
         {"客诉编号": "complaint_id", "服务商": "vendor_id", "门店": "site_id", "投诉类型": "complaint_category",
          "是否属实": "is_validated", "受理时间": "received_at", "首次答复时间": "replied_at"}),
        ("Audit No,Contractor,Building,Audit Date,Items Inspected,Failures,Audit Score",
         "1,V1,S1,2026-01-05,50,3,94.0", "inspections",
         {"Audit No": "inspection_id", "Contractor": "vendor_id", "Building": "site_id", "Audit Date": "done_on",
          "Items Inspected": "sample_size", "Failures": "defects", "Audit Score": "score"}),
    ],
    ids=["ticketing", "staff", "complaints in Chinese", "audits"],
)  # fmt: skip
def test_headings_of_other_systems(head: str, row: str, table: str, expected: dict[str, str], tmp_path: Path) -> None:
    suggestion = suggest(csv(tmp_path / "export.csv", head, row))
    assert (suggestion.table, dict(found(suggestion))) == (table, expected)
    assert read(suggestion, tmp_path).table == table


def test_values_rule_a_heading_out_and_known_ids_rule_one_in(tmp_path: Path) -> None:
    path = csv(tmp_path / "x.csv", "Ticket,Closed,Party,Place", "1,yes,V1,S1", "2,no,V2,S2", "3,yes,V1,S2")
    assert found(suggest(path, table="orders")) == {("Ticket", "order_id")}
    home = tmp_path / "warehouse"
    assert known_ids(home) == {}
    taken(home, masters(tmp_path / "raw"))
    ids = known_ids(home)
    assert found(suggest(path, table="orders", ids=ids)) == {("Ticket", "order_id"), ("Party", "vendor_id"), ("Place", "site_id")}


def test_guesses_are_marked_and_what_is_missing_is_said(tmp_path: Path) -> None:
    lines = ("ticket,state,source,created,remark?", "1,S1,Fax,03/04/2026 08:00,x", "2,S1,Phone,05/06/2026 08:00,y")
    path = csv(tmp_path / "orders.csv", *lines)
    suggestion = suggest(path, table="orders", language="zh")
    text = suggestion.mapping_text
    assert "推测：日与月的先后从取值中看不出来" in text and 'time_zone = "site"' in text
    assert '# "Fax" = "?"' in text and '"Phone" = "phone"' in text and '# "remark?" = "?"' in text
    assert "vendor_id" in suggestion.missing and '# vendor_id = "?"' in text
    sure = {guess.theirs: guess.sure for guess in suggestion.columns}
    assert 0 == sure["remark?"] < sure["source"] < sure["ticket"] <= 1
    assert all(guess.why.zh and guess.why.en for guess in suggestion.columns)


@pytest.mark.parametrize(
    ("values", "forms", "is_ambiguous"),
    [
        (["2026-01-05T08:30:00+08:00", "2026-01-05T08:30:00Z"], ("%Y-%m-%dT%H:%M:%S%z",), False),
        (["8/30/2013", "9/3/2013"], ("%m/%d/%Y",), False),
        (["8/3/2013", "9/3/2013"], ("%d/%m/%Y",), True),
        (["2026/1/5 8:30", "2026/1/5 18:30"], ("%Y/%m/%d %H:%M",), False),
        (["2026-01-05 08:30", "2026-01-05 08:30:01", "x"], ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"), False),
        (["1234", "99"], (), False),
    ],
)
def test_forms_of_moments_are_read_from_values(values: list[str], forms: tuple[str, ...], is_ambiguous: bool) -> None:
    read = moments(pl.Series(values))
    assert (set(read.forms), read.is_ambiguous) == (set(forms), is_ambiguous)
    assert read.share == pytest.approx(sum(value not in ("x", "1234", "99") for value in values) / len(values))


def test_forms_of_dates_and_units_are_read(tmp_path: Path) -> None:
    from assay.contracts import contract

    assert dates(pl.Series(["2017-08", "2017-09"])).forms == ("%Y-%m",)
    assert dates(pl.Series(["2026年1月5日"])).forms == ("%Y年%m月%d日",)
    nothing = pl.Series([], dtype=pl.String)
    hours, clock = contract("trainings").column("hours"), contract("service_levels").column("clock_minutes")
    assert factor(hours, "课时（45 分钟）", nothing) == 0.75
    assert factor(clock, "时限（小时）", nothing) == factor(clock, "limit_hours", nothing) == 60
    assert factor(clock, "时限（分钟）", nothing) is None
    assert factor(contract("orders").column("cost"), "金额（万元）", nothing) == 10_000
    assert factor(contract("agreements").column("at_risk_share"), "at risk", pl.Series(["10", "5.5"])) == 0.01
    assert factor(contract("agreements").column("at_risk_share"), "at risk", pl.Series(["0.1"])) is None


def test_names_are_folded_and_words_known_as_people_write_them() -> None:
    assert folded("requestedAt") == folded("Requested_At（UTC）") == folded(" requested  at") == "requested at"
    assert folded("Taux de conformité") == "taux de conformite"
    assert (folded("报单 时间"), folded("（备注）")) == ("报单时间", "备注")
    assert word("orders", "priority", "1 - Critical") == "urgent" and word("orders", "priority", "Ｐ３") == "normal"
    assert word("inspections", "is_announced", "√") == "true" and word("orders", "priority", "whatever") is None
    assert (zone("Opened (UTC)"), zone("报单时间（北京时间）"), zone("Opened")) == ("UTC", "Asia/Shanghai", None)


def test_the_pattern_of_names_takes_the_next_file_too() -> None:
    assert pattern("orders_mnt_2026-01.csv") == "orders_mnt_*.csv"
    assert pattern("工单 20260105-20260131 v2.xlsx") == "工单 * v2.xlsx"
    assert pattern("export[1]*.csv") == "export?1??.csv"


REFUSED = {
    "empty.csv": b"",
    "blank.csv": b"\n\n  \n",
    "binary.csv": bytes(range(256)) * 50,
    "no.xlsx": b"PK\x03\x04" + bytes(200),
    "no.parquet": b"PAR1" + bytes(200),
    "wide.csv": (",".join(f"c{number}" for number in range(10_000)) + "\n" + ",".join("1" * 10_000) + "\n").encode(),
    "giant_name.csv": b"y" * 5_000_000,
}
READ = {
    "giant.csv": b"order_id,vendor_id\n1," + b"x" * 6_000_000 + b"\n",
    "ends.csv": b"order_id,vendor_id\r1,V1\n2,V2\r\n3,V3",
    "quotes.csv": b'order_id,vendor_id\n"1,V1\n2,"V2"x\n',
    "latin.csv": "order_id,b\xe2timent,vendor_id\n1,\xe9,V1\n".encode("latin-1"),
    "formulas.csv": b'=cmd|calc,"@order_id",vendor_id\n=1+1,+2,V1\n',
    "toml.csv": b'"a""]\nb = ""c",vendor_id,"order\\id",\x7f\x01,"""\n1,V1,2,3,4\n',
    "same.csv": b"vendor_id,vendor_id,,,*,^x$,source_row\n1,2,3,4,5,6,7\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_words(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(REFUSED[name])
    with pytest.raises(Refused) as refused:
        suggest(tmp_path / name)
    assert refused.value.text.zh != refused.value.text.en and len(refused.value.text.en) < 1_500


@pytest.mark.parametrize("name", READ)
def test_strange_files_get_a_mapping_that_can_be_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(READ[name])
    suggestion = suggest(tmp_path / name)
    assert ("vendor_id", "vendor_id") in found(suggestion)
    assert read(suggestion, tmp_path).columns == dict(found(suggestion))


def test_a_workbook_without_any_sheet_to_read_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(Refused):
        suggest(tmp_path / "bomb.xlsx")


def test_of_a_workbook_the_sheet_that_fits_is_taken_and_a_wrong_name_is_said(sample: Path) -> None:
    book = sample / "raw" / "masters.xlsx"
    assert suggest(book, "站点").table == "sites"
    assert suggest(book).sheet is not None
    with pytest.raises(Refused, match="Nowhere"):
        suggest(book, "Nowhere")


def test_the_command_prints_writes_and_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = csv(tmp_path / "vendors_2026.csv", "Supplier Code,Supplier Name,Tier", "V1,One,A")
    warehouse = ["--warehouse", str(tmp_path / "warehouse"), "--lang", "en"]
    assert main(["suggest", str(path), *warehouse]) == 0
    printed = capsys.readouterr().out
    assert '"Supplier Code" = "vendor_id"' in printed and 'files = ["vendors_*.csv"]' in printed
    assert main(["suggest", str(path), "--to", str(tmp_path / "made" / "v.toml"), *warehouse]) == 0
    assert mapping(tmp_path / "made" / "v.toml").columns["Supplier Name"] == "name"
    assert "fairly sure" in capsys.readouterr().out
    assert main(["suggest", str(path), "--json", *warehouse]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["table"] == "vendors" and told["columns"][0]["why"]["zh"]
    assert main(["suggest", str(csv(tmp_path / "none.csv", "Extension,Calls", "1,2")), *warehouse]) == 1
    assert main(["suggest", str(tmp_path / "nowhere.csv"), *warehouse]) == 2
    assert "There is no" in capsys.readouterr().out
