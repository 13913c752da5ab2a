"""Numbers as people write them."""

from datetime import timedelta

import pytest

from assay import written
from assay.kpis import kpi


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [(117, "1 小时 57 分", "1 h 57 min"), (120, "2 小时", "2 h"), (5, "5 分", "5 min"), (0, "0 分", "0 min"),
     (2879, "47 小时 59 分", "47 h 59 min"), (2880, "2 天", "2 d"), (4350, "3 天", "3 d"), (4380, "3 天 1 小时", "3 d 1 h")],
)
def test_durations(minutes: float, zh: str, en: str):
    assert written.minutes(minutes, "zh") == zh and written.minutes(minutes, "en") == en


def test_values_carry_their_unit_and_a_sensible_number_of_digits():
    assert written.value(kpi("response_on_time"), 93.4187, "zh") == "93.4 %"
    assert written.value(kpi("response_on_time"), 100.0, "en") == "100 %"
    assert written.value(kpi("csat_score"), 4.2137, "en") == "4.21 of 5"
    assert written.value(kpi("response_minutes"), 117.2, "zh") == "1 小时 57 分"
    assert written.value(kpi("nps"), None, "en") == "–"


def test_changes_are_points_not_percent_of_a_percentage():
    share = kpi("response_on_time")
    assert written.change(share, 2.1, "zh") == "+2.1 个百分点" and written.change(share, -2.14, "en") == "−2.1 pp"
    assert written.change(kpi("response_minutes"), 1.2, "en") == "+20 %"
    assert written.change(share, -0.01, "en") == "±0.0 pp" and written.value(kpi("nps"), -19.0, "en") == "−19 points"


def test_agreed_figures_keep_the_digits_they_were_agreed_with():
    assert written.bound(kpi("response_on_time"), 95.0, "en") == "95 %"
    assert written.bound(kpi("response_on_time"), 92.5, "en") == "92.5 %"


@pytest.mark.parametrize(
    ("label", "zh", "en"),
    [("2026-10", "2026 年 10 月", "October 2026"), ("2026-Q3", "2026 年第 3 季度", "Q3 2026"), ("2026-W41", "2026-W41", "2026-W41"),
     ("2026-10-05", "2026-10-05", "2026-10-05")],
)
def test_periods_in_a_sentence(label: str, zh: str, en: str):
    assert written.period(label, "zh") == zh and written.period(label, "en") == en


def test_a_chance_that_is_not_zero_is_not_written_as_zero():
    assert written.percent(0.0002) == "< 0.1 %" and written.percent(0.0) == "0.0 %" and written.percent(None) == "–"


def test_age():
    assert written.age(timedelta(hours=3), "zh") == "3 小时" and written.age(timedelta(days=7, hours=5), "en") == "7 days"
    assert written.age(timedelta(days=729), "zh") == "729 天" and written.age(timedelta(days=1147), "en") == "3 years"
