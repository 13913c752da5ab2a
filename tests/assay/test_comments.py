"""Comments read by right and masked on the way out; what they say by group, theme and vendor."""

from __future__ import annotations

import polars as pl
import pytest

from assay.cells import Where
from assay.charts.axis import Axis
from assay.charts.chart import Bars
from assay.charts.diverging import diverging
from assay.charts.svg import svg
from assay.report.comments import Spoken, by_theme, holding, terms_chart, told_apart
from assay.report.comments import headline as said
from assay.say import keyness as say
from assay.scope import Scope
from assay.stats.difference import p_of_shares
from assay.stats.interval import share
from assay.terms.themes import Theme
from assay.text import LANGUAGES, Text
from assay.warehouse.comments import NotSeen, comments
from assay.warehouse.read import Warehouse
from tests.assay.small_warehouse import small
from tests.pipelines.derive_tables import at

ALL = Scope.all()
SLOW = Theme("slow", Text("慢", "Slow"), ("太慢",), ("slow",))
DIRTY = Theme("dirty", Text("脏", "Dirty"), ("很脏",), ("dirty",))


def survey(id_: str, **other: object) -> dict[str, object]:
    return {
        "response_id": id_, "vendor_id": "V", "site_id": "SH", "service": "cleaning", "mode": "app", "csat": 1,
        "comment": "地面很脏", "invited_at": at("2026-10-01 08:00"), "answered_at": at("2026-10-02 08:00"),
    } | other  # fmt: skip


def complaint(id_: str, **other: object) -> dict[str, object]:
    return {
        "complaint_id": id_, "vendor_id": "V", "site_id": "SH", "service": "cleaning", "channel": "phone", "severity": "minor",
        "complaint_category": "quality", "comment": "没人打扫", "received_at": at("2026-10-03 08:00"),
    } | other  # fmt: skip


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    """Two vendors in September and October; one survey has no comment, one an empty one."""
    return small(
        at("2026-11-01 00:00"),
        vendors=[{"vendor_id": "V", "name": "甲"}, {"vendor_id": "W", "name": "乙"}],
        surveys=[
            survey("S1", comment="请联系刘芳，13800138000"),
            survey("S2", vendor_id="W", csat=5, comment="Ms. Keller was friendly"),
            survey("S3", comment=None),
            survey("S4", comment="  "),
            survey("S5", invited_at=at("2026-09-01 08:00"), answered_at=at("2026-09-30 17:00")),  # October in Shanghai
        ],
        complaints=[complaint("C1"), complaint("C2", vendor_id="W", site_id="BE")],
    )


def test_comments_come_masked_and_by_day(warehouse: Warehouse) -> None:
    found = comments(warehouse, ALL)
    assert found.select("source", "id", "period", "csat", "complaint_category", "comment").rows() == [
        ("surveys", "S5", "2026-10", 1, None, "地面很脏"),
        ("surveys", "S1", "2026-10", 1, None, "请联系〔姓名〕，〔电话〕"),
        ("surveys", "S2", "2026-10", 5, None, "Ms. [name] was friendly"),
        ("complaints", "C1", "2026-10", None, "quality", "没人打扫"),
        ("complaints", "C2", "2026-10", None, "quality", "没人打扫"),
    ]


def test_only_what_the_scope_and_the_view_hold_is_read(warehouse: Warehouse) -> None:
    def ids(scope: Scope, where: Where | None = None) -> list[str]:
        return comments(warehouse, scope, "month", where)["id"].to_list()

    assert ids(Scope(vendors=frozenset({"W"}))) == ["S2", "C2"]
    assert ids(Scope(sites=frozenset({"BE"}))) == ["C2"]
    assert ids(ALL, Where(vendors=("V",))) == ["S5", "S1", "C1"]
    assert ids(ALL, Where(periods=("2026-09",))) == []
    assert ids(Scope(vendors=frozenset({"V"})), Where(vendors=("W",))) == []


def test_who_may_not_see_comments_is_told_nothing_of_them(warehouse: Warehouse) -> None:
    with pytest.raises(NotSeen):
        comments(warehouse, Scope.of_vendor("V"))


def test_people_who_are_known_are_masked_too(warehouse: Warehouse) -> None:
    assert "没人" not in "".join(comments(warehouse, ALL, names=("没人",))["comment"])


def written(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    """vendor, service, comment, how many times."""
    listed = [(vendor, service, text) for vendor, service, text, times in rows for _ in range(times)]
    return pl.DataFrame(listed, ["vendor_id", "service", "comment"], orient="row")


def test_terms_that_set_two_groups_apart_and_their_comments() -> None:
    """Forty comments a side: 电梯 in 30 of the first and in 2 of the second, 空调 in ten of each."""
    first = written(("V", "m", "电梯停了", 30), ("V", "m", "空调停了", 10))
    second = written(("W", "m", "电梯停了", 2), ("W", "m", "空调停了", 10), ("W", "m", "很好", 28))
    everyone = pl.concat((first, second))
    found = told_apart(everyone, pl.col("vendor_id") == "V")
    # 停了 goes with 电梯 or with 空调, so it is a term of its own; 电梯 and 电梯停 are the same comments.
    assert {one.term: (one.first, one.second) for one in found.terms if "电梯" in one.term or "空调" in one.term} == {
        max((one.term for one in found.terms if "电梯" in one.term), key=len): (30, 2),
        max((one.term for one in found.terms if "空调" in one.term), key=len): (10, 10),
    }
    assert found.of_first[0].term.startswith("电梯")
    assert len(holding(everyone, found.of_first[0].term)) == 32


def test_what_fewer_than_five_said_is_not_opened() -> None:
    assert holding(written(("V", "m", "电梯", 4)), "电梯").is_empty()
    assert len(holding(written(("V", "m", "电梯", 5)), "电梯")) == 5


def test_a_comment_of_neither_group_counts_for_none() -> None:
    everyone = written(("V", "m", "电梯", 40), ("W", "m", "电梯", 40), ("X", "m", "电梯", 40))
    group = pl.when(pl.col("vendor_id") == "V").then(True).when(pl.col("vendor_id") == "W").then(False)
    assert told_apart(everyone, group).n == (40, 40)


def test_themes_are_told_from_five_comments_on_against_the_same_service() -> None:
    """V cleans: 20 of 40 are about dirt. W cleans: 4 of 40, and 9 about slowness. X guards, and has 40 about dirt:
    another service."""
    everyone = written(
        ("V", "cleaning", "很脏", 20), ("V", "cleaning", "好", 20), ("W", "cleaning", "dirty", 4), ("W", "cleaning", "太慢", 9),
        ("W", "cleaning", "好", 27), ("X", "security", "很脏", 40),
    )  # fmt: skip
    found = {(one.vendor_id, one.theme): one for one in by_theme(everyone, (SLOW, DIRTY))}

    # Three are told, and the third of them, X, has nobody to be compared with: p = 1.
    dirt, slow = p_of_shares(20, 40, 4, 40), p_of_shares(9, 40, 0, 40)
    assert found["V", "dirty"] == Spoken("V", "cleaning", "dirty", 40, share(20, 40), None, pytest.approx(dirt * 3), True)
    of_slow = Spoken("W", "cleaning", "slow", 40, share(9, 40), None, pytest.approx(slow * 3 / 2), True)
    assert found["W", "slow"] == of_slow
    assert found["W", "dirty"] == Spoken("W", "cleaning", "dirty", 40, None, None, None, False)
    assert (found["X", "dirty"].share, found["X", "dirty"].others, found["X", "dirty"].is_more) == (share(40, 40), None, False)


def test_the_picture_has_both_sides_and_says_its_finding() -> None:
    everyone = pl.concat((written(("V", "m", "电梯坏了", 40)), written(("W", "m", "响应很快", 60))))
    found = told_apart(everyone, pl.col("vendor_id") == "V")
    for language in LANGUAGES:
        chart = terms_chart(found, say.LOW(language), say.HIGH(language), language)
        bars = next(layer for layer in chart.layers if isinstance(layer, Bars))
        signs = [one is not None and one > 0 for one in bars.stops]
        assert signs == sorted(signs, reverse=True)
        assert set(bars.tone) == {"concern", "improvement"}
        assert "电梯" in chart.title
        assert "100.0 %" in str(chart.y.asides)
        assert chart.title in svg(chart)


def test_what_is_alike_or_too_few_is_said_and_not_drawn() -> None:
    same = told_apart(written(("V", "m", "电梯坏了", 40), ("W", "m", "电梯坏了", 40)), pl.col("vendor_id") == "V")
    few = told_apart(written(("V", "m", "电梯坏了", 4), ("W", "m", "电梯坏了", 40)), pl.col("vendor_id") == "V")
    assert said(same, "甲", "乙", "zh") == "甲与乙的评语用词没有超出随机误差的差别"
    assert said(few, "甲", "乙", "zh") == "评语太少，不作比较：甲 4 条，乙 40 条（各至少 30 条）"
    with pytest.raises(ValueError, match="nothing to draw"):
        terms_chart(same, "甲", "乙", "zh")
    with pytest.raises(ValueError, match="nothing to draw"):
        diverging([], Axis(), "title", "", "", "en")


def test_a_vendor_that_stands_out_is_said_with_its_interval() -> None:
    """20 of 40: Wilson 35.2 to 64.8 %."""
    told = say.about("甲公司", "保洁", "脏乱", share(20, 40), 0.1, 5, "zh")
    assert told == (
        "甲公司（保洁）：40 条低分评语中 50.0 %（35.2 % – 64.8 %）谈到“脏乱”，同类服务的其他供应商为 10.0 %，"
        "差别超出随机误差。"
    )
    hardly = say.about("A", "cleaning", "dirt", share(20, 40), None, 5, "en")
    assert "against fewer than 5 comments at the others" in hardly


def test_the_share_of_the_others_is_told_from_five_comments_on() -> None:
    found = by_theme(written(("V", "m", "太慢", 10), ("V", "m", "好", 10), ("W", "m", "太慢", 5), ("W", "m", "好", 15)), (SLOW,))
    assert [(one.vendor_id, one.others) for one in found] == [("V", 5 / 20), ("W", 10 / 20)]
    assert not any(one.is_more for one in found)
