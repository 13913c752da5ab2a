"""A company as notebooks open it: the lines of the cheat sheet run, and give the figures that the pages give."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assay.cells import Where
from assay.charts.palette import LIGHT
from assay.charts.titled import WIDTH, titled
from assay.opened import Opened, opened, said
from assay.opened.door import NoWarehouse
from assay.opened.known import UnknownKpi
from assay.opened.series import rows
from assay.opened.shares import compared
from assay.scope import Scope
from assay.stats.spc.rules import NHS

FOLDER = Path(__file__).parents[2] / "notebooks"
_BLOCK, _REMARK = re.compile(r"```python\n(.*?)```", re.DOTALL), re.compile(r" +#.*")
KPI, SERVICE = "completion_on_time", "maintenance"


@pytest.fixture
def here(warehouse: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opened as the application opens it: through the two settings."""
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path_factory.getbasetemp() / "opened.sqlite"))
    return opened()


def cheat_sheet(name: str) -> str:
    return _REMARK.sub("", "\n".join(_BLOCK.findall((FOLDER / name).read_text("utf-8"))))


def test_every_line_of_the_cheat_sheet_runs(here: Opened) -> None:
    names: dict[str, object] = {}
    exec(compile(cheat_sheet("README.md"), "README.md", "exec"), names)
    assert names["months"] == here.periods()


def test_the_cheat_sheet_is_the_same_in_both_languages() -> None:
    assert cheat_sheet("README.md") == cheat_sheet("README.zh.md") != ""


def test_the_readme_names_every_notebook_and_no_other() -> None:
    there = {path.name.split(".")[0] for path in FOLDER.glob("*.ipynb")}
    for name in ("README.md", "README.zh.md"):
        assert set(re.findall(r"^\| `(\w+)` \|", (FOLDER / name).read_text("utf-8"), re.MULTILINE)) == there


class TestWhatPagesShow:
    """Each is read by the page's own reader and held against what the notebook is given."""

    def test_trends(self, here: Opened) -> None:
        from ui.trends.read import table

        found = here.trends(KPI, "csat_top2_share")
        asked = ((KPI, "csat_top2_share"), "vendor_id", "month", Where(), found.axis.lasts[-1], NHS.id)
        page = table(here.warehouse.version, here.scope, *asked)
        assert found.axis.labels == page.axis.labels
        assert [row.member for row in found.rows] == [row.member for row in page.rows]
        for one, other in zip((found.whole, *found.rows), (page.whole, *page.rows), strict=True):
            for id_, trend in one.trends.items():
                shown = other.trends[id_]
                assert (trend.values, trend.targets, trend.variation) == (shown.values, shown.targets, shown.variation)
                assert (trend.charted.lower, trend.tier) == (shown.charted.lower, shown.tier)

    def test_overview(self, here: Opened) -> None:
        from ui.opening import kpis
        from ui.warehouse import cells

        month = here.periods()[-1]
        found = here.overview(month)
        main, _ = kpis(here.warehouse.version, here.scope, "month")
        assert tuple(card.kpi.id for card in found.cards) == tuple(kpi.id for kpi in main)
        for card in found.cards:
            read = cells(here.warehouse.version, here.scope, card.kpi, "month", Where((month,)))
            assert (card.sums.numerator, card.sums.denominator) == (read["numerator"].sum(), read["denominator"].sum())
        assert any(row.judged for row in found.rows)

    def test_compare(self, here: Opened) -> None:
        from ui.compare.read import compared as shown
        from ui.compare.read import waited

        months = here.periods()[-12:]
        key, last = (here.warehouse.version, here.scope), here.trends(KPI).axis.lasts[-2]
        found, page = here.comparison(KPI, SERVICE, months), shown(*key, KPI, SERVICE, months, (), None, last)
        assert [(one.vendor_id, one.crude, one.adjusted, one.rank, one.target) for one in found.vendors] == [
            (one.vendor_id, one.crude, one.adjusted, one.rank, one.target) for one in page.vendors
        ]
        times, shown_times = here.waited("response", SERVICE, months), waited(
            *key, "response", SERVICE, months, (), None, None, last
        )
        assert [(one.vendor_id, one.median, one.within) for one in times.vendors] == [
            (one.vendor_id, one.median, one.within) for one in shown_times.vendors
        ]

    def test_root_cause(self, here: Opened) -> None:
        from ui.causes import closer_read, drivers_read
        from ui.causes import read as causes_read
        from ui.causes.asked import Question

        before, after = here.periods("quarter")[-2:]
        asked = here.question(KPI, before, after, grain="quarter", members=Where(services=(SERVICE,)))
        page = Question(
            here.warehouse.version, here.scope, asked.kpi, "quarter", before, after, asked.combined, asked.offered,
            asked.members, (), asked.depth, here.names,
        )  # fmt: skip
        changed, shown = here.changed(asked), causes_read.changed_of(page, asked.combined[0])
        assert changed is not None and shown is not None
        assert (changed.whole.change, changed.by, changed.levels) == (shown.whole.change, shown.by, shown.levels)
        located, there = here.located(asked), causes_read.located_of(page)
        assert located is not None and there is not None
        assert (located.found.verdict, located.found.p, located.history) == (there.found.verdict, there.found.p, there.history)
        driven, modelled = here.driven(asked, SERVICE), drivers_read.found(page, SERVICE)
        assert (driven.periods, driven.n, driven.factors) == (modelled.periods, modelled.n, modelled.factors)
        for one, other in zip(here.paths(asked), closer_read.paths_of(page), strict=True):
            assert one.routes.equals(other.routes) and one.handoffs.edges.equals(other.handoffs.edges)
            assert one.pauses.equals(other.pauses)

    def test_a_vendors_card(self, here: Opened) -> None:
        from ui.vendor.read import card

        vendor, month = next(iter(here.vendors)), here.periods()[-1]
        found = here.card(vendor, month)
        page = card(here.warehouse.version, here.scope, vendor, date.fromisoformat(f"{month}-01"))
        assert [(one.kpi.id, one.value, one.previous) for one in found.kpis] == [
            (one.kpi.id, one.value, one.previous) for one in page.kpis
        ]
        assert (found.levels, found.places, found.validity) == (page.levels, page.places, page.validity)


def test_the_failing_orders_are_those_that_were_counted_and_not_kept(here: Opened) -> None:
    before, after = here.periods("quarter")[-2:]
    nights = (("shift", "night"),)
    counted = here.cells(KPI, ("shift",), "quarter").filter(pl.col("period") == after)
    for conditions, told in (((), counted), (nights, counted.filter(pl.col("shift") == "night"))):
        asked = here.question(KPI, before, after, grain="quarter", conditions=conditions)
        assert len(here.failing(asked, 100_000)) == told["denominator"].sum() - told["numerator"].sum() > 0


def test_the_rows_of_a_series_are_its_values_and_limits(here: Opened) -> None:
    found = here.trends(KPI)
    told = rows(found, KPI)
    assert len(told) == len(found.axis.labels) * (1 + len(found.rows))
    whole, one = told.filter(pl.col("member").is_null()), found.whole.trends[KPI]
    assert tuple(whole["value"]) == one.values
    assert tuple(whole["lower"]) == tuple(None if low is None else one.kpi.value(low) for low in one.charted.lower)
    assert (whole["numerator"] / whole["denominator"] * 100).to_list() == pytest.approx(whole["value"].to_list())


def test_a_vendors_reader_sees_its_own_alone(here: Opened) -> None:
    vendor, other = list(here.vendors)[:2]
    seen = opened(scope=Scope.of_vendor(vendor))
    assert list(seen.vendors) == [vendor]
    assert set(seen.cells(KPI, ("vendor_id",))["vendor_id"]) == {vendor}
    assert other not in set(seen.rows("orders", ("vendor_id",))["vendor_id"])
    assert seen.checks().is_empty()


def test_a_kpi_that_nobody_knows_is_named_with_those_that_there_are(here: Opened) -> None:
    with pytest.raises(UnknownKpi, match="no KPI colour; there are response_on_time"):
        here.trends("colour")


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
