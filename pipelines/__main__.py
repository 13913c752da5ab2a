"""`python -m pipelines …`: one plain function a command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import available_timezones

from rich.console import Console

from assay.contracts import SOURCES
from assay.text import Language, Text
from assay.warehouse.folder import current

WAREHOUSE = Path("data/warehouse")
MAPPINGS = Path("data/mappings")
SAMPLE = Path("data/sample")
TEMPLATES = Path("build/templates")
REPORTS = Path("build/reports")
TABLES = tuple(contract.table for contract in SOURCES)
_LOG_WIDTH = 160

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
    if asked.watch or asked.archive:
        from pipelines.watching import watching

        return watching(asked, console)
    from pipelines.running import loading

    return loading(asked, console, _now())


def check(asked: argparse.Namespace, console: Console) -> int:
    """Says what a load of these files would do; nothing is published."""
    from pipelines.running import checking

    return checking(asked, console, _now())


def repair(asked: argparse.Namespace, console: Console) -> int:
    """Takes a repaired workbook of quarantined rows back; rows that are right now leave the quarantine."""
    from pipelines.running import repairing

    return repairing(asked, console, _now())


def template(asked: argparse.Namespace, console: Console) -> int:
    """Writes an Excel template for each table, to fill in by hand; a filled one loads without a mapping."""
    from pipelines.templates.template import write

    for path in write(asked.tables, asked.lang, asked.zone, asked.to):
        console.print(str(path), markup=False, soft_wrap=True)
    return 0


def suggest(asked: argparse.Namespace, console: Console) -> int:
    """Proposes a mapping for a file, for a person to correct."""
    from pipelines.suggestions.suggesting import suggesting

    return suggesting(asked, console)


def simulate(asked: argparse.Namespace, console: Console) -> int:
    """Writes the raw files of the sample company."""
    from assay.simulate import simulate as company
    from assay.simulate import write

    chosen = {"as_of": asked.as_of} if asked.as_of else {}
    made = company(asked.size, asked.seed, asked.truths, **chosen)
    write(made, asked.to, asked.seed)
    console.print(_WROTE(asked.lang, folder=asked.to, orders=made.tables["orders"].height))
    return 0


def publish(asked: argparse.Namespace, console: Console) -> int:
    """Writes the statements and figures of a month into the register, for good, and says what that changes."""
    from pipelines.publishing import publishing

    return publishing(asked, console, _now())


def report(asked: argparse.Namespace, console: Console) -> int:
    """Writes the report of a month as files and, where asked, sends it; or sends what waits in the outbox."""
    from pipelines.reporting import reporting

    return reporting(asked, console, _now())


def status(asked: argparse.Namespace, console: Console) -> int:
    """Says what the warehouse holds."""
    from pipelines.status import standing

    published = current(asked.warehouse)
    if published is None:
        console.print(_NONE(asked.lang, home=asked.warehouse))
        return 0
    console.print(_STATUS(asked.lang, **standing(published)))
    return 0


Command = Callable[[argparse.Namespace, Console], int]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipelines")
    commands = parser.add_subparsers(required=True, metavar=" | ".join(run.__name__ for run in _OPTIONS))
    for run, options in _OPTIONS.items():
        asking = commands.add_parser(run.__name__, help=run.__doc__, parents=[_of_all()])
        asking.set_defaults(command=run)
        options(asking)
    return parser


def _of_all() -> argparse.ArgumentParser:
    """What every command understands."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), default=_language())
    common.add_argument("--warehouse", type=Path, default=Path(os.environ.get("ASSAY_WAREHOUSE", WAREHOUSE)))
    return common


def _of_load(asking: argparse.ArgumentParser) -> None:
    _of_check(asking)
    asking.add_argument("--as-of", type=_moment, help="up to when the data reach, UTC; by default their latest moment")
    asking.add_argument("--watch", action="store_true", help="go on looking at the folders and take files as they arrive")
    asking.add_argument("--interval", type=float, default=5.0, help="seconds between two looks of --watch")
    asking.add_argument("--archive", type=Path, help="folder to which --watch moves what it has taken")


def _of_check(asking: argparse.ArgumentParser) -> None:
    asking.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    asking.add_argument("--again", action="store_true", help="take files again that were loaded before")
    _of_reading(asking)


def _of_repair(asking: argparse.ArgumentParser) -> None:
    asking.add_argument("file", type=Path, metavar="FILE")
    asking.add_argument("--dry-run", action="store_true", help="say what would leave the quarantine; nothing is published")
    _of_reading(asking)


def _of_reading(asking: argparse.ArgumentParser) -> None:
    """What commands that read files have in common."""
    asking.add_argument("--mappings", type=Path, default=MAPPINGS, help="folder of mapping files")
    asking.add_argument("--mapping", type=Path, action="append", default=[], help="one more mapping file; load keeps it")
    asking.add_argument("--names", type=Path, help="JSON object: what a file is called, by its path")
    asking.add_argument("--json", action="store_true", help="progress and result as JSON lines")


def _of_template(asking: argparse.ArgumentParser) -> None:
    named = f"by default all: {', '.join(TABLES)}"
    asking.add_argument("tables", nargs="*", metavar="TABLE", choices=(*TABLES, []), help=named)
    asking.add_argument("--zone", type=_zone, default="UTC", help="time zone of moments in tables without a site")
    asking.add_argument("--to", type=Path, default=TEMPLATES)


def _of_suggest(asking: argparse.ArgumentParser) -> None:
    asking.add_argument("file", type=Path, metavar="FILE")
    asking.add_argument("--sheet", help="sheet of a workbook; by default the one that fits a table best")
    asking.add_argument("--table", choices=TABLES, help="by default the one that fits best")
    asking.add_argument("--to", type=Path, help="mapping file to write; by default it is printed")
    asking.add_argument("--json", action="store_true", help="the suggestion and how sure it is as JSON")


def _of_simulate(asking: argparse.ArgumentParser) -> None:
    asking.add_argument("--size", type=int, default=200_000, help="number of orders")
    asking.add_argument("--seed", type=int, default=1)
    asking.add_argument("--truths", choices=("all", "none", "identical"), default="all")
    asking.add_argument("--as-of", type=_moment)
    asking.add_argument("--to", type=Path, default=SAMPLE)


def _of_publish(asking: argparse.ArgumentParser) -> None:
    asking.add_argument("--month", type=_month, required=True, help="such as 2026-10; over at the moment that the data reach")
    asking.add_argument("--vendor", help="vendor id; by default every vendor with an agreement in the month")
    asking.add_argument("--by", help="who publishes it; by default the user of this machine")
    asking.add_argument("--provisional", action="store_true", help="publish a month that is not over, and say so on it")
    asking.add_argument("--dry-run", action="store_true", help="say what would be written; nothing is")
    asking.add_argument("--register", help="file or URL of the register; by default ASSAY_REGISTER, else beside the warehouse")


def _of_report(asking: argparse.ArgumentParser) -> None:
    asking.add_argument("--month", type=_month, help="such as 2026-10; by default the last one that is over")
    asking.add_argument("--format", default="pdf,xlsx,pptx", help="of pdf, xlsx, pptx and html, with commas between")
    about = asking.add_mutually_exclusive_group()
    about.add_argument("--vendor", metavar="ID", help="the report of one vendor, with its rights; by default that of the company")
    about.add_argument("--vendors", action="store_true", help="a report for each vendor with an agreement in the month")
    asking.add_argument("--to", type=Path, default=REPORTS, metavar="FOLDER")
    asking.add_argument("--address", default="", metavar="URL", help="where the application is reached, for links to its pages")
    sends = "send it by mail (settings: ASSAY_SMTP_…); with --vendors VENDOR=ADDRESS"
    asking.add_argument("--send", nargs="+", action="extend", default=[], metavar="ADDRESS", help=sends)
    asking.add_argument("--resend", action="store_true", help="send what waits in the outbox of the folder, and make nothing")
    asking.add_argument("--register", help="file or URL of the register; by default ASSAY_REGISTER, else beside the warehouse")


def _of_status(asking: argparse.ArgumentParser) -> None:
    """Nothing of its own."""


_OPTIONS: dict[Command, Callable[[argparse.ArgumentParser], None]] = {
    load: _of_load, check: _of_check, repair: _of_repair, template: _of_template, suggest: _of_suggest, simulate: _of_simulate,
    publish: _of_publish, report: _of_report, status: _of_status,
}


def _language() -> Language:
    return "zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).lower().startswith("zh") else "en"


def _moment(text: str) -> datetime:
    """ISO text as naive UTC; text without an offset is UTC already."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _month(text: str) -> date:
    """The first day of a month written as 2026-10."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no month; write it as 2026-10") from error


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise argparse.ArgumentTypeError(f"{name} is no IANA time zone")
    return name


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


if __name__ == "__main__":
    sys.exit(main())
