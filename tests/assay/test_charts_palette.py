"""The colours can be read by everyone, and the theme settings say the same as the code."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assay.charts.palette import DARK, LIGHT, Palette, contrast, css_variables

INKS = ("common", "improvement", "concern", "neutral", "text", "muted", "accent")
THEMES = {"light": LIGHT, "dark": DARK}
SETTINGS = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def test_contrast_of_black_and_white_is_21_and_of_a_colour_with_itself_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0a6fd0", "#0a6fd0") == pytest.approx(1)


def test_contrast_of_a_published_pair() -> None:
    # WCAG: #767676 is the lightest grey that passes AA on white, with 4.54
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_reads_on_paper_and_surface(palette: Palette, ink: str) -> None:
    assert min(contrast(getattr(palette, ink), paper) for paper in (palette.background, palette.surface)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_settings_are_the_palette(theme: str) -> None:
    says = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["theme"][theme]
    palette = THEMES[theme]

    assert says["backgroundColor"] == palette.background
    assert says["secondaryBackgroundColor"] == palette.surface
    assert says["textColor"] == palette.text
    assert says["primaryColor"] == says["linkColor"] == palette.accent
    assert says["borderColor"] == palette.line
    assert says["grayColor"] == says["grayTextColor"] == palette.common
    assert says["blueColor"] == says["blueTextColor"] == palette.improvement
    assert says["orangeColor"] == says["orangeTextColor"] == palette.concern
    assert says["violetColor"] == says["violetTextColor"] == palette.neutral


def test_every_colour_is_a_variable_for_both_themes() -> None:
    assert f"--assay-concern: light-dark({LIGHT.concern}, {DARK.concern});" in css_variables()
