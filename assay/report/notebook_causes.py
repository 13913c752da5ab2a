"""*Root cause* as a notebook: the question as values that can be changed, and the analyses on the library as cells that run."""

from __future__ import annotations

from dataclasses import dataclass, field

from assay.kpis import Grain, Kpi
from assay.report.notebook import Cell, Code, Markdown, given, literal
from assay.report.notebook_causes_code import CHANGED, CLOSER, DRIVES, FOREST, OPENED, ORDERS, READ, SPLIT, WATERFALL, WHERE
from assay.say import notebook as say
from assay.scope import Scope
from assay.text import Language
from assay.warehouse.paths import has_paths
from assay.written import period

GROUPS = ("vendor_id", "site_id")
Condition = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked on the page. `before` and `after` are labels of periods of `grain`; `by` the dimensions that are looked at, at
    most `depth` of them together; `conditions` the values that orders are limited to, None for not recorded; no vendors, services
    or sites are all. `version` is the version of the warehouse that was read."""

    kpi: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    by: tuple[str, ...]
    version: str
    conditions: tuple[Condition, ...] = ()
    vendors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    depth: int = 4
    grain: Grain = "month"
    scope: Scope = field(default_factory=Scope.all)
    language: Language = "zh"


def title_of(asked: Asked, kpi: Kpi) -> str:
    """Of the notebook, and of its file."""
    sides = {name: _side(labels, asked.language) for name, labels in (("before", asked.before), ("after", asked.after))}
    return say.TITLE(asked.language, kpi=kpi.title(asked.language), **sides)


def causes(asked: Asked, kpi: Kpi) -> tuple[Cell, ...]:
    """The cells, without a title. They run in the folder of the product or where ASSAY_WAREHOUSE names the warehouse."""
    told = asked.language
    where = (Markdown(say.WHERE(told)), Code(WHERE)) if _has_spread(kpi) else ()
    driven = (Markdown(say.DRIVES(told)), Code(DRIVES), Code(FOREST)) if _has_spread(kpi) and set(asked.by) - set(GROUPS) else ()
    closer = (Markdown(say.CLOSER(told)), Code(CLOSER), Code(ORDERS)) if has_paths(kpi) else ()
    return (
        Markdown(say.INTRO(told)),
        Markdown(say.ASKED(told)),
        _question(asked),
        Markdown(say.READ(told)),
        Code(OPENED),
        Code(READ),
        Markdown(say.CHANGED(told)),
        Code(CHANGED),
        Code(SPLIT),
        Code(WATERFALL),
        *where,
        *driven,
        *closer,
    )


def _has_spread(kpi: Kpi) -> bool:
    """Whether the cells tell how far single values lie apart: a mean needs its squares for that."""
    return kpi.chart != "xmr" or kpi.squares


def _question(asked: Asked) -> Cell:
    asks = given(
        kpi_id=asked.kpi, before=asked.before, after=asked.after, grain=asked.grain, by=asked.by, conditions=asked.conditions,
        vendors=asked.vendors, services=asked.services, sites=asked.sites, depth=asked.depth, version=asked.version,
        language=asked.language,
    )  # fmt: skip
    seen = ", ".join((*map(_seen, (asked.scope.vendors, asked.scope.sites)), literal(asked.scope.sees_comments)))
    return Code(f"from assay.scope import Scope\n\n{asks.source}\nscope = Scope({seen})")


def _seen(members: frozenset[str] | None) -> str:
    return literal(None) if members is None else f"frozenset({literal(tuple(sorted(members)))})"


def _side(labels: tuple[str, ...], language: Language) -> str:
    first, last = period(labels[0], language), period(labels[-1], language)
    return first if first == last else f"{first} – {last}"
