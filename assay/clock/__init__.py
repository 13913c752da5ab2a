"""Working time: calendars, pauses, deadlines, states, the story of one clock. The same for one order as for ten million."""

from __future__ import annotations

from assay.clock.book import Book, Pair, compiled
from assay.clock.run import Clock, made, of_orders, run
from assay.clock.state import state

__all__ = ["Book", "Clock", "Pair", "compiled", "made", "of_orders", "run", "state"]
