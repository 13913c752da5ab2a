"""Equal values are written alike, so equal statements have equal hashes."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assay.register.canonical import canonical, sha256


def test_a_statement_is_written_in_one_way() -> None:
    statement = {"b": Decimal("93.40"), "a": (None, True, 3, 0.5), "月": date(2026, 10, 1), "at": datetime(2026, 11, 2, 12)}
    assert canonical(statement) == '{"a":[null,true,3,0.5],"at":"2026-11-02T12:00:00","b":"93.4","月":"2026-10-01"}'


def test_the_hash_is_the_published_one() -> None:
    """The example of FIPS 180-2, appendix B.1."""
    assert sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2000", "2000"), ("2000.00", "2000"), ("2E+3", "2000"), ("-0.00", "0"), ("0.10", "0.1"), ("1E-7", "0.0000001"),
        ("-5.50", "-5.5"),
    ],
)
def test_equal_decimals_are_written_alike(value: str, written: str) -> None:
    assert canonical(Decimal(value)) == f'"{written}"'


@given(some.decimals(allow_nan=False, allow_infinity=False, places=12), some.integers(0, 6))
def test_a_decimal_is_read_back_as_it_was(value: Decimal, zeros: int) -> None:
    longer = Decimal(f"{value:f}" + "0" * zeros)
    assert Decimal(json.loads(canonical(longer))) == value
    assert canonical(longer) == canonical(value)


_TEXT = some.text(some.characters(exclude_categories=["Cs"]))


@given(some.dictionaries(_TEXT, some.integers() | _TEXT))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="no figure"):
        canonical({"credit": value})


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {"b"}}, [b"bytes"], {"a": object()}])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)
