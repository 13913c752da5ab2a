"""What publishing a month says: what was written, what it changed, and why it was refused."""

from __future__ import annotations

from assay.text import Text

NO_DATA = Text("{month} 没有数据，无法公布。", "There are no data of {month}, so there is nothing to publish.")
NOT_OVER = Text(
    "数据只到 {at}（UTC），{month} 尚未结束，未公布。该月数据若已收齐，载入时用 --as-of 写明截止时间；确需先行公布，请选暂计（--provisional）。",
    "The data reach {at} UTC, and {month} is not over by then, so nothing was published. If they are all that will come of it, say so when"
    " they are loaded (--as-of); to publish it all the same, choose provisional (--provisional).",
)
NO_AGREEMENT = Text("{month} 没有生效的协议，无可公布。", "No agreement was in force in {month}, so there is nothing to publish.")
NO_VENDOR = Text("没有供应商 {vendor}，或不在可见范围内。", "There is no vendor {vendor}, or none in scope.")
NO_WAREHOUSE = Text("仓库 {home} 中还没有数据，请先载入。", "There is no data in the warehouse {home} yet: load some first.")
UNREADABLE = Text("仓库无法读取：{why}", "The warehouse cannot be read: {why}")
NO_NAME = Text("请用 --by 写明由谁公布。", "Say who publishes it: --by NAME.")

TITLE = Text("{month} 结算单", "Statements of {month}")
VENDOR, MISSED, CREDIT = Text("供应商", "Vendor"), Text("未达标", "Missed"), Text("扣款", "Credit")
EARNED_BACK, BONUS, TOTAL = Text("赎回", "Earned back"), Text("奖励", "Bonus"), Text("合计", "Total")
BEFORE, MORE, CELLS, STATE = Text("上次公布", "As published"), Text("变化", "Change"), Text("变动单元格", "Cells changed"), Text("状态", "State")
NEW, AGAIN, SAME = Text("首次", "first"), Text("重述", "restated"), Text("无变化", "unchanged")
RENEWED = Text("同数重发", "renewed, same figures")
TAMPERED = Text("上次公布被改动过", "what was published was altered")
CHANGES = Text("与上次公布相比的变化", "What changed since it was published")
LEVEL, CHANGE = Text("服务等级", "Service level"), Text("公布时 → 现在", "As published → today")
WAITING = Text(
    "{vendors} 家供应商的各项约定合计还有 {n} 条记录尚未到期或仍在观察期内，到期后结算会变，届时请重新公布。",
    "{n} records, summed over the levels of {vendors} vendors, are not due yet or still within their recall days: publish again once they are.",
)
DONE = Text("已写入 {n} 份（结算单与单元格）。署名 {by}。", "{n} publications written (statements and cells), signed {by}.")
NOTHING = Text("与上次公布完全一致，没有写入。", "Everything is as it was published; nothing was written.")
DRY = Text("仅试算，没有写入。", "Only computed; nothing was written.")
PROVISIONAL = Text("暂计：该月尚未结束。", "Provisional: the month is not over.")
REPORTS = Text("月报已随之保存：{n} 份（中英文）。", "The reports of the month are kept with it: {n}, in both languages.")
