"""Sending what waits: a few tries with growing waits, then it stays in the outbox, and who did not get it is said."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assay.text import Language, Text
from pipelines.sending import outbox
from pipelines.sending.address import Mailbox
from pipelines.sending.delivery import delivered
from pipelines.sending.failure import Failure
from pipelines.sending.message import Attached, Letter, message
from pipelines.sending.outbox import Entry
from pipelines.sending.settings import MB, Settings

WAITS = (5.0, 30.0, 120.0)

_SENT = Text("已发送 {report} → {who}", "Sent {report} to {who}")
_RETRY = Text(
    "{report} 暂未送达 {who}：{why}。{seconds:g} 秒后再试。",
    "{report} has not reached {who} yet: {why}. Next try in {seconds:g} s.",
)
_FAILED = Text("{report} 未送达 {who}：{why}。{todo}。", "{report} did not reach {who}: {why}. What to do: {todo}.")
_KEPT = Text("文件仍在 {folder}，待发记录：{path}", "The files stay in {folder}; what waits is in {path}")
_HELD = Text("{report} 正由另一进程发送，未重复发送。", "{report} is being sent by another process; it is not sent twice.")
_SIZE = Text("{size:.1f} MB，超过上限 {limit:g} MB", "{size:.1f} MB, above the limit of {limit:g} MB")


@dataclass(frozen=True, slots=True)
class Post:
    """How and from where mail goes out. `folder` holds the files and the outbox; `say` takes a line for people; `sleep` waits.
    `waits`: the seconds before the second try and those after it."""

    settings: Settings
    folder: Path
    language: Language
    say: Callable[[str], None]
    sleep: Callable[[float], None]
    waits: tuple[float, ...] = WAITS

    def tell(self, words: Text, **values: object) -> None:
        self.say(words(self.language, **values))


def entered(folder: Path, report: str, letter: Letter, names: Sequence[str], recipients: Sequence[Mailbox], at: datetime) -> Entry:
    """A message that waits in the outbox now, with the files `names` of the folder. Nothing is sent yet."""
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    entry = Entry(report, at, letter, files, tuple(recipients), tuple(one.address for one in recipients))
    outbox.add(folder, entry)
    return entry


def send(id_: str, post: Post) -> bool:
    """Sends an entry of the outbox. False where somebody still waits for it; the entry stays then. Raises outbox.Damaged."""
    with outbox.held(post.folder, id_) as is_ours:
        entry = outbox.read(post.folder, id_)
        if entry is None:
            return True
        if not is_ours:
            post.tell(_HELD, report=entry.report)
            return False
        return _sent(entry, post)


def _sent(entry: Entry, post: Post) -> bool:
    files, wrong = _files(entry, post)
    if wrong:
        entry = entry.tried(entry.waiting, dict.fromkeys(entry.waiting, wrong))
        outbox.keep(post.folder, entry)
    else:
        settings = post.settings
        made = message(entry.letter, files, settings.sender, entry.recipients, entry.message_id, entry.made_at)
        entry = _tries(entry, made, post)
    _close(entry, post)
    return not entry.waiting


def _tries(entry: Entry, made: bytes, post: Post) -> Entry:
    """The entry after as many tries as it took, or as there are. What is refused for good is not asked for again."""
    asked = entry.waiting
    for wait in (*post.waits, None):
        failures = delivered(post.settings, asked, made)
        entry = entry.tried(asked, failures)
        outbox.keep(post.folder, entry)
        if got := [one for one in asked if one not in failures]:
            post.tell(_SENT, report=entry.report, who=_listed(got, post.language))
        asked = tuple(one for one, failure in failures.items() if failure.is_temporary)
        if not asked or wait is None:
            break
        _tell(_RETRY, entry, {one: failures[one] for one in asked}, post, seconds=wait)
        post.sleep(wait)
    return entry


def _files(entry: Entry, post: Post) -> tuple[list[Attached], Failure | None]:
    """The files, or why they cannot be sent: they are gone, were made anew (the letter would not fit them), or are too much."""
    found = [Attached(name, (post.folder / name).read_bytes()) for name in entry.files if (post.folder / name).is_file()]
    same = {one.name for one in found if hashlib.sha256(one.content).hexdigest() == entry.files[one.name]}
    if other := [name for name in entry.files if name not in same]:
        return [], Failure("changed", _listed(other, post.language))
    size, limit = sum(len(one.content) for one in found), post.settings.limit
    if size > limit:
        return [], Failure("too_large", _SIZE(post.language, size=size / MB, limit=limit / MB))
    return found, None


def _close(entry: Entry, post: Post) -> None:
    if entry.waiting:
        _tell(_FAILED, entry, entry.failures, post)
        post.tell(_KEPT, folder=post.folder, path=post.folder / outbox.OUTBOX / f"{entry.id}.json")


def _tell(words: Text, entry: Entry, failures: Mapping[str, Failure], post: Post, **values: object) -> None:
    """One line for each reason, with all whom it kept from the message."""
    by_reason: defaultdict[Failure, list[str]] = defaultdict(list)
    for address, failure in failures.items():
        by_reason[failure].append(address)
    for failure, who in by_reason.items():
        why, todo = failure.why(post.language), failure.what_to_do(post.language)
        said = {"why": why.rstrip("。."), "todo": todo} if words is _FAILED else {"why": why.rstrip("。.")}
        post.tell(words, report=entry.report, who=_listed(who, post.language), **said, **values)


def _listed(names: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)
