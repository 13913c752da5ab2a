"""The page *Summary* and the address: which month, of whom; and where a clause leads to."""

from __future__ import annotations

from ui import warehouse
from ui.reading import Reading
from ui.view import changed, href, parse


def vendors(now: Reading) -> dict[str, str]:
    """Names by id of all vendors in scope, by name."""
    return warehouse.vendors(now.version, now.scope)


def vendor(now: Reading) -> str | None:
    """Whose summary it is: the one vendor that is filtered, or that the scope sees; None for all."""
    known = vendors(now)
    asked = [one for one in now.view.get("vendors", ()) if one in known]
    if len(asked) == 1:
        return asked[0]
    return next(iter(known)) if len(known) == 1 else None


def link(to: str, now: Reading) -> str | None:
    """The link to a page that a document names, in the reader's language; None where it names none."""
    if not to:
        return None
    page, _, query = to.partition("?")
    return href(page, changed(parse(query), lang=now.language))
