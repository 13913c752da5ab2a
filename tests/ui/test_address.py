"""A link and the view it means are the same thing written twice."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ui.view import Dropped, changed, checked, dropped_note, href, parse, query, view_of

VIEW = {"lang": ("en",), "period": ("2026-10",), "vendors": ("V01", "V07")}


def test_a_view_is_written_in_one_order_whatever_the_order_of_its_keys() -> None:
    backwards = dict(reversed(VIEW.items()))

    assert query(VIEW) == "lang=en&period=2026-10&vendors=V01&vendors=V07"
    assert query(backwards) == query(VIEW)


@pytest.mark.parametrize("id", ["a,b", "R&D", "50%", "上海 一号", "x=y", "a+b", "#1", "<b>", "?", "a;b"])
def test_any_id_survives_the_link(id: str) -> None:
    view = {"lang": ("zh",), "sites": (id,)}

    assert parse(query(view)) == view
    assert parse("?" + query(view)) == view


def test_foreign_keys_blanks_and_repeats_are_not_part_of_a_view() -> None:
    assert parse("vendors=V07&vendors=V01&vendors=V07&vendors=&utm=x&sites=") == {"vendors": ("V01", "V07")}


def test_a_key_of_one_id_takes_the_last() -> None:
    assert parse("lang=zh&lang=en") == {"lang": ("en",)}


def test_equal_filters_in_another_order_are_the_same_view() -> None:
    assert view_of({"vendors": ["V07", "V01"]}) == view_of({"vendors": ["V01", "V07"]})


def test_a_change_replaces_adds_and_takes_out_and_leaves_the_rest() -> None:
    assert changed(VIEW, vendors="V03", kpi="csat_score", period=None) == {
        "lang": ("en",),
        "kpi": ("csat_score",),
        "vendors": ("V03",),
    }
    assert changed(VIEW, vendors=()) == {"lang": ("en",), "period": ("2026-10",)}
    assert VIEW["vendors"] == ("V01", "V07")


def test_a_key_that_no_view_has_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError, match="vendor'"):
        changed(VIEW, vendor="V01")


@pytest.mark.parametrize(
    ("page", "view", "expected"),
    [
        ("trends", {"kpi": ("csat_score",)}, "./trends?kpi=csat_score"),
        ("", {"lang": ("zh",)}, "./?lang=zh"),
        ("trends", {}, "./trends"),
    ],
)
def test_a_link_is_relative_so_that_any_base_path_will_do(page: str, view: dict[str, tuple[str, ...]], expected: str) -> None:
    assert href(page, view) == expected


def test_ids_that_the_data_do_not_have_are_dropped_and_named() -> None:
    kept, dropped = checked(VIEW | {"sites": ("S9",)}, {"vendors": {"V01"}, "sites": {"S1"}})

    assert kept == {"lang": ("en",), "period": ("2026-10",), "vendors": ("V01",)}
    assert dropped == (Dropped("vendors", "V07"), Dropped("sites", "S9"))


def test_the_note_names_what_was_dropped_in_both_languages() -> None:
    dropped = (Dropped("vendors", "V07"), Dropped("sites", "S9"))

    assert dropped_note(dropped, {"vendors": "供应商", "sites": "站点"}, "zh") == (
        "链接中有 2 项在当前数据中不存在，已忽略：供应商 V07、站点 S9。"
    )
    assert dropped_note(dropped, {"vendors": "vendor", "sites": "site"}, "en") == (
        "Not in these data, so left out of the view (2): vendor V07, site S9."
    )


def test_a_very_long_id_is_not_repeated_in_full() -> None:
    assert "x" * 41 not in dropped_note((Dropped("vendors", "x" * 5000),), {}, "en")


def _frame() -> None:
    import streamlit as st

    from ui import address

    allowed = {"lang": ("zh", "en"), "period": ("2026-09", "2026-10"), "vendors": ("V01", "V02", "V03")}
    view, dropped = address.arrive(allowed, lambda kept: {"lang": ("zh",), "period": ("2026-10",)})
    language = view["lang"][0]
    st.radio("lang", allowed["lang"], key=address.widget("lang", view), on_change=address.follow)
    st.multiselect(
        "vendors",
        allowed["vendors"],
        format_func=lambda id: f"{'供应商' if language == 'zh' else 'Vendor'} {id}",
        key=address.widget("vendors", view),
        on_change=address.follow,
    )
    address.note(dropped, {"vendors": "vendor"}, "en")
    st.text(address.link("trends", kpi="nps"))


def _opened(**params: str | list[str]) -> AppTest:
    at = AppTest.from_function(_frame)
    for key, value in params.items():
        at.query_params[key] = value
    return at.run(timeout=30)


def test_a_bare_address_is_completed() -> None:
    assert _opened().query_params == {"lang": "zh", "period": "2026-10"}


def test_the_url_fills_the_widgets_and_unknown_ids_are_noted_as_text() -> None:
    at = _opened(lang="en", vendors=["V03", "<img src=x>", "V01"])

    assert not at.exception
    assert at.multiselect[0].value == ["V01", "V03"]
    assert at.query_params["vendors"] == ["V01", "V03"]
    (note,) = at.main.get("html")
    assert "vendor &lt;img src=x&gt;" in note.proto.body


def test_the_url_follows_a_widget_and_the_note_goes() -> None:
    at = _opened(lang="en", vendors=["V99", "V01"])
    at.multiselect[0].select("V02").run()

    assert at.query_params == {"lang": "en", "period": "2026-10", "vendors": ["V01", "V02"]}
    assert not at.main.get("html")
    assert at.text[0].value == "./trends?lang=en&period=2026-10&kpi=nps&vendors=V01&vendors=V02"


def test_the_other_language_keeps_the_filters() -> None:
    at = _opened(lang="en", vendors="V02")
    at.radio[0].set_value("zh").run()
    at.multiselect[0].select("V03").run()

    assert not at.exception
    assert at.query_params == {"lang": "zh", "period": "2026-10", "vendors": ["V02", "V03"]}


def test_an_address_changed_from_outside_moves_the_widgets() -> None:
    at = _opened(lang="en", vendors="V02")
    at.query_params["vendors"] = "V01"
    at.run()

    assert at.multiselect[0].value == ["V01"]
