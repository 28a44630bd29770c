"""The page of an indicator: what it is, its year as drawing and table, every reading; and who records more of them."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Indicator, Reading
from tasks.clock import now
from tasks.models import Person, Plan, Task, TaskTarget
from tasks.notices import upkeep
from tests.cast import Cast, TaskMaker
from tests.guanhu.indicators.conftest import indicator_of
from tests.guanhu.pages import client_of, inline_code

pytestmark = pytest.mark.once

FIGURE = {"period": "2020-08", "value": "2.15", "unit": "亿元"}


def page(person: Person, code: str, **query: str) -> HttpResponse:
    return client_of(person).get(reverse("indicator", args=(code,)), query)


def record(person: Person, code: str, **given: Any) -> HttpResponse:
    return client_of(person).post(reverse("indicator-record", args=(code,)), FIGURE | given)


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def test_a_tasks_indicator_shows_its_year_and_every_reading_with_what_became_of_it(
    land: Task, cast: Cast
) -> None:
    found = page(cast.other_reporter, indicator_of(land).code)
    html = text(found)
    assert found.status_code == 200
    assert inline_code(html) == []
    march, april = found.context["rows"]
    assert (march.period, march.value, march.so_far) == ("2020-03", 2, 2)
    assert (april.period, april.value, april.so_far) == ("2020-04", Decimal("1.5"), Decimal("3.5"))
    assert found.context["one"].current == Decimal("3.5")
    assert "2020 年4 月:1.5 公顷,累计 3.5 公顷" in html
    assert html.count("<circle") >= 2
    fates = [(str(e.reading.value), e.reading.unit, e.fate.label) for e in found.context["entries"]]
    assert {entry.word for entry in found.context["entries"]} == {"自报"}
    assert fates == [
        ("1.900000", "万平方米", "已退回,不计"),
        ("22.500000", "亩", "计入"),
        ("3.000000", "公顷", "已更正"),
        ("2.000000", "公顷", "计入"),
    ]
    assert "<s>3 公顷</s>" in html
    assert "<s>22.5 亩</s>" not in html
    assert f'href="{reverse("task", args=(land.code,))}#v' in html
    assert "经办甲" in html
    assert "逐期相加" in html
    assert "按天数加权" not in html


def test_a_past_day_knows_only_what_was_known_then(land: Task, cast: Cast) -> None:
    code = indicator_of(land).code
    before_the_correction = page(cast.supervisor, code, as_of="2020-04-25")
    assert before_the_correction.context["one"].current == 5
    assert [entry.fate.label for entry in before_the_correction.context["entries"]] == ["计入", "计入"]
    before_the_rejection = page(cast.supervisor, code, as_of="2020-06-02", compare_to="2020-04-25")
    assert before_the_rejection.context["one"].current == Decimal("5.4")
    assert before_the_rejection.context["change"] == Decimal("0.4")
    assert before_the_rejection.context["form"] is None
    assert page(cast.supervisor, code, as_of="2020-12-01").status_code == 400


def test_the_indicator_of_a_restricted_task_exists_for_whom_the_task_exists_and_for_nobody_else(
    plan: Plan, cast: Cast, make_task: TaskMaker, sales: Indicator
) -> None:
    hidden = indicator_of(make_task(title="信访积案", restricted=True)).code
    for person in (cast.supervisor, cast.reporter, cast.leader):
        assert page(person, hidden).status_code == 200
        assert client_of(person).get(reverse("indicators")).context["total"] == 2
    for person in (cast.other_reporter, cast.other_leader, cast.administrator, cast.nobody):
        assert page(person, hidden).status_code == 404
        assert client_of(person).get(reverse("indicator-csv", args=(hidden,))).status_code == 404
        listed = client_of(person).get(reverse("indicators"))
        assert listed.context["total"] == 1
        assert "信访积案" not in text(listed)
    assert page(cast.other_reporter, sales.code).status_code == 200


def test_a_supervisor_records_what_no_task_reports(plan: Plan, cast: Cast, sales: Indicator) -> None:
    assert (
        record(cast.supervisor, sales.code, value="21500", unit="万元", provisional="on").status_code == 302
    )
    html = text(page(cast.supervisor, sales.code))
    assert "21500 万元" in html
    assert '现 <b class="big">2.15</b> 亿元' in html
    assert "暂定,以统计公布为准" in html
    final = record(cast.supervisor, sales.code, value="2.2", note="统计公布")
    assert final.status_code == 302
    shown = page(cast.supervisor, sales.code)
    html = text(shown)
    assert shown.context["one"].current == Decimal("2.2")
    assert not shown.context["one"].provisional
    assert "<s>21500 万元</s>" in html
    assert "已更正" in html
    assert Reading.objects.filter(indicator=sales, by=cast.supervisor).count() == 2


WRONG: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"period": "2020-10"}, "period", "尚未结束"),
    ({"period": "2020"}, "period", "尚未结束"),
    ({"period": "2020-W38"}, "period", "不按周或半月"),
    ({"period": "下月"}, "period", "无法识别"),
    ({"period": "", "day": "2020-10-01"}, "day", "尚未结束"),
    ({"period": ""}, "period", "请选择期间"),
    ({"day": "2020-08-01"}, "period", "只填一个"),
    ({"value": "-1"}, "value", "不能为负数"),
    ({"value": "两亿"}, "value", "不是有效的数字"),
    ({"value": ""}, "value", "必填"),
    ({"unit": "公顷"}, "unit", "公顷"),
)


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(
    plan: Plan, cast: Cast, sales: Indicator
) -> None:
    for given, field, said in WRONG:
        answer = record(cast.supervisor, sales.code, **given)
        assert answer.status_code == 422, given
        assert said in " ".join(answer.context["form"].errors[field]), given
    assert Reading.objects.filter(indicator=sales).count() == 1


def test_an_absurd_number_is_asked_about_first(plan: Plan, cast: Cast, sales: Indicator) -> None:
    record(cast.supervisor, sales.code, period="2020-07", value="2")
    doubted = record(cast.supervisor, sales.code, value="2000")
    assert doubted.status_code == 422
    assert "10 倍以上" in " ".join(doubted.context["form"].errors["value"])
    assert "已核对" in text(doubted)
    assert record(cast.supervisor, sales.code, value="2000", doubted="1", sure="on").status_code == 302
    assert record(cast.supervisor, sales.code, period="2020-06", value="2.5").status_code == 302


def test_the_same_figure_twice_is_written_once(plan: Plan, cast: Cast, sales: Indicator) -> None:
    assert record(cast.supervisor, sales.code).status_code == 302
    again = record(cast.supervisor, sales.code)
    assert again.status_code == 422
    assert "已有相同的数据" in text(again)
    assert Reading.objects.filter(indicator=sales, period="2020-08").count() == 1


def test_nobody_but_supervisors_records(plan: Plan, cast: Cast, sales: Indicator) -> None:
    for person in (cast.reporter, cast.head, cast.leader, cast.administrator):
        assert record(person, sales.code).status_code == 403
        assert page(person, sales.code).context["form"] is None
    assert page(cast.supervisor, sales.code).context["form"] is not None


def test_a_year_that_a_task_reports_is_refused_and_the_years_before_are_not(land: Task, cast: Cast) -> None:
    indicator = indicator_of(land)
    day = {"period": "", "unit": "公顷", "value": "2"}
    for period in ({"day": "2020-08-31"}, {"period": "2020-08"}):
        refused = record(cast.supervisor, indicator.code, **day | period)
        assert refused.status_code == 409
        assert f"由任务 {land.code}“土地整备入库”报送" in text(refused)
    assert record(cast.supervisor, indicator.code, period="2019-04", unit="公顷").status_code == 302
    assert [row.last_value for row in page(cast.supervisor, indicator.code).context["rows"]] == [
        None,
        Decimal("2.15"),
    ]
    choices = dict(page(cast.supervisor, indicator.code).context["form"].fields["period"].choices)
    assert [value for value, _ in choices["全年"]] == ["2019", "2018"]


def test_the_file_has_every_reading_and_no_live_formula(land: Task, cast: Cast, sales: Indicator) -> None:
    code = indicator_of(land).code
    found = client_of(cast.reporter).get(reverse("indicator-csv", args=(code,)))
    lines = found.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[2].startswith("2020-04,3,公顷,城市建设办公室,经办甲,2020-04-25,")
    assert "已更正" in lines[2]
    record(cast.supervisor, sales.code, note="=HYPERLINK(1)")
    table = client_of(cast.reporter).get(reverse("indicator-csv", args=(sales.code,))).content.decode()
    assert "'=HYPERLINK(1)" in table


def cost(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_pages_cost_the_same_for_few_readings_and_for_many(land: Task, cast: Cast, sales: Indicator) -> None:
    indicator = indicator_of(land)
    addresses = [reverse("indicator", args=(indicator.code,)), reverse("indicators")]
    upkeep.finish(date(2020, 9, 30))
    browser = client_of(cast.supervisor)
    few = [cost(browser, address) for address in addresses]
    Reading.objects.bulk_create(
        Reading(
            indicator=indicator, period=f"2020-08-{day:02}", value=1, unit="公顷", on=date(2020, 9, 1), at=now(),
            by=cast.reporter, origin=f"{land.code}#{100 + day}",
        )
        for day in range(1, 31)
    )  # fmt: skip
    Indicator.objects.bulk_create(
        Indicator(code=f"more-{n}", name=f"另一项{n}", unit="个", kind="cumulative") for n in range(40)
    )
    assert [cost(browser, address) for address in addresses] == few
    assert max(few) <= 20


def test_the_list_puts_what_is_asked_this_year_apart_and_finds_by_name(
    land: Task, cast: Cast, sales: Indicator
) -> None:
    listed = client_of(cast.reporter).get(reverse("indicators"))
    assert [line.one.indicator for line in listed.context["lines"]] == [indicator_of(land)]
    assert [one.indicator for one in listed.context["results"]] == [sales]
    html = text(listed)
    assert "27.92" in html
    assert "数据不足" in html
    found = client_of(cast.reporter).get(reverse("indicators"), {"q": "零售"})
    assert found.context["total"] == 1
    assert "土地整备入库" not in text(found)
    by_verdict = client_of(cast.reporter).get(reverse("indicators"), {"verdict": "met"})
    assert by_verdict.context["lines"] == []
    assert "没有找到" in text(by_verdict)


def test_what_is_no_longer_pursued_is_said_and_can_be_recorded(land: Task, cast: Cast) -> None:
    Task.objects.filter(pk=land.pk).update(state="cancelled")
    code = indicator_of(land).code
    assert "不再实施" in text(page(cast.supervisor, code))
    given = {"period": "2020-08", "value": "1", "unit": "公顷"}
    assert record(cast.supervisor, code, **given).status_code == 302
    assert TaskTarget.objects.filter(task=land).exists()
