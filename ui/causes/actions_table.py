"""The actions on record as a table: what was found, in which state, by whom; each leads back to what its writer saw."""

from __future__ import annotations

from assay import written
from assay.register.action import Action
from ui.causes import words_closer as words
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.view import changed, href, parse

_TONES: dict[str, Tone] = {"candidate": "plain", "taken": "plain", "dropped": "muted"}


def table(own: tuple[Action, ...], now: Reading) -> Table:
    columns = (
        Column("action", now(words.ACTION_OF), align="left", is_first=True),
        Column("state", now(words.STATE), align="left"),
        Column("found", now(words.FINDING), align="left"),
        Column("written", now(words.WRITTEN_BY), align="left"),
    )
    return Table(columns, tuple(_row(one, now) for one in own), now(words.ON_RECORD, count=len(own)))


def named(one: Action) -> str:
    """An action in one line, as a choice. Its state is left out: Streamlit keeps showing a choice as it was when it was made."""
    return f"#{one.action_id} · {one.title}"


def _row(one: Action, now: Reading) -> dict[str, Cell]:
    last = one.steps[-1]
    decided = f"{last.decided_by} · {written.moment(last.decided_at)} UTC" if len(one.steps) > 1 else ""
    return {
        "action": Cell(one.title, href=_back(one, now), note=f"#{one.action_id}", hover=one.note, is_long=True),
        "state": Cell(now(words.STATES[one.state]), tone=_TONES[one.state], note=decided, hover=last.why),
        "found": _found(one, now),
        "written": Cell(one.written_by, note=f"{written.moment(one.written_at)} UTC"),
    }


def _found(one: Action, now: Reading) -> Cell:
    """The sentence as it was, and of which periods."""
    if not one.is_intact:
        return Cell(now(words.TAMPERED), tone="muted", is_long=True)
    found = one.finding
    sides = " → ".join("/".join(labels) for labels in (found.before, found.after))
    return Cell(now(found.sentence), note=f"{sides} · n {written.count(found.n)}", is_long=True)


def _back(one: Action, now: Reading) -> str:
    """The link to what its writer saw, in the language of its reader."""
    return href("causes", changed(parse(one.view), lang=now.language))
