"""`python -m pipelines …`: one plain function a command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from assay.text import Language, Text
from assay.warehouse.folder import Held, Holder, current

WAREHOUSE = Path("data/warehouse")
MAPPINGS = Path("data/mappings")
SAMPLE = Path("data/sample")
_LOG_WIDTH = 160

_HELD = Text("另一次载入正在进行：{who}。请等它结束后再试。", "Another load is going on: {who}. Try again when it has finished.")
_HOLDER = Text("进程 {pid}，{user}@{host}，始于 {since}", "process {pid} of {user}@{host}, since {since}")
_SOMEBODY = Text("持有者尚未登记", "its holder has not signed yet")
_NO_SUCH = Text("找不到 {path}。", "There is no {path}.")
_OURS = Text(
    "校验未能执行，未发布任何内容（程序错误）：{error}",
    "A validation could not be done, nothing was published (our error): {error}",
)
_NONE = Text("仓库 {home} 中还没有数据。", "There is no data in the warehouse {home} yet.")
_STATUS = Text(
    "{version}，{size} MB\n数据截至 {as_of}（UTC），{loads} 次载入，最近一次 {last}\n"
    "文件：已入库 {loaded}，拒收 {refused}；隔离 {quarantined} 行",
    "{version}, {size} MB\ndata up to {as_of} UTC, {loads} loads, the last at {last}\n"
    "files: {loaded} loaded, {refused} refused; {quarantined} rows in quarantine",
)
_WROTE = Text("已写入 {folder}：工单 {orders:,} 张。", "Written to {folder}: {orders:,} orders.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 failed, 2 asked wrongly."""
    asked = _parser().parse_args(arguments)
    # Where nobody watches, rich would take a terminal of 80 columns and break the tables of a log.
    return asked.command(asked, Console(highlight=False, width=None if sys.stdout.isatty() else _LOG_WIDTH))


def load(asked: argparse.Namespace, console: Console) -> int:
    """Loads files into the warehouse; refused files are reported and do not make the command fail."""
    # Imported here: Great Expectations takes seconds to import, and the other commands have no use for it.
    from pipelines.load import load as run
    from pipelines.mapping_file import MappingError, mappings
    from pipelines.progress import telling
    from pipelines.report import report
    from pipelines.validate import CannotExecute

    try:
        with telling(console, asked.lang) as tell:
            done = run(asked.paths, asked.warehouse, mappings(asked.mappings), _now(), asked.as_of, asked.again, tell)
    except MappingError as error:
        return _fail(console, error.text(asked.lang))
    except Held as error:
        return _fail(console, _HELD(asked.lang, who=_signed(error.holder, asked.lang)))
    except FileNotFoundError as error:
        return _fail(console, _NO_SUCH(asked.lang, path=error.filename or error), 2)
    except CannotExecute as error:
        return _fail(console, _OURS(asked.lang, error=error))
    report(done, asked.lang, console)
    return 0


def simulate(asked: argparse.Namespace, console: Console) -> int:
    """Writes the raw files of the sample company."""
    from assay.simulate import simulate as company
    from assay.simulate import write

    chosen = {"as_of": asked.as_of} if asked.as_of else {}
    made = company(asked.size, asked.seed, asked.truths, **chosen)
    write(made, asked.to, asked.seed)
    console.print(_WROTE(asked.lang, folder=asked.to, orders=made.tables["orders"].height))
    return 0


def status(asked: argparse.Namespace, console: Console) -> int:
    """Says what the warehouse holds."""
    from pipelines.status import standing

    published = current(asked.warehouse)
    if published is None:
        console.print(_NONE(asked.lang, home=asked.warehouse))
        return 0
    console.print(_STATUS(asked.lang, **standing(published)))
    return 0


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), default=_language())
    common.add_argument("--warehouse", type=Path, default=Path(os.environ.get("ASSAY_WAREHOUSE", WAREHOUSE)))
    parser = argparse.ArgumentParser(prog="python -m pipelines")
    commands = parser.add_subparsers(required=True, metavar="load | simulate | status")

    def command(run: Callable[[argparse.Namespace, Console], int]) -> argparse.ArgumentParser:
        added = commands.add_parser(run.__name__, help=run.__doc__, parents=[common])
        added.set_defaults(command=run)
        return added

    loading = command(load)
    loading.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    loading.add_argument("--mappings", type=Path, default=MAPPINGS)
    loading.add_argument("--as-of", type=_moment, help="up to when the data reach, UTC; by default their latest moment")
    loading.add_argument("--again", action="store_true", help="load files again that were loaded before")
    simulating = command(simulate)
    simulating.add_argument("--size", type=int, default=200_000, help="number of orders")
    simulating.add_argument("--seed", type=int, default=1)
    simulating.add_argument("--truths", choices=("all", "none", "identical"), default="all")
    simulating.add_argument("--as-of", type=_moment)
    simulating.add_argument("--to", type=Path, default=SAMPLE)
    command(status)
    return parser


def _language() -> Language:
    return "zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).lower().startswith("zh") else "en"


def _moment(text: str) -> datetime:
    """ISO text as naive UTC; text without an offset is UTC already."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _signed(holder: Holder | None, language: Language) -> str:
    if holder is None:
        return _SOMEBODY(language)
    return _HOLDER(language, pid=holder.pid, user=holder.user, host=holder.host, since=holder.since)


def _fail(console: Console, words: str, code: int = 1) -> int:
    console.print(words, markup=False, soft_wrap=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
