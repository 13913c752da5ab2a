"""Text to types: what is read, what is not, and the reason that stands in its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
import pytest

from assay.contracts import SOURCES
from assay.contracts.schema import polars_schema
from assay.text import Text
from pipelines.mappings.composed import CODED
from pipelines.mappings.mapping import Drop, Lookup, Mapping
from pipelines.reading.lines import Broken
from pipelines.reading.read import Sheet
from pipelines.tidying.left_out import parted
from pipelines.tidying.tidy import Found, as_written, tidy

Columns = dict[str, Sequence[str | None]]
ZONES = {"S1": "Asia/Shanghai", "S2": "Europe/Berlin"}


def sheet(columns: dict[str, Sequence[str | None]], broken: tuple[Broken, ...] = (), is_misread: bool = False) -> Sheet:
    rows = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_row_index("source_row", offset=2)
    return Sheet(tuple(columns), rows.cast({"source_row": pl.Int64}).lazy(), rows.height, "utf-8", broken, is_misread)


def read(column: str, *texts: str | None, table: str = "orders", **mapping: object) -> list[tuple[object, str | None]]:
    """What becomes of the texts of one column, each with the reason why it was not read."""
    # The row counter keeps rows whose text is null from being no rows at all.
    made = Mapping("", table, **mapping)  # type: ignore[arg-type]
    tidied = tidy(sheet({column: texts, "#": ["."] * len(texts)}), made, ZONES).collect().sort("source_row")
    return tidied.select(column, "unread_columns").rows()


def test_every_table_comes_out_as_its_contract_says() -> None:
    for contract in SOURCES:
        first = contract.given[0].name
        tidied = tidy(sheet({first: ["1"]}), Mapping("", contract.table), {})
        given = polars_schema(contract.given)
        assert tidied.collect_schema() == pl.Schema({"source_row": pl.Int64(), **given, "unread_columns": pl.String()})


def test_text_is_trimmed_and_otherwise_left_alone() -> None:
    assert read("category", "  暖通 １２ ", "", None) == [("暖通 １２", None), (None, None), (None, None)]


def test_marks_of_nothing_are_nothing() -> None:
    assert read("cost", "-", "无", "3", nulls=("", "-", "无")) == [(None, None), (None, None), (3.0, None)]


def test_words_become_ours_and_unknown_ones_stay_for_the_check() -> None:
    words = {"outcome": {"已解决": "solved"}}
    assert read("outcome", "已解决", "solved", "别的", words=words) == [("solved", None), ("solved", None), ("别的", None)]


def test_numbers_in_other_units_are_multiplied() -> None:
    assert read("cost", "1250", factors={"cost": 0.01}) == [(12.5, None)]


def test_numbers_that_are_none() -> None:
    problem = "cost:not_a_number"
    assert read("cost", "1.5e2", "x", "nan", "inf", "1,000") == [(150.0, None), *[(None, problem)] * 4]
    assert read("visits", "2", "2.5", "two") == [(2, None), *[(None, "visits:not_an_integer")] * 2]


def test_flags_in_two_languages() -> None:
    read_as = read("is_validated", "是", "否", "TRUE", "0", "yes", "maybe", table="complaints")
    assert [value for value, _ in read_as] == [True, False, True, False, True, None]
    assert read_as[-1][1] == "is_validated:not_a_flag"


def test_dates_in_the_agreed_forms_and_as_cells_of_a_workbook() -> None:
    texts = ("2024-02-29", "2024-02-30", "29.02.2024", "2024-03-01 00:00:00", "2024-03-01 08:00:00")
    day, leap = date(2024, 3, 1), date(2024, 2, 29)
    expected = [(leap, None), (None, "done_on:not_a_date"), (leap, None), (day, None), (None, "done_on:not_a_date")]
    assert read("done_on", *texts, table="inspections", dates=("%Y-%m-%d", "%d.%m.%Y")) == expected


def test_moments_without_an_offset_are_in_the_zone_of_the_mapping() -> None:
    made = {"moments": ("%Y/%m/%d %H:%M",), "time_zone": "Asia/Shanghai"}
    expected = [(datetime(2024, 3, 5, 0, 12), None), (None, "requested_at:not_a_moment")]
    assert read("requested_at", "2024/03/05 08:12", "31/13/2024", **made) == expected


@pytest.mark.parametrize("text", ["2024-03-05T08:12:00+08:00", "2024-03-05T00:12:00Z", "2024-03-05T02:12:00+0200"])
def test_an_offset_that_is_written_counts(text: str) -> None:
    made = {"moments": ("%Y-%m-%dT%H:%M:%S%z",), "time_zone": "America/New_York"}
    assert read("requested_at", text, **made) == [(datetime(2024, 3, 5, 0, 12), None)]


def test_an_hour_that_happens_twice_is_the_earlier_and_one_that_never_happens_is_none() -> None:
    # Berlin 2026: on 25 October 03:00 CEST goes back to 02:00 CET; on 29 March 02:00 CET goes on to 03:00 CEST.
    made = {"moments": ("%Y-%m-%d %H:%M",), "time_zone": "Europe/Berlin"}
    expected = [(datetime(2026, 10, 25, 0, 30), None), (None, "requested_at:no_such_local_time")]
    assert read("requested_at", "2026-10-25 02:30", "2026-03-29 02:30", **made) == expected


def test_moments_in_the_zone_of_the_site() -> None:
    columns = {"site_id": ["S1", "S2", "S9"], "requested_at": ["2026-01-05 08:00"] * 3}
    made = Mapping("", "orders", moments=("%Y-%m-%d %H:%M",), time_zone="site")
    hours = tidy(sheet(columns), made, ZONES).collect().get_column("requested_at").dt.hour().to_list()
    assert hours == [0, 7, 8]  # a site that nobody knows has no zone; its row is refused for the site


def test_every_unread_column_is_named() -> None:
    columns = {"order_id": ["A1"], "cost": ["x"], "requested_at": ["never"]}
    tidied = tidy(sheet(columns), Mapping("", "orders"), {}).collect()
    assert tidied.select("order_id", "cost", "requested_at").row(0) == ("A1", None, None)
    assert tidied.item(0, "unread_columns") == "cost:not_a_number|requested_at:not_a_moment"


def test_misread_bytes_are_the_reason_whatever_the_type() -> None:
    columns = {"order_id": ["A1", "A2"], "category": ["\ufffd\ufffd", "hvac"], "cost": ["1\ufffd", "2"]}
    tidied = tidy(sheet(columns, is_misread=True), Mapping("", "orders"), {}).collect().sort("source_row")
    assert tidied.get_column("unread_columns").to_list() == ["category:wrong_encoding|cost:wrong_encoding", None]
    assert tidied.get_column("category").to_list() == [None, "hvac"]


def test_lines_that_are_no_records_are_rows_with_a_reason() -> None:
    broken = (Broken(3, "too_many_columns", "a,b,c"),)
    tidied = tidy(sheet({"order_id": ["A1"]}, broken), Mapping("", "orders"), {}).collect().sort("source_row")
    assert tidied.select("source_row", "order_id", "unread_columns").rows() == [(2, "A1", None), (3, None, "*:too_many_columns")]


def test_a_row_with_nothing_in_it_is_no_row() -> None:
    tidied = tidy(sheet({"order_id": ["A1", None], "cost": ["1", None]}), Mapping("", "orders"), {}).collect()
    assert tidied.get_column("source_row").to_list() == [2]


def test_constants_fill_what_the_file_does_not_have() -> None:
    made = Mapping("", "orders", constants={"service": "maintenance", "visits": 2})
    tidied = tidy(sheet({"order_id": ["A1"]}), made, {}).collect()
    assert tidied.select("service", "visits").row(0) == ("maintenance", 2)


def made(written: Columns, table: str = "orders", found: Found | None = None, **named: object) -> pl.DataFrame:
    return tidy(sheet(written), Mapping("", table, **named), ZONES, found).collect().sort("source_row")  # type: ignore[arg-type]


def test_values_are_composed_of_several_columns_and_need_all_of_them() -> None:
    columns = {"No": ["7", "8", "-"], "Year": ["2024", None, "2024"]}
    composed = {"order_id": ("{Year}/{No}",)}
    assert made(columns, composed=composed, nulls=("", "-"))["order_id"].to_list() == ["2024/7", None, None]


def test_of_several_patterns_the_first_that_is_filled_counts_and_others_may_be_missing_from_the_file() -> None:
    columns = {"No": ["7", None], "Name": ["a b", " c  d "]}
    composed = {"order_id": ("{New no}", "{No}", "{Name|id}")}
    assert made(columns, composed=composed)["order_id"].to_list() == ["7", "c_d"]


def test_codes_of_several_widths_become_one() -> None:
    columns = {"UIC": ["0087271007", "87271007"]}
    assert set(made(columns, composed={"site_id": ("{UIC|last 8}",)})["site_id"]) == {"87271007"}


def test_a_value_can_depend_on_whether_another_is_there() -> None:
    columns = {"left": ["08:00", None], "due": ["2024-03-05 08:00"] * 2}
    composed = {"responded_at": ("{left|present}{due}",), "cancelled_at": ("{left|absent}{due}",)}
    tidied = made(columns, composed=composed)
    due = datetime(2024, 3, 5, 8)
    assert tidied.select("responded_at", "cancelled_at", "unread_columns").rows() == [(due, None, None), (None, due, None)]


def test_the_whole_record_is_the_text_of_its_code() -> None:
    columns = {"a": ["1", "1", "12"], "b": ["23", "23", "3"], "c": [None, None, None]}
    one, same, other = made(columns, composed={"order_id": ("{*|hash}",)})["order_id"].to_list()
    assert one == same != other and one.startswith(CODED)


def test_minutes_are_added_and_one_that_is_no_number_is_no_moment() -> None:
    columns = {"due": ["2024-03-05 23:50"] * 3, "late": ["20", "-5", "x"], "more": ["1.5", "0", "0"]}
    composed = {"responded_at": ("{due}",)}
    tidied = made(columns, composed=composed, minutes={"responded_at": ("{late}", "{more}", "60")})
    expected = [(datetime(2024, 3, 6, 1, 11, 30), None), (datetime(2024, 3, 6, 0, 45), None), (None, "responded_at:not_a_moment")]
    assert tidied.select("responded_at", "unread_columns").rows() == expected


def test_what_another_table_says_of_the_key_is_looked_up() -> None:
    columns = {"station": ["S1", "S2", "S9", None], "#": ["."] * 4}
    lookups = {"vendor_id": Lookup("sites", "region", "id")}
    found = {"vendor_id": {"S1": "Agence Grand Sud", "S2": "Est"}}
    words = {"vendor_id": {"Est": "east"}}
    tidied = made(columns, found=found, columns={"station": "site_id"}, lookups=lookups, words=words)
    assert tidied["vendor_id"].to_list() == ["Agence_Grand_Sud", "east", None, None]
    assert made(columns, found={"vendor_id": {}}, columns={"station": "site_id"}, lookups=lookups)["vendor_id"].null_count() == 4


def test_rows_that_repeat_others_count_once_and_the_first_stays() -> None:
    columns = {"id": ["V1", "V2", "V1", "V1"], "name": ["One", "Two", "One", "Uno"]}
    tidied = made(columns, "vendors", columns={"id": "vendor_id"}, distinct=True)
    assert tidied.select("source_row", "vendor_id", "name").rows() == [(2, "V1", "One"), (3, "V2", "Two"), (5, "V1", "Uno")]


def test_a_word_for_nothing_is_nothing() -> None:
    assert read("channel", "Fax", "Web", words={"channel": {"Fax": "", "Web": "web"}}) == [(None, None), ("web", None)]


def test_quarters_and_months_are_their_first_days() -> None:
    forms = ("%Y-T%q", "%Y-%m")
    expected = [(date(2022, 4, 1), None), (date(2024, 10, 1), None), (None, "done_on:not_a_date"), (date(2022, 5, 1), None)]
    assert read("done_on", "2022-T2", "2024-T4", "2024-T5", "2022-05", table="inspections", dates=forms) == expected


TOTALS, EMPTY = Text("合计", "totals"), Text("无结果", "no result")


def test_dropped_rows_are_counted_under_the_first_reason_that_names_them() -> None:
    columns = {"quarter": ["T1", "Global", "T2", "Global"], "share": ["1", "2", "-", None], "number": [None, None, " ", None]}
    rules = (Drop(("quarter",), ("Global",), TOTALS), Drop(("share", "number"), ("",), EMPTY))
    rows = parted(sheet(columns).rows, Mapping("", "aggregates", nulls=("", "-"), drop=rules))
    assert rows.kept.collect()["source_row"].to_list() == [2]
    assert (rows.left, rows.dropped) == (1, ((TOTALS, 2), (EMPTY, 1)))


def test_a_value_that_no_row_has_drops_nothing() -> None:
    rows = parted(sheet({"quarter": ["T1", None]}).rows, Mapping("", "aggregates", drop=(Drop(("quarter",), ("Global",), TOTALS),)))
    assert (rows.kept.collect().height, rows.left, rows.dropped) == (2, 2, ())


def test_a_refused_value_can_be_shown_as_it_was_composed() -> None:
    mapping = Mapping("", "orders", columns={"site": "site_id"}, composed={"order_id": ("{a}-{b}",), "asset_id": ("{*|hash}",)})
    written = pl.DataFrame({"site": ["S1"], "a": ["1"], "b": ["2"]})
    shown = as_written(mapping, ("site", "a", "b"))
    assert written.select(one.alias(name) for name, one in shown.items()).to_dicts() == [{"site_id": "S1", "order_id": "1-2"}]
