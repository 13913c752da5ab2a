"""Upload: choose files, have them checked by another process, see what would become of each, publish."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from assay import written
from ui import address, look, warehouse
from ui.data import checked as data_checked
from ui.data import run as data_run
from ui.data import words
from ui.data.box import Box, boxed
from ui.data.run import Line, Ran
from ui.reading import Reading

LIMIT_MB = 50
KINDS = ("new", "repaired")
_TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "parquet"]
_BOX, _CHECKED, _DONE, _ROUND = "upload_box", "upload_checked", "upload_done", "upload_round"
_UPLOADER = "uploader"
_READING_SHARE = 0.4  # of the time that a file takes; what follows its reading is told when it is done


def show(now: Reading) -> None:
    if now.scope.limits or not now.scope.sees_comments:
        st.markdown(now(words.UPLOAD_ONLY_ALL))
        return
    _what_was_done(now)
    kind = _kind(now)
    st.caption(now(words.UPLOAD_REPAIR_HINT if kind == "repaired" else words.UPLOAD_HINT, limit=LIMIT_MB))
    chosen = _chosen(kind, now)
    if chosen and st.button(now(words.CHECK_BUTTON), key="upload_check", type="primary"):
        _check(kind, chosen, now)
    found: Ran | None = st.session_state.get(_CHECKED)
    if chosen and found:
        _show_checked(kind, found, now)


def _kind(now: Reading) -> str:
    """What is uploaded; before the first load there is nothing that could have been repaired."""
    if now.is_empty:
        st.markdown(now(words.FIRST_FILES))
        return "new"
    return st.segmented_control(
        now(words.UPLOAD_KIND), KINDS, default="new", required=True, key=f"upload_kind_{now.language}", on_change=_forget,
        format_func=lambda one: now(words.UPLOAD_NEW if one == "new" else words.UPLOAD_REPAIRED), label_visibility="collapsed",
    )


def _chosen(kind: str, now: Reading) -> Sequence[Any]:
    look.uploader(_UPLOADER, now(words.UPLOAD_CHOOSE))
    with st.container(key=_UPLOADER):
        return st.file_uploader(
            now(words.UPLOAD_CHOOSE), type=["xlsx"] if kind == "repaired" else _TYPES, accept_multiple_files=True,
            max_upload_size=LIMIT_MB, key=f"upload_{kind}_{st.session_state.get(_ROUND, 0)}", on_change=_forget,
            label_visibility="collapsed",
        )


def _forget() -> None:
    for key in (_CHECKED, _BOX, _DONE):
        st.session_state.pop(key, None)


def _what_was_done(now: Reading) -> None:
    """What the last publication came to; it stays until something else is uploaded."""
    if _DONE not in st.session_state:
        return
    kind, done = st.session_state[_DONE]
    if done.failure:
        _note(done.failure(now.language))
    elif not done.version:
        _note(now(words.NOT_PUBLISHED))
    else:
        _note(now(words.PUBLISHED_REPAIR if kind == "repaired" else words.PUBLISHED_LOAD, **_sums(done)))


def _note(said: str) -> None:
    st.html(f'<p class="assay-note" role="status">{escape(said)}</p>')


def _sums(found: Ran) -> dict[str, str]:
    return {name: written.count(found.sum(name)) for name in ("accepted", "quarantined")}


def _check(kind: str, chosen: Sequence[Any], now: Reading) -> None:
    box = boxed([(file.name, file.getvalue()) for file in chosen])
    st.session_state[_BOX] = box
    st.session_state[_CHECKED] = _run(kind, box, now, is_rehearsal=True)


def _show_checked(kind: str, found: Ran, now: Reading) -> None:
    if found.failure:
        _note(found.failure(now.language))
    if not found.files:
        return
    st.subheader(now(words.CHECK_RESULT), anchor=False)
    data_checked.summary(kind, found, now)
    box: Box = st.session_state[_BOX]
    if mapping := data_checked.details(found, box, now):
        st.session_state[_BOX] = box.with_mapping(*mapping)
        st.session_state[_CHECKED] = _run(kind, st.session_state[_BOX], now, is_rehearsal=True)
        st.rerun()
    accepted = found.sum("accepted")
    if not accepted or found.failure:
        st.markdown(now(words.NOTHING_TO_PUBLISH))
    elif st.button(now(words.PUBLISH_BUTTON, rows=written.count(accepted)), key="upload_publish", type="primary"):
        _publish(kind, box, now)


def _publish(kind: str, box: Box, now: Reading) -> None:
    done = _run(kind, box, now, is_rehearsal=False)
    _forget()
    st.session_state[_DONE] = (kind, done)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1  # an uploader of a new name is empty
    address.go(part="upload")
    st.rerun()


def _run(kind: str, box: Box, now: Reading, is_rehearsal: bool) -> Ran:
    """Runs the command for what is in the box; several repaired workbooks one after the other."""
    common = ("--json", "--lang", now.language, "--warehouse", str(warehouse.home()), "--names", str(box.names))
    files = [str(path) for path in box.files]
    if kind == "repaired":
        dry = ("--dry-run",) if is_rehearsal else ()
        commands = [("repair", file, *dry, *common) for file in files]
    else:
        mappings = [part for path in box.mappings for part in ("--mapping", str(path))]
        commands = [("check" if is_rehearsal else "load", *files, *mappings, *common)]
    said = words.CHECKING if is_rehearsal else words.PUBLISHING
    return _joined([_followed(command, now(said), now, not is_rehearsal) for command in commands])


def _followed(command: tuple[str, ...], label: str, now: Reading, is_finished_anyway: bool) -> Ran:
    bar = st.progress(0.0, label)
    heard: list[Line] = []
    total, done, part = 1, 0.0, 0.0
    for line in data_run.lines(command, is_finished_anyway):
        heard.append(line)
        match line["event"]:
            case "begun":
                total = max(1, line["bytes"])
            case "read":
                part += _READING_SHARE * line["bytes"] * line["rows"] / max(line["of"], line["rows"], 1)
            case "done":
                done, part = done + line["bytes"], 0.0
                label = line["file"]["name"]
            case "step":
                label = line["message"][now.language]
        bar.progress(min(1.0, (done + part) / total), label)
    bar.empty()
    return data_run.ran(heard)


def _joined(several: list[Ran]) -> Ran:
    """What several commands came to, as one; a failure of any is said, and what the others did stands."""
    files = tuple(file for one in several for file in one.files)
    previews = {id_: preview for one in several for id_, preview in one.previews.items()}
    version = next((one.version for one in reversed(several) if one.version), None)
    return Ran(files, previews, version, next((one.failure for one in several if one.failure), None))
