"""One way to write a value as JSON, so that equal values are equal texts and have equal hashes."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces, every character as it is, decimals as text without trailing zeros, dates as ISO text.

    Takes None, truth values, numbers, text, dates, and lists, tuples and mappings of them. Raises TypeError for anything else and
    for keys that are not text, ValueError for a number that is not finite.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """The hash of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case float() if math.isfinite(value):
            return value
        case Decimal() if value.is_finite():
            return _decimal(value)
        case float() | Decimal():
            raise ValueError(f"{value} is no figure that can be published")
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return {_key(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")


def _decimal(value: Decimal) -> str:
    """2000, 2000.0 and 2E+3 are equal, and are written alike."""
    digits = f"{value:f}"
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if short in ("-0", "0", "") else short


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key has to be text: {key!r}")
    return key
