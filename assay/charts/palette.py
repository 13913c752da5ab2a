"""The colours of the product, once: grey, blue, orange and violet say what kind of change a figure shows, and nothing else does."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme, each colour as `#rrggbb`. The first four are the tones of a verdict; the rest is paper, ink and lines."""

    common: str  # grey: common cause
    improvement: str  # blue
    concern: str  # orange
    neutral: str  # violet: a change of a KPI without a direction
    text: str
    muted: str  # second lines, captions
    background: str
    surface: str  # cards, sidebar, header rows
    line: str
    accent: str  # focus, links, the selected one


# Measured, WCAG 2 contrast on background / surface (4.5 is AA for text). Least distance of any two tones (CIE76) as seen
# without, and with full protan, deutan and tritan colour blindness (Machado 2009): light 21, dark 22. Blue and violet differ
# in lightness, because red-green blindness takes their difference in hue away.
LIGHT = Palette(
    common="#656c77",  # 5.3 / 4.9
    improvement="#0a6fd0",  # 5.0 / 4.6
    concern="#b44800",  # 5.4 / 5.0
    neutral="#741b93",  # 9.1 / 8.3
    text="#1f2328",  # 15.8 / 14.5
    muted="#5d6672",  # 5.8 / 5.3
    background="#ffffff",
    surface="#f4f5f7",
    line="#d8dce2",
    accent="#334e68",  # 8.6 / 7.9
)
DARK = Palette(
    common="#98a1ac",  # 6.9 / 6.1
    improvement="#3f94ee",  # 5.7 / 5.1
    concern="#f59645",  # 8.0 / 7.1
    neutral="#ecb4f5",  # 10.6 / 9.4
    text="#e6e8eb",  # 14.6 / 13.0
    muted="#a0a8b3",  # 7.5 / 6.6
    background="#14171c",
    surface="#1e222a",
    line="#343a44",
    accent="#a9c1d9",  # 9.7 / 8.6
)


def css_variables() -> str:
    """CSS declarations `--assay-<name>: light-dark(light, dark);`; the browser picks by the `color-scheme` that the theme sets."""
    names = (field.name for field in fields(Palette))
    return "\n".join(f"--assay-{name}: light-dark({getattr(LIGHT, name)}, {getattr(DARK, name)});" for name in names)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
