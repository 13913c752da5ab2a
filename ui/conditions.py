"""The part of the work that a link opens: conditions in the address, taken along from *Root cause* to the orders behind it."""

from __future__ import annotations

from collections.abc import Sequence

from assay.stats.localise.result import Condition

_IS = "="


def condition(said: str) -> Condition:
    """A condition as a link says it: shift=night; with nothing behind the sign where nothing is recorded."""
    attribute, _, value = said.partition(_IS)
    return Condition(attribute, value or None)


def said(conditions: Sequence[Condition]) -> list[str]:
    """Conditions as a link says them."""
    return [f"{one.attribute}{_IS}{one.value or ''}" for one in conditions]
