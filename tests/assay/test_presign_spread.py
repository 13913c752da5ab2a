"""A distribution of amounts in steps."""

from __future__ import annotations

import numpy as np
import pytest

from assay.agreements.presign_spread import Bin, spread


def test_nothing_at_all_stands_by_itself_and_the_rest_in_round_steps() -> None:
    # 999 in at most 10 steps: the least round width that reaches it is 100. 100 ends the first step, 250 lies in the third.
    found = spread(np.array([0.0, 100.0, 250.0, 999.0]), np.array([0.5, 0.2, 0.2, 0.1]), steps=10)
    assert found[0] == Bin(0.0, 0.0, 0.5)
    assert {(one.above, one.up_to): one.chance for one in found[1:] if one.chance} == {
        (0.0, 100.0): 0.2, (200.0, 300.0): 0.2, (900.0, 1000.0): 0.1,
    }  # fmt: skip


def test_a_year_that_never_costs_has_one_step() -> None:
    assert spread(np.zeros(3), np.full(3, 1 / 3)) == (Bin(0.0, 0.0, pytest.approx(1.0)),)


def test_every_amount_is_in_some_step() -> None:
    amounts = np.random.default_rng(7).gamma(2.0, 5_000.0, 10_000)
    found = spread(amounts, np.full(10_000, 1e-4))
    assert len(found) <= 41
    assert sum(one.chance for one in found) == pytest.approx(1.0)
    # The same count, one amount after the other.
    third = found[3]
    assert third.chance == pytest.approx(sum(1e-4 for amount in amounts if third.above < amount <= third.up_to))
