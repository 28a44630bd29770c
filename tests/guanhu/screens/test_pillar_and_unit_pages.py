"""Pages of a pillar and of a unit: every task with its light and reason, numbers that open their lists."""

from datetime import date

import pytest
from django.urls import reverse

from tasks.models import Membership, Plan, Unit
from tasks.notices import upkeep
from tasks.states import MemberRole
from tests.cast import Cast, TaskMaker
from tests.guanhu.many import light_up, multiply
from tests.guanhu.pages import client_of, counted_lists, rows_of

BUDGET = 15
PILLAR = reverse("pillar", args=("2020", 2))
UNIT = reverse("unit", args=("chengjian",))


@pytest.mark.parametrize("address", [PILLAR, UNIT, reverse("units")])
@pytest.mark.parametrize("who", ["leader", "other_reporter"])
def test_every_number_opens_a_list_of_exactly_that_many_rows(
    busy_plan: Plan, cast: Cast, address: str, who: str
) -> None:
    client = client_of(getattr(cast, who))
    found = counted_lists(client.get(address))
    assert len(found) > 10
    for href, number in set(found):
        assert rows_of(client, href) == number, href


def test_a_pillar_lists_its_tasks_by_measure_and_no_others(busy_plan: Plan, cast: Cast) -> None:
    page = client_of(cast.leader).get(reverse("pillar", args=("2020", 1)))
    titles = [[row.task.title for row in block.rows] for block in page.context["measures"]]
    assert titles == [["环境清洁日"], ["空气质量"]]
    assert "土地整备入库" not in page.content.decode()


def test_a_pillar_that_is_not_there_is_not_found(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    assert client.get(PILLAR).status_code == 200
    assert client.get(reverse("pillar", args=("2020", 9))).status_code == 404
    assert client.get(reverse("pillar", args=("1999", 2))).status_code == 404


@pytest.mark.parametrize("address", [PILLAR, UNIT])
def test_a_restricted_task_exists_for_its_unit_and_for_no_stranger(
    busy_plan: Plan, cast: Cast, address: str
) -> None:
    assert "信访积案" in client_of(cast.reporter).get(address).content.decode()
    assert "信访积案" not in client_of(cast.other_reporter).get(address).content.decode()


def test_a_unit_shows_what_it_leads_apart_from_what_it_supports(busy_plan: Plan, cast: Cast) -> None:
    page = client_of(cast.leader).get(reverse("unit", args=("luhu",)))
    assert [row.task.title for row in page.context["supporting"]] == ["社区公园"]
    assert page.context["leading"] == []
    assert "没有牵头任务" in page.content.decode()


def test_an_assumed_unit_says_that_it_is_to_be_confirmed(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    assert "假定,待确认" not in client.get(UNIT).content.decode()
    Unit.objects.filter(code="chengjian").update(assumed=True)
    assert "假定,待确认" in client.get(UNIT).content.decode()
    assert "假定,待确认" in client.get(reverse("units")).content.decode()


def test_a_suggested_lead_unit_is_marked_until_it_is_assigned(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    marked = [
        row.task.title
        for block in client.get(PILLAR).context["measures"]
        for row in block.rows
        if not row.task.assignment_confirmed
    ]
    assert marked == ["待交办任务"]
    assert client.get(PILLAR).content.decode().count("(建议,待确认)") == 1


def test_a_unit_names_its_people_and_its_parts(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    assert "下属单位" not in client.get(UNIT).content.decode()
    Unit.objects.filter(code="luhu").update(parent=cast.lead)
    html = client.get(UNIT).content.decode()
    assert "单位负责人 主任甲" in html
    assert "主任乙" not in html
    assert "下属单位" in html


def test_people_who_left_are_not_named(busy_plan: Plan, cast: Cast) -> None:
    cast.head.is_active = False
    cast.head.save()
    Membership.objects.create(person=cast.other_head, unit=cast.lead, role=MemberRole.HEAD)
    html = client_of(cast.leader).get(UNIT).content.decode()
    assert "主任甲" not in html
    assert "主任乙" in html


def test_a_unit_merged_into_another_says_where_it_went(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    assert "已并入" not in client.get(UNIT).content.decode()
    Unit.objects.filter(code="chengjian").update(active=False, succeeded_by=cast.other)
    html = client.get(UNIT).content.decode()
    assert "已并入" in html
    assert "经济服务办公室" in html


def test_a_unit_that_is_not_there_is_not_found(busy_plan: Plan, cast: Cast) -> None:
    assert client_of(cast.leader).get(reverse("unit", args=("nowhere",))).status_code == 404


def test_the_pages_cost_the_same_for_10_tasks_and_for_100(
    busy_plan: Plan, cast: Cast, office_day: date, django_assert_max_num_queries
) -> None:
    client = client_of(cast.leader)

    def costs() -> list[int]:
        upkeep.finish(office_day)  # else the first page after so much news would tell it
        counted = []
        for address in (PILLAR, UNIT, reverse("units")):
            with django_assert_max_num_queries(BUDGET) as queries:
                assert client.get(address).status_code == 200
            counted.append(len(queries))
        return counted

    for_10 = costs()
    multiply(busy_plan, 9)
    assert costs() == for_10


def test_titles_are_escaped(plan: Plan, cast: Cast, make_task: TaskMaker, office_day) -> None:
    make_task(title='<img src=x onerror="alert(1)">')
    light_up(plan, office_day)
    for address in (PILLAR, UNIT):
        html = client_of(cast.leader).get(address).content.decode()
        assert "<img" not in html
        assert "&lt;img src=x" in html
