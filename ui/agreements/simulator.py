"""Before signing: what an agreement, as it is or altered, would cost a vendor in a year."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from assay import written
from assay.agreements.presign import Forecast
from assay.contracts.vocabulary import SERVICES
from assay.level import Agreement
from assay.say import agreed, amounts, overview
from assay.say import presign as say
from assay.say.presign import Performance
from ui import address
from ui.agreements import compliance as agreements_compliance
from ui.agreements import drawn as agreements_drawn
from ui.agreements import head as agreements_head
from ui.agreements import read as agreements_read
from ui.agreements import trial as agreements_trial
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.agreements import words_simulator as own
from ui.markup import Card, Cell, Column, Table
from ui.reading import Reading
from ui.table import cards
from ui.table import show as show_table

_PERFORMANCES: tuple[Performance, ...] = ("target", "past")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is simulated: the agreement with the terms of the page, and the table of its levels. `signed` and `start` are what these
    were at first."""

    agreement: Agreement
    rows: pl.DataFrame
    start: pl.DataFrame
    signed: Agreement
    performance: Performance


def show(now: Reading) -> None:
    head = st.container()
    signed = _signed(now)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        performance = _performance(now)
        charge, at_risk = _money(signed, now)
    with right:
        start, rows = _levels(signed, performance, now)
    trial = Trial(agreements_trial.altered(signed, rows, charge, at_risk), rows, start, signed, performance)
    _results(trial, head, now)


def _signed(now: Reading) -> Agreement:
    """The agreement of the link; else the first in view that is in force, as it stands now."""
    known = {one.agreement_id: one for one in agreements_view.agreements(now)}
    latest = {(one.vendor_id, one.service, one.site_id): one.agreement_id for one in known.values()}
    wanted = now.held("agreement", "")
    chosen = wanted if wanted in known else next(iter(latest.values()))
    st.selectbox(
        now(own.START_FROM), list(known), format_func=lambda id_: _named(known[id_], now), on_change=address.follow,
        key=address.widget("agreement", {**now.view, "agreement": (chosen,)}),
    )
    return known[chosen]


def _named(one: Agreement, now: Reading) -> str:
    vendor = agreements_view.everyone(now).get(one.vendor_id, one.vendor_id)
    service = overview.word(SERVICES, one.service, now.language)
    return now(own.AGREEMENT_OF, vendor=vendor, service=service, id=one.agreement_id, first=one.effective_from.isoformat())


def _performance(now: Reading) -> Performance:
    return st.segmented_control(
        now(own.TRUE_LEVEL), _PERFORMANCES, format_func=lambda one: now(own.PERFORMANCES[one]), default="target", required=True,
        key=f"trial_performance_{now.language}",
    )


def _money(signed: Agreement, now: Reading) -> tuple[float | None, float | None]:
    """The monthly charge, and in percent of it what is at risk."""
    key = f"{signed.agreement_id}_{now.language}"
    charge = st.number_input(now(own.CHARGE), 0.0, value=signed.monthly_charge, step=1000.0, format="%.2f",
                             key=f"trial_charge_{key}")
    at_risk = st.number_input(now(own.AT_RISK), 0.0, 100.0, _percent(signed), 1.0, format="%.2f", key=f"trial_at_risk_{key}")
    st.caption(agreed.of_agreement(signed, None, now.language)["scheme"])
    return charge, at_risk


def _levels(signed: Agreement, performance: Performance, now: Reading) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The editable table as it was at first, and as it is."""
    with st.spinner(now(words.SETTLING)):
        found = agreements_trial.past(now, signed, agreements_compliance.months(now)[: agreements_trial.YEAR])
    start = agreements_trial.table(signed, found, performance == "past", now)
    shares = {"share": None} if signed.scheme == "points" else {}
    rows = st.data_editor(
        start, hide_index=True, key=f"trial_{signed.agreement_id}_{performance}_{now.language}", disabled=["level"],
        column_config={**_columns(now), "level_id": None, **shares}, alt=now(own.LEVELS), placeholder=written.NOTHING,
        height="content",
    )
    st.caption(now(own.LEVELS_HINT))
    return start, rows


def _columns(now: Reading) -> dict[str, object]:
    number = st.column_config.NumberColumn
    return {
        "level": st.column_config.TextColumn(now(words.LEVEL), pinned=True),
        "volume": number(now(own.VOLUME), min_value=0, max_value=1_000_000, step=1, help=now(own.VOLUME_HINT)),
        "target": number(now(words.TARGET), format="%.6g", help=now(own.TARGET_HINT)),
        "rate": number(now(own.RATE), min_value=0.0, format="%.6g", help=now(own.RATE_HINT)),
        "share": number(now(own.SHARE), min_value=0.0, max_value=100.0, format="%.6g", help=now(own.SHARE_HINT)),
        "repeat": number(now(own.REPEAT), min_value=1.0, max_value=10.0, format="%.6g", help=now(own.REPEAT_HINT)),
    }


def _results(trial: Trial, head: st.delta_generator.DeltaGenerator, now: Reading) -> None:
    due = agreements_trial.volumes(trial.rows)
    refusal = _refused(trial, due, now)
    if refusal:
        with head:
            agreements_head.show(refusal, now)
        return
    with st.spinner(now(own.COMPUTING)):
        found = agreements_trial.forecast(now, trial.agreement, due)
    charge = None if trial.agreement.monthly_charge is None else agreements_trial.YEAR * trial.agreement.monthly_charge
    with head:
        agreements_head.show(say.headline(found, _level_of(trial), charge, now.language), now)
    cards(_figures(found, trial, now), "trial_figures")
    st.markdown(f"**{say.finding(found, now.language)}**")
    agreements_drawn.spread(found, now)
    st.caption(say.method(found, now.language))
    st.subheader(now(own.BY_LEVEL), anchor=False)
    show_table(_by_level(found, trial, now), "trial_levels")
    st.caption(now(own.BY_LEVEL_HINT))
    _left_out(trial, due, now)


def _level_of(trial: Trial) -> Performance:
    """Whether the true rates are still those that were offered."""
    is_own = not trial.rows["rate"].equals(trial.start["rate"])
    is_target = trial.rows["rate"].equals(trial.rows["target"])
    return "target" if is_target else "own" if is_own or trial.performance == "target" else "past"


def _refused(trial: Trial, due: dict, now: Reading) -> str:
    """Why nothing can be simulated; nothing where it can."""
    kpis = agreements_read.kpis(now.version)
    kpi_of = {level.level_id: kpis[level.kpi] for level in trial.agreement.levels}
    beyond = [id_ for id_, volume in due.items() if kpi_of[id_].chart == "p" and volume.rate > kpi_of[id_].scale]
    if beyond:
        return now(own.IMPOSSIBLE, levels=("、" if now.language == "zh" else ", ").join(_titles(trial, beyond)))
    return "" if due else now(own.NO_VOLUME)


def _titles(trial: Trial, ids: list[str]) -> list[str]:
    return trial.rows.filter(pl.col("level_id").is_in(ids))["level"].to_list()


def _figures(found: Forecast, trial: Trial, now: Reading) -> tuple[Card, ...]:
    low, high = (written.money(found.quantiles[q], 0) for q in (0.05, 0.95))
    back = now(own.EARNED_BACK, amount=written.money(found.expected_earn_back, 0)) if found.expected_earn_back >= 1 else ""
    return (
        Card(now(own.EXPECTED), written.money(found.expected_credit, 0), basis=now(own.NINE_IN_TEN, low=low, high=high),
             note=_against_signed(found, trial, now) or back),
        Card(now(own.ANY_CREDIT), written.percent(found.months_charged), basis=now(own.OF_MONTHS)),
        Card(now(own.CAPPED), written.percent(found.months_capped), basis=now(own.CAPPED_MEANS)),
        Card(now(own.NO_YEAR), written.percent(found.spread[0].chance), basis=now(own.NO_YEAR_MEANS)),
    )


def _against_signed(found: Forecast, trial: Trial, now: Reading) -> str:
    """What the same vendor would pay under the agreement as signed, where its terms were altered."""
    if trial.agreement == agreements_trial.altered(trial.signed, trial.start, trial.signed.monthly_charge, _percent(trial.signed)):
        return ""
    due = agreements_trial.volumes(trial.rows)
    before = agreements_trial.forecast(now, trial.signed, due)
    return now(own.AS_SIGNED, amount=written.money(before.expected_credit, 0))


def _percent(signed: Agreement) -> float | None:
    return None if signed.at_risk_share is None else round(100 * signed.at_risk_share, 6)


def _by_level(found: Forecast, trial: Trial, now: Reading) -> Table:
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        Column("volume", now(own.VOLUME)),
        Column("rate", now(own.RATE)),
        Column("target", now(words.TARGET)),
        Column("miss", now(own.CHANCE_OF_MISS), now(own.CHANCE_OF_MISS_HINT)),
        Column("credit", now(own.CREDIT_ALONE), now(own.CREDIT_ALONE_HINT)),
    )
    levels, kpis = {one.level_id: one for one in trial.agreement.levels}, agreements_read.kpis(now.version)
    most = max((one.expected_credit for one in found.levels), default=0.0)
    rows = []
    for one in sorted(found.levels, key=lambda each: -each.expected_credit):
        level = levels[one.level_id]
        kpi = kpis[level.kpi]
        rows.append({
            "level": Cell(amounts.level_name(kpi, level, now.language)),
            "volume": Cell(written.count(one.volume.due)),
            "rate": Cell(written.bound(kpi, one.volume.rate, now.language)),
            "target": Cell(overview.goal(kpi, level.target, now.language)),
            "miss": Cell(written.percent(one.chance_of_miss)),
            "credit": Cell(written.money(one.expected_credit, 0), bar=one.expected_credit / most if most else None),
        })
    return Table(columns, tuple(rows), now(own.BY_LEVEL))


def _left_out(trial: Trial, due: dict, now: Reading) -> None:
    """Levels that cost nothing here, and why."""
    told = set(trial.rows["level_id"])
    kpis = agreements_read.kpis(now.version)
    unknown = [agreed.title(kpis[one.kpi], one, now.language) for one in trial.agreement.levels if one.level_id not in told]
    idle = _titles(trial, [id_ for id_ in trial.rows["level_id"] if id_ not in due])
    comma = "、" if now.language == "zh" else ", "
    for words_, names in ((own.CANNOT_FORETELL, unknown), (own.WITHOUT_VOLUME, idle)):
        if names:
            st.caption(now(words_, levels=comma.join(names)))
