"""The shapes that rules look for, on the last axis of any array: one series and ten thousand are judged by the same lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TIE = 1e-9
"""A value this close to a line, relative to the largest value, lies on it: rounding is no signal."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where each point lies. All of one shape, time on the last axis; a gap has side 0, zone 0 and moves 0.

    `side`: −1, 0 (on the centre), 1. `zone`: the number of lines on its side that it lies beyond, 0 to 3. `told`: not a gap.
    `moves`: −1, 0 (equal, or a gap on either side), 1 against the point before; the first is 0.
    """

    side: np.ndarray
    zone: np.ndarray
    told: np.ndarray
    moves: np.ndarray


def places(values: np.ndarray, lines: np.ndarray, on_centre: np.ndarray | float = 0.0) -> Places:
    """Places of values (…, n) among lines (7, …, n), from three standard deviations below to three above; NaN where none is."""
    close = TIE * np.fmax.reduce(np.abs(values), axis=-1, keepdims=True, initial=0.0)
    side = _sign(values - lines[3], np.maximum(on_centre, close))
    above = (values > lines[4:] + close).sum(axis=0, dtype=np.int8)
    below = (values < lines[2::-1] - close).sum(axis=0, dtype=np.int8)
    moved = np.zeros(values.shape, np.int8)
    moved[..., 1:] = _sign(values[..., 1:] - values[..., :-1], close)
    return Places(side, np.maximum(above, below), np.isfinite(values), moved)


def _sign(off: np.ndarray, close: np.ndarray | float) -> np.ndarray:
    """−1, 0 where `off` is at most `close` or NaN, 1."""
    return (off > close).view(np.int8) - (off < -close).view(np.int8)


def ends(hit: np.ndarray, needed: int, within: int) -> np.ndarray:
    """True where the `within` entries that end there hold at least `needed` hits. Only full windows count."""
    found = np.zeros(hit.shape, bool)
    if hit.shape[-1] < within:
        return found
    so_far = np.cumsum(hit, axis=-1, dtype=np.int32)
    found[..., within - 1 :] = so_far[..., within - 1 :] >= needed
    found[..., within:] = so_far[..., within:] - so_far[..., :-within] >= needed
    return found


def covered(end: np.ndarray, within: int) -> np.ndarray:
    """True for every entry of the windows of that length that end where `end` is True."""
    found = end.copy()
    for back in range(1, min(within, end.shape[-1])):
        found[..., :-back] |= end[..., back:]
    return found
