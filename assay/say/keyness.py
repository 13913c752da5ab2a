"""Terms and themes of comments in words."""

from __future__ import annotations

from collections.abc import Sequence

from assay import written
from assay.stats.interval import Interval
from assay.stats.keyness import MINIMUM, Keyness, Term
from assay.text import Language, Text

LOW, HIGH = Text("评分 1–2 分", "Scores 1 and 2"), Text("评分 4–5 分", "Scores 4 and 5")
OTHERS = Text("其他供应商", "Other vendors")
_SPEAKS = Text("{first}的评语中突出的词：{terms}", "What sets apart the comments under “{first}”: {terms}")
_ONLY_SECOND = Text("{first}没有突出的词；{second}突出的是：{terms}", "Nothing sets apart “{first}”; “{second}” has: {terms}")
_ALIKE = Text("{first}与{second}的评语用词没有超出随机误差的差别", "“{first}” and “{second}” use the same words, within chance")
_TOO_FEW = Text(
    "评语太少，不作比较：{first} {n} 条，{second} {m} 条（各至少 {least} 条）",
    "Too few comments to compare: “{first}” has {n}, “{second}” {m} (at least {least} each)",
)
_QUOTED = Text("“{term}”", "“{term}”")
_AND = Text("、", ", ")
_NAMED = 3
SUBTITLE = Text(
    "评语中是否含该词的对数优势比（Monroe 等，2008），短线为 95 % 区间，右侧为含该词的评语占比：{first} · {second}；n = {n} · {m}",
    "Log-odds ratio that a comment holds the term (Monroe et al. 2008), lines are 95 % intervals; at the right the share of comments that hold it, "
    "{first} · {second}; n = {n} · {m}",
)
NOTE = Text(
    "按条数计，不按次数：一条评语里说三遍也算一条。少于 {least} 条评语用到的词不列；只画经 Benjamini–Hochberg 校正后仍显著的词（错误发现率 5 %）。"
    "姓名、电话等已先行遮蔽。用词不同说明谈论的事不同，不说明原因。",
    "Comments are counted, not repetitions inside one. Terms of fewer than {least} comments are not told, and only those that stand after "
    "Benjamini–Hochberg are drawn (false discovery rate 5 %). Names, numbers and the like were masked first. Words tell what people speak of, "
    "not why it happened.",
)
AXIS = Text("← {second}　·　对数优势比　·　{first} →", "← {second} · log-odds ratio · {first} →")
ASIDE = Text("{first} · {second}", "{first} · {second}")
HOVER = Text(
    "{term}\n{first}：{x}/{n}\n{second}：{y}/{m}\n对数优势比 {value}（{low} 至 {high}）\nz = {z}，q {q}",
    "{term}\n{first}: {x} of {n}\n{second}: {y} of {m}\nlog-odds {value} ({low} to {high})\nz = {z}, q {q}",
)
_THEME_TOLD = Text(
    "{vendor}（{service}）：{n} 条低分评语中 {share}（{low} – {high}）谈到“{theme}”，同类服务的其他供应商为 {others}，差别超出随机误差。",
    "{vendor} ({service}): {share} ({low} – {high}) of its {n} low-score comments speak of “{theme}”, against {others} at the others in the "
    "same service: more than chance.",
)
_HARDLY = Text("不足 {least} 条", "fewer than {least} comments")
THEMES_ALIKE = Text(
    "没有哪家供应商在哪个主题上比同类服务的其他供应商多而超出随机误差。",
    "No vendor has more of any theme than the others in its service beyond chance.",
)


def headline(found: Keyness, ours: Sequence[str], theirs: Sequence[str], first: str, second: str, language: Language) -> str:
    """What sets the groups apart, in one sentence. `ours` and `theirs`: the leading terms of the groups that `first` and `second`
    name."""
    if found.verdict == "not_enough_data":
        n, m = map(written.count, found.n)
        return _TOO_FEW(language, first=first, second=second, n=n, m=m, least=MINIMUM)
    if ours:
        return _SPEAKS(language, first=first, terms=quoted(ours, language))
    if theirs:
        return _ONLY_SECOND(language, first=first, second=second, terms=quoted(theirs, language))
    return _ALIKE(language, first=first, second=second)


def quoted(terms: Sequence[str], language: Language) -> str:
    """The terms one after the other, each in quotation marks."""
    return _AND(language).join(_QUOTED(language, term=one) for one in terms[:_NAMED])


def shares(found: Keyness, one: Term, language: Language) -> str:
    """How many comments of each group hold the term, in percent."""
    first, second = (written.percent(count / n) for count, n in zip((one.first, one.second), found.n, strict=True))
    return ASIDE(language, first=first, second=second)


def hover(found: Keyness, one: Term, first: str, second: str, language: Language) -> str:
    """Everything that is known of a term."""
    value, low, high = (f"{end:+.2f}".replace("-", "−") for end in (one.log_odds.value, one.log_odds.low, one.log_odds.high))
    n, m = map(written.count, found.n)
    counted = {"x": written.count(one.first), "y": written.count(one.second), "n": n, "m": m}
    said = {"term": one.term, "first": first, "second": second, "z": f"{one.z:.1f}".replace("-", "−"), "q": written.probability(one.q_value)}
    return HOVER(language, value=value, low=low, high=high, **counted, **said)


def about(vendor: str, service: str, theme: str, share: Interval, others: float | None, least: int, language: Language) -> str:
    """That a vendor's comments speak of a theme more than those of others. All names are words already. `others` None: fewer than
    `least` comments, which are not told."""
    elsewhere = _HARDLY(language, least=least) if others is None else written.percent(others)
    ends = {"share": written.percent(share.value), "low": written.percent(share.low), "high": written.percent(share.high)}
    return _THEME_TOLD(
        language, vendor=vendor, service=service, theme=theme, n=written.count(share.n), others=elsewhere, **ends
    )
