"""A measure in a simulated company: the planted one is found, nothing is where nothing was planted; words and pictures say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from assay.kpis import kpi
from assay.register.action import Draft, Plan, Step
from assay.register.actions import decide, write
from assay.register.finding import Finding
from assay.register.open import opened
from assay.report.company import Company as Seen
from assay.report.document import Table
from assay.report.effect import Measured, measured
from assay.report.effect_measure import Measure, measure_of
from assay.report.effect_told import apart, expected, told
from assay.report.summary.document import summary_document
from assay.report.summary.read import summary
from assay.say.effect import VERDICTS
from assay.scope import Scope
from assay.simulate import Company, simulate
from assay.stats.effect.to_the_mean import ToTheMean
from assay.text import LANGUAGES, Text
from assay.warehouse.read import Warehouse
from benchmarks import company as firm

SIZE, SEED = 40_000, 2
KPI = kpi("completion_on_time")
BEGAN = date(2025, 11, 1)


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(SIZE, SEED)


@pytest.fixture(scope="module")
def vendor(company: Company) -> str:
    """Who got the measure."""
    return firm.planted(company, "action_worked", "vendor_id")


@pytest.fixture(scope="module")
def planted(company: Company) -> Warehouse:
    return firm.held(company)


@pytest.fixture(scope="module")
def unplanted() -> Warehouse:
    return firm.held(simulate(SIZE, SEED, truths="none"))


def asked(vendor: str) -> Measure:
    return Measure(KPI, BEGAN, vendors=(vendor,), trigger=("2025-10",))


@pytest.fixture(scope="module")
def found(planted: Warehouse, vendor: str) -> Measured:
    one = measured(planted, Scope.all(), asked(vendor))
    assert one is not None
    return one


def test_the_planted_measure_worked(found: Measured) -> None:
    """Its odds of a failure were divided by 0.30 before it: log odds of being on time rose by ln(1/0.3) = 1.20."""
    assert found.verdict == "worked"
    effect = found.difference.effect
    assert effect is not None
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < 1.204 < effect.high
    assert found.course.before is not None
    assert found.course.before.verdict == "alike"
    assert found.by_vendor is not None
    assert found.by_vendor.as_far == 1


def test_only_places_of_the_same_service_are_compared(found: Measured, planted: Warehouse, vendor: str) -> None:
    """Eight cleaning vendors, two of them at each of thirty sites."""
    assert set(found.panel.keys["vendor_id"]) <= set(cleaners(planted))
    assert found.panel.keys.height == 60
    assert found.panel.is_treated.sum() == (found.panel.keys["vendor_id"] == vendor).sum()


def cleaners(warehouse: Warehouse) -> list[str]:
    rows = warehouse.connection.cursor().execute("select distinct vendor_id from orders where service = 'cleaning'")
    return [vendor for (vendor,) in rows.fetchall()]


def test_the_trigger_is_no_baseline(found: Measured) -> None:
    """2025-11-01 is a Saturday: the first whole week is W45. The week of 29 September holds the first days of October; four more
    follow it, and the one in which November begins is the last of them."""
    assert found.panel.labels[found.start] == "2025-W45"
    assert found.panel.labels[found.start - found.gap] == "2025-W40"
    assert (found.difference.before, found.difference.after) == (52, 52)


def test_nothing_is_found_where_nothing_was_planted(unplanted: Warehouse) -> None:
    """Every cleaning vendor in turn. Of eight tests at 5 % more than two are false with a chance of 0.6 %; none is a fact."""
    found = [measured(unplanted, Scope.all(), asked(vendor)) for vendor in cleaners(unplanted)]
    verdicts = [None if one is None else one.verdict for one in found]
    assert sum(one not in ("not_shown", "regression_to_the_mean") for one in verdicts) <= 2
    assert not {"worked", "worsened", None} & set(verdicts)


def test_who_was_chosen_for_one_bad_month_came_back_by_itself(company: Company, planted: Warehouse, vendor: str) -> None:
    """The worst month of any large vendor in which nothing was planted, and an action the month after that did nothing."""
    bad = {key: firm.planted(company, "regression_to_the_mean", key) for key in ("vendor_id", "trigger_month", "action_on")}
    chosen = Measure(
        KPI, date.fromisoformat(bad["action_on"]), vendors=(bad["vendor_id"],), trigger=(bad["trigger_month"],), aside=(vendor,)
    )
    found = measured(planted, Scope.all(), chosen)
    assert found is not None
    assert found.verdict == "regression_to_the_mean"
    back = mean_of(found)
    assert back.before is not None
    assert back.expected is not None
    assert back.after is not None
    assert back.before < back.expected.value
    assert back.before < back.after


def test_vendors_that_changed_too_can_be_put_aside(planted: Warehouse, vendor: str) -> None:
    other = next(one for one in sorted(cleaners(planted)) if one != vendor)
    with_it = measured(planted, Scope.all(), asked(other))
    without = measured(planted, Scope.all(), replace(asked(other), aside=(vendor,)))
    assert with_it is not None
    assert without is not None
    assert with_it.panel.keys.height - without.panel.keys.height == (with_it.panel.keys["vendor_id"] == vendor).sum()


def test_a_vendor_sees_its_own_places_only(planted: Warehouse, vendor: str) -> None:
    """With nobody to compare with, its own course remains, and is no more than suggestive."""
    one = measured(planted, Scope(vendors=frozenset({vendor})), asked(vendor))
    assert one is not None
    assert one.panel.is_treated.all()
    assert one.difference.why == "few_controls"
    assert one.verdict == {"suggests_rise": "suggested", "not_shown": "not_shown"}[one.interrupted.verdict]


def test_improving_no_more_than_was_due_is_regression_to_the_mean(found: Measured) -> None:
    """90 in the bad month, 93 without any measure, 93.5 since; and a comparison that shows nothing."""
    back = replace(mean_of(found), verdict="as_expected", before=0.90, after=0.935)
    assert back.expected is not None
    due = replace(back, expected=replace(back.expected, value=0.93))
    silent = replace(found.difference, verdict="not_shown")
    assert replace(found, difference=silent, to_the_mean=due).verdict == "regression_to_the_mean"
    little = replace(back, expected=replace(back.expected, value=0.91))
    assert replace(found, difference=silent, to_the_mean=little).verdict == "not_shown"


def mean_of(found: Measured) -> ToTheMean:
    assert found.to_the_mean is not None
    return found.to_the_mean


def test_what_was_moving_before_is_not_credited_to_the_measure(found: Measured) -> None:
    assert found.course.before is not None
    moving = replace(found.course, before=replace(found.course.before, verdict="apart"))
    assert moving.before is not None
    rising = replace(moving, before=replace(moving.before, drift=replace(moving.before.drift, value=0.02)))
    assert replace(found, course=rising).verdict == "already_moving"
    falling = replace(moving, before=replace(moving.before, drift=replace(moving.before.drift, value=-0.02)))
    assert replace(found, course=falling).verdict == "worked"


def test_a_comparison_that_is_not_clear_needs_a_second_answer(found: Measured) -> None:
    doubtful = replace(found.difference, p_value=0.03)
    silent = replace(found.interrupted, verdict="not_shown")
    due = replace(mean_of(found), verdict="as_expected")
    assert replace(found, difference=doubtful, interrupted=silent, to_the_mean=due).verdict == "suggested"
    rising = replace(silent, verdict="suggests_rise")
    assert replace(found, difference=doubtful, interrupted=rising, to_the_mean=due).verdict == "worked"
    assert replace(found, difference=doubtful, interrupted=silent, to_the_mean=None).verdict == "suggested"
    beyond = replace(due, verdict="above_expected")
    assert replace(found, difference=doubtful, interrupted=silent, to_the_mean=beyond).verdict == "worked"
    assert replace(found, interrupted=silent, to_the_mean=due).verdict == "worked"  # 1 in 2,001
    fell = replace(doubtful, verdict="less")
    assert replace(found, difference=fell, interrupted=silent, to_the_mean=due).verdict == "suggested_worse"


def test_the_sentence_says_places_points_interval_and_chance(found: Measured) -> None:
    one = found.difference
    assert one.points is not None
    assert one.treated is not None
    assert one.controls is not None
    english, chinese = (told(found, language) for language in ("en", "zh"))
    assert english.headline == "The measure worked: Completion on time"
    who = f"Completion on time at the {one.treated.units} treated places (a vendor at a site) rose by "
    assert english.sentences[0].startswith(who)
    assert f"{100 * one.points.value:.1f} pp relative to {one.controls.units} comparable places" in english.sentences[0]
    assert "of 2,001 choices no other shows as much." in english.sentences[0]
    assert chinese.headline == "措施有效：完成及时率"
    assert f"{100 * one.points.value:.1f} 个百分点" in chinese.sentences[0]
    assert len(english.sentences) == len(chinese.sentences) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_show_what_the_sentences_say(found: Measured, language: str) -> None:
    assert language in ("zh", "en")
    moved, course = apart(found, language), expected(found, language)
    assert moved is not None
    assert moved.title == told(found, language).sentences[0]
    points = next(layer for layer in moved.layers if type(layer).__name__ == "Points")
    assert points.ys == pytest.approx([100 * one.apart for one in found.course.stretches])
    assert course.x.labels == found.panel.labels


def test_an_action_on_record_says_what_was_measured(tmp_path: Path, vendor: str) -> None:
    """What its finding names, the periods in which it was seen, and the day on which it was due."""
    register = opened(f"sqlite:///{tmp_path / 'register.sqlite'}")
    conditions = (("service", "cleaning"), ("vendor_id", vendor), ("shift", "night"))
    finding = Finding(("2024-10",), ("2025-10",), Text("下降", "It fell."), 250, conditions)
    plan = Plan("quality", date(2025, 11, 1))
    drafted = Draft(KPI.id, "Night shift", finding, "", "w1", "d1", plan=plan)
    written = write(register, Scope.all(), drafted, "ana", datetime(2025, 10, 28))
    with pytest.raises(ValueError, match="not taken"):
        measure_of(written, KPI)
    taken = decide(register, Scope.all(), Step(written.action_id, "taken", "ana", datetime(2025, 10, 30), "agreed"))
    found = measure_of(taken, KPI)
    assert found == Measure(KPI, BEGAN, (vendor,), (), ("cleaning",), ("2025-10",), (("shift", "night"),))
    assert measure_of(taken, KPI, date(2025, 12, 1)).began_on == date(2025, 12, 1)


def test_a_measure_for_everybody_and_pooled_methods_are_refused() -> None:
    with pytest.raises(ValueError, match="nobody to compare with"):
        Measure(KPI, BEGAN)
    with pytest.raises(ValueError, match="never pooled over method"):
        Measure(kpi("inspection_pass_rate"), BEGAN, vendors=("V01",))


@pytest.mark.parametrize("began_on", [date(2020, 1, 1), date(2030, 1, 1)])
def test_a_measure_before_all_data_or_after_them_tells_nothing(planted: Warehouse, vendor: str, began_on: date) -> None:
    assert measured(planted, Scope.all(), replace(asked(vendor), began_on=began_on)) is None


def test_the_summary_says_of_a_taken_action_what_its_measure_changed(planted: Warehouse, vendor: str, tmp_path: Path) -> None:
    """Of two actions of the same content the one that was taken is measured; a vendor's own reader has nobody to compare with."""
    register = opened(tmp_path / "register.sqlite")
    seen = Finding(("2025-09",), ("2025-10",), Text("十月变差", "October was bad"), 120, (("vendor_id", vendor),))
    draft = Draft(KPI.id, "增派夜班", seen, f"kpi={KPI.id}", "w", "d", plan=Plan(due_on=BEGAN))
    taken, _ = (write(register, Scope.all(), draft, "王芳", datetime(2025, 10, 28)) for _ in range(2))
    decide(register, Scope.all(), Step(taken.action_id, "taken", "赵敏", datetime(2025, 10, 29), "夜班人手不足"))
    whole = summary(Seen(planted, register, Scope.all()), date(2026, 10, 1))
    assert set(whole.outcomes) == {taken.action_id} and len(whole.actions) == 2
    section = next(one for one in summary_document(whole, "zh", datetime(2026, 11, 1)).sections if one.key == "actions")
    said = {str(row[-1]) for table in section.plain if isinstance(table, Table) for row in table.rows}
    assert any(one.startswith(VERDICTS[whole.outcomes[taken.action_id].verdict].zh) for one in said) and "None" in said
    own = summary(Seen(planted, register, Scope.of_vendor(vendor)), date(2026, 10, 1), vendor)
    assert own.outcomes == {} and len(own.actions) == 2
