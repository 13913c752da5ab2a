"""The distribution of a year's credits as a picture."""

from __future__ import annotations

from assay import written
from assay.agreements.presign import Forecast
from assay.agreements.presign_spread import Bin
from assay.say import presign as say
from ui import plotted
from ui.agreements import words_simulator as words
from ui.reading import Reading

_HEIGHT, _TOP = 300, 36  # pixels


def spread(found: Forecast, now: Reading) -> None:
    """A bar a step of the yearly credit, nothing at all by itself; the average as a line with its value."""
    from plotly.graph_objects import Bar, Figure

    colours = plotted.palette()
    width = found.spread[-1].up_to - found.spread[-1].above or 1.0
    nothing, steps = found.spread[0], found.spread[1:]
    places = [-width / 2, *((one.above + one.up_to) / 2 for one in steps)]
    hover = [now(words.HOVER_NOTHING, chance=written.percent(nothing.chance)), *(_hover(one, now) for one in steps)]
    figure = Figure(Bar(
        x=places, y=[one.chance for one in found.spread], width=width * 0.9, customdata=hover,
        marker={"color": [colours.accent, *[colours.common] * len(steps)]}, hovertemplate="%{customdata}<extra></extra>",
    ))
    figure.add_vline(x=found.expected_credit, line={"color": colours.text, "width": 1.5})
    figure.add_annotation(
        x=found.expected_credit, y=1, yref="paper", yanchor="bottom", showarrow=False,
        text=now(words.AVERAGE, amount=written.money(found.expected_credit, 0)),
    )
    figure.update_xaxes(title=now(words.X_AXIS), tickprefix="¥", tickformat=",.0f", showgrid=False)
    figure.update_yaxes(title=now(words.Y_AXIS), tickformat=".0%", rangemode="tozero")
    plotted.show(figure, "trial_spread", say.finding(found, now.language), _HEIGHT, _TOP)


def _hover(one: Bin, now: Reading) -> str:
    low, high = (written.money(side, 0) for side in (one.above, one.up_to))
    return now(words.HOVER, low=low, high=high, chance=written.percent(one.chance))
