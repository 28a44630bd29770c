"""What stands in the audit trail: who came and went, whose rights and which rules were changed, which tokens given."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from guanhu.models import ApiToken
from tasks import audit
from tasks.models import AuditEntry, Membership, Person
from tasks.states import Deed, MemberRole
from tasks.trail import client_address, note
from tests.cast import PASSWORD, Cast, TaskMaker
from tests.guanhu.pages import client_of

pytestmark = pytest.mark.django_db
NEW = "湖边的新密码-2020"


def told(deed: Deed) -> list[tuple[Any, ...]]:
    return list(AuditEntry.objects.filter(deed=deed).values_list("actor__username", "subject", "data"))


def log_in(username: str, password: str, **more: str) -> Client:
    client = Client(**more)
    client.post(reverse("login"), {"username": username, "password": password})
    return client


def test_coming_and_going_is_told_with_the_address(cast: Cast) -> None:
    client = log_in("leader", PASSWORD, REMOTE_ADDR="10.1.2.3")
    client.post(reverse("logout"))
    assert told(Deed.LOGIN) == told(Deed.LOGOUT) == [("leader", "leader", {})]
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"10.1.2.3"}


def test_the_door_of_the_administration_tells_too(cast: Cast) -> None:
    Client().post("/admin/login/", {"username": "administrator", "password": PASSWORD})
    assert told(Deed.LOGIN) == [("administrator", "administrator", {})]


def test_a_failed_login_tells_known_names_only_and_never_what_was_typed(cast: Cast) -> None:
    log_in("leader", "不对的密码")
    log_in("my-secret-password", "leader")
    assert told(Deed.LOGIN_FAILED) == [(None, "leader", {"known": True}), (None, "", {"known": False})]
    assert not AuditEntry.objects.filter(subject__contains="secret").exists()
    assert told(Deed.LOGIN) == []


def test_failures_behind_the_lock_are_told_too(cast: Cast) -> None:
    client = Client()
    for _ in range(6):
        client.post(reverse("login"), {"username": "leader", "password": "不对"})
    assert client.post(reverse("login"), {"username": "leader", "password": PASSWORD}).status_code == 429
    assert len(told(Deed.LOGIN_FAILED)) == 7 and told(Deed.LOGIN) == []


def test_a_new_password_is_told_and_one_that_was_refused_is_not(cast: Cast) -> None:
    client, address = client_of(cast.leader), reverse("password_change")
    client.post(address, {"old_password": "不对", "new_password1": NEW, "new_password2": NEW})
    assert told(Deed.PASSWORD) == []
    client.post(address, {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert told(Deed.PASSWORD) == [("leader", "leader", {})]


def test_a_password_that_the_administrator_sets_is_told_of_both(cast: Cast, office_day: date) -> None:
    client = client_of(cast.administrator)
    address = reverse("admin:auth_user_password_change", args=[cast.clerk.pk])
    client.post(address, {"usable_password": "true", "password1": "1", "password2": "2"})
    assert told(Deed.PASSWORD) == []
    client.post(address, {"usable_password": "true", "password1": NEW, "password2": NEW})
    assert told(Deed.PASSWORD) == [("administrator", "clerk", {"model": "person", "id": cast.clerk.pk})]


def _person_form(person: Person, *roles: tuple[Any, MemberRole]) -> dict[str, Any]:
    data = {"username": person.username, "name": person.name, "email": "", "is_active": "on",
            "memberships-TOTAL_FORMS": len(roles), "memberships-INITIAL_FORMS": 0}  # fmt: skip
    for number, (unit, role) in enumerate(roles):
        data |= {f"memberships-{number}-unit": unit.pk, f"memberships-{number}-role": role,
                 f"memberships-{number}-person": person.pk}  # fmt: skip
    return data


def test_changed_rights_are_told_as_codes(cast: Cast, office_day: date) -> None:
    address = reverse("admin:tasks_person_change", args=[cast.nobody.pk])
    client = client_of(cast.administrator)
    assert client.post(address, _person_form(cast.nobody, (cast.lead, MemberRole.HEAD))).status_code == 302
    (entry,) = told(Deed.RIGHTS)
    assert entry[:2] == ("administrator", "nobody")
    assert (entry[2]["added"], entry[2]["removed"]) == (["chengjian:head"], [])
    kept = Membership.objects.get(person=cast.nobody)
    data = _person_form(cast.nobody) | {
        "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1, "memberships-0-id": kept.pk,
        "memberships-0-person": cast.nobody.pk, "memberships-0-unit": cast.other.pk,
        "memberships-0-role": MemberRole.REPORTER,
    }  # fmt: skip
    client.post(address, data)
    last = told(Deed.RIGHTS)[-1][2]
    assert (last["added"], last["removed"]) == (["jingji:reporter"], ["chengjian:head"])


def test_a_form_with_mistakes_changes_nothing_and_tells_nothing(cast: Cast, office_day: date) -> None:
    data = _person_form(cast.nobody) | {"username": ""}
    client_of(cast.administrator).post(reverse("admin:tasks_person_change", args=[cast.nobody.pk]), data)
    assert told(Deed.RIGHTS) == []


def test_rules_and_calendar_are_told(cast: Cast, office_day: date) -> None:
    data = {"day": "2021-02-20", "working": "on", "note": "调休"}
    client_of(cast.administrator).post(reverse("admin:tasks_calendarday_add"), data)
    ((who, _, said),) = told(Deed.RULES)
    assert who == "administrator" and said["model"] == "calendarday" and "调休" not in str(said)


def test_a_token_is_told_when_it_is_made_and_when_it_is_revoked(cast: Cast, office_day: date) -> None:
    call_command("create_token", "leader", scope="write", days=30)
    token = ApiToken.objects.get()
    assert told(Deed.TOKEN) == [(None, "leader", {"scope": "write", "days": 30, "id": token.token_key})]
    address = reverse("admin:guanhu_apitoken_delete", args=[token.pk])
    assert client_of(cast.administrator).post(address, {"post": "yes"}).status_code == 302
    assert told(Deed.TOKEN)[-1][0] == "administrator" and told(Deed.TOKEN)[-1][2]["revoked"] is True


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 172.16.0.9", "172.16.0.9"),
        (2, "6.6.6.6, 172.16.0.9", "6.6.6.6"),
        (2, "172.16.0.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_forwarded_address_is_believed_as_far_as_our_own_proxies_wrote_it(
    proxies: int, forwarded: str, address: str, settings: Any
) -> None:
    settings.GUANHU_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_request_without_an_address_leaves_it_empty(cast: Cast) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="")
    assert (note(request, Deed.EXPORT, subject="ledger").address, client_address(request)) == ("", "")


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_the_trail_is_read_by_auditors_and_administrators(cast: Cast, who: str, office_day: date) -> None:
    log_in("leader", PASSWORD)
    page = client_of(getattr(cast, who)).get(reverse("audit")).content.decode()
    assert "分管领导甲" in page and "127.0.0.1" in page and f'href="{reverse("audit")}"' in page


@pytest.mark.parametrize("who", ["supervisor", "leader", "head", "reporter", "nobody"])
def test_the_trail_is_closed_to_everybody_else(cast: Cast, who: str, office_day: date) -> None:
    client = client_of(getattr(cast, who))
    assert client.get(reverse("audit")).status_code == 403
    assert "审计记录" not in client.get(reverse("dashboard")).content.decode()


def test_the_trail_is_filtered_by_person_deed_and_day(cast: Cast, office_day: date) -> None:
    audit.record(Deed.EXPORT, by=cast.supervisor, subject="ledger", data={"rows": 12})
    audit.record(Deed.IMPORT, by=cast.administrator, subject="people")
    client, today = client_of(cast.auditor), AuditEntry.objects.first().at.astimezone().date().isoformat()

    def found(**query: str) -> list[str]:
        return [entry.deed for entry, _ in client.get(reverse("audit"), query).context["rows"]]

    assert found(person="督查甲") == found(person="supervisor") == found(deed="export") == ["export"]
    assert found(deed="import", after=today, before=today) == ["import"]
    assert found(before="2020-01-01") == [] == found(person="没有此人")
    page = client.get(reverse("audit"), {"after": "2020-02-30"})
    assert page.context["rows"] == [] and "请填写有效的日期" in page.content.decode()
    assert "行数: 12" in client.get(reverse("audit")).content.decode()


def test_the_trail_takes_the_same_number_of_queries_however_long_it_is(
    cast: Cast, office_day: date, django_assert_max_num_queries: Any
) -> None:
    for _ in range(60):
        audit.record(Deed.EXPORT, by=cast.supervisor, subject="ledger")
    client = client_of(cast.auditor)
    client.get(reverse("audit"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("audit"))
    assert len(page.context["rows"]) == 50
    assert len(client.get(reverse("audit"), {"page": 2}).context["rows"]) > 10


def test_the_trail_never_names_a_restricted_task(cast: Cast, make_task: TaskMaker, office_day: date) -> None:
    hidden = make_task(title="信访积案", restricted=True)
    client_of(cast.leader).get(f"/tasks/{hidden.code}/")
    page = client_of(cast.auditor).get(reverse("audit")).content.decode()
    assert hidden.code not in page and "信访积案" not in page
