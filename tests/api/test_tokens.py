"""Who may knock at all: tokens, their scope and end, sessions with CSRF, requests per minute."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from guanhu.models import ApiToken
from tasks.models import Plan
from tests.api.conftest import Client
from tests.api.doors import V1, assert_problem, perform
from tests.cast import PASSWORD, Cast, TaskMaker

TASKS = V1 + "tasks/"


def test_a_token_opens_the_door(cast: Cast, client_of: Client) -> None:
    assert client_of(cast.reporter).get(TASKS).status_code == 200


@pytest.mark.parametrize("header", ["", "Token", "Token nonsense", "Token a b", "Bearer x", "Token \xff\xfe"])
def test_without_a_valid_token_it_stays_shut(header: str, db: None) -> None:
    response = APIClient().get(TASKS, headers={"Authorization": header} if header else {})
    assert_problem(response, 401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == "Token"


def test_an_expired_token_is_dead(cast: Cast) -> None:
    _, token = ApiToken.objects.create(cast.reporter, expiry=timedelta(seconds=-1))
    assert_problem(
        APIClient().get(TASKS, headers={"Authorization": f"Token {token}"}), 401, "unauthenticated"
    )


def test_a_token_dies_with_its_account(cast: Cast, client_of: Client) -> None:
    client = client_of(cast.reporter)
    cast.reporter.is_active = False
    cast.reporter.save()
    assert_problem(client.get(TASKS), 401, "unauthenticated")


def test_a_read_token_reads_but_does_not_write(make_task: TaskMaker, cast: Cast, client_of: Client) -> None:
    task = make_task(kind="continuing")
    reading, writing = client_of(cast.reporter, "read"), client_of(cast.reporter)
    report = {"period": "2020-04", "note": "已开展"}
    assert reading.get(TASKS).status_code == 200
    assert_problem(perform(reading, task, "report", **report), 403, "forbidden")
    assert perform(writing, task, "report", **report).status_code == 201


def test_a_browser_session_reads_as_it_is_but_writes_with_csrf_alone(
    make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(kind="continuing")
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(TASKS).status_code == 200
    report = {"period": "2020-04", "note": "已开展"}
    refused = assert_problem(perform(browser, task, "report", **report), 403, "forbidden")
    assert "CSRF" in refused["detail"]
    browser.get("/login/")
    browser.credentials(HTTP_X_CSRFTOKEN=_csrf_token(browser))
    assert perform(browser, task, "report", **report).status_code == 201


def _csrf_token(browser: APIClient) -> str:
    token = "a" * 32
    browser.cookies[settings.CSRF_COOKIE_NAME] = token
    return token


def test_the_password_itself_opens_nothing(cast: Cast) -> None:
    client = APIClient()
    assert_problem(
        client.get(TASKS, {}, headers={"Authorization": f"Basic {PASSWORD!a}"}), 401, "unauthenticated"
    )


def test_too_many_requests_of_one_token_are_told_when_to_come_back(
    plan: Plan, cast: Cast, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "token", "3/day")
    eager, other = client_of(cast.reporter), client_of(cast.reporter)
    assert [eager.get(TASKS).status_code for _ in range(3)] == [200, 200, 200]
    response = eager.get(TASKS)
    assert_problem(response, 429, "throttled")
    assert 0 < int(response.headers["Retry-After"]) <= 86400
    assert other.get(TASKS).status_code == 200


def test_a_session_is_not_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "token", "1/day")
    browser = APIClient()
    browser.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    assert [browser.get(TASKS).status_code for _ in range(3)] == [200, 200, 200]


def test_a_cache_that_forgets_lets_everybody_in(
    cast: Cast, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "token", "1/day")
    monkeypatch.setattr(cache, "add", lambda *args: False)
    client = client_of(cast.reporter)
    assert [client.get(TASKS).status_code for _ in range(3)] == [200, 200, 200]
