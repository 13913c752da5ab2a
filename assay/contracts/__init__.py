"""Every table, declared once; schema, DDL, expectations, dictionary and sample are readings of these values."""

from __future__ import annotations

from assay.contracts.column import Column, Contract
from assay.contracts.derived import DERIVED
from assay.contracts.figures import FIGURES
from assay.contracts.looks import LOOKS
from assay.contracts.people import PEOPLE
from assay.contracts.places import PLACES
from assay.contracts.records import RECORDS
from assay.contracts.terms import TERMS
from assay.contracts.voices import VOICES
from assay.contracts.work import WORK

SOURCES: tuple[Contract, ...] = (*PLACES, *FIGURES[:1], *TERMS, *PEOPLE, *WORK, *LOOKS, *VOICES, *FIGURES[1:])
"""The tables that come in files, each after those it refers to: the order in which files are let in."""
CONTRACTS: tuple[Contract, ...] = (*SOURCES, *DERIVED, *RECORDS)

__all__ = ["CONTRACTS", "SOURCES", "Column", "Contract", "contract"]


def contract(table: str) -> Contract:
    """The contract of a table. Raises KeyError for an unknown one."""
    for declared in CONTRACTS:
        if declared.table == table:
            return declared
    raise KeyError(f"no contract for table {table}")
