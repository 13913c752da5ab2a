"""A chart on the page: its words around it, its id when it is clicked, its picture to take away."""

from __future__ import annotations

import json
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ui import plotted


def page(ids: tuple[str, ...]) -> None:
    import streamlit as st

    from assay.charts.axis import Axis
    from assay.charts.chart import Chart, Points
    from ui.plotted import show_chart

    points = Points((0.0, 1.0), (0.9, 0.8), ids=ids)
    found = Chart("*Fell* to 80 %", "n = 20", "Fell to 80 % in October", Axis(), Axis(kind="share"), (points,), "Rules: NHS")
    st.text(f"opened: {show_chart(found, 'fall')}")


def shown(*ids: str) -> AppTest:
    return AppTest.from_function(page, args=(ids,)).run()


def test_finding_and_small_print_stand_around_the_drawing() -> None:
    at = shown("2026-09", "2026-10")

    assert not at.exception
    assert [one.value for one in at.markdown] == ["**\\*Fell\\* to 80 \\%**"]  # words, not emphasis
    assert [one.value for one in at.caption] == ["n \\= 20", "Rules\\: NHS"]
    assert at.get("plotly_chart")[0].proto.alt == "Fell to 80 % in October"
    assert at.text[0].value == "opened: None"


@pytest.mark.parametrize(("ids", "told"), [(("2026-09", "2026-10"), "off"), ((), False)])
def test_a_finger_on_the_drawing_scrolls_the_page(ids: tuple[str, ...], told: object) -> None:
    """Streamlit lets a chart that answers be dragged unless told otherwise; what Plotly does not know is off by the template."""
    layout = json.loads(shown(*ids).get("plotly_chart")[0].proto.spec)["layout"]

    assert layout["dragmode"] == told
    assert layout["template"]["layout"]["dragmode"] is False


@pytest.mark.parametrize(
    ("points", "opened"),
    [
        ([], None),
        ([{"curve_number": 0, "x": 1}], None),  # a mark of somebody else
        ([{"customdata": [""]}], None),
        ([{"customdata": [""]}, {"customdata": ["2026-10"]}], "2026-10"),
    ],
)
def test_the_clicked_mark_says_what_it_opens(points: list[dict[str, Any]], opened: str | None) -> None:
    assert plotted.clicked({"points": points, "point_indices": [], "box": [], "lasso": []}) == opened


class Clock:
    """A clock that is set by hand, in seconds."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_second_click_opens_again_and_a_tap_opens_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, state = Clock(), {"fall": {"selection": {"points": [{"customdata": ["2026-10"]}]}}}
    monkeypatch.setattr(plotted, "monotonic", clock)
    monkeypatch.setattr(st, "session_state", state)

    plotted._remember("fall")
    assert state.pop("fall_clicked") == "2026-10"

    state["fall"] = {"selection": {"points": []}}  # the second half of a tap takes the mark out of the selection
    clock.now += 0.1
    plotted._remember("fall")
    assert "fall_clicked" not in state

    clock.now += 5  # and so does a second click, long after
    plotted._remember("fall")
    assert state.pop("fall_clicked") == "2026-10"


def test_the_picture_can_be_taken_away() -> None:
    (button,) = shown().get("download_button")

    assert button.proto.label == "Download picture (SVG)"
