"""Figures and words as templates print them."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from indicators.kinds import Comparator
from indicators.models import Target
from indicators.ranges import Range
from tasks.models import Task
from tasks.states import Colour, Kind
from tasks.summaries import Count
from tasks.templatetags import tasks_text as text


def target(comparator: str = Comparator.AT_LEAST, value: str | None = "28", **more) -> Target:
    number = None if value is None else Decimal(value)
    return Target(
        **{"code": "t", "name": "土地", "comparator": comparator, "value": number, "unit": "公顷", **more}
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        (Decimal(0), "0%"),
        (Decimal("56.5"), "57%"),
        (Decimal("43.9"), "44%"),
        (Decimal(100), "100%"),
    ],
)
def test_percent_is_whole_and_missing_ones_are_a_dash(value: Decimal | None, shown: str) -> None:
    assert text.percent(value) == shown


@pytest.mark.parametrize(
    ("progress", "planned", "shown"),
    [
        ("56", "75", "滞后 19 个百分点"),
        ("80", "75", "超前 5 个百分点"),
        ("75.2", "75", "与计划持平"),
    ],
)
def test_the_gap_to_the_plan_is_said_in_points(progress: str, planned: str, shown: str) -> None:
    assert text.gap(Decimal(progress), Decimal(planned)) == shown


def test_without_a_plan_there_is_no_gap() -> None:
    assert text.gap(Decimal(5), None) == text.gap(None, Decimal(5)) == ""


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (target(), "≥ 28 公顷"),
        (target(Comparator.BELOW, "26.5", unit="微克/立方米"), "< 26.5 微克/立方米"),
        (target(Comparator.EQUAL, "100.000", unit="%"), "100%"),
        (target(Comparator.RANGE, "3", value_max=Decimal(5), unit="个"), "3–5 个"),
        (target(Comparator.MILESTONE, None, milestone="开工", unit=""), "开工"),
    ],
)
def test_a_target_is_written_as_people_write_it(one: Target, shown: str) -> None:
    assert text.goal_text(one) == shown


def test_a_task_says_how_far_it_is_in_its_own_unit() -> None:
    task = Task(kind=Kind.QUANTITY, progress=Decimal("43.9"), currents={"t": "12.3000001"})
    assert text.achieved(task, [target()]) == "12.3 / 28 公顷"
    assert text.achieved(Task(kind=Kind.QUANTITY), [target()]) == "— / 28 公顷"


def test_a_task_without_a_figure_says_its_percent_or_its_kind() -> None:
    opening = target(Comparator.MILESTONE, None, milestone="开工")
    assert text.achieved(Task(kind=Kind.PROJECT, progress=Decimal(60)), []) == "60%"
    assert text.achieved(Task(kind=Kind.MILESTONE), [opening]) == "节点类"


@pytest.mark.parametrize(("colour", "word"), [("red", "红"), ("none", "未亮灯"), ("", "—")])
def test_a_light_is_a_word_beside_its_shape(colour: str, word: str) -> None:
    html = Template("{% load tasks_text %}{% light colour %}").render(Context({"colour": colour}))
    assert word in html
    assert ("light--" in html) == bool(colour)


def test_the_bar_is_as_wide_as_its_numbers_and_says_them() -> None:
    lights = {str(c): Count(n, "") for c, n in zip(Colour, (1, 0, 2, 5, 0), strict=True)}
    html = Template("{% load tasks_text %}{% lights_bar lights %}").render(Context({"lights": lights}))
    assert 'viewBox="0 0 8 1"' in html
    assert 'class="fill--red" x="5" y="-1" width="1"' in html
    assert "fill--yellow" not in html
    assert 'aria-label="绿 5 红 1 灰 2 "' in html


def test_a_bar_without_tasks_says_so() -> None:
    lights = {str(c): Count(0, "") for c in Colour}
    html = Template("{% load tasks_text %}{% lights_bar lights %}").render(Context({"lights": lights}))
    assert "没有在办任务" in html
    assert "<rect" not in html


@pytest.mark.parametrize(("planned", "tick"), [("75", '"75.0"'), ("100", '"99.2"'), (None, None)])
def test_the_tick_of_the_plan_stays_inside_the_bar(planned: str | None, tick: str | None) -> None:
    context = Context({"done": Decimal(56), "planned": planned and Decimal(planned)})
    html = Template("{% load tasks_text %}{% bar done planned %}").render(context)
    assert 'class="bar__done" x="0" y="4" width="56.0"' in html
    assert ("bar__plan" in html) == (tick is not None)
    assert tick is None or f"x={tick}" in html


def test_days_periods_and_ranges_are_short() -> None:
    assert text.day(date(2020, 9, 3)) == "9 月 3 日"
    assert text.day(None) == text.full_day(None) == "—"
    assert text.period_label("2020-09") == "九月期"
    assert text.period_label("bad") == "—"
    assert text.reach(Range(Decimal("22.83"), Decimal("25.1"))) == "22.8–25.1"
    assert text.reach(Range(Decimal(5), Decimal(5))) == "5"


def test_overdue_days_count_from_the_day_after_the_due_date() -> None:
    task = SimpleNamespace(due_on=date(2020, 6, 30))
    assert text.overdue_days(task, date(2020, 9, 30)) == 92
    assert text.overdue_days(task, date(2020, 6, 30)) == text.overdue_days(task, date(2020, 6, 1)) == 0


@pytest.mark.parametrize(
    ("moved", "good", "sign", "said", "judged"),
    [
        (2, "up", "▲2", "比对比日多 2,变好", "change--better"),
        (2, "down", "▲2", "比对比日多 2,变差", "change--worse"),
        (-3, "down", "▼3", "比对比日少 3,变好", "change--better"),
        (-3, "", "▼3", "比对比日少 3)", 'class="change"'),
        (Decimal("-1.5"), "up", "▼1.5", "比对比日少 1.5,变差", "change--worse"),
    ],
)
def test_a_change_is_a_sign_a_number_and_words(
    moved: int | Decimal, good: str, sign: str, said: str, judged: str
) -> None:
    html = text.change(SimpleNamespace(change=moved), good)
    assert f">{sign}<" in html
    assert said in html
    assert judged in html


def test_what_did_not_change_says_so_where_asked_and_what_is_not_compared_says_nothing() -> None:
    assert text.change(Count(3, "q", 0)) == ""
    assert "持平" in text.change(Count(3, "q", 0), said=True)
    assert text.change(Count(3, "q"), said=True) == ""
