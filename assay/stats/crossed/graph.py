"""Which vendors can be compared at all: those that a chain of shared sites connects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import csgraph

from assay.stats.crossed.design import SITE, VENDOR


@dataclass(frozen=True, slots=True)
class Exclusive:
    """A site that one vendor serves alone: what is the vendor's and what the site's cannot be told apart there.

    `share` is the part of the vendor's orders that it has there.
    """

    vendor: str
    site: str
    share: float


@dataclass(frozen=True, slots=True)
class Connections:
    """`components`: vendors in groups that are connected by shared sites, the largest group first; vendors of different groups
    are not comparable. `inseparable`: the vendors whose every site is theirs alone."""

    components: tuple[tuple[str, ...], ...]
    exclusive: tuple[Exclusive, ...]
    inseparable: tuple[str, ...]

    def is_comparable(self, one: str, other: str) -> bool:
        return any(one in component and other in component for component in self.components)


def connections(grouped: pl.DataFrame) -> Connections:
    """The groups of vendors in merged cells. Orders without a site connect nobody; without a column of sites all are connected."""
    vendors = tuple(grouped[VENDOR].unique().sort())
    if SITE not in grouped.columns or grouped[SITE].drop_nulls().is_empty():
        return Connections((vendors,) if vendors else (), (), ())
    pairs = grouped.filter(pl.col(SITE).is_not_null()).group_by(VENDOR, SITE).agg(pl.col("denominator").sum()).sort(VENDOR, SITE)
    exclusive = _exclusive(pairs)
    shared = set(pairs.filter(pl.len().over(SITE) > 1)[VENDOR])
    alone = tuple(vendor for vendor in vendors if vendor not in shared)
    return Connections(_components(vendors, pairs), exclusive, alone)


def _exclusive(pairs: pl.DataFrame) -> tuple[Exclusive, ...]:
    share = pl.col("denominator") / pl.col("denominator").sum().over(VENDOR)
    alone = pairs.select(VENDOR, SITE, share=share).filter(pl.len().over(SITE) == 1)
    return tuple(Exclusive(*row) for row in alone.iter_rows())


def _components(vendors: tuple[str, ...], pairs: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    place = {vendor: at for at, vendor in enumerate(vendors)}
    row = np.array([place[vendor] for vendor in pairs[VENDOR]])
    column = len(vendors) + pairs[SITE].rank("dense").to_numpy().astype(np.int64) - 1
    size = int(column.max()) + 1
    edges = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(size, size))
    label = csgraph.connected_components(edges, directed=False)[1][: len(vendors)]
    groups = [tuple(np.array(vendors)[label == one].tolist()) for one in np.unique(label)]
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))
