"""Money and how it came about: exact factors, one rounding, half up, to two decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import prod

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
Step = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with the named factors that multiply to it; `divided_by` names those that divide. Without steps it is nothing."""

    amount: Decimal = ZERO
    steps: tuple[Step, ...] = ()
    divided_by: tuple[Step, ...] = ()


NOTHING = Amount()


def exact(number: float | Decimal) -> Decimal:
    """The number as it was written: 0.1 is one tenth, not the binary fraction next to it."""
    return number if isinstance(number, Decimal) else Decimal(repr(number))


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def amount_of(steps: dict[str, float | Decimal], divided_by: dict[str, float | Decimal] | None = None) -> Amount:
    """The product of the steps over that of the divisors, rounded once."""
    factors = tuple((name, exact(value)) for name, value in steps.items())
    divisors = tuple((name, exact(value)) for name, value in (divided_by or {}).items())
    whole = prod((value for _, value in factors), start=Decimal(1))
    return Amount(rounded(whole / prod((value for _, value in divisors), start=Decimal(1))), factors, divisors)


def cents(amount: Decimal) -> int:
    return int(amount / CENT)


def from_cents(count: int) -> Decimal:
    return (Decimal(count) * CENT).quantize(CENT)
