"""What goes along with a KPI, in words: associated with, never because of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, isfinite

from assay import written
from assay.kpis import Kpi
from assay.say.causes_factors import factor, rows, several
from assay.stats.drivers import Estimate
from assay.text import Language, Text

_MOST_NAMES = 4
POINTS = Text("个百分点", "pp")
_SAID_POINTS = Text("{amount} 个百分点", "{amount} points")
SOME = Text("{tested} 个因素中，{names}与{kpi}相关", "Of {tested} factors, {names} go along with {kpi}")
ONE_OF = Text("{tested} 个因素中，{names}与{kpi}相关", "Of {tested} factors, {names} goes along with {kpi}")
ONE = Text("{factor}与{kpi}相关", "{factor} goes along with {kpi}")
_AND_MORE = Text("{names}及另外 {more} 项", "{names} and {more} more")
NONE = Text("{tested} 个因素中，没有一个与{kpi}的关联超出随机波动", "None of {tested} factors goes along with {kpi} beyond chance")
NONE_OF_ONE = Text("{factor}与{kpi}的关联没有超出随机波动", "{factor} does not go along with {kpi} beyond chance")
STATES: Mapping[str, Text] = {
    "dependent": Text(
        "{kpi}的各行并不独立（同一工单或人员会在几个月末重复计入），或只有合计，无从得知单个数值的散布，因此不做这一步。",
        "The rows behind {kpi} depend on one another (the same order or worker counts at several month ends), or only totals are known, so "
        "that nobody can say how far single values vary: this step is not taken.",
    ),
    "no_factors": Text(
        "{kpi}的数据里没有可以对照的因素：除供应商、站点和服务以外没有别的记录，或每一项都只有一个取值。",
        "Nothing can be set against {kpi}: beside vendor, site and service nothing is recorded of it, or only one value of each.",
    ),
    "no_data": Text("所选部分在这些期间没有可计入{kpi}的数据。请放宽筛选或取消所选部分。",
                    "Nothing counts towards {kpi} in this part of the work. Widen the filters, or look at all of it."),
    "not_enough_data": Text("可计入{kpi}的数据太少，无法说明与什么相关。", "Too little counts towards {kpi} to say what goes along with it."),
    "no_variation": Text("{kpi}在这里没有差别（全部达到、全部未达到，或数值都相同），因此无从说明与什么相关。",
                         "{kpi} does not vary here (all succeeded, none did, or all values are the same), so nothing can go along with it."),
    "not_converged": Text("模型没有得出稳定的结果，因此不给出数字。", "The model found no stable answer, so no figures are given."),
}
VERBS: Mapping[str, str] = {
    "response_on_time": "are answered on time",
    "completion_on_time": "are completed on time",
    "completion_rate": "are completed",
    "clearance_rate": "are solved at the first visit for good",
    "repeat_rate": "have to be done again",
    "complaint_reply_on_time": "are replied to on time",
    "csat_top2_share": "are satisfied",
    "survey_response_rate": "are answered",
    "inspection_pass_rate": "are passed",
}
"""English has a verb for these; Chinese says the KPI."""
_OFTEN = Text(
    "{held}，{level}的{does}比{reference}{way} {amount}（{low}–{high}）。",
    "{level} {does} {amount} {way} often ({low} to {high}) than {reference}{held}.",
)
_IS = Text(
    "{held}，{level}的{kpi}比{reference}{way} {amount}（{low}–{high}）。",
    "{kpi} of {level} is {amount} {way} ({low} to {high}) than that of {reference}{held}.",
)
_TIMES = Text(
    "{held}，{level}的{kpi}是{reference}的 {amount} 倍（{low}–{high}）。",
    "{kpi} of {level} is {amount} times ({low} to {high}) that of {reference}{held}.",
)
_DOUBLE = 2.0
"""From this ratio on a duration is so many times as long, and not so many per cent longer."""
_WAYS: Mapping[tuple[str, bool], Text] = {
    ("often", True): Text("高", "more"), ("often", False): Text("低", "less"),
    ("is", True): Text("高", "higher"), ("is", False): Text("低", "lower"),
    ("long", True): Text("长", "longer"), ("long", False): Text("短", "shorter"),
}
_SAME = Text("在{held}都相同的情况下", " with the same {held}")
_ALIKE = Text("其他条件相同时", ", all else alike")
RATIOS: Mapping[str, Text] = {
    "p": Text("优势比", "odds ratio"),
    "u": Text("发生率之比", "rate ratio"),
    "log": Text("几何平均用时之比", "ratio of geometric means"),
    "pace": Text("速度之比", "ratio of paces"),
    "time": Text("用时之比", "ratio of times"),
}
WITH_INTERVAL = Text("{value}（{low} 至 {high}）", "{value} ({low} to {high})")
TOO_FEW = Text("数据不足（n {n}，至少 {least}）", "not enough data (n {n}, at least {least})")
INSEPARABLE = Text("与其他因素无法分开", "cannot be told apart from the other factors")
OBSERVED = Text("实际", "observed")
REFERENCE = Text("参照", "reference")
AGAINST = Text("{factor}（参照：{reference}）", "{factor} (against {reference})")
NO_DIFFERENCE = Text("与参照相同", "no difference")
UP, DOWN, NOISE = Text("较高", "higher"), Text("较低", "lower"), Text("在随机波动之内", "within chance")
BASED = Text("{service}，{span}，n = {n}", "{service}, {span}, n = {n}")
BASED_ALL = Text("{span}，n = {n}", "{span}, n = {n}")
SPAN = Text("{first}至 {last}（{count} 期）", "{first} to {last} ({count} periods)")
PLOTTED = Text("与参照相比平均相差{unit}，其余都相同；细线为 95 % 区间，灰色未超出随机波动",
               "Average difference from the reference{unit}, all else alike; thin lines: 95 % intervals; grey: not beyond chance")
PLOTTED_RATIO = Text("与参照的{ratio}，其余都相同；细线为 95 % 区间，灰色未超出随机波动",
                     "Against the reference: {ratio}, all else alike; thin lines: 95 % intervals; grey: not beyond chance")
IN_UNIT = Text("（{unit}）", " in {unit}")
OTHERS_TITLE = Text("其余 {count} 个因素", "The other {count} factors")
CLICK = Text("点一个取值，整页只看这一部分。", "A click on a level narrows the page to it.")
TOGETHER = Text(
    "{first}与{second}合在一起，与各自相加不同（q {q}）：{pairs}。",
    "{first} and {second} together are not what each adds up to (q {q}): {pairs}.",
)
TOGETHER_PAIR = Text("{one} × {two} {seen}，相加应为 {expected}（n {n}）", "{one} × {two} {seen} where {expected} would add up (n {n})")
NO_TOGETHER = Text("试过的 {count} 对因素中，没有哪一对合在一起的关联超出各自相加。",
                   "Of {count} pairs of factors none does more together than each adds up to.")
NO_TOGETHER_ONE = Text("这两个因素合在一起的关联没有超出各自相加。", "The two factors together do no more than each adds up to.")


def middle(kpi: Kpi, language: Language) -> str:
    """The title of a KPI in the middle of a sentence."""
    said = kpi.title(language)
    return said if language == "zh" or said[1:2].isupper() else said[:1].lower() + said[1:]


def headline(kpi: Kpi, associated: Sequence[str], tested: Sequence[str], language: Language) -> str:
    """Which of the factors go along with the KPI."""
    named = middle(kpi, language)
    if len(tested) == 1:
        said = (ONE if associated else NONE_OF_ONE)(language, factor=factor(tested[0], language), kpi=named)
        return said[:1].upper() + said[1:]
    if not associated:
        return NONE(language, tested=len(tested), kpi=named)
    some = ONE_OF if len(associated) == 1 else SOME
    return some(language, tested=len(tested), names=_names(associated, language), kpi=named)


def _names(associated: Sequence[str], language: Language) -> str:
    if len(associated) <= _MOST_NAMES:
        return several(associated, language)
    shown = ("、" if language == "zh" else ", ").join(factor(name, language) for name in associated[:_MOST_NAMES])
    return _AND_MORE(language, names=shown, more=len(associated) - _MOST_NAMES)


def amount(kpi: Kpi, effect: float, language: Language, unit: bool = True) -> str:
    """An effect on the KPI's ratio with its sign: −1.3 pp, +12 % of a duration, +0.21 of others; ∞ where nothing bounds it."""
    if not isfinite(effect) or abs(effect) > 1e9:
        return "∞" if effect > 0 else "−∞"
    said = written.change(kpi, exp(effect) if kpi.is_log else kpi.scale * effect, language)
    return said if unit else said.removesuffix(f" {POINTS(language)}").removesuffix(" %")


def with_interval(kpi: Kpi, of: Estimate, language: Language) -> str:
    """−1.3 pp (−2.1 to −0.6)."""
    ends = {name: amount(kpi, end, language, unit=False) for name, end in (("low", of.low), ("high", of.high))}
    return WITH_INTERVAL(language, value=amount(kpi, of.value, language), **ends)


def ratio(of: Estimate, language: Language) -> str:
    """0.75 (0.65 to 0.88)."""
    value, low, high = (two(end) for end in (of.value, of.low, of.high))
    return WITH_INTERVAL(language, value=value, low=low, high=high)


def two(number: float) -> str:
    """A ratio with two decimals: 0.75, 12."""
    if not isfinite(number) or number > 1e6:
        return "∞"
    return f"{number:.2f}" if number < 10 else f"{number:,.0f}"


def sentence(
    kpi: Kpi, name: str, of: tuple[str | None, str | None], effect: Estimate, held: Sequence[str], language: Language
) -> str:
    """How a level differs from its reference (`of`), in plain words. `held`: what is the same besides; none: said before."""
    is_up = effect.value > 0
    low, high = sorted((effect.low, effect.high) if is_up else (-effect.low, -effect.high))
    sizes = {"amount": abs(effect.value), "low": low, "high": high}
    form = _form(kpi, effect)
    if form == "times":
        amounts = {name: f"{exp(size):.1f}" for name, size in sizes.items()}
    else:
        amounts = {name: _plain(kpi, size, is_up, language, unit=name == "amount") for name, size in sizes.items()}
    level, reference = (rows(name, one, language) for one in of)
    said = {"often": _OFTEN, "times": _TIMES}.get(form, _IS)(
        language, held=_SAME(language, held=several(held, language)) if held else _ALIKE(language), level=level, reference=reference,
        kpi=kpi.title(language), does=VERBS.get(kpi.id, "") if language == "en" else kpi.title(language), way=_WAYS[form, is_up](language) if (form, is_up) in _WAYS else "", **amounts,
    )
    return said[:1].upper() + said[1:]


def _form(kpi: Kpi, effect: Estimate) -> str:
    """Which sentence: times as long, longer, more often, higher."""
    if kpi.is_log:
        return "times" if exp(min(effect.value, 300.0)) >= _DOUBLE else "long"
    return "often" if kpi.id in VERBS else "is"


def _plain(kpi: Kpi, size: float, is_up: bool, language: Language, unit: bool = False) -> str:
    """The size of an effect without a sign, in the direction that the sentence names."""
    if not isfinite(size) or abs(size) > 1e9:
        return "∞"
    if kpi.is_log:
        part = exp(size) - 1 if is_up else 1 - exp(-size)
        return f"{100 * part:.0f} %".replace("-", "−")
    value = kpi.scale * size
    text = f"{value:,.{kpi.decimals if abs(value) >= 10**-kpi.decimals else kpi.decimals + 1}f}".replace("-", "−")
    return _SAID_POINTS(language, amount=text) if unit and kpi.unit.en == "%" else text
