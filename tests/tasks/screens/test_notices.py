"""通知: the badge, the list, what opens and what is read, and what somebody wants to be told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.models import Notice, NoticeChoice, Task
from tasks.states import Kind, NoticeKind
from tests.cast import Cast, TaskMaker
from tests.tasks.notices.test_words import restrict
from tests.tasks.notices.told import read_all, urge
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTINUING, title="环境清洁日")


def titles(page) -> list[str]:
    return [line.text.split(":")[1].split(",")[0] for line in page.context["lines"]]


def test_without_a_worker_the_next_page_shows_the_badge(task: Task, cast: Cast, login: Login) -> None:
    page = login(cast.head).get("/glossary/")
    assert page.context["unread"] == 1
    assert "通知 未读 1" in text_of(page)
    assert "未读" not in text_of(login(cast.other_head).get("/glossary/"))


def test_the_list_has_the_unread_first_then_the_newest(
    task: Task, cast: Cast, make_task: TaskMaker, login: Login
) -> None:
    make_task(kind=Kind.CONTINUING, title="大接访")
    urge(task, cast, text="请报进展")
    browser = login(cast.head)
    page = browser.get("/notices/")
    assert titles(page) == ["环境清洁日", "大接访", "环境清洁日"]
    assert "请报进展" in text_of(page) and "有 3 条未读" in text_of(page)
    newest, middle, oldest = (line.notice.pk for line in page.context["lines"])
    for read in (newest, middle):
        browser.post("/notices/read/", {"notice": read})
    again = browser.get("/notices/")
    assert [line.notice.pk for line in again.context["lines"]] == [oldest, newest, middle]
    assert again.context["unread"] == 1


def test_a_notice_opens_its_task_and_is_read_then(task: Task, cast: Cast, login: Login) -> None:
    read_all()
    notice = Notice.objects.get(person=cast.head)
    browser = login(cast.head)
    assert f'href="/notices/{notice.pk}/"' in browser.get("/notices/").content.decode()
    assert browser.get(f"/notices/{notice.pk}/").headers["Location"] == f"/tasks/{task.code}/"
    notice.refresh_from_db()
    assert notice.read_at and browser.get("/notices/").context["unread"] == 0


def test_of_others_and_of_tasks_no_longer_visible_there_is_no_notice(
    task: Task, cast: Cast, login: Login
) -> None:
    read_all()
    notice = Notice.objects.get(person=cast.head)
    assert login(cast.reporter).get(f"/notices/{notice.pk}/").status_code == 404
    login(cast.reporter).post("/notices/read/", {"notice": notice.pk})
    restrict(task, cast)
    cast.head.memberships.update(unit=cast.other)
    browser = login(cast.head)
    assert browser.get(f"/notices/{notice.pk}/").status_code == 404
    page = browser.get("/notices/")
    assert page.context["unread"] == 0 and "环境清洁日" not in text_of(page)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_marked_read_at_once_and_only_ones_own(task: Task, cast: Cast, login: Login) -> None:
    urge(task, cast)
    browser = login(cast.head)
    browser.get("/notices/")
    page = browser.post("/notices/read/", follow=True)
    assert "已将 2 条通知标为已读" in text_of(page) and page.context["unread"] == 0
    assert Notice.objects.filter(person=cast.reporter, read_at=None).count() == 2
    assert "没有未读通知" in text_of(browser.post("/notices/read/", follow=True))


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30, "１"])
def test_a_notice_that_is_none_marks_nothing(nonsense: str, task: Task, cast: Cast, login: Login) -> None:
    browser = login(cast.head)
    browser.get("/notices/")
    assert browser.post("/notices/read/", {"notice": nonsense}).status_code == 302
    assert Notice.objects.filter(person=cast.head, read_at=None).count() == 1


def test_without_notices_the_page_says_what_will_come(plan, cast: Cast, login: Login) -> None:
    page = login(cast.nobody).get("/notices/")
    assert page.status_code == 200 and "还没有通知" in text_of(page)


def test_the_list_is_paged(cast: Cast, make_task: TaskMaker, login: Login) -> None:
    for _ in range(31):
        make_task(kind=Kind.CONTINUING)
    browser = login(cast.head)
    assert len(browser.get("/notices/").context["lines"]) == 30
    assert len(browser.get("/notices/?page=2").context["lines"]) == 1
    assert len(browser.get("/notices/?page=nonsense").context["lines"]) == 30


def test_what_is_not_wanted_goes_from_list_and_badge_and_comes_back(
    task: Task, cast: Cast, login: Login
) -> None:
    browser = login(cast.head)
    all_on = {f"{kind.value}-{way}": "on" for kind in NoticeKind for way in ("in_app", "mail")}
    page = browser.get("/notices/settings/")
    assert all(box.value() for row in page.context["form"].table for box in row.boxes)
    without = {key: value for key, value in all_on.items() if key != "assigned-in_app"}
    assert "通知设置已保存" in text_of(browser.post("/notices/settings/", without, follow=True))
    assert browser.get("/notices/").context["unread"] == 0
    choice = NoticeChoice.objects.get(person=cast.head, kind=NoticeKind.ASSIGNED)
    assert (choice.in_app, choice.mail) == (False, True)
    browser.post("/notices/settings/", all_on)
    assert browser.get("/notices/").context["unread"] == 1


def test_the_settings_say_whether_mail_can_come(task: Task, cast: Cast, login: Login, settings) -> None:
    browser = login(cast.head)
    assert "未配置邮件服务" in text_of(browser.get("/notices/settings/"))
    settings.GUANHU_MAIL = True
    assert "没有登记邮箱" in text_of(browser.get("/notices/settings/"))
    type(cast.head).objects.update(email="head@example.gov.cn")
    assert "发往 head@example.gov.cn" in text_of(browser.get("/notices/settings/"))


def test_strangers_are_sent_to_the_login(client, plan) -> None:
    for path in ("/notices/", "/notices/settings/", "/notices/1/"):
        assert client.get(path).headers["Location"].startswith("/login/")
    assert client.post("/notices/read/").headers["Location"].startswith("/login/")


def test_reading_is_no_way_to_change_and_changing_no_way_to_read(cast: Cast, login: Login) -> None:
    browser = login(cast.head)
    assert browser.get("/notices/read/").status_code == 405
    assert browser.post("/notices/").status_code == 405


def queries_of(browser, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_forty_notices_cost_as_many_queries_as_two(cast: Cast, make_task: TaskMaker, login: Login) -> None:
    browser = login(cast.head)
    make_task(kind=Kind.CONTINUING), make_task(kind=Kind.CONTINUING)
    browser.get("/notices/")
    few = queries_of(browser, "/notices/")
    for _ in range(38):
        make_task(kind=Kind.CONTINUING)
    read_all()
    assert queries_of(browser, "/notices/") == few <= 16


def test_the_badge_costs_a_page_two_queries(task: Task, cast: Cast, login: Login) -> None:
    browser = login(cast.head)
    browser.get("/glossary/")
    with CaptureQueriesContext(connection) as captured:
        browser.get("/glossary/")
    about = [query for query in captured if "notice" in query["sql"] or "logreader" in query["sql"]]
    assert len(about) == 2
