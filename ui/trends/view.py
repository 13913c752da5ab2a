"""The page *Trends* and the address: by what period, over whom, by which rules, which series is opened and which beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assay.cells import GRAINS
from assay.kpis import Grain
from assay.stats.spc.rules import RULE_SETS, RuleSet
from assay.text import Text
from ui import address
from ui.reading import Reading
from ui.trends import words

PARTS = ("chart", "season", "changes", "forecast", "between")
ACROSS = ("vendor_id", "site_id")
KEY_WORDS: Mapping[str, Text] = {
    "grain": words.GRAIN, "across": words.ACROSS, "rules": words.RULES, "opened": words.OPENED,
    "beside": words.BESIDE,
}
_APART = "."
_ALL = "*"
"""Stands in a link for all members together."""


def allowed() -> dict[str, Collection[str]]:
    """The ids that the keys of the page may hold; `beside` is looked up when the page is drawn."""
    return {"grain": GRAINS, "across": ACROSS, "rules": [rules.id for rules in RULE_SETS]}


def part(now: Reading) -> str:
    return now.part_of(PARTS, PARTS[0])


def across(now: Reading) -> str:
    return now.held("across", ACROSS[0])


def rules(now: Reading) -> RuleSet:
    wanted = now.held("rules", RULE_SETS[0].id)
    return next(one for one in RULE_SETS if one.id == wanted)


def grain(now: Reading) -> Grain:
    """The period of the points: the one asked for, else the one of the chosen period, at least a month."""
    fallback: Grain = "month" if now.grain in ("day", "week") else now.grain
    return now.held("grain", fallback)  # type: ignore[return-value]


def named(kpi: str, member: str | None) -> str:
    """A series as a link names it."""
    return f"{kpi}{_APART}{member or _ALL}"


def series(name: str) -> tuple[str, str | None]:
    """The KPI and the member that a link names."""
    kpi, _, member = name.partition(_APART)
    return kpi, None if member in ("", _ALL) else member


def of_series(kpi: str, member: str | None, **others: str | None) -> str:
    """The link that opens a series on the page."""
    return address.link("trends", kpi=kpi, opened=member or _ALL, part=None, **others)


def opened(now: Reading) -> tuple[str, str | None] | None:
    """The KPI and the member of the series that the link opens."""
    if now.kpi is None or "opened" not in now.view:
        return None
    member = now.view["opened"][0]
    return now.kpi, None if member == _ALL else member


def holding(now: Reading) -> dict[str, tuple[str, ...]]:
    """The view with what it means where it says nothing, for widgets that always hold something."""
    means = {"grain": grain(now), "across": across(now), "rules": rules(now).id, "part": part(now)}
    return {**now.view, **{key: (id_,) for key, id_ in means.items()}}
