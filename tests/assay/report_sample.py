"""One document with everything in it that a document can hold, and with what people may type."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from assay.charts.icons import Icon
from assay.report.document import (
    Beside,
    Block,
    Card,
    Clause,
    Column,
    Document,
    Figures,
    Heading,
    Marked,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Sentences,
    Table,
)
from assay.report.form import Form, Quantity
from assay.text import Language
from tests.assay.chart_samples import charts

HOSTILE = (
    '#panic("x")', '#import "a.typ"', "$ x^2 $", "*bold*", "_italic_", "\\u{41} \\n \\", "<label>", "@reference", "`code`",
    "// comment", "/* comment */", "= heading", "- item", "+ item", "/ term: x", "a~b", "[content]", "{code}",
    'it"s quoted', "a --- b ... c", "{page} {pages}", "%d %s {0}", "https://localhost/a", "=1+1", "+1", "-1+1", "@SUM(A1)",
    '=HYPERLINK("a")', "{=1}",
)  # fmt: skip
MADE_AT = datetime(2026, 11, 15, 9, 0)
ADDRESS = "https://localhost"


def document(language: Language = "zh", rows: int = 60) -> Document:
    zh = language == "zh"
    level = "响应及时率" if zh else "Response on time"
    levels = Table(
        "逐项结算" if zh else "Level by level",
        (
            Column("服务等级" if zh else "Service level"),
            Column("结果" if zh else "Result", Form("share")),
            Column("扣款" if zh else "Credit", Form("money", unit="¥")),
            Column("到期日" if zh else "Due on", align="right"),
        ),
        tuple((f"{level} {n}", 0.9345, Decimal("1234.5"), date(2026, 10, 31)) for n in range(rows)),
        ("合计" if zh else "Total", None, Decimal("1234.5") * rows, None),
        "“未计入”为已取消的工单。" if zh else "Cancelled orders aren’t counted.",
    )
    typed = Table("豁免" if zh else "Waivers", (Column("键" if zh else "Key"), Column("原因" if zh else "Reason")),
                  tuple((f"K{number}", text) for number, text in enumerate(HOSTILE)))
    summary = Paragraph("9 项约定中 2 项未达标。" if zh else "2 of 9 levels missed.")
    cards = Figures((Card("达标" if zh else "Levels met", "7 / 9", "较上月 +1" if zh else "+1 vs September"),
                     Card("扣款" if zh else "Credit", "¥12,300")))
    return Document(
        "服务结算单" if zh else "Statement of service",
        "鑫堃电梯维保 · 2026 年 10 月" if zh else "Xinkun Lift Care · October 2026",
        ("数据截至 2026-11-15 08:00" if zh else "Data to 2026-11-15 08:00",),
        (
            Section("结算" if zh else "Settlement", (summary, cards, levels)),
            Section("", (PageBreak(), Heading("用户所写" if zh else "As typed"), typed, Note("完" if zh else "The end"))),
        ),
        language,
        MADE_AT,
    )


def summary(language: Language = "zh") -> Document:
    """What the monthly summary is made of: sentences that lead somewhere, figures with their signs, pictures, two columns."""
    zh = language == "zh"
    sections = (
        Section("", tuple(_lead(zh)), key="lead"),
        Section("供应商" if zh else "Vendors", (_vendors(zh),), key="vendors", message="一家未达标" if zh else "One vendor missed"),
        Section("原因" if zh else "Causes", tuple(_causes(language)), key="causes"),
    )
    return Document(
        "月度总结" if zh else "Monthly summary", "2026 年 10 月" if zh else "October 2026",
        ("数据截至 2026-11-15 08:00" if zh else "Data to 2026-11-15 08:00",), sections, language, MADE_AT, address=ADDRESS,
    )


def _lead(zh: bool) -> tuple[Block, ...]:
    clauses = (
        Clause("24 家中 3 家未达标" if zh else "3 of 24 vendors missed their agreement", key="vendors"),
        Clause("，其中 1 家确实变差" if zh else "; one is evidence of a real decline", to="trends?kpi=clearance_rate&vendor=V 1"),
        Clause("，两家属正常波动。" if zh else ", two are within noise."),
    )
    worse, missing = _icons(zh)
    agreed, trend = "约定 ≥ 95 %" if zh else "agreed ≥ 95 %", (95.0, 94.2, None, 94.1, 93.4)
    cards = Figures((
        Card("目标达成" if zh else "Met", "93.4 %", agreed, (worse, missing), trend, "overview"),
        Card("扣款" if zh else "Credits", "¥12,300"),
    ))
    why = Clause("原因" if zh else "Why", key="causes"), Clause("见下。" if zh else ": below.", key="nowhere")
    return Sentences(clauses, is_lead=True), cards, Sentences(why)


def _icons(zh: bool) -> tuple[Icon, Icon]:
    return Icon("down", "concern", "变差" if zh else "worse"), Icon("below", "muted", "不会达标" if zh else "will miss")


def _vendors(zh: bool) -> Table:
    rows = (
        ("鑫堃电梯维保", Marked(_icons(zh), "90.5 %", "trends?vendor=V1"), Quantity(12, Form("number", unit="h")), -12300.0),
        ("=1+1", Marked((Icon("wave", "common", "正常波动" if zh else "within noise"),)), None, 0.0),
    )
    columns = (
        Column("供应商" if zh else "Vendor"), Column("及时率" if zh else "On time"),
        Column("等待" if zh else "Wait", Form("number")), Column("金额" if zh else "Money", Form("money", unit="¥")),
    )
    note = "金额以约定为准。" if zh else "Money is as agreed."
    return Table("供应商与指标" if zh else "Vendors and KPIs", columns, rows, note=note)


def _causes(language: Language) -> tuple[Block, ...]:
    zh, found = language == "zh", charts(language)
    few = Table(
        "", (Column("站点" if zh else "Site"), Column("变化" if zh else "Change", Form("number", 1, "%"))),
        (("虹桥枢纽" if zh else "Hongqiao Hub", 2.5), ("滨江园区" if zh else "Riverside", -1.5)),
    )
    return (
        Picture(found["control"]),
        Beside(
            (Heading("站点" if zh else "Sites"), Picture(found["waterfall"])),
            (few, Picture(found["columns"], 180), Note("n = 120")),
        ),
        Heading("故障" if zh else "Faults"),
        *(Picture(found[kind]) for kind in ("pareto", "forest", "ahead", "levels")),
        Beside((Picture(found["caterpillar"]),), (Picture(found["funnel"]),)),
        Picture(found["heat"]),
    )
