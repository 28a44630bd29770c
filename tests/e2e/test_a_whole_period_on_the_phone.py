"""Thirty-one tasks on one page of a telephone; the connection drops in the middle and nothing typed is lost."""

from datetime import date

import pytest

from tasks.models import OfficeDate, Plan, TaskEvent
from tasks.states import Action, Kind
from tests.cast import Cast, TaskMaker, make_cast, make_plan
from tests.e2e.windows import PHONE, OpenWindow, Window, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = date(2020, 4, 15)
COUNTED = 7
"""Of the tasks, those that are reported with an amount."""
ALL = 31


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    plan, cast = make_plan(), make_cast()
    make_task = TaskMaker(plan, cast)
    for number in range(ALL):
        kind = Kind.QUANTITY if number < COUNTED else Kind.CONTINUING
        make_task(title=f"重点工作{number + 1:02d}", kind=kind, accepted_on=date(2020, 4, 2))
    OfficeDate.objects.create(today=TODAY)
    Plan.objects.update(swept_to=TODAY)
    return cast


@pytest.fixture
def phone(cast: Cast, open_window: OpenWindow) -> Window:
    window = open_window(PHONE)
    window.become(cast.reporter)
    window.open("/tasks/report/")
    return window


def type_into(window: Window, first: int, last: int) -> None:
    """The amount where one is asked for, and the words, into the cards from `first` to before `last`."""
    cards = window.page.locator("[data-card]")
    for number in range(first, last):
        card = cards.nth(number)
        amount = card.locator("input[name$='amount-1']")
        if amount.count():
            amount.fill("1")
        card.locator("textarea[name$='note']").fill(f"第 {number + 1} 项按计划完成本月工作")


def typed(window: Window) -> list[str]:
    fields = window.page.locator("[data-card] textarea[name$='note']")
    return [text for text in (fields.nth(n).input_value() for n in range(fields.count())) if text]


def test_all_are_filed_from_one_page_though_the_connection_drops_half_way(phone: Window, cast: Cast) -> None:
    page = phone.page
    assert page.locator("[data-card]").count() == ALL
    phone.assert_fits()
    type_into(phone, 0, 16)
    page.context.set_offline(True)
    type_into(phone, 16, ALL)
    expect(page.get_by_text("本机").first).to_be_visible()
    assert len(typed(phone)) == ALL
    page.context.set_offline(False)
    phone.open("/tasks/report/")
    phone.complaints.clear()  # the console's lines about a network that was away
    expect(page.locator("[data-card] textarea[name$='note']").last).not_to_have_value("")
    assert len(typed(phone)) == ALL
    phone.click(page.locator("[data-send-all]"))
    expect(page.locator("[data-card]")).to_have_count(0, timeout=120_000)
    reports = TaskEvent.objects.filter(action=Action.REPORT, actor=cast.reporter)
    assert reports.count() == ALL
    assert len(set(reports.values_list("note", flat=True))) == ALL
    phone.open("/tasks/report/")
    expect(page.get_by_text("本期都已报送")).to_be_visible()
    phone.assert_well_made()


def test_a_page_that_is_closed_offline_without_anything_typed_brings_nothing_back(phone: Window) -> None:
    page = phone.page
    page.context.set_offline(True)
    page.context.set_offline(False)
    phone.open("/tasks/report/")
    assert typed(phone) == []
    assert TaskEvent.objects.filter(action=Action.REPORT).count() == 0
