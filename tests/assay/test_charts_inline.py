"""Small drawings carry their colours and stand alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from assay.charts.icons import Icon, Picture
from assay.charts.inline import icon_svg, trend_svg
from assay.charts.palette import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("picture", ["wave", "up", "down", "empty", "above", "across", "below"])
def test_an_icon_is_a_picture_of_its_own_in_the_colour_of_its_tone(picture: Picture) -> None:
    root = ET.fromstring(icon_svg(Icon(picture, "concern", "worse <than>")))
    assert root.tag == f"{SVG}svg" and root.get("aria-label") == "worse <than>"
    assert f"stroke:{LIGHT.concern}" in (root.findtext(f"{SVG}style") or "")
    assert [shape.tag for shape in root][1] == f"{SVG}circle" and root.find(f"{SVG}path") is not None


def test_an_icon_follows_the_palette() -> None:
    assert DARK.improvement in icon_svg(Icon("up", "improvement", "better"), DARK)


def test_a_trend_ends_in_its_last_value_and_keeps_its_gaps() -> None:
    """Three known, a gap, two known: two lines and a dot."""
    root = ET.fromstring(trend_svg((1.0, 2.0, 3.0, None, 2.0, 1.0), 72, 20))
    assert len(root.findall(f"{SVG}polyline")) == 2 and len(root.findall(f"{SVG}circle")) == 1
    assert LIGHT.common in (root.findtext(f"{SVG}style") or "")


def test_one_value_is_no_trend() -> None:
    assert trend_svg((1.0, None), 72, 20) == ""
