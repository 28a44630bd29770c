"""常用筛选: saved from the ledger, listed there, opened, deleted; each person his own."""

import pytest

from tasks import saved_filters
from tasks.models import SavedFilter
from tasks.states import State
from tests.cast import Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db
SAVE = "/tasks/filters/"


def test_the_filters_in_sight_are_saved_under_a_name_and_opened_again(
    cast: Cast, make_task: TaskMaker, login: Login
):
    shown, other = make_task(state=State.ASSIGNED), make_task(lead_unit=cast.other)
    browser = login(cast.reporter)
    assert "保存为常用筛选" in text_of(browser.get("/tasks/?state=assigned"))
    answer = browser.post(
        f"{SAVE}?state=assigned&unit=chengjian&page=3&ordering=-due_on", {"name": "我的 待签收"}
    )
    assert answer["Location"] == "/tasks/?state=assigned&unit=chengjian&ordering=-due_on"
    page = browser.get("/tasks/")
    assert "我的 待签收" in text_of(page)
    opened = text_of(browser.get(f"/tasks/?{page.context['saved'][0].query}"))
    assert shown.title in opened and other.title not in opened


def test_the_same_name_again_replaces_what_stood_under_it(cast: Cast, login: Login):
    browser = login(cast.reporter)
    browser.post(f"{SAVE}?light=red", {"name": "要紧的"})
    browser.post(f"{SAVE}?light=red,yellow", {"name": "要紧的"})
    assert SavedFilter.objects.get().query == "light=red,yellow"


def test_everybody_has_his_own_and_deletes_no_others(cast: Cast, login: Login):
    login(cast.reporter).post(f"{SAVE}?light=red", {"name": "红灯"})
    pk, other = SavedFilter.objects.get().pk, login(cast.head)
    assert "红灯 ✕" not in text_of(other.get("/tasks/"))
    assert other.post(f"{SAVE}{pk}/delete/").status_code == 404
    assert login(cast.reporter).get(f"{SAVE}{pk}/delete/").status_code == 405
    assert login(cast.reporter).post(f"{SAVE}{pk}/delete/").status_code == 302
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("light=red", "", "请填写常用筛选的名称"),
        ("light=red", "长" * 41, "40"),
        ("", "空的", "请先设定筛选条件"),
        ("nonsense=1&page=2", "空的", "请先设定筛选条件"),
        ("light=purple", "坏的", "筛选条件有误"),
        ("search=" + "长" * 100 + "&unit=" + "x" * 200, "太长", "过长"),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_kept(
    cast: Cast, login: Login, query: str, name: str, said: str
):
    answer = login(cast.reporter).post(f"{SAVE}?{query}", {"name": name})
    assert answer.status_code == 422 and said in text_of(answer)
    assert not SavedFilter.objects.exists()


def test_there_is_an_end_to_them(cast: Cast, login: Login, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(saved_filters, "MOST", 1)
    browser = login(cast.reporter)
    assert browser.post(f"{SAVE}?light=red", {"name": "一"}).status_code == 302
    assert browser.post(f"{SAVE}?light=red", {"name": "二"}).status_code == 422
    assert browser.post(f"{SAVE}?light=yellow", {"name": "一"}).status_code == 302


def test_who_is_not_logged_in_saves_nothing(cast: Cast, client):
    assert client.post(f"{SAVE}?light=red", {"name": "红灯"})["Location"].startswith("/login/")
    assert not SavedFilter.objects.exists()
