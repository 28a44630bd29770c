"""Errors that help: in Chinese, with what to do next, and without a word about the inside."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, override_settings
from django.urls import include, path, reverse

from tests.cast import Cast
from tests.guanhu.pages import client_of, inline_code, links


def _raise(error: Exception):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("broken/", _raise(RuntimeError("密码是 hunter2"))),
    path("odd/", _raise(SuspiciousOperation("x"))),
    path("forbidden/", _raise(PermissionDenied("您不能对本任务执行“交办”。"))),
    path("", include("guanhu.urls")),
]
handler400 = "guanhu.problems.bad_request"
handler403 = "guanhu.problems.permission_denied"
handler404 = "guanhu.problems.page_not_found"
handler500 = "guanhu.problems.server_error"


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/odd/", 400, "返回上一页重新填写"),
        ("/forbidden/", 403, "您不能对本任务执行“交办”。"),
        ("/nowhere/", 404, "没有这个页面"),
        ("/broken/", 500, "系统出错了"),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_says_in_chinese_what_happened_and_where_to_go(
    cast: Cast, address: str, status: int, says: str
) -> None:
    client = client_of(cast.leader)
    client.raise_request_exception = False
    answer = client.get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert says in html
    assert "回到首页" in html
    assert "hunter2" not in html
    assert "Traceback" not in html
    assert inline_code(html) == []


@override_settings(ROOT_URLCONF=__name__)
def test_the_api_keeps_its_own_shape_of_errors(cast: Cast) -> None:
    answer = client_of(cast.leader).get("/api/v1/nowhere/")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_page_not_found_offers_the_ledger_to_people_who_are_logged_in(cast: Cast) -> None:
    assert reverse("ledger") in dict(links(client_of(cast.leader).get("/nowhere/")))
    assert reverse("ledger") not in dict(links(Client().get("/nowhere/")))


def test_a_form_without_its_token_is_told_to_be_sent_again(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": "leader", "password": "x"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
    token = client.get("/login/").context["csrf_token"]
    data = {"username": "leader", "password": "x", "csrfmiddlewaretoken": str(token)}
    assert client.post("/login/", data).status_code == 200
