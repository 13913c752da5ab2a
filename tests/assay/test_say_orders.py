"""Many orders in words."""

from __future__ import annotations

import pytest

from assay.contracts.vocabulary import STATES
from assay.kpis import KPIS, kpi
from assay.say import orders as say
from assay.text import LANGUAGES, Language
from assay.warehouse.orders_clock import AGES, BANDS, CLOCKS, PAUSED
from assay.warehouse.orders_counted import countable


@pytest.mark.parametrize(
    ("counts", "zh", "en"),
    [
        ((412, 23, 31), "412 单未完成，其中 23 单已超时，31 单将在 4 个工作小时内到期",
         "412 orders are open: 23 past the deadline, 31 due within 4 working hours"),
        ((1, 0, 1), "1 单未完成，没有超时的，1 单将在 4 个工作小时内到期",
         "1 order is open: none past the deadline, 1 due within 4 working hours"),
        ((1200, 3, 0), "1,200 单未完成，其中 3 单已超时，4 个工作小时内没有到期的",
         "1,200 orders are open: 3 past the deadline, none due within 4 working hours"),
        ((0, 0, 0), "目前没有未完成的工单", "No order is open"),
    ],
)
def test_the_first_line_says_how_many_wait_and_how_urgently(counts: tuple[int, int, int], zh: str, en: str) -> None:
    assert (say.headline("completion", *counts, "zh"), say.headline("completion", *counts, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (117.0, "还剩 1 小时 57 分", "1 h 57 min left"),
        (59.9, "还剩 59 分", "59 min left"),  # what is not whole any more is not promised
        (-0.1, "已超 1 分", "1 min over"),  # and a begun minute counts
        (0.0, "已超 0 分", "0 min over"),
        (-5999.0, "已超 99 小时 59 分", "99 h 59 min over"),
        (-6059.0, "已超 100 小时", "100 h over"),  # 100 h 59 min
        (None, "–", "–"),
    ],
)
def test_time_left_is_working_time_without_days(minutes: float | None, zh: str, en: str) -> None:
    assert (say.time_left(minutes, "zh"), say.time_left(minutes, "en")) == (zh, en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_chosen_has_a_word(language: Language) -> None:
    assert list(say.BANDS) == list(BANDS) and list(say.AGES) == list(AGES)
    for clock in CLOCKS:
        words = [say.state(clock, state, language) for state in (*STATES, PAUSED)]
        assert len(set(words)) == len(words)
        assert say.headline(clock, 2, 1, 1, language) and say.total("late", clock, 3, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_that_opens_says_what_it_opened(language: Language) -> None:
    for about in KPIS:
        said = [say.of_figure(about, sum_, "2026-10", 12, language) for sum_ in countable(about)]
        assert len(set(said)) == len(said)
        assert all(one.startswith(about.title(language)) and "12" in one for one in said)
    assert say.behind(kpi("response_on_time"), "rest", "zh") == "其余（不属“按时响应的工单”）"
    assert say.behind(kpi("response_on_time"), "excluded_not_yet_due", "en") == "left out as not yet due"
