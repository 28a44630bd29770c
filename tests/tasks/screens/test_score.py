"""考核 on the screen: off until it is switched on; all units for leaders, one's own for the others."""

import pytest

from tasks.models import LeaderMark, Plan, PlanRules
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of


@pytest.fixture
def scored(plan: Plan, make_task: TaskMaker, cast: Cast) -> Plan:
    PlanRules.objects.create(plan=plan, effective_on=TODAY, score_on=True)
    make_task()
    make_task(lead_unit=cast.other)
    return plan


def test_without_the_rule_the_page_says_who_switches_it_on(
    plan: Plan, make_task: TaskMaker, cast: Cast, login: Login
) -> None:
    make_task()
    assert "没有启用考核计分" in text_of(login(cast.leader).get("/score/"))
    assert login(cast.leader).get("/score/chengjian/").status_code == 404


def test_leaders_and_supervisors_see_every_unit_and_staff_their_own(
    scored: Plan, cast: Cast, login: Login
) -> None:
    for person, units in (
        (cast.leader, {"chengjian", "jingji"}),
        (cast.supervisor, {"chengjian", "jingji"}),
        (cast.head, {"chengjian"}),
        (cast.other_reporter, {"jingji"}),
        (cast.nobody, set()),
    ):
        rows = login(person).get("/score/").context["rows"]
        assert {row.unit.code for row in rows} == units, person
    assert login(cast.head).get("/score/chengjian/").status_code == 200
    assert login(cast.head).get("/score/jingji/").status_code == 403


def test_a_leader_gives_a_mark_and_nobody_else_does(scored: Plan, cast: Cast, login: Login) -> None:
    answer = login(cast.leader).post("/score/chengjian/", {"mark": "９０"}, follow=True)
    assert "已记录对城市建设办公室的评分" in text_of(answer)
    assert LeaderMark.objects.get().mark == 90
    for person in (cast.supervisor, cast.head):
        assert login(person).post("/score/chengjian/", {"mark": "100"}).status_code == 403
    assert LeaderMark.objects.count() == 1


@pytest.mark.parametrize("mark", ["", "101", "-1", "很好"])
def test_a_mark_that_is_none_is_refused_at_its_field(
    scored: Plan, cast: Cast, login: Login, mark: str
) -> None:
    answer = login(cast.leader).post("/score/chengjian/", {"mark": mark})
    assert answer.status_code == 422 and answer.context["form"].errors["mark"]
    assert not LeaderMark.objects.exists()
