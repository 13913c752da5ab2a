"""The stretches in which an order's clocks stood still, in working time since its start; overlapping ones counted once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.clock.book import MISSING, Book
from assay.clock.hours import Array
from assay.clock.ladder import TOP


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders by their places 0 … n − 1: code of the pair, start, and end (completed or cancelled; MISSING while open)."""

    pair: Array
    start: Array
    end: Array


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses that are not the vendor's, sorted by the place of their order and then by time; `resumed` MISSING while they run."""

    order: Array
    paused: Array
    resumed: Array


@dataclass(frozen=True, slots=True)
class Still:
    """Disjoint stretches of standing still, sorted like the pauses that they come from.

    `begin` and `length` are working time, `begin` since the order's start; `used` is what the vendor had used up by then. A stretch
    that `is_running` has no end yet, and is as long as it is so far.
    """

    order: Array
    begin: Array
    length: Array
    used: Array
    is_running: Array

    def until(self, moment: Array) -> Array:
        """How much of each stretch lies before a moment, given for each in working time since its order's start."""
        return np.minimum(np.maximum(moment - self.begin, 0), self.length)

    def of_orders(self, amounts: Array, orders: int) -> Array:
        """The sum of `amounts`, one a stretch, by order."""
        total = np.zeros(orders, "int64")
        first = _first(self.order)
        if len(first):
            total[self.order[first]] = np.add.reduceat(amounts, first)
        return total


def still(book: Book, orders: Orders, pauses: Pauses, as_of: int) -> Still:
    """When the clocks of these orders stood still.

    Only what lies after the start counts, and a pause ends with its order at the latest. A pause without an end, of an order
    without one, still runs at `as_of`. Orders that began when nothing was covered have none.
    """
    of = pauses.order
    is_open = (pauses.resumed == MISSING) | (pauses.resumed > as_of)
    begin_at = np.maximum(pauses.paused, orders.start[of])
    order_end = orders.end[of]
    end_at = np.minimum(np.where(is_open, as_of, pauses.resumed), np.where(order_end == MISSING, TOP, order_end))
    is_running = is_open & (order_end == MISSING)
    zero, begin, end = (book.worked(orders.pair[of], moment) for moment in (orders.start[of], begin_at, end_at))
    counts = (zero != MISSING) & (begin != MISSING) & (end != MISSING) & ((end_at > begin_at) | is_running)
    return _apart(of[counts], (begin - zero)[counts], (end - zero)[counts], is_running[counts])


def _apart(order: Array, begin: Array, end: Array, is_running: Array) -> Still:
    """Stretches made disjoint: each keeps what none before it of its order has covered."""
    first = _first(order)
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(order))))
    begin = np.maximum(begin, _covered(group, end, begin))
    length = np.maximum(end - begin, 0)
    before = np.cumsum(length) - length
    return Still(order, begin, length, begin - (before - before[first][group]), is_running)


def _first(order: Array) -> Array:
    """The places at which the stretches of another order begin."""
    return np.flatnonzero(np.diff(order, prepend=-1))


def _covered(group: Array, end: Array, otherwise: Array) -> Array:
    """Up to where the stretches before each of its group reach; `otherwise` for the first of a group."""
    # A running maximum within groups: places in the sorted ends are small, so those of a group can be lifted above all before it.
    ascending = np.argsort(end, kind="stable")
    place = np.empty(len(end), "int64")
    place[ascending] = np.arange(len(end))
    furthest = np.maximum.accumulate(group * len(end) + place) - group * len(end)
    is_first = np.diff(group, prepend=-1) > 0
    return np.where(is_first, otherwise, np.roll(end[ascending][furthest], 1))
