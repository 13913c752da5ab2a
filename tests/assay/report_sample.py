"""One document with everything in it that a document can hold, and with what people may type."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from assay.report.document import Card, Column, Document, Figures, Heading, Note, PageBreak, Paragraph, Section, Table
from assay.report.form import Form
from assay.text import Language

HOSTILE = (
    '#panic("x")', '#import "a.typ"', "$ x^2 $", "*bold*", "_italic_", "\\u{41} \\n \\", "<label>", "@reference", "`code`",
    "// comment", "/* comment */", "= heading", "- item", "+ item", "/ term: x", "a~b", "[content]", "{code}",
    'it"s quoted', "a --- b ... c", "{page} {pages}", "%d %s {0}", "https://localhost/a", "=1+1", "+1", "-1+1", "@SUM(A1)",
    '=HYPERLINK("a")', "{=1}",
)  # fmt: skip
MADE_AT = datetime(2026, 11, 15, 9, 0)


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
