"""单位调整 on its pages: who may, what is shown before, what is said after."""

import pytest

from tasks.models import Task, Unit
from tasks.states import Kind
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db
SINCE = {"since": "2020-04-15"}


def test_a_renamed_unit_shows_what_it_was_called(cast: Cast, plan, login: Login):
    browser = login(cast.administrator)
    assert "/units/chengjian/rename/" in browser.get("/units/chengjian/").content.decode()
    answer = browser.post("/units/chengjian/rename/", {"name": "城建办", **SINCE}, follow=True)
    assert "城市建设办公室 → 城建办" in text_of(answer)
    assert "原城市建设办公室 (用至 2020-04-14)" in text_of(answer)


def test_a_merger_shows_its_numbers_before_and_where_the_unit_went_afterwards(
    cast: Cast, make_task: TaskMaker, login: Login
):
    (
        make_task(kind=Kind.CONTINUING),
        make_task(kind=Kind.CONTINUING, lead_unit=cast.other, supporting=(cast.lead,)),
    )
    browser = login(cast.supervisor)
    page = text_of(browser.get("/units/chengjian/merge/"))
    assert "牵头任务 1 配合任务 1 人员 2" in page and "主任甲" in page
    sent = {"into": "jingji", "reason": "街机构改革", **SINCE}
    answer = browser.post("/units/chengjian/merge/", sent, follow=True)
    assert "转交任务 2 项" in text_of(answer) and "城市建设办公室 2020-04-14 后并入本单位" in text_of(answer)
    gone = browser.get("/units/chengjian/")
    assert "2020-04-14 后并入 经济服务办公室" in text_of(gone)
    assert "/units/chengjian/merge/" not in gone.content.decode()
    assert "已撤并" in text_of(browser.get("/units/chengjian/merge/"))
    assert set(Task.objects.values_list("lead_unit__code", flat=True)) == {"jingji"}


@pytest.mark.parametrize("who", ["reporter", "head", "leader", "auditor", "nobody"])
def test_others_may_not_and_see_no_button(cast: Cast, plan, login: Login, who: str):
    browser = login(getattr(cast, who))
    for page in ("rename", "merge"):
        assert browser.get(f"/units/chengjian/{page}/").status_code == 403
        assert browser.post(f"/units/chengjian/{page}/", {}).status_code == 403
        assert f"/units/chengjian/{page}/" not in browser.get("/units/chengjian/").content.decode()


def test_bad_input_is_said_at_its_field_and_changes_nothing(cast: Cast, plan, login: Login):
    browser = login(cast.supervisor)
    answer = browser.post("/units/chengjian/merge/", {"into": "chengjian", "since": "2020-05-01"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"into", "reason"}
    later = browser.post(
        "/units/chengjian/merge/", {"into": "jingji", "reason": "改革", "since": "2020-05-01"}
    )
    assert later.status_code == 422 and set(later.context["form"].errors) == {"since"}
    taken = browser.post("/units/chengjian/rename/", {"name": "鹭湖社区", **SINCE})
    assert taken.status_code == 422 and "已有名为" in text_of(taken)
    assert browser.get("/units/nowhere/merge/").status_code == 404
    assert Unit.objects.filter(active=False).count() == 0


def test_a_unit_renamed_in_the_administration_keeps_its_old_name_too(cast: Cast, plan, login: Login):
    data = {"name": "城建办", "kind": "office", "ordinal": 0}
    login(cast.administrator).post(f"/admin/tasks/unit/{cast.lead.pk}/change/", data)
    assert "原城市建设办公室" in text_of(login(cast.head).get("/units/chengjian/"))
    assert Unit.objects.get(pk=cast.lead.pk).active
