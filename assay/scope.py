"""What a reader may see. Every read of the warehouse takes a scope, and it is part of every cache key."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw


@dataclass(frozen=True, slots=True)
class Scope:
    """`None` means all. A row without a vendor is seen only by those who see all vendors; the same holds for sites."""

    vendors: frozenset[str] | None = None
    sites: frozenset[str] | None = None
    sees_comments: bool = True

    @classmethod
    def all(cls) -> Scope:
        return cls()

    @classmethod
    def of_vendor(cls, vendor_id: str) -> Scope:
        """A vendor reading its own card: its rows only, and no comments."""
        return cls(vendors=frozenset((vendor_id,)), sees_comments=False)

    @property
    def limits(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The columns that are limited, with what is seen of them."""
        pairs = (("vendor_id", self.vendors), ("site_id", self.sites))
        return tuple((column, seen) for column, seen in pairs if seen is not None)

    def filter(self, frame: nw.LazyFrame) -> nw.LazyFrame:
        """The rows that may be seen. A frame without the limiting column passes: the caller answers for tables without an owner."""
        present = frame.collect_schema().names()
        for column, seen in self.limits:
            if column in present:
                frame = frame.filter(nw.col(column).is_in(sorted(seen)))
        return frame
