"""A company as notebooks open it: the lines of the cheat sheet run, and give the figures that the pages give."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from assay.cells import Where, dimensions
from assay.charts.palette import LIGHT
from assay.charts.titled import WIDTH, titled
from assay.opened import Opened, opened, said
from assay.opened.door import NoWarehouse
from assay.opened.known import UnknownKpi
from assay.opened.series import rows
from assay.opened.shares import compared
from assay.scope import Scope

FOLDER = Path(__file__).parents[2] / "notebooks"
_BLOCK, _REMARK = re.compile(r"```python\n(.*?)```", re.DOTALL), re.compile(r" +#.*")
KPI, SERVICE = "completion_on_time", "maintenance"


@pytest.fixture
def own(warehouse: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opened as the application opens it: through the two settings."""
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path_factory.getbasetemp() / "opened.sqlite"))
    return opened()


def cheat_sheet(name: str) -> str:
    return _REMARK.sub("", "\n".join(_BLOCK.findall((FOLDER / name).read_text("utf-8"))))


def test_every_line_of_the_cheat_sheet_runs(own: Opened) -> None:
    names: dict[str, object] = {}
    exec(compile(cheat_sheet("README.md"), "README.md", "exec"), names)
    assert names["months"] == own.periods()


def test_the_cheat_sheet_is_the_same_in_both_languages() -> None:
    assert cheat_sheet("README.md") == cheat_sheet("README.zh.md") != ""


def test_the_readme_names_every_notebook_and_no_other() -> None:
    there = {path.name.split(".")[0] for path in FOLDER.glob("*.ipynb")}
    for name in ("README.md", "README.zh.md"):
        assert set(re.findall(r"^\| `(\w+)` \|", (FOLDER / name).read_text("utf-8"), re.MULTILINE)) == there


class TestWhatPagesShow:
    def test_trends(self, own: Opened) -> None:
        from ui.trends.read import table

        found = own.trends(KPI, "csat_top2_share")
        last = own.axis.lasts[-1]
        page = table(own.warehouse.version, own.scope, (KPI, "csat_top2_share"), "vendor_id", "month", Where(), last, "nhs")
        assert own.axis.labels == page.axis.labels
        assert [row.member for row in own.rows] == [row.member for row in page.rows]
        for one, other in zip((own.whole, *own.rows), (page.whole, *page.rows), strict=True):
            for id_, trend in one.trends.items():
                shown = other.trends[id_]
                assert (trend.values, trend.targets, trend.variation) == (shown.values, shown.targets, shown.variation)
                assert (trend.charted.lower, trend.tier) == (shown.charted.lower, shown.tier)

    def test_overview(self, own: Opened) -> None:
        from ui.opening import kpis as shown
        from ui.warehouse import cells

        month = own.periods()[-1]
        found = own.overview(month)
        main, _ = shown(own.warehouse.version, own.scope, "month")
        assert tuple(card.kpi.id for card in found.cards) == tuple(kpi.id for kpi in main)
        for card in found.cards:
            read = cells(own.warehouse.version, own.scope, card.kpi, "month", Where((month,)))
            assert (card.sums.numerator, card.sums.denominator) == (read["numerator"].sum(), read["denominator"].sum())
            assert dict(card.excluded) == {
                name.removeprefix("excluded_"): read[name].sum() for name in read.columns if name.startswith("excluded_")
            }
        assert {row.vendor_id for row in found.rows} <= set(own.vendors)
        assert any(row.judged for row in found.rows)

    def test_compare(self, own: Opened) -> None:
        from ui.compare.read import compared as shown
        from ui.compare.read import waited

        months, version, scope = own.periods()[-12:], own.warehouse.version, own.scope
        last = own.trends(KPI).axis.lasts[-2]
        own, page = own.comparison(KPI, SERVICE, months), shown(version, scope, KPI, SERVICE, months, (), None, last)
        assert [(one.vendor_id, one.crude, one.adjusted, one.rank, one.target) for one in own.vendors] == [
            (one.vendor_id, one.crude, one.adjusted, one.rank, one.target) for one in page.vendors
        ]
        own_times = own.waited("response", SERVICE, months)
        page_times = waited(version, scope, "response", SERVICE, months, (), None, None, last)
        assert [(one.vendor_id, one.median, one.within) for one in own_times.vendors] == [
            (one.vendor_id, one.median, one.within) for one in page_times.vendors
        ]

    def test_root_cause(self, own: Opened) -> None:
        from ui.causes import closer_read, drivers_read
        from ui.causes.asked import Question
        from ui.causes.read import changed_of, located_of

        before, after = own.periods("quarter")[-2:]
        found = own.question(KPI, before, after, grain="quarter", members=Where(services=(SERVICE,)))
        page = Question(
            own.warehouse.version, own.scope, own.kpi, "quarter", before, after, own.combined, dimensions(own.kpi),
            own.members, (), 4, own.names,
        )  # fmt: skip
        ours, theirs = own.changed(own), changed_of(page, own.combined[0])
        assert ours is not None and theirs is not None
        assert (ours.whole.change, ours.by, ours.levels) == (theirs.whole.change, theirs.by, theirs.levels)
        here, there = own.located(own), located_of(page)
        assert here is not None and there is not None
        assert (here.found.verdict, here.found.p, here.history) == (there.found.verdict, there.found.p, there.history)
        driven, shfound = own.driven(own, SERVICE), drivers_read.found(page, SERVICE)
        assert (driven.periods, driven.n, driven.factors) == (shown.periods, shown.n, shown.factors)
        for one, other in zip(own.paths(own), closer_read.paths_of(page), strict=True):
            assert one.routes.equals(other.routes) and one.handoffs.edges.equals(other.handoffs.edges)
            assert one.pauses.equals(other.pauses)

    def test_the_failing_orders_are_those_that_were_counted_and_not_kept(self, own: Opened) -> None:
        before, after = own.periods("quarter")[-2:]
        asked = own.question(KPI, before, after, grain="quarter")
        sums = own.cells(KPI, (), "quarter").filter(pl.col("period") == after)
        assert len(own.failing(asked, 100_000)) == sums["denominator"].sum() - sums["numerator"].sum()
        part = own.question(KPI, before, after, grain="quarter", conditions=(("shift", "night"),))
        of_nights = own.cells(KPI, ("shift",), "quarter").filter(pl.col("period") == after, pl.col("shift") == "night")
        assert len(own.failing(part, 100_000)) == of_nights["denominator"].sum() - of_nights["numerator"].sum()

    def test_a_vendors_card(self, own: Opened) -> None:
        from datetime import date

        from ui.vendor.read import card

        vendor, month = next(iter(own.vendors)), own.periods()[-1]
        found = own.card(vendor, month)
        page = card(own.warehouse.version, own.scope, vendor, date.fromisoformat(f"{month}-01"))
        assert [(one.kpi.id, one.value, one.previous) for one in own.kpis] == [
            (one.kpi.id, one.value, one.previous) for one in page.kpis
        ]
        assert (own.levels, own.places, own.validity) == (page.levels, page.places, page.validity)


def test_the_rows_of_a_series_are_its_values_and_limits(own: Opened) -> None:
    found = own.trends(KPI)
    told = rows(found, KPI)
    assert len(told) == len(found.axis.labels) * (1 + len(found.rows))
    whole, one = told.filter(pl.col("member").is_null()), found.whole.trends[KPI]
    assert tuple(whole["value"]) == one.values
    assert tuple(whole["lower"]) == tuple(None if low is None else one.kpi.value(low) for low in one.charted.lower)
    assert (whole["numerator"] / whole["denominator"] * 100).to_list() == pytest.approx(whole["value"].to_list())


def test_a_vendors_reader_sees_its_own_alone(own: Opened) -> None:
    vendor, other = list(own.vendors)[:2]
    own = opened(scope=Scope.of_vendor(vendor))
    assert list(own.vendors) == [vendor]
    assert set(own.cells(KPI, ("vendor_id",))["vendor_id"]) == {vendor}
    assert other not in set(own.rows("orders", ("vendor_id",))["vendor_id"])
    assert own.checks().is_empty()


def test_a_kpi_that_nobody_knows_is_named_with_those_that_there_are(own: Opened) -> None:
    with pytest.raises(UnknownKpi, match="no KPI colour; there are response_on_time"):
        own.trends("colour")


def test_the_warehouse_is_found_in_the_folder_or_above_it(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_WAREHOUSE", raising=False)
    within = tmp_path / "notebooks"
    within.mkdir()
    monkeypatch.chdir(within)
    with pytest.raises(NoWarehouse, match="make sample"):
        opened()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "warehouse").symlink_to(warehouse)
    assert opened().home == tmp_path / "data" / "warehouse"


def test_sentences_are_shown_as_they_are() -> None:
    told = said("V*1* fell", "", "a_b_c")
    assert told._repr_markdown_() == "- V\\*1\\* fell\n- a\\_b\\_c"
    assert (repr(told), said("one")._repr_markdown_()) == ("V*1* fell\na_b_c", "one")


def test_a_figure_that_stands_for_itself_says_its_finding_and_its_note() -> None:
    counts = pl.DataFrame({"vendor_id": ["A", "B", "C"], "failed": [30, 5, 0], "n": [100, 100, 0]})
    chart = compared(counts, {"A": "Alpha & Co"}, "Who <fails> more", "2026", "en")
    drawn = titled(chart)
    texts = [one.text for one in drawn.layout.annotations]
    assert "<b>Who &lt;fails&gt; more</b>" in texts and any(text.startswith("Thin lines: 95 %") for text in texts)
    assert (drawn.layout.width, drawn.layout.paper_bgcolor) == (WIDTH, LIGHT.background)
    narrow = titled(chart, width=400)
    assert narrow.layout.margin.b > drawn.layout.margin.b  # the note takes more lines there


def test_shares_are_compared_with_all_the_others_and_members_without_rows_left_out() -> None:
    # 30 of 100 against 5 of 100: z = 0.25 / sqrt(0.175 * 0.825 * 2 / 100) = 4.65, far beyond chance.
    counts = pl.DataFrame({"vendor_id": ["B", "A", "C"], "failed": [5, 30, 0], "n": [100, 100, 0]})
    chart = compared(counts, {"A": "Alpha"}, "Shares", "", "en")
    dots = next(layer for layer in chart.layers if type(layer).__name__ == "Points")
    assert [round(x, 9) for x in dots.xs] == [30.0, 5.0]
    assert set(dots.tone) == {"neutral"}
    even = compared(counts.with_columns(failed=pl.Series([15, 16, 0])), {}, "Shares", "", "en")
    assert set(next(layer for layer in even.layers if type(layer).__name__ == "Points").tone) == {"common"}
    with pytest.raises(ValueError, match="no rows"):
        compared(counts.with_columns(n=pl.lit(0)), {}, "Shares", "", "en")
