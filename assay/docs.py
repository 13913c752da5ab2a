"""The data dictionary and the KPI catalogue, written from the declarations: `python -m assay.docs` writes them, a test compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assay.cells import dimensions, grains
from assay.contracts import CONTRACTS, Column, Contract
from assay.contracts.vocabulary import DIRECTIONS, GRAINS
from assay.kpis import KPIS, Kpi, Part
from assay.text import LANGUAGES, Language, Text

FOLDER = Path("docs")
DICTIONARY = Text("数据字典", "Data dictionary")
CATALOGUE = Text("指标目录", "KPI catalogue")
GENERATED = Text("由合约与指标的声明生成，勿手改。", "Written from the declarations of tables and KPIs; not by hand.")
KINDS = {
    "source": Text("随文件到来。", " It comes in files."),
    "derived": Text("由其他表计算。", " Computed from other tables."),
    "record": Text("平台的工作记录。", " Kept by the platform about its own work."),
}
TYPES = {
    "text": Text("文本", "text"), "integer": Text("整数", "whole number"), "number": Text("数值", "number"),
    "flag": Text("是/否", "yes or no"), "date": Text("日期（当地）", "date (local)"), "moment": Text("时刻（UTC）", "moment (UTC)"),
}
ORIGINS = {
    "system": Text("系统记录", "system records"), "client": Text("甲方", "the client"), "vendor": Text("供应商", "the vendor"),
    "people": Text("受访者", "the people served"),
}
HEAD = Text("| 列 | 类型 | 单位 | 必填 | 含义 | 约束 |", "| column | type | unit | required | meaning | checks |")
KEY = Text("主键", "Key")
RULES = Text("跨列、跨表的约束", "Rules over columns and tables")
COLON, COMMA, SEMICOLON = Text("：", ": "), Text("、", ", "), Text("；", "; ")
YES, DERIVED = Text("是", "yes"), Text("（计算得出）", " (computed)")
SETTLES = Text(
    "期间结束 {days} 天后；此前只显示，不与往期比较",
    "{days} days after the end of the period; until then shown, not held against earlier ones",
)
LABELS = {
    "formula": Text("公式", "Formula"), "placed": Text("归属日期", "Placed by"), "unit": Text("单位", "Unit"),
    "direction": Text("方向", "Direction"), "dimensions": Text("维度", "Dimensions"), "grains": Text("周期", "Periods"),
    "minimum": Text("最小分母", "Smallest denominator published"), "chart": Text("控制图", "Control chart"),
    "settles": Text("定数", "Final"),
    "origin": Text("数据来源", "Rests on data of"), "left_out": Text("未计入", "Left out"),
    "within": Text("不合并", "Never pooled over"),
}


def pages() -> dict[Path, str]:
    """Every generated page: its path and its text."""
    found: dict[Path, str] = {}
    for language in LANGUAGES:
        found[FOLDER / f"dictionary.{language}.md"] = dictionary(language)
        found[FOLDER / f"kpis.{language}.md"] = catalogue(language)
    return found


def dictionary(language: Language) -> str:
    """Every table and column in one language, as Markdown."""
    parts = [f"# {DICTIONARY(language)}\n\n{GENERATED(language)}\n"]
    parts += [of_table(contract, language) for contract in CONTRACTS]
    return "\n".join(parts)


def of_table(contract: Contract, language: Language) -> str:
    """One table of the dictionary, as Markdown."""
    return "\n".join(_table(contract, language))


def of_kpi(kpi: Kpi, language: Language) -> str:
    """One KPI of the catalogue, as Markdown."""
    return "\n".join(_kpi(kpi, language))


def _table(contract: Contract, language: Language) -> Iterator[str]:
    yield f"\n## {contract.title(language)} `{contract.table}`\n"
    yield f"{contract.text(language)}{KINDS[contract.kind](language)}"
    yield f"\n{KEY(language)}{COLON(language)}{_listed((f'`{name}`' for name in contract.key), language)}\n"
    yield HEAD(language)
    yield "|---|---|---|---|---|---|"
    yield from (_column(column, language) for column in contract.columns)
    if contract.rules:
        yield f"\n{RULES(language)}{COLON(language).rstrip()}\n"
        yield from (f"- {rule.says('')(language)}" for rule in contract.rules)


def _column(column: Column, language: Language) -> str:
    words = _listed((f"`{value}` {name(language)}" for value, name in column.words.items()), language)
    said = COLON(language) + words if words else ""
    meaning = column.text(language) + (DERIVED(language) if column.is_derived else "") + said
    checks = SEMICOLON(language).join(check.says(column.name)(language) for check in column.checks)
    unit = column.unit(language) if column.unit else ""
    cells = (f"`{column.name}`", TYPES[column.type](language), unit, YES(language) if column.required else "", meaning, checks)
    return "| " + " | ".join(cells).replace("||", "| |") + " |"


def catalogue(language: Language) -> str:
    """Every KPI in one language, as Markdown."""
    parts = [f"# {CATALOGUE(language)}\n\n{GENERATED(language)}\n"]
    parts += [of_kpi(kpi, language) for kpi in KPIS]
    return "\n".join(parts)


def _kpi(kpi: Kpi, language: Language) -> Iterator[str]:
    yield f"\n## {kpi.title(language)} `{kpi.id}`\n"
    yield f"{kpi.sentence(language)}\n"
    yield from (f"- {LABELS[name](language)}{COLON(language)}{words}" for name, words in _facts(kpi, language).items() if words)


def _facts(kpi: Kpi, language: Language) -> dict[str, str]:
    factor = f"{kpi.scale:g} × " if kpi.scale != 1 else ""
    above, below = (words(language) for words in kpi.counted)
    ratio = f"{above} / {below}"
    return {
        "formula": f"exp({ratio})" if kpi.is_log else factor + ratio,
        "placed": f"{_placed(kpi.numerator)} / {_placed(kpi.denominator)}",
        "unit": kpi.unit(language),
        "direction": DIRECTIONS[kpi.direction](language),
        "dimensions": _listed((f"`{name}`" for name in dimensions(kpi)), language),
        "within": _listed((f"`{name}`" for name in kpi.within), language),
        "grains": _listed((GRAINS[grain](language) for grain in grains(kpi)), language),
        "left_out": SEMICOLON(language).join(left_out.text(language) for left_out in kpi.excluded),
        "minimum": str(kpi.minimum_n),
        "settles": SETTLES(language, days=kpi.settles_days) if kpi.settles_days else "",
        "chart": kpi.chart,
        "origin": ORIGINS[kpi.origin](language),
    }


def _listed(words: Iterable[str], language: Language) -> str:
    return COMMA(language).join(words)


def _placed(part: Part) -> str:
    return f"`{part.table}.{part.on}`"


def write() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
