"""One chart of every kind that the product draws, small enough to be reckoned in the head."""

from __future__ import annotations

from assay.charts import caterpillar, forest, heat, pareto, waterfall
from assay.charts.axis import Axis
from assay.charts.chart import Band, Bars, Chart, Line, Points, Rule
from assay.charts.members import Member
from assay.text import Language

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 11))
AT = tuple(map(float, range(10)))
RATES = (94.0, 95.5, 94.8, 95.1, None, 94.4, 95.0, 93.2, 91.0, 90.5)


def charts(language: Language) -> dict[str, Chart]:
    """By kind."""
    zh = language == "zh"
    return {
        "control": _control(zh, language), "ahead": _ahead(zh, language), "waterfall": _waterfall(zh, language),
        "levels": _levels(zh, language), "pareto": _pareto(zh, language), "forest": _forest(zh, language),
        "caterpillar": _caterpillar(zh, language), "funnel": _funnel(zh, language), "columns": _columns(zh, language),
        "heat": _heat(zh, language),
    }


def _control(zh: bool, language: Language) -> Chart:
    tones = ("common",) * 8 + ("concern",) * 2
    marks = Points(
        AT, RATES, tones, ring=(False,) * 8 + (True,) * 2, numbers=("",) * 8 + ("1", ""), is_hollow=(False,) * 9 + (True,),
        hover=MONTHS,
    )
    layers = (
        Line(AT, (94.5,) * 10, "muted", "solid", 1.0, "均值" if zh else "mean"),
        Line(AT, (92.0,) * 10, "muted", "dashed", 1.0, "下限" if zh else "lower limit"),
        Line(AT, (None,) * 2 + (95.0,) * 8, "ink", "solid", 1.25, "目标 95 %" if zh else "target 95 %", step="around"),
        Rule(x=4.5, label="重设" if zh else "rebased", dash="dotted", tone="muted"),
        Line(AT, RATES, "common", "solid", 1.25),
        marks,
    )
    title = "响应及时率自 9 月起低于下限，不是偶然" if zh else "On time is below its limit since September: it isn’t chance"
    subtitle = "每月，n = 1,204" if zh else "By month, n = 1,204"
    note = "规则：NHS v1。5 月没有数据。" if zh else "Rules: NHS v1. No data for May."
    y = Axis(unit="%")
    return Chart(title, subtitle, title, Axis(kind="period", labels=MONTHS), y, layers, note, language)


def _ahead(zh: bool, language: Language) -> Chart:
    layers = (
        Line((0.0, 5.0), (0.95, 0.95), "ink", "solid", 1.25, "约定" if zh else "agreed"),
        Band((3.0, 4.0, 5.0), (0.90, 0.89, 0.88), (0.94, 0.95, 0.96), "common"),
        Line((3.0, 4.0, 5.0), (0.92, 0.92, 0.92), "common", "dashed", 1.25, "预计" if zh else "expected"),
        Line((0.0, 1.0, 2.0), (0.93, 0.91, 0.92), "common"),
        Points((0.0, 1.0, 2.0), (0.93, 0.91, 0.92), "common", 5.0),
    )
    title = "未来三个月预计不达标" if zh else "The next three months are expected to miss"
    return Chart(title, "", title, Axis(kind="period", labels=MONTHS[4:]), Axis(kind="share"), layers, "", language)


def _waterfall(zh: bool, language: Language) -> Chart:
    steps = (
        waterfall.Step("9 月" if zh else "September", 4.0, "4.0 %", is_total=True),
        waterfall.Step("虹桥枢纽" if zh else "Hongqiao Hub", 2.5, "+2.5", "concern", low=1.5, high=3.5),
        waterfall.Step("滨江园区" if zh else "Riverside", -1.5, "−1.5", "improvement", low=-2.0, high=-1.0),
        waterfall.Step("10 月" if zh else "October", 5.0, "5.0 %", is_total=True, low=4.0, high=6.0),
    )
    title = "虹桥枢纽解释了返修率上升的大部分" if zh else "Hongqiao Hub explains most of the rise in repeats"
    return waterfall.waterfall(steps, Axis(unit="%"), title, "", "", language)


def _levels(zh: bool, language: Language) -> Chart:
    """Far from zero, where the levels are marks and no bars."""
    steps = (
        waterfall.Step("9 月" if zh else "September", 95.0, "95.0 %", is_total=True),
        waterfall.Step("组合" if zh else "Mix", -1.0, "−1.0", "concern", low=-1.5, high=-0.5),
        waterfall.Step("10 月" if zh else "October", 94.0, "94.0 %", is_total=True),
    )
    title = "组合变化使及时率下降 1 个百分点" if zh else "The mix took one point off"
    return waterfall.waterfall(steps, Axis(unit="%"), title, "", "", language)


def _pareto(zh: bool, language: Language) -> Chart:
    bars = (
        pareto.Bar("门机故障" if zh else "Door drive", 0.5, 0.4, 0.6, "50 %", "50 %", "concern"),
        pareto.Bar("=1+1", 0.3, 0.25, 0.35, "30 %", "80 %"),
        pareto.Bar("其他" if zh else "Other", 0.2, None, None, "20 %", "100 %"),
    )
    title = "两类故障占八成" if zh else "Two faults are four fifths"
    return pareto.pareto(bars, 2, "前两类：80 %" if zh else "the first two: 80 %", title, "n = 120", "", language)


def _forest(zh: bool, language: Language) -> Chart:
    rows = (
        forest.Row("白班" if zh else "Day", 1.0, None, None, "参照" if zh else "reference", is_reference=True),
        forest.Row("夜班" if zh else "Night", 2.0, 1.25, 3.2, "2.00 (1.25–3.20)", "concern"),
        forest.Row("周末" if zh else "Weekend", 0.8, 0.5, 1.28, "0.80 (0.50–1.28)"),
    )
    title = "夜班的返修机会约为两倍" if zh else "At night the odds of a repeat are about double"
    axis, none = Axis("优势比" if zh else "odds ratio", is_log=True), "没有差别" if zh else "no difference"
    return forest.forest([forest.Group("班次" if zh else "Shift", rows)], axis, 1.0, none, title, "n = 900", "", language)


def _caterpillar(zh: bool, language: Language) -> Chart:
    members = tuple(
        Member(name, name, tone) for name, tone in  # type: ignore[arg-type]
        (("鑫堃电梯维保", "concern"), ("Northwind & Sons", "common"), ("安洁", "improvement"))
    )
    drawn = caterpillar.Drawn(
        members, (90.0, 93.0, 97.0), (91.0, 93.5, 96.0), (89.5, 92.0, 95.0), (92.5, 95.0, 97.0), 93.5, "平均" if zh else "average"
    )
    title = "一家低于平均，一家高于平均" if zh else "One is below the average, one above"
    return caterpillar.caterpillar(drawn, Axis(unit="%"), title, "", "", language)


def _funnel(zh: bool, language: Language) -> Chart:
    sizes = (50.0, 100.0, 400.0)
    layers = (
        Line(sizes, (99.0, 97.0, 95.5), "muted", "dashed", 1.0, "99.8 %"),
        Line(sizes, (None, 89.0, 91.5), "muted", "dashed", 1.0),
        Line((50.0, 400.0), (93.5, 93.5), "ink", "solid", 1.0, "平均" if zh else "average"),
        Points(
            (60.0, 300.0), (92.0, 88.0), ("common", "concern"), ring=(False, True), numbers=("", "鑫堃"),
            hover=("安洁\n92 %", "鑫堃\n88 %"),
        ),
    )
    title = "鑫堃在漏斗之外" if zh else "Xinkun lies outside the funnel"
    x = Axis("工单数" if zh else "orders", is_log=True)
    return Chart(title, "n = 2", title, x, Axis(unit="%"), layers, "", language)


def _columns(zh: bool, language: Language) -> Chart:
    layers = (
        Bars((0.0, 1.0, 2.0), (3.0, None, -2.0), tone=("common", "common", "concern"), texts=("3", "", "−2")),
        Rule(y=1.0, label="目标" if zh else "target", dash="dashed"),
    )
    title = "十月转为负值" if zh else "October turned negative"
    return Chart(title, "", title, Axis(kind="label", labels=("8", "9", "10")), Axis(), layers, "", language)


def _heat(zh: bool, language: Language) -> Chart:
    cells = (
        (heat.Cell("91 %", "concern", 0.8, "", ""), heat.Cell("95 %", "common", 0.2, "", "")),
        (heat.Cell("97 %", "improvement", 1.0, "", ""), heat.Cell("", "common", None, "", "")),
    )
    columns = ("响应及时率", "解决率") if zh else ("Response on time", "Clearance")
    title = "一家的响应及时率偏低" if zh else "One vendor responds late"
    return heat.heat(heat.Drawn(("鑫堃电梯维保", "安洁"), columns, cells), title, "", "", language)
