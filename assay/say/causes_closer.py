"""A closer look in words: what failed and where it falls, the ways that orders took, who held them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assay import written
from assay.contracts.vocabulary import OUTCOMES, RESPONSIBLE
from assay.kpis import Kpi
from assay.say.overview import word
from assay.stats.pareto import MINIMUM, Pareto
from assay.text import Language, Text

_FAILED = Text("失败（不属“{above}”）", "Failed (not “{above}”)")
NO_PARETO = {
    "mean": Text(
        "{kpi}是均值：没有哪一单单独算作“失败”，因此没有失败的分布。下表是各取值自己的数值与变化。",
        "{kpi} is a mean: no single record of it fails, so there are no failures to distribute. The table has the value of each instead.",
    ),
    "stock": Text(
        "{kpi}逐期清点的是同一批存量，各条并不独立，失败的分布没有可用的区间。下表是各取值自己的数值与变化。",
        "{kpi} counts a stock period by period, the same things again and again: their distribution has no honest interval. The table has "
        "the value of each instead.",
    ),
}
NONE_FAILED = Text("{what}：所看部分在 {period} 一件也没有。", "{what}: there was none in {period} in this part of the work.")
_FEW = Text("{what}：{all} 个{dimension}中的 {bars} 个占 {share}", "{what}: {bars} of {all} make up {share} ({dimension})")
_SPREAD = Text("{what}：分散在各{dimension}，占到 {share} 要 {all} 个中的 {bars} 个", "{what}: spread out, it takes {bars} of {all} to make up {share} ({dimension})")
_LEADS = Text("，{first}居首，超出随机误差", "; {first} leads beyond chance")
_TOO_FEW = Text("{what}：只有 {n} 件，不足以说集中或分散（至少 {least} 件）", "{what}: {n} in all, too few to call concentrated or spread (at least {least})")
_ONE = Text("{what}：都在同一个{dimension}", "{what}: all have one value ({dimension})")
PARETO_SUBTITLE = Text(
    "{period}，n = {n}；横条为占比，短线为 95 % 区间；右侧：{before} → {after} 的件数与累计占比",
    "{period}, n = {n}; bars are shares, lines 95 % intervals; at the right: how many, {before} → {after}, and the cumulative share",
)
PARETO_NOTE = Text(
    "条长可能只因为量大：失败率在悬停提示与“分组”中。区间为 Jeffreys；相邻两条先后是否可信用精确符号检验（Holm 校正）；"
    "“占到 {share} 要几个”的区间为 {low} 至 {high}。",
    "A long bar may only mean much work: the rate is in the hover and under Subgroups. Jeffreys intervals; whether two neighbours differ: "
    "exact sign test (Holm). Between {low} and {high} make up {share}.",
)
PARETO_NOTE_SHORT = Text("条长可能只因为量大：失败率在悬停提示与“分组”中。区间为 Jeffreys。", "A long bar may only mean much work: the rate is in the hover and under Subgroups. Jeffreys intervals.")
NOBODY = Text("另有 {count} 件尚未派人，不归入任何一条。", "{count} more had nobody sent yet and are in no bar.")
BAR = Text("{share}（{count}）", "{share} ({count})")
BAR_ASIDE = Text("{before} → {after} · 累计 {share}", "{before} → {after} · {share} in all")
BAR_HOVER = Text("{name}\n占全部的 {share}（{low} – {high}）\n{count}/{n}：{rate}\n此前 {before} 件",
                 "{name}\n{share} of all ({low} – {high})\n{count} of {n}: {rate}\n{before} before")

SUBGROUPS = Text("{first} × {second}：{before} → {after}", "{first} × {second}: {before} → {after}")
SUBGROUPS_ONE = Text("{first}：{before} → {after}", "{first}: {before} → {after}")
SUBGROUPS_HINT = Text(
    "按对总变化（{change}）的贡献排序，贡献最大的在前；各行贡献相加恰为总变化。贡献 = 自身（本组做得更好或更差）+ 构成（本组占比变了）。"
    "变化下方为 95 % 区间；有颜色的超出随机误差（全表一并经 Benjamini–Hochberg 校正，错误发现率 5 %）。两期 n 均少于 {least} 的合为一行。点名称，整页只看那一组。",
    "Sorted by the contribution to the whole change ({change}), the largest first; they add up to it exactly. Contribution = within (the "
    "group did better or worse) + mix (its share of the work changed). Beneath a change its 95 % interval; in colour where it is more than "
    "chance (Benjamini–Hochberg over the whole table, false discovery rate 5 %). Groups with n under {least} in both periods are one row. "
    "A name narrows the whole page to its group.",
)
OPENS_FAILED = Text("点数值，看其中失败的工单。", "A value opens the orders that failed.")
OPENS_ALL = Text("点数值，看这些工单。", "A value opens its orders.")
PART, WITHIN, MIX = Text("贡献", "Contribution"), Text("自身", "within"), Text("构成", "mix")
PART_NOTE = Text("自身 {within}，构成 {mix}", "within {within}, mix {mix}")
CHANGE, GROUP = Text("变化", "Change"), Text("分组", "Group")
LOW, HIGH = Text("区间下限", "Low"), Text("区间上限", "High")
N_OF, VALUE_OF = Text("n（{period}）", "n, {period}"), Text("{kpi}（{period}）", "{kpi}, {period}")
FAILED_OF = Text("{what}（{period}）", "{what}, {period}")
Q_VALUE = Text("q 值", "q value")
REST_ROW = Text("其余 {count} 个小组合", "{count} small groups together")
TOO_FEW = Text("n = {n}，不足 {least}", "n = {n}, under {least}")

ROUTE = Text("{channel} → {category} → {outcome}", "{channel} → {category} → {outcome}")
NO_OUTCOME = Text("无结果记录", "no outcome recorded")
RATE = Text("{failing}/{orders} · {share}", "{failing}/{orders} · {share}")
RATES = Text("{failing}/{orders} · {before} → {share}", "{failing}/{orders} · {before} → {share}")
ROUTES_TITLE = Text("失败最多的路径：{route}（{failing} 单）", "Most failures: {route} ({failing} orders)")
ROUTES_NONE = Text("没有一条路径上有失败的工单", "No route has an order that failed")
ROUTES_MORE = Text("；{count} 条路径的失败率高于其余，超出随机误差", "; {count} routes fail more often than the others, beyond chance")
ROUTES_MORE_ONE = Text("；{count} 条路径的失败率高于其余，超出随机误差", "; {count} route fails more often than the others, beyond chance")
ROUTES_ALIKE = Text("；没有一条路径的失败率高于其余而超出随机误差", "; no route fails more often than the others beyond chance")
ROUTES_SUBTITLE = Text("渠道 → 类别 → 结果，{period}；浅条为工单数，深条为其中失败的，右侧为失败率：此前 → 本期；所画 {shown} 条，共 {all} 条",
                       "Channel → category → outcome, {period}; pale: orders, dark: those that failed; at the right the share that failed, before → now; {shown} of {all} routes")
ROUTES_NOTE = Text("橙色：与其余路径相比失败率更高（合并比例检验，全部路径一并经 Benjamini–Hochberg 校正）。少于 {least} 单的路径不列。",
                   "Orange: fails more often than all the other routes (pooled test of two shares, Benjamini–Hochberg over all routes). Routes of fewer than {least} orders are not told.")
EVENTS: Mapping[str, Text] = {
    "requested": Text("报单", "requested"), "responded": Text("响应", "responded"), "resumed": Text("恢复", "resumed"),
    "reopened": Text("重开", "reopened"), "completed": Text("完成", "completed"), "cancelled": Text("取消", "cancelled"),
}
_PAUSED = Text("因{who}暂停", "paused, {who}")
STEP, LOOP = Text("{event} → {next}", "{event} → {next}"), Text("（回头）", " (back again)")
STEP_ROW = Text("{step} · {orders} 单", "{step} · {orders} orders")
STEP_ASIDE = Text("{before} → {median}", "{before} → {median}")
STEP_HOVER = Text("{step}\n{orders} 单，走过 {passages} 次\n中位 {median}，九成在 {p90} 内\n此前中位 {before}",
                  "{step}\n{orders} orders, {passages} passages\nmedian {median}, 9 in 10 within {p90}\nmedian {before} before")
STEPS_TITLE = Text("最久的一步：{step}，中位 {median}", "The longest step: {step}, median {median}")
STEPS_LOOPS = Text("；{count} 类回头路，占全部步次的 {share}", "; {count} kinds of step lead back, {share} of all passages")
STEPS_LOOP = Text("；{count} 类回头路，占全部步次的 {share}", "; {count} kind of step leads back, {share} of all passages")
STEPS_SUBTITLE = Text("工单从一步到下一步的时间，{period}；圆点为中位数，线至第九十百分位，右侧为中位数：此前 → 本期；挂钟时间，含夜间与周末",
                      "Time from one step to the next, {period}; dot: median, line: to the 90th percentile, at the right the median, before → now; by the clock on the wall, nights and "
                      "weekends included")
STEPS_NOTE = Text("少于 {least} 单走过的步不列。", "Steps that fewer than {least} orders took are not told.")
HANDOFFS = {0: Text("没有交接", "No hand-off"), 1: Text("1 次交接", "1 hand-off"), 2: Text("2 次交接", "2 hand-offs"), 3: Text("3 次及以上", "3 or more")}
HANDOFFS_TITLE = Text("有过交接的工单失败 {some}，没有的 {none}", "Of orders that changed hands {some} failed, of the others {none}")
HANDOFFS_CLEAR, HANDOFFS_CHANCE = Text("，相差超出随机误差", ": more than chance"), Text("，相差在随机误差之内", ": within chance")
HANDOFFS_ALL = Text("失败率按交接次数", "Share that failed, by hand-offs")
HANDOFFS_SUBTITLE = Text("责任在各方之间转手的次数，{period}；短线为 95 % 区间，右侧为失败率：此前 → 本期",
                         "How often responsibility changed hands, {period}; lines are 95 % intervals, at the right the share that failed, before → now")
HANDOFFS_NOTE = Text("拖得久的工单更有机会暂停与转手：这里看不出交接是否导致失败。", "What takes long has more time to pause and to change hands: whether hand-offs bring failure about cannot be seen here.")
PAUSES = Text("暂停：由谁、为何", "Pauses: for whom, and why")
PAUSES_HINT = Text("失败与其他工单分开：各有多少曾因此暂停，每单停了多久（挂钟时间的均值）。少于 {least} 单的不列，记为“–”。",
                   "Failed orders and the others apart: how many paused for it, and for how long an order (mean, by the clock on the wall). Fewer than {least} orders are not told: –.")
PAUSE_WHO, PAUSE_WHY = Text("责任方", "For whom"), Text("原因", "Why")
OF_FAILED, OF_OTHERS = Text("失败的工单", "Orders that failed"), Text("其他工单", "The others")
PER_ORDER = Text("每单 {time}", "{time} an order")
PAUSED_SHARE = Text("{share}（{orders}/{all}）", "{share} ({orders} of {all})")
NO_PAUSES = Text("{period} 没有可列的暂停。", "There are no pauses to tell of in {period}.")
NO_ROUTES = Text("{period} 走过同一路径的工单都少于 {least} 单，不列。", "Every route of {period} was taken by fewer than {least} orders: nothing is told.")


def what(kpi: Kpi, language: Language) -> str:
    """What failed, or of a KPI without a direction what is counted, to begin a sentence with."""
    above = kpi.counted[0](language)
    if kpi.chart == "p" and kpi.direction == "higher":
        return _FAILED(language, above=above)
    return above if language == "zh" else above[0].upper() + above[1:]


def contribution(kpi: Kpi, effect: float, language: Language) -> str:
    """A part of a change of the sums' ratio, a decimal finer than a change itself: of many groups each has but a little."""
    if not kpi.is_log:
        return written.change(replace(kpi, decimals=kpi.decimals + 1), kpi.value(effect), language)
    return f"{written.change(replace(kpi, is_log=False, decimals=1), 100 * (kpi.value(effect) - 1), language)} %"


def failed(failing: int, orders: int, before: float | None, language: Language) -> str:
    """How many failed, and their share in the earlier period, where it is known, and now."""
    counts = {"failing": written.count(failing), "orders": written.count(orders), "share": written.percent(failing / orders)}
    return RATE(language, **counts) if before is None else RATES(language, before=written.percent(before), **counts)


def concentrated(kpi: Kpi, found: Pareto, dimension: str, first: str, language: Language) -> str:
    """Whether a few values make up most of what failed. `first` names that of the longest bar."""
    said, of = what(kpi, language), _plain(dimension, language)
    if len(found.bars) == 1:
        return _ONE(language, what=said, dimension=of)
    if found.reached is None:
        return _TOO_FEW(language, what=said, n=written.count(found.n), least=MINIMUM)
    words = _FEW if found.verdict == "few" else _SPREAD
    reached = found.bars[found.reached.bars - 1].cumulative
    told = words(language, what=said, bars=found.reached.bars, all=len(found.bars), share=written.percent(reached, 0), dimension=of)
    return told + (_LEADS(language, first=first) if len(found.leads) == 1 else "")


def _plain(dimension: str, language: Language) -> str:
    return dimension if language == "zh" else dimension.lower()


def route(channel: str, category: str, outcome: str | None, language: Language) -> str:
    """The way an order took; the first two are words already."""
    end = NO_OUTCOME(language) if outcome is None else word(OUTCOMES, outcome, language)
    return ROUTE(language, channel=channel, category=category, outcome=end)


def step(event: str, following: str, is_loop: bool, language: Language) -> str:
    """From one event to the next."""
    said = STEP(language, event=_event(event, language), next=_event(following, language))
    return said + (LOOP(language) if is_loop else "")


def _event(name: str, language: Language) -> str:
    if name in EVENTS:
        return EVENTS[name](language)
    who = word(RESPONSIBLE, name.removeprefix("paused_"), language)
    return _PAUSED(language, who=who if language == "zh" else who.lower())
