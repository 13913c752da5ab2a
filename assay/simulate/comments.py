"""What people write, in Chinese and in English: sentences put together from parts. All names and numbers are invented."""

from __future__ import annotations

from itertools import product

_ABOUT: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "maintenance": (
        (
            "空调修好了，温度正常",
            "空调修了还是不制冷",
            "the air conditioning works again",
            "the air conditioning still does not cool",
        ),
        ("电梯恢复得很快", "电梯又停了半天", "the lift was back quickly", "the lift was out for half a day again"),
        ("漏水处理得干净", "漏水没有修彻底", "the leak was fixed properly", "the leak came back the next day"),
        (
            "照明和插座都检查了",
            "灯修了两次还在闪",
            "all lights and sockets were checked",
            "the light still flickers after two visits",
        ),
        (
            "师傅自带备件，一次修好",
            "缺配件，等了好几天",
            "the technician had the parts and fixed it at once",
            "we waited days for a spare part",
        ),
    ),
    "cleaning": (
        ("卫生间很干净", "卫生间有异味", "the washrooms are spotless", "the washroom smells"),
        ("地面每天都擦得很亮", "地上有水渍没人处理", "floors are shining every day", "nobody dealt with the wet floor"),
        ("垃圾清运及时", "垃圾堆到下午才清", "bins are emptied on time", "bins were overflowing until the afternoon"),
        ("会议室收拾得整齐", "会议室桌面没擦", "meeting rooms are tidy", "the meeting room tables were not wiped"),
        ("阿姨做事细致", "保洁用品味道太重", "the cleaner is careful", "the cleaning product smells too strong"),
    ),
    "security": (
        ("门岗登记规范", "门岗没人值守", "the gate desk is well run", "nobody was at the gate"),
        ("巡逻到位，心里踏实", "夜间巡逻看不到人", "patrols make us feel safe", "no patrol was seen at night"),
        ("门禁卡办得快", "门禁卡等了三天", "the access card came quickly", "the access card took three days"),
    ),
    "logistics": (
        ("货物送达完好", "箱子有破损", "the goods arrived intact", "a box arrived damaged"),
        ("司机提前电话联系", "送货没有提前通知", "the driver called ahead", "no call before the delivery"),
        ("搬运很小心", "搬家时桌子刮花了", "the movers were careful", "the desk was scratched in the move"),
    ),
    "call_centre": (
        ("一次就讲清楚了", "转接了三次还没解决", "everything was clear in one call", "transferred three times without an answer"),
        ("客服态度耐心", "等待时间太长", "the agent was patient", "the waiting time was far too long"),
    ),
}
_OPENERS = {
    "happy": (
        ("", "整体满意，", "这次不错，", "感谢，", "比上次好，"),
        ("", "Overall satisfied: ", "Well done, ", "Thanks, ", "Better than last time: "),
    ),
    "even": (("", "一般，", "还可以，", "说不上好坏，"), ("", "Average: ", "It was all right: ", "Mixed: ")),
    "unhappy": (
        ("", "很失望，", "又是老问题，", "不满意，", "催了好几次，"),
        ("", "Disappointed: ", "The same problem again: ", "Not satisfied, ", "We had to chase them: "),
    ),
}
_PEOPLE = (
    ("王建国", "Wang Jianguo"),
    ("李秀英", "Li Xiuying"),
    ("张晓敏", "Zhang Xiaomin"),
    ("陈志强", "Chen Zhiqiang"),
    ("刘芳", "Liu Fang"),
    ("Anna Keller", "Anna Keller"),
    ("赵磊", "Zhao Lei"),
    ("周婷婷", "Zhou Tingting"),
)
_CLOSERS = {
    "happy": (
        ("。", "，响应很快。", "，态度好。", "，希望保持。"),
        (".", ", quick response.", ", friendly staff.", ", please keep it up."),
    ),
    "even": (("。", "，速度一般。", "，还有改进空间。"), (".", ", speed was average.", ", room for improvement.")),
    "unhappy": (
        ("。", "，等了太久。", "，没人回复电话。", "，请尽快整改。", "，态度也不好。"),
        (".", ", it took far too long.", ", nobody called back.", ", please fix this.", ", and staff were rude."),
    ),
}


def pool(service: str, mood: str) -> tuple[str, ...]:
    """All comments on a service in a mood (`happy`, `even`, `unhappy`); about one in eight names a person or a number."""
    plain = [*_in(service, mood, 0), *_in(service, mood, 1)]
    return (*plain, *(_personal(text, place) for place, text in enumerate(plain[::7])))


def _in(service: str, mood: str, language: int) -> list[str]:
    good, bad = 2 * language, 2 * language + 1
    sides = {"happy": (good,), "even": (good, bad), "unhappy": (bad,)}[mood]
    parts = product(
        _OPENERS[mood][language], [about[side] for about in _ABOUT[service] for side in sides], _CLOSERS[mood][language]
    )
    return [opener + body + closer for opener, body, closer in parts]


def _personal(text: str, place: int) -> str:
    """With a name, a number or both. The numbers are of no network."""
    zh, en = _PEOPLE[place % len(_PEOPLE)]
    number = f"100{(place * 7919) % 100_000_000:08d}"
    endings = (
        (f" {zh}", f" 请联系{zh}，电话 {number}", f" 电话 {number}")
        if text[-1] == "。"
        else (f" {en}", f" Please call {en}, {number}", f" My number is {number}.")
    )
    return text + endings[place % 3]
