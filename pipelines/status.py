"""What the published warehouse holds, in a few numbers."""

from __future__ import annotations

from pathlib import Path

from assay.warehouse.connect import reading

_NUMBERS = """
select
    (select arg_max(as_of, finished_at) from loads) as as_of,
    (select count(*) from loads) as loads,
    (select max(finished_at) from loads) as last,
    (select count(*) from files where state = 'loaded') as loaded,
    (select count(*) from files where state = 'refused') as refused,
    (select count(*) from quarantine) as quarantined
"""


def standing(published: Path) -> dict[str, object]:
    """The version, its size in MB, its as_of and last load as ISO text, and how many loads, files and quarantined rows it has."""
    with reading(published) as connection:
        as_of, loads, last, loaded, refused, quarantined = connection.execute(_NUMBERS).fetchall()[0]
    return {
        "version": published.name, "size": round(published.stat().st_size / 1e6, 1),
        "as_of": f"{as_of:%Y-%m-%d %H:%M}", "loads": loads, "last": f"{last:%Y-%m-%d %H:%M}",
        "loaded": loaded, "refused": refused, "quarantined": quarantined,
    }
