"""Mapping files: which applies to a file, what it says about its columns, and how a wrong one is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.text import Text
from pipelines.mappings.mapping import Drop, Lookup, Mapping, applying, plain
from pipelines.mappings.mapping_file import MappingError, mapping, mappings

EXAMPLES = Path(__file__).parents[2] / "data" / "mappings" / "examples"
WRITTEN = """\
table = "orders"
files = ["orders_mnt_*.csv"]
encoding = "gb18030"
time_zone = "Asia/Shanghai"
moments = ["%Y/%m/%d %H:%M"]
nulls = ["", "-"]
optional = ["cost"]
[columns]
"工单号" = "order_id"
"报单时间" = "requested_at"
"金额" = "cost"
[words.outcome]
"已解决" = "solved"
[constants]
service = "maintenance"
[factors]
cost = 0.01
"""


def wrong(tmp_path: Path, there: str, instead: str) -> MappingError:
    assert there in WRITTEN
    (tmp_path / "orders.toml").write_text(WRITTEN.replace(there, instead), encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        mapping(tmp_path / "orders.toml")
    return caught.value


def test_a_mapping_is_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "orders.toml").write_text(WRITTEN, encoding="utf-8")
    (read,) = mappings(tmp_path)
    assert (read.origin, read.table, read.encoding, read.moments) == ("deep/orders.toml", "orders", "gb18030", ("%Y/%m/%d %H:%M",))
    assert read.columns == {"工单号": "order_id", "报单时间": "requested_at", "金额": "cost"}
    assert read.words == {"outcome": {"已解决": "solved"}}
    assert (read.constants, read.factors) == ({"service": "maintenance"}, {"cost": 0.01})


@pytest.mark.parametrize(
    ("there", "instead", "says"),
    [
        ('"order_id"', '"oder_id"', "orders.toml, line 9: there is no column “oder_id”; did you mean “order_id”?"),
        ('table = "orders"', 'table = "ordres"', "orders.toml, line 1: there is no table “ordres”; did you mean “orders”?"),
        ("nulls", "nuls", "orders.toml, line 6: there is no key “nuls”; did you mean “nulls”?"),
        ("[words.outcome]", "[words.outcom]", "orders.toml, line 12: there is no column “outcom”; did you mean “outcome”?"),
        ('"solved"', '"solvd"', "orders.toml, line 13: there is no value “solvd”; did you mean “solved”?"),
        ("Asia/Shanghai", "Asia/Shangai", "orders.toml, line 4: there is no time zone “Asia/Shangai”; "
                                          "did you mean “Asia/Shanghai”?"),
        ("gb18030", "gb18031", "orders.toml, line 3: there is no encoding “gb18031”; did you mean “utf-8”?"),
        ("cost = 0.01", "visits = 2", "orders.toml, line 17: only numbers can be multiplied, and “visits” is none"),
        ('["orders_mnt_*.csv"]', '"orders.csv"', "orders.toml, line 2: “files” has to be a list of texts"),
        ('files = ["orders_mnt_*.csv"]\n', "", "orders.toml: “files” is missing"),
    ],
)
def test_a_wrong_mapping_is_answered_with_line_and_nearest_name(tmp_path: Path, there: str, instead: str, says: str) -> None:
    error = wrong(tmp_path, there, instead)
    assert error.text.en == says
    assert error.text.zh != says


FURTHER = """\
table = "orders"
files = ["o.csv"]
distinct = true
[composed]
order_id = ["{No}", "{*|hash}"]
[lookups]
vendor_id = "sites.region|id"
[minutes]
responded_at = ["{delay}", 5]
[[drop]]
columns = ["Quarter"]
values = ["Global"]
reason = { zh = "合计", en = "totals" }
"""


def test_what_goes_further_is_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "o.toml").write_text(FURTHER, encoding="utf-8")
    read = mapping(tmp_path / "o.toml")
    assert (read.distinct, read.composed) == (True, {"order_id": ("{No}", "{*|hash}")})
    assert (read.lookups, read.minutes) == ({"vendor_id": Lookup("sites", "region", "id")}, {"responded_at": ("{delay}", "5")})
    assert read.drop == (Drop(("Quarter",), ("Global",), Text("合计", "totals")),)
    assert read.coded == ("order_id",)


@pytest.mark.parametrize(
    ("there", "instead", "says"),
    [
        ("order_id =", "oder_id =", "o.toml, line 5: there is no column “oder_id”; did you mean “order_id”?"),
        ("*|hash", "*|hsh", "o.toml, line 5: there is no form “hsh”; did you mean “hash”?"),
        ('"{No}"', '"{No"', "o.toml, line 5: “{No” is no pattern: columns stand in braces, as in {Column}"),
        ('"{No}"', '"No"', "o.toml, line 5: “No” is no pattern: columns stand in braces, as in {Column}"),
        ("sites.region", "sites.regon", "o.toml, line 7: there is no column “regon”; did you mean “region”?"),
        ("sites.region", "site.region", "o.toml, line 7: there is no table “site”; did you mean “sites”?"),
        ("sites.region|id", "region", "o.toml, line 7: “region” has to be table.column"),
        ("sites.region", "surveys.comment", "o.toml, line 7: “vendor_id” cannot be looked up: surveys has no key that is one "
                                            "column of this table"),
        ("responded_at =", "cost =", "o.toml, line 9: minutes can be added to moments only, and “cost” is none"),
        ('"{delay}"', '"soon"', "o.toml, line 9: “soon” is no pattern: columns stand in braces, as in {Column}"),
        ("distinct = true", "distinct = 1", "o.toml, line 3: “distinct” has to be true or false"),
        ('values = ["Global"]', "values = [1]", "o.toml, line 10: [[drop]] has columns and values, both lists of texts, and a "
                                                "reason, a text or zh and en"),
        ('values = ["Global"]\n', "", "o.toml, line 10: [[drop]] has columns and values, both lists of texts, and a "
                                      "reason, a text or zh and en"),
    ],
)  # fmt: skip
def test_what_goes_further_is_checked_as_well(tmp_path: Path, there: str, instead: str, says: str) -> None:
    assert there in FURTHER
    (tmp_path / "o.toml").write_text(FURTHER.replace(there, instead), encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        mapping(tmp_path / "o.toml")
    assert caught.value.text.en == says
    assert caught.value.text.zh != says


def test_columns_that_patterns_need_are_missing_too() -> None:
    made = Mapping("", "vendors", composed={"vendor_id": ("{code}", "{old code}"), "name": ("{first} {last}",)})
    assert made.missing(("code", "first", "last")) == made.missing(("old code", "first", "last")) == ()
    assert made.missing(("first",)) == ("code", "last")
    drop = Drop(("kind",), ("total",), Text("合计", "totals"))
    assert Mapping("", "vendors", drop=(drop,)).missing(("vendor_id", "name")) == ("kind",)


def test_every_example_is_a_mapping_that_can_be_meant() -> None:
    examples = mappings(EXAMPLES)
    assert {made.origin.split("/")[0] for made in examples} == {"cfpb", "flights", "fr_rail"}


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    assert "orders.toml: it is not TOML" in str(wrong(tmp_path, "[columns]", "[columns"))
    assert "line 8" in str(wrong(tmp_path, "[columns]", "[columns"))


def test_a_table_without_a_site_has_no_zone_of_its_site(tmp_path: Path) -> None:
    (tmp_path / "pauses.toml").write_text('table = "pauses"\nfiles = ["p.csv"]\ntime_zone = "site"\n')
    with pytest.raises(MappingError, match=r"line 3: pauses has no site_id"):
        mapping(tmp_path / "pauses.toml")


def test_the_narrowest_pattern_applies_and_equals_are_all_named() -> None:
    wide, narrow = Mapping("wide", "orders", ("orders_*.csv",)), Mapping("narrow", "orders", ("orders_mnt_*.csv",))
    twin = Mapping("twin", "orders", ("orders_mnt_*.csv",))
    assert applying((wide, narrow), "orders_mnt_1.csv", None) == {"orders": (narrow,)}
    assert applying((wide, narrow), "orders_cln_1.csv", None) == {"orders": (wide,)}
    assert applying((wide, narrow, twin), "orders_mnt_1.csv", None) == {"orders": (narrow, twin)}
    assert applying((wide, narrow), "staff.csv", None) == {}


def test_a_file_may_feed_several_tables_and_a_sheet_its_own() -> None:
    orders, surveys = Mapping("o", "orders", ("c.csv",)), Mapping("s", "surveys", ("c.csv",))
    assert applying((orders, surveys), "c.csv", None) == {"orders": (orders,), "surveys": (surveys,)}
    sheet = Mapping("v", "vendors", ("m.xlsx",), sheet="供应商")
    assert applying((sheet,), "m.xlsx", "供应商") == {"vendors": (sheet,)}
    assert applying((sheet,), "m.xlsx", "站点") == {}


def test_headers_that_are_ours_need_no_entry_and_the_first_of_several_counts() -> None:
    made = Mapping("", "vendors", columns={"编号": "vendor_id", "代码": "vendor_id"})
    assert made.sources(("代码", "编号", "name", "备注")) == {"vendor_id": "编号", "name": "name"}
    assert made.sources(("代码", "name")) == {"vendor_id": "代码", "name": "name"}


def test_what_a_file_lacks_is_named_in_its_own_words() -> None:
    made = Mapping("", "vendors", columns={"编号": "vendor_id", "分组": "peer_group"})
    assert made.missing(("编号", "分组", "name")) == ()
    assert made.missing(("分组",)) == ("编号", "name")
    assert made.missing(("编号", "name")) == ("分组",)
    assert Mapping("", "vendors", columns={"分组": "peer_group"}, optional=("peer_group",)).missing(("vendor_id", "name")) == ()
    assert Mapping("", "vendors", constants={"name": "One"}).missing(("vendor_id",)) == ()


def test_a_tables_own_headers_need_no_mapping() -> None:
    found = plain(("vendor_id", "name", "peer_group", "备注"))
    assert found is not None and found.table == "vendors"
    assert plain(("vendor_id", "title")) is None
