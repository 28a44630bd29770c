"""工作移交 on its page: chosen, shown with its numbers, done once."""

import pytest

from tasks.models import Membership, Person, Task
from tasks.states import Kind, MemberRole, State
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db
PAGE = "/people/departure/"
MINE = f"{PAGE}?who=reporter%40chengjian"


@pytest.fixture(autouse=True)
def two_tasks(cast: Cast, make_task: TaskMaker) -> None:
    colleague = Person.objects.create_user("colleague", name="经办丙")
    Membership.objects.create(person=colleague, unit=cast.lead, role=MemberRole.REPORTER)
    make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING, state=State.IN_REVIEW)
    Task.objects.update(assignee=cast.reporter)


def test_the_page_shows_what_goes_over_and_does_it(cast: Cast, login: Login):
    browser = login(cast.head)
    assert "城市建设办公室 经办甲(经办人)" in text_of(browser.get(PAGE))
    page = browser.get(MINE)
    assert "在办任务 2 其中待审核 1 其中逾期 0" in text_of(page)
    assert "leaves" not in page.context["form"].fields
    assert "2 项任务移交给 经办丙" in text_of(browser.post(MINE, {"to": "colleague"}, follow=True))
    assert set(Task.objects.values_list("assignee__username", flat=True)) == {"colleague"}
    assert "没有在办任务" in text_of(browser.get(MINE))


def test_the_administrator_moves_the_person_along(cast: Cast, login: Login):
    sent = {"to": "colleague", "leaves": "on", "joins": "jingji", "role": "reporter"}
    assert login(cast.administrator).post(MINE, sent).status_code == 302
    assert list(cast.reporter.memberships.values_list("unit__code", flat=True)) == ["jingji"]


def test_bad_input_is_said_at_its_field(cast: Cast, login: Login):
    answer = login(cast.administrator).post(MINE, {"to": "other_head", "joins": "nowhere"})
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"to", "joins"}
    assert set(Task.objects.values_list("assignee__username", flat=True)) == {"reporter"}


def test_a_head_sees_only_his_own_people_and_others_nothing(cast: Cast, login: Login):
    assert login(cast.other_head).get(MINE).status_code == 404
    assert login(cast.other_head).post(MINE, {"to": "colleague"}).status_code == 404
    assert "经办甲" not in text_of(login(cast.other_head).get(PAGE))
    for person in (cast.reporter, cast.leader, cast.auditor, cast.nobody):
        assert login(person).get(PAGE).status_code == 403
    assert login(cast.supervisor).get(f"{PAGE}?who=broken").status_code == 404
