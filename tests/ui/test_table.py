"""Tables and cards as HTML: nothing of the data becomes markup, every mark has its word, a gap stays a gap."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from streamlit.testing.v1 import AppTest

from assay.charts.sparkline import sparkline
from ui.markup import Card, Cell, Column, Table, cards_html, table_html

NASTY = "<script>alert('x')</script> \"q\" & <b>"
COLUMNS = (Column("vendor", "供应商", align="left", is_first=True), Column("rate", "及时率", hover="按期 / 到期"))


class _Seen(HTMLParser):
    """The elements and the text that a browser would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def named(self, tag: str, kind: str = "") -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag and (not kind or kind in (attrs.get("class") or "").split())]


def _table(cell: Cell, columns: tuple[Column, ...] = COLUMNS) -> str:
    return table_html(Table(columns, ({"vendor": Cell("V01"), "rate": cell},), "供应商 × 指标"))


def test_no_text_of_a_cell_becomes_markup() -> None:
    cell = Cell(NASTY, href="./x?a=1&b=\"'<", mark="met", mark_word=NASTY, hover=NASTY, note=NASTY, trend=(1, 2))
    seen = _Seen(_table(cell))
    clean = _Seen(_table(Cell("t", href="./", mark="met", mark_word="w", hover="h", note="n", trend=(1, 2))))

    assert [tag for tag, _ in seen.elements] == [tag for tag, _ in clean.elements]
    assert seen.text.count(NASTY) == 3  # value, word, note
    (link,) = seen.named("a", "cell")
    assert link["href"] == "./x?a=1&b=\"'<"
    assert link["data-tip"] == NASTY


def test_no_text_of_a_heading_a_caption_or_a_card_becomes_markup() -> None:
    table = table_html(Table((Column("k", NASTY, hover=NASTY),), (), NASTY))
    fields = dict.fromkeys(("title", "value", "unit", "target", "mark_word", "basis", "note", "hover", "href"), NASTY)
    card = cards_html((Card(**fields, mark="missed"),))

    assert "<script" not in table + card
    assert "<b>" not in table + card
    assert _Seen(table).text.count(NASTY) == 2  # heading, caption
    assert _Seen(card).text.count(NASTY) == 7  # everything but hover and href


@pytest.mark.parametrize(("mark", "word"), [("met", "达标"), ("missed", "未达标")])
def test_a_mark_is_a_sign_and_a_word(mark: str, word: str) -> None:
    seen = _Seen(_table(Cell("93.4 %", mark=mark, mark_word=word)))

    assert len(seen.named("span", mark)) == 1
    assert seen.text.count(word) == 1


@pytest.mark.parametrize("mark", ["met", "missed"])
def test_a_mark_without_a_word_is_refused(mark: str) -> None:
    with pytest.raises(ValueError, match="needs a word"):
        Cell("93.4 %", mark=mark)
    with pytest.raises(ValueError, match="needs a word"):
        Card("title", "93.4", mark=mark)


def test_no_mark_shows_no_sign() -> None:
    assert not _Seen(_table(Cell("93.4 %"))).named("span", "mark")


def test_a_heading_explains_itself_to_the_keyboard() -> None:
    (explained,) = _Seen(_table(Cell("1"))).named("span", "explained")

    assert explained["tabindex"] == "0"
    assert explained["data-tip"] == explained["aria-description"] == "按期 / 到期"


def test_the_table_is_named_and_its_first_column_heads_the_rows() -> None:
    seen = _Seen(_table(Cell("1")))

    (frame,) = seen.named("div", "frame")
    assert (frame["role"], frame["aria-label"], frame["tabindex"]) == ("region", "供应商 × 指标", "0")
    assert [attrs.get("scope") for attrs in seen.named("th")] == ["col", "col", "row"]
    assert [attrs["class"] for attrs in seen.named("td")] == ["right"]


def test_a_row_may_lack_a_cell() -> None:
    seen = _Seen(table_html(Table(COLUMNS, ({"vendor": Cell("V01")},), "c")))

    assert len(seen.named("td")) == 1
    assert seen.text == ["c", "供应商", "及时率", "V01"]


def test_a_cell_with_an_explanation_is_reached_without_a_mouse() -> None:
    explained = [cell for cell in _Seen(_table(Cell("1", hover="n = 3"))).named("span", "cell") if "data-tip" in cell]

    assert [cell.get("tabindex") for cell in explained] == ["0"]


def test_a_gap_breaks_the_line_and_a_lone_value_is_a_dot() -> None:
    seen = _Seen(sparkline((1, 2, None, 5, None, 3, 4)))

    assert len(seen.named("polyline")) == 2
    assert len(seen.named("circle", "lone")) == 1


def test_equal_steps_also_across_a_gap() -> None:
    (line,) = _Seen(sparkline((0, 10, None, None, 10), width=44, height=20)).named("polyline")
    (last,) = _Seen(sparkline((0, 10, None, None, 10), width=44, height=20)).named("circle", "last")

    # margin 2.2, four steps of (44 − 4.4) / 4 = 9.9; lowest value at 20 − 2.2, highest at 2.2
    assert line["points"] == "2.2,17.8 12.1,2.2"
    assert (last["cx"], last["cy"]) == ("41.8", "2.2")


def test_the_last_value_is_a_dot_hollow_where_its_period_still_runs() -> None:
    assert len(_Seen(sparkline((1, 2))).named("circle", "last")) == 1
    assert not _Seen(sparkline((1, 2))).named("circle", "partial")
    assert len(_Seen(sparkline((1, 2), is_partial=True)).named("circle", "partial")) == 1


def test_a_missing_last_value_has_no_dot() -> None:
    assert not _Seen(sparkline((1, 2, None))).named("circle")


def test_constant_values_lie_in_the_middle_and_the_goal_shares_the_scale() -> None:
    (flat,) = _Seen(sparkline((5, 5), height=20)).named("polyline")
    (goal,) = _Seen(sparkline((0, 10), goal=5, height=20)).named("line", "goal")

    assert flat["points"] == "2.2,10.0 61.8,10.0"
    assert goal["y1"] == goal["y2"] == "10.0"


@pytest.mark.parametrize("values", [(), (None,), (1.0,), (None, 1.0, None)])
def test_too_few_values_draw_nothing(values: tuple[float | None, ...]) -> None:
    assert sparkline(values) == ""


def _page() -> None:
    from ui.table import Card, Cell, Column, Table, cards, show

    cards((Card("KPI", "93.4", href="./trends"),), "cards")
    show(Table((Column("a", "A"),), ({"a": Cell("1", href="./trends")},), "c"), "table")


def test_both_are_drawn_by_streamlit() -> None:
    at = AppTest.from_function(_page).run(timeout=30)

    assert not at.exception
    drawn = [element.proto for element in at.main.get("bidi_component")]
    assert len(drawn) == 2
    assert all('href=\\"./trends\\"' in proto.mixed.json + proto.json for proto in drawn)
    assert all("light-dark(" in proto.css_content and "pushState" in proto.js_content for proto in drawn)
