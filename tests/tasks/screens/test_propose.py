"""立项: a new commitment, by the supervisors alone."""

import pytest

from tasks.models import Measure, Task
from tasks.states import State
from tests.cast import Cast
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import rows, text_of

pytestmark = pytest.mark.django_db


def proposal(**fields):
    measure = Measure.objects.get(pillar__ordinal=2, ordinal=1)
    return {
        "title": "新建 2 个垃圾中转站",
        "measure": measure.pk,
        "kind": "quantity",
        "role": "deliver",
        "weight": "1",
        "starts_on": "2020-01-01",
        "due_on": "2020-12-31",
        "cadence": "monthly",
        **fields,
    }


def test_a_supervisor_puts_a_task_on_the_plan(plan, cast: Cast, login: Login):
    browser = login(cast.supervisor)
    assert "品质观湖举措1" in text_of(browser.get("/tasks/new/"))
    target = rows("targets", {"name": "中转站", "comparator": ">=", "value": "２", "unit": "个"})
    answer = browser.post("/tasks/new/", proposal(lead_unit="chengjian", **target))
    task = Task.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/tasks/{task.code}/"
    assert (task.state, task.lead_unit, task.assignment_confirmed) == (State.PROPOSED, cast.lead, False)
    assert task.task_targets.get().target.value == 2


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"title": "空\x00"}, "title"),
        ({"kind": "magic"}, "kind"),
        ({"measure": "999999"}, "measure"),
        ({"measure": "9" * 40}, "measure"),
        ({"due_on": "2020-02-30"}, "due_on"),
        ({"due_on": "2019-01-01"}, "due_on"),
        ({"weight": "-1"}, "weight"),
        ({"weight": "1e400"}, "weight"),
        ({"lead_unit": "nowhere"}, "lead_unit"),
    ],
)
def test_what_is_wrong_is_a_message_at_its_field(wrong: dict, where: str, plan, cast: Cast, login: Login):
    answer = login(cast.supervisor).post("/tasks/new/", proposal(**wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors[where]
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        {"name": "没有数值", "comparator": ">=", "unit": "个"},
        {"value": "2", "unit": "个"},
        {"name": "节点", "comparator": "milestone"},
        {"name": "区间", "comparator": "range", "value": "5", "value_max": "3", "unit": "个"},
        {"name": "大", "comparator": ">=", "value": "1e400", "unit": "个"},
    ],
)
def test_a_wrong_target_is_a_message_and_nothing_is_proposed(line: dict, plan, cast: Cast, login: Login):
    answer = login(cast.supervisor).post("/tasks/new/", proposal(**rows("targets", line)))
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_one_more_row_keeps_what_is_typed(plan, cast: Cast, login: Login):
    typed = proposal(title="写到一半", more="targets", **rows("targets", {"name": "中转站", "value": "两个"}))
    answer = login(cast.supervisor).post("/tasks/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "写到一半" in page and "两个" in page and 'class="errors"' not in page


def test_nobody_else_proposes(plan, cast: Cast, login: Login, client):
    for person in (cast.head, cast.leader, cast.administrator, cast.auditor, cast.nobody):
        assert login(person).get("/tasks/new/").status_code == 403
        assert login(person).post("/tasks/new/", proposal()).status_code == 403
    assert client.get("/tasks/new/")["Location"].startswith("/login/")
    assert not Task.objects.exists()
