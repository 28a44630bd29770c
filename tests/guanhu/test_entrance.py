"""Logging in and out, the password, and where everybody lands."""

import pytest
from django.test import Client
from django.urls import reverse

from tasks.models import Person
from tests.cast import PASSWORD, Cast
from tests.guanhu.pages import client_of


def log_in(username: str, password: str = PASSWORD, client: Client | None = None, **more):
    data = {"username": username, "password": password, **more}
    return (client or Client()).post(reverse("login"), data)


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("leader", "dashboard"),
        ("supervisor", "desk"),
        ("reporter", "my-tasks"),
        ("head", "my-tasks"),
        ("clerk", "my-tasks"),
        ("administrator", "admin:index"),
        ("auditor", "dashboard"),
        ("nobody", "dashboard"),
    ],
)
def test_everybody_lands_where_his_work_is(cast: Cast, who: str, page: str) -> None:
    answer = client_of(getattr(cast, who)).get(reverse("home"))
    assert answer.status_code == 302
    assert answer.url == reverse(page)


def test_strangers_land_at_the_login(db: None) -> None:
    answer = Client().get(reverse("home"))
    assert (answer.status_code, answer.url) == (302, "/login/?next=/")


def test_the_login_says_that_no_secrets_belong_here(db: None) -> None:
    html = Client().get(reverse("login")).content.decode()
    assert "本系统不处理涉密信息" in html
    assert "退出" not in html


def test_the_right_password_opens_and_a_wrong_one_does_not(cast: Cast) -> None:
    assert log_in("leader").url == "/"
    refused = log_in("leader", "不对")
    assert refused.status_code == 200
    assert "请输入一个正确的" in refused.content.decode()


def test_login_leads_back_to_the_page_asked_for_but_never_off_the_site(cast: Cast) -> None:
    assert log_in("leader", next="/units/").url == "/units/"
    assert log_in("leader", next="https://example.com/").url == "/"


def test_five_wrong_passwords_lock_the_account_out_and_say_for_how_long(cast: Cast) -> None:
    client = Client()
    for _ in range(4):
        assert log_in("leader", "不对", client).status_code == 200
    locked = log_in("leader", "不对", client)
    assert locked.status_code == 429
    assert "15 分钟后再试" in locked.content.decode()
    assert log_in("leader", client=client).status_code == 429
    assert log_in("head", client=client).status_code == 302


def test_somebody_logged_in_is_led_home_from_the_login(cast: Cast) -> None:
    assert client_of(cast.leader).get(reverse("login")).url == "/"


def test_logging_out_takes_a_post_and_ends_the_session(cast: Cast) -> None:
    client = client_of(cast.leader)
    assert client.get(reverse("logout")).status_code == 405
    assert client.get(reverse("dashboard")).status_code == 200
    assert client.post(reverse("logout")).url == reverse("login")
    assert client.get(reverse("dashboard")).status_code == 302


def test_a_new_password_replaces_the_old_one(cast: Cast) -> None:
    client = client_of(cast.leader)
    new = "湖边的新密码-2020"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    answer = client.post(reverse("password_change"), data, follow=True)
    assert "密码已修改" in answer.content.decode()
    assert log_in("leader", new).status_code == 302
    assert log_in("leader").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("不对", "湖边的新密码-2020", "湖边的新密码-2020"),
        (PASSWORD, "短", "短"),
        (PASSWORD, "湖边的新密码-1", "别的密码-2020"),
    ],
)
def test_a_password_is_not_changed_by_who_does_not_know_it_nor_to_a_bad_one(
    cast: Cast, old: str, new: str, again: str
) -> None:
    data = {"old_password": old, "new_password1": new, "new_password2": again}
    answer = client_of(cast.leader).post(reverse("password_change"), data)
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()
    assert log_in("leader").status_code == 302


def test_the_password_page_is_for_people_who_are_logged_in(db: None) -> None:
    assert Client().get(reverse("password_change")).url.startswith("/login/")


@pytest.fixture
def newcomer(cast: Cast) -> Client:
    """Somebody logged in with a one-time password."""
    Person.objects.filter(pk=cast.head.pk).update(must_change_password=True)
    return client_of(cast.head)


def test_who_holds_a_one_time_password_gets_no_further_than_changing_it(newcomer: Client) -> None:
    for page in ("/", "/tasks/", "/dashboard/", "/admin/", "/units/", "/people/delegation/"):
        answer = newcomer.get(page)
        assert (answer.status_code, answer.url) == (302, reverse("password_change")), page
    assert newcomer.post("/tasks/2020-1-01/accept/").status_code == 302
    assert newcomer.get("/tasks/", headers={"HX-Request": "true"})["HX-Redirect"] == reverse(
        "password_change"
    )
    refused = newcomer.get("/api/v1/tasks")
    assert refused.status_code == 403 and refused.json()["type"] == "/problems/password-change-required"
    assert "一次性密码" in newcomer.get(reverse("password_change")).content.decode()
    assert newcomer.get("/healthz").status_code == 200


def test_a_password_of_his_own_opens_the_site_and_the_same_one_again_does_not(
    newcomer: Client, cast: Cast
) -> None:
    new = "湖边的新密码-2020"
    same = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "不能与原密码相同" in newcomer.post(reverse("password_change"), same).content.decode()
    assert newcomer.get("/tasks/").status_code == 302
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert newcomer.post(reverse("password_change"), data).url == "/"
    assert newcomer.get("/tasks/").status_code == 200
    assert not Person.objects.get(pk=cast.head.pk).must_change_password


def test_he_may_leave_instead(newcomer: Client) -> None:
    assert newcomer.post(reverse("logout")).url == reverse("login")


def test_a_password_typed_by_an_administrator_has_to_be_changed(cast: Cast) -> None:
    new = "湖边的新密码-2020"
    data = {"usable_password": "true", "password1": new, "password2": new}
    client_of(cast.administrator).post(f"/admin/tasks/person/{cast.head.pk}/password/", data)
    assert Person.objects.get(pk=cast.head.pk).must_change_password
    assert not Person.objects.get(pk=cast.reporter.pk).must_change_password
