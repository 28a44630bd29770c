"""报告指出的问题: numbers that open their lists, silence said aloud, restricted tasks unseen; a fixed price."""

from datetime import date

import pytest
from django.urls import reverse

from tasks.models import Plan, Task
from tasks.notices import upkeep
from tests.cast import Cast
from tests.guanhu.many import multiply
from tests.guanhu.pages import client_of, counted_lists, inline_code, links, rows_of
from tests.tasks.problems import admit

BUDGET = 12
PAST = "2020-04-30"


@pytest.fixture
def admitted(busy_plan: Plan) -> Plan:
    """Two groups: one task answers two problems of the first, a restricted one alone answers the last of the second."""
    named = {task.title: task for task in Task.objects.all()}
    admit(busy_plan, "1.1", "空间不足", measures=["1.1"], tasks=[named["土地整备入库"], named["已办结任务"]])
    admit(busy_plan, "1.2", "用得低效", tasks=[named["土地整备入库"], named["社区公园"]])
    admit(busy_plan, "2.1", "路网不密", tasks=[named["观盛二路开工"]])
    admit(busy_plan, "2.2", "信访突出", tasks=[named["信访积案"]])
    admit(busy_plan, "2.3", "<b>无人过问</b>")
    return busy_plan


def page(client, **query):
    return client.get(reverse("problems"), query)


@pytest.mark.parametrize("day", [{}, {"as_of": PAST}])
@pytest.mark.parametrize("who", ["leader", "other_reporter"])
def test_every_number_opens_a_list_of_exactly_that_many_rows(
    admitted: Plan, cast: Cast, who: str, day: dict[str, str]
) -> None:
    client = client_of(getattr(cast, who))
    found = counted_lists(page(client, **day))
    assert len(set(found)) > 20
    assert {number for _, number in found} > {0, 1, 2}
    for href, number in set(found):
        assert rows_of(client, href) == number, href


def test_the_list_behind_a_number_names_the_problem_in_words(admitted: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)

    def said(query: str) -> dict[str, str]:
        chips = client.get(f"{reverse('ledger')}?{query}").context["controls"].chips
        return {chip.label: chip.value for chip in chips}

    assert said("plan=2020&problem=1.2")["回应的问题"] == "用得低效"
    assert said("plan=2020&problem_group=1")["回应哪方面的问题"] == "方面1"
    assert said("plan=2020&problem=7.7")["回应的问题"] == "7.7"
    assert said("problem=1.2")["回应的问题"] == "1.2"


def test_a_group_counts_a_task_once_that_answers_two_of_its_problems(admitted: Plan, cast: Cast) -> None:
    first, _ = page(client_of(cast.leader)).context["page"].groups
    assert [row.totals.tasks.value for row in first.problems] == [3, 2]
    assert first.totals.tasks.value == 4


def test_a_problem_that_nobody_answers_is_told_and_its_words_are_escaped(admitted: Plan, cast: Cast) -> None:
    html = page(client_of(cast.leader)).content.decode()
    assert html.count("没有任务回应") == 3  # at a glance, as a pill, as a sentence
    assert "&lt;b&gt;无人过问" in html and "<b>无人过问" not in html
    assert "1 项任务在回应:红灯 1" in html
    assert "报告第一部分第 10 段" in html
    assert inline_code(html) == []


def test_a_restricted_task_answers_for_those_alone_who_may_see_it(admitted: Plan, cast: Cast) -> None:
    def answered(person) -> int:
        return page(client_of(person)).context["page"].groups[1].problems[1].totals.tasks.value

    assert answered(cast.supervisor) == answered(cast.leader) == answered(cast.reporter) == 1
    assert answered(cast.other_reporter) == answered(cast.administrator) == 0


def test_a_day_past_shows_what_was_known_then_and_how_it_changed(admitted: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    past = page(client, as_of=PAST).context["page"].groups[0].totals
    now = page(client, compare_to=PAST).context["page"].groups[0].totals
    assert (past.done.value, now.done.value, now.done.change) == (0, 1, 1)


@pytest.mark.parametrize("day", [{"as_of": "2020-13-01"}, {"as_of": "2020-10-01"}, {"period": "2020-10"}])
def test_a_day_that_cannot_be_shown_is_refused_in_a_sentence(
    admitted: Plan, cast: Cast, day: dict[str, str]
) -> None:
    answer = page(client_of(cast.leader), **day)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_a_plan_without_problems_says_so_and_an_unknown_plan_is_not_found(
    busy_plan: Plan, cast: Cast
) -> None:
    client = client_of(cast.leader)
    assert "没有登记报告指出的问题" in page(client).content.decode()
    assert page(client, plan="1999").status_code == 404


def test_a_task_names_the_problems_that_it_answers(admitted: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    named = {task.title: reverse("task", args=(task.code,)) for task in Task.objects.all()}
    found = [text for href, text in links(client.get(named["土地整备入库"])) if href.startswith("/problems/")]
    assert found == ["空间不足", "用得低效"]
    assert "回应的问题" not in client.get(named["空气质量"]).content.decode()


def test_the_page_costs_the_same_for_10_tasks_and_for_100(
    admitted: Plan, cast: Cast, office_day: date, django_assert_max_num_queries
) -> None:
    client = client_of(cast.leader)

    def costs() -> list[int]:
        upkeep.finish(office_day)  # else the first page after so much news would tell it
        counted = []
        for query in ({}, {"as_of": PAST, "compare_to": "2020-03-31"}):
            with django_assert_max_num_queries(BUDGET) as queries:
                assert page(client, **query).status_code == 200
            counted.append(len(queries))
        return counted

    for_10 = costs()
    multiply(admitted, 9)
    assert costs() == for_10


def test_the_dashboard_has_a_card_of_it_that_keeps_to_what_the_dashboard_shows(
    admitted: Plan, cast: Cast
) -> None:
    client = client_of(cast.leader)
    everything = client.get(reverse("dashboard"))
    assert [group.totals.tasks.value for group in everything.context["page"].problems] == [4, 2]
    assert "没有任务回应:&lt;b&gt;无人过问" in everything.content.decode()
    mine = client.get(reverse("dashboard"), {"leader": "other_leader"})
    narrowed = mine.context["page"].problems
    assert [group.totals.tasks.value for group in narrowed] == [0, 0]
    assert "leader=other_leader" in narrowed[0].totals.tasks.query
    assert "没有任务回应" not in mine.content.decode()


def test_a_plan_without_problems_has_no_card(busy_plan: Plan, cast: Cast) -> None:
    assert "报告指出的问题" not in client_of(cast.leader).get(reverse("dashboard")).content.decode()
