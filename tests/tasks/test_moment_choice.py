"""The menus by which a page's day is chosen: every line is an address that can be shown."""

from datetime import date

import pytest
from django.http import QueryDict

from tasks.forms.moment_choice import MomentChoice, moment_choice
from tasks.models import Plan
from tasks.moment import Moment

PLAN = Plan(
    slug="2020", year=2020, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), activated_on=date(2020, 3, 13)
)  # fmt: skip
TODAY = date(2020, 6, 10)
MAY, APRIL, MARCH = date(2020, 5, 29), date(2020, 4, 29), date(2020, 3, 29)


def choice(address: str, moment: Moment, **more: object) -> MomentChoice:
    return moment_choice(QueryDict(address), moment, {}, PLAN, [(date(2020, 1, 1), 28)], **more)


def test_today_comes_first_then_the_closed_periods_the_newest_first() -> None:
    found = choice("", Moment.now(TODAY))
    assert [option.label for option in found.days] == ["今天", "五月期", "四月期", "三月期"]
    assert [option.chosen for option in found.days] == [True, False, False, False]
    assert [option.url for option in found.days][:2] == ["?", "?period=2020-05"]
    assert (found.label, found.typed) == ("今天", "")


def test_other_parameters_go_along_and_the_place_in_a_list_does_not() -> None:
    found = choice("leader=leader&page=3&as_of=2020-05-29", Moment(TODAY, MAY))
    assert found.days[2].url == "?leader=leader&period=2020-04"
    assert found.kept == [("leader", "leader")]
    assert found.now == "?leader=leader"


def test_the_day_that_shows_a_period_is_called_by_it_and_any_other_by_its_date() -> None:
    assert choice("as_of=2020-05-29", Moment(TODAY, MAY)).label == "五月期"
    other = choice("as_of=2020-05-20", Moment(TODAY, date(2020, 5, 20)))
    assert other.label == other.typed == "2020-05-20"
    assert not any(option.chosen for option in other.days)


def test_one_compares_with_what_lies_before_the_day_shown() -> None:
    found = choice("period=2020-05", Moment(TODAY, MAY, "2020-05"))
    assert [option.label for option in found.compared] == ["不对比", "四月期", "三月期"]
    assert found.compared[1].url == "?period=2020-05&compare_to=2020-04-29"
    assert found.compared[0].chosen


def test_a_comparison_stays_as_long_as_it_lies_before_the_day() -> None:
    found = choice("compare_to=2020-04-29", Moment(TODAY, TODAY, compare_to=APRIL))
    by_label = {option.label: option.url for option in found.days}
    assert by_label["五月期"] == "?period=2020-05&compare_to=2020-04-29"
    assert by_label["四月期"] == "?period=2020-04"
    assert found.compared_label == "四月期"


def test_a_day_compared_with_that_is_no_close_is_offered_as_it_is() -> None:
    found = choice("compare_to=2020-05-02", Moment(TODAY, TODAY, compare_to=date(2020, 5, 2)))
    assert [(o.label, o.chosen) for o in found.compared][-1] == ("2020-05-02", True)


@pytest.mark.parametrize(
    ("looked", "offered"), [(date(2020, 5, 11), True), (date(2020, 6, 2), False), (None, False)]
)
def test_the_last_look_is_offered_where_it_lies_before_the_day_shown(
    looked: date | None, offered: bool
) -> None:
    found = choice("period=2020-05", Moment(TODAY, MAY, "2020-05"), last_look=looked)
    assert ("上次查看" in [option.label for option in found.compared]) is offered


def test_a_page_that_does_not_compare_offers_no_comparison() -> None:
    assert choice("", Moment.now(TODAY), compares=False).compared == []
