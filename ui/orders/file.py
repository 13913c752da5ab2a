"""The list of orders as a workbook."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from assay.contracts import contract
from assay.contracts.column import Column
from assay.warehouse import orders
from assay.warehouse.orders import Chosen
from ui import download, warehouse
from ui.orders import words
from ui.reading import Reading

LIMIT = 20_000


def workbook(chosen: Chosen, now: Reading) -> bytes:
    """The first `LIMIT` orders of the list with all their columns: words and names in the reader's language, moments in the local
    time of their site, numbers in full."""
    sorting = now.held("sort", "urgent")
    rows = orders.exported(warehouse.published(now.version), now.scope, chosen, sorting, LIMIT)  # type: ignore[arg-type]
    return download.workbook({now(words.LIST): rows.select(_columns(rows, now))})


def _columns(rows: pl.DataFrame, now: Reading) -> Iterator[pl.Expr]:
    names = {"vendor_id": warehouse.vendors(now.version, now.scope), "site_id": warehouse.sites(now.version, now.scope)}
    for column in contract("orders").columns:
        if column.name not in rows.columns:
            continue
        yield _said(column, now).alias(column.text(now.language) if column.name not in names else column.name)
        if column.name in names:
            known = names[column.name]
            yield pl.col(column.name).replace_strict(known, default=None, return_dtype=pl.String).alias(column.text(now.language))


def _said(column: Column, now: Reading) -> pl.Expr:
    """A coded column in words; every other as it is."""
    said = {id_: text(now.language) for id_, text in column.words.items()}
    return pl.col(column.name).replace(said) if said else pl.col(column.name)
