"""The vendors as a table: as counted, on like work, place with interval, verdict, capability; and who is better than whom."""

from __future__ import annotations

import streamlit as st

from assay import written
from assay.report.comparison import Compared, Comparison
from assay.report.comparison_pictures import what
from assay.say import compare as say
from assay.say import overview as say_overview
from assay.say import trends as say_trends
from ui import download
from ui.compare import file as compare_file
from ui.compare import read as compare_read
from ui.compare import view as compare_view
from ui.compare import words
from ui.literal import literal
from ui.markup import Cell, Column, Mark, Table, Tone
from ui.orders import view as orders_view
from ui.reading import Reading
from ui.table import show as show_table

_BANDS: dict[str, Tone] = {"clearly_better": "improvement", "clearly_worse": "concern", "not_distinguishable": "plain"}
_CAPABLE: dict[str, Tone] = {"met": "plain", "missed": "concern", "not_proven": "muted"}
_MARKS: dict[str, Mark] = {"met": "met", "missed": "missed"}


def show(found: Comparison, now: Reading) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare_heading"):
        st.subheader(now(words.TABLE), anchor=False)
        name = f"assay-compare-{found.kpi.id}-{found.months[-1]}.xlsx"
        download.button(lambda: compare_file.workbook(found, settled(found, now), now), name, "compare", now)
    st.caption(now(words.TABLE_HINT if found.ranked else words.TABLE_HINT_CRUDE))
    show_table(table(found, now), "compare_table")


def settled(found: Comparison, now: Reading) -> dict[str, str]:
    """What the agreement says of the last month; nothing where sites are filtered, since it is settled over all of them."""
    if now.view.get("sites"):
        return {}
    return compare_read.settled(now.version, now.scope, found.kpi.id, found.service, found.months[-1], now.period.last)


def table(found: Comparison, now: Reading) -> Table:
    agreed = settled(found, now)
    columns = _columns(found, bool(agreed), now)
    caption = f"{now(words.TABLE)}: {found.kpi.title(now.language)}"
    return Table(columns, tuple(_row(one, found, agreed, now) for one in found.vendors), caption)


def _columns(found: Comparison, is_agreed: bool, now: Reading) -> tuple[Column, ...]:
    kpi, language = found.kpi, now.language
    first = (
        Column("vendor", now(words.VENDOR), align="left", is_first=True),
        Column("n", "n", kpi.counted[1](language)),
        Column("crude", now(words.CRUDE), now(words.INTERVAL)),
    )
    ranked = (
        Column("adjusted", now(words.ADJUSTED), now(words.ADJUSTED_HINT)),
        *([Column("fixed", now(words.FIXED), now(words.FIXED_HINT))] if is_warned(found) else []),
        *([Column("ratio", now(words.RATIO), now(words.RATIO_HINT, what=what(kpi, language)))] if not kpi.squares else []),
        *(_places(now) if kpi.direction != "none" else ()),
        Column("band", now(words.BAND), now(words.BAND_HINT), align="left"),
        Column("reliability", now(words.RELIABILITY), now(words.RELIABILITY_HINT)),
    )
    has_target = any(one.target.word for one in found.vendors)
    target = (Column("capability", now(words.CAPABILITY), now(words.CAPABILITY_HINT), align="left"),) if has_target else ()
    settlement = now(words.SETTLEMENT, month=found.months[-1])
    agreement = (Column("settled", settlement, now(words.SETTLEMENT_HINT), align="left"),) if is_agreed else ()
    return (*first, *(ranked if found.ranked else (Column("why", now(words.BAND), align="left"),)), *target, *agreement)


def _places(now: Reading) -> tuple[Column, Column]:
    return (Column("rank", now(words.RANK), now(words.RANK_HINT)),
            Column("third", now(words.BEST_THIRD), now(words.BEST_THIRD_HINT)))


def is_warned(found: Comparison) -> bool:
    """Whether the fixed-effect figures have to stand beside the adjusted ones."""
    model = found.fitting.model
    return model is not None and model.coupling is not None and model.coupling.is_warned


def _row(one: Compared, found: Comparison, agreed: dict[str, str], now: Reading) -> dict[str, Cell]:
    name = Cell(one.name, href=compare_view.of_vendor(one.vendor_id),
                tone="full" if one.vendor_id in compare_view.chosen(now) else "plain")
    cells = {"vendor": name, "n": _n(one, found, now), "crude": _crude(one, found, now), **_target(one, agreed, now)}
    if one.adjusted is None or one.rank is None or one.band is None:
        why = say.ABSENT[one.absent or "no_model"](now.language, minimum=found.kpi.minimum_n)
        return cells | {"band": Cell(why, tone="muted"), "why": Cell(why, tone="muted")}
    return cells | _ranked(one, found, now)


def _n(one: Compared, found: Comparison, now: Reading) -> Cell:
    kpi, month = found.kpi, found.months[-1]
    counted = say_trends.counted(kpi, one.sums.numerator, one.sums.denominator, now.language)
    href = orders_view.of_figure(kpi, "denominator", period=month, vendors=one.vendor_id, services=found.service)
    opens = now(words.OPENS_MONTH, month=month) if href and len(found.months) > 1 else ""
    return Cell(written.count(one.sums.denominator), href=href, hover="\n".join(line for line in (counted, opens) if line))


def _crude(one: Compared, found: Comparison, now: Reading) -> Cell:
    interval = say_overview.interval_only(found.kpi, one.crude, now.language) if one.crude.low is not None else ""
    if one.crude.value is None:
        return Cell(written.NOTHING, tone="muted", hover=say.ABSENT["too_few"](now.language, minimum=found.kpi.minimum_n))
    return Cell(written.value(found.kpi, one.crude.value, now.language), note=interval)


def _ranked(one: Compared, found: Comparison, now: Reading) -> dict[str, Cell]:
    kpi, language = found.kpi, now.language
    assert one.adjusted is not None and one.rank is not None and one.band is not None
    place = f"{one.place} ({one.rank.low}–{one.rank.high})"
    tone: Tone = "neutral" if kpi.direction == "none" and one.band != "not_distinguishable" else _BANDS[one.band]
    interval = say_overview.interval_only(kpi, one.adjusted, language)
    return {
        "adjusted": Cell(written.value(kpi, one.adjusted.value, language), note=interval),
        "fixed": Cell(written.value(kpi, one.fixed, language)),
        "ratio": Cell(written.NOTHING if one.ratio is None else f"{one.ratio:.2f}"),
        "rank": Cell(place),
        "third": Cell(say.chance(one.rank.best_third)),
        "band": Cell(say.band(one.band, kpi.direction, language), tone=tone),
        "reliability": Cell(written.NOTHING if one.reliability is None else f"{one.reliability:.2f}"),
    }


def _target(one: Compared, agreed: dict[str, str], now: Reading) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    if one.target.word is not None and one.target.chance is not None:
        chance = now(words.CHANCE, chance=say.chance(one.target.chance))
        cells["capability"] = Cell(say.CAPABLE[one.target.word](now.language), tone=_CAPABLE[one.target.word], hover=chance)
    verdict = agreed.get(one.vendor_id, "no_data")
    if verdict in _MARKS:
        word = (say_overview.MET if verdict == "met" else say_overview.MISSED)(now.language)
        cells["settled"] = Cell("", mark=_MARKS[verdict], mark_word=word)
    return cells


def pairs(found: Comparison, now: Reading) -> None:
    """Who is better than whom, behind an expander."""
    if len(found.ranked) < 2:
        return
    title = words.PAIRS_SIDES if found.kpi.direction == "none" else words.PAIRS
    unfolded = st.expander(now(title), key="compare_pairs", on_change="rerun")
    if unfolded.open:
        with unfolded:
            st.caption(literal(now(words.PAIRS_HINT)))
            show_table(_matrix(found, now), "compare_pairs_table")


def _matrix(found: Comparison, now: Reading) -> Table:
    rows = found.ranked
    columns = (Column("name", now(words.VENDOR), align="left", is_first=True),
               *(Column(one.vendor_id, str(place), one.name) for place, one in enumerate(rows, 1)))
    cells = tuple(
        {"name": Cell(f"{at + 1} {one.name}"),
         **{other.vendor_id: _pair(float(found.pairs[at, to])) for to, other in enumerate(rows) if to != at}}
        for at, one in enumerate(rows)
    )
    return Table(columns, cells, now(words.PAIRS))


def _pair(chance: float) -> Cell:
    return Cell(say.chance(chance), tone="full" if chance > 0.95 else "muted" if chance < 0.05 else "plain")
