"""What surrounds every page: navigation by role, banners, and no code that the security policy refuses."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tasks.models import OfficeDate, Plan, Task
from tests.cast import Cast
from tests.guanhu.pages import client_of, inline_code, links


def nav(client: Client) -> list[str]:
    return [item.name for item in client.get(reverse("glossary")).context["nav"]]


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("leader", ["总览", "我的任务", "任务台账", "指标", "名词解释", "通报"]),
        ("supervisor", ["总览", "任务台账", "督查工作台", "指标", "名词解释", "通报"]),
        ("head", ["总览", "我的任务", "单位工作台", "本期报送", "任务台账", "指标", "名词解释", "通报"]),
        ("reporter", ["总览", "我的任务", "本期报送", "任务台账", "指标", "名词解释", "通报"]),
        ("auditor", ["总览", "任务台账", "指标", "名词解释", "通报", "审计记录"]),
        ("administrator", ["总览", "任务台账", "指标", "名词解释", "通报", "人员", "审计记录"]),
    ],
)
def test_the_navigation_offers_what_a_role_can_use(
    cast: Cast, office_day: date, who: str, places: list[str]
) -> None:
    assert nav(client_of(getattr(cast, who))) == places


def test_the_place_one_is_at_is_marked(cast: Cast, office_day: date) -> None:
    page = client_of(cast.leader).get(reverse("units"))
    assert [item.name for item in page.context["nav"] if item.here] == ["总览"]


def test_the_menu_says_who_one_is_and_in_which_unit(cast: Cast, office_day: date) -> None:
    html = client_of(cast.reporter).get(reverse("glossary")).content.decode()
    assert "城市建设办公室 经办人" in html
    assert "经济服务办公室" not in html


def test_administration_is_offered_to_administrators_alone(cast: Cast, office_day: date) -> None:
    assert reverse("admin:index") in dict(links(client_of(cast.administrator).get(reverse("glossary"))))
    assert reverse("admin:index") not in dict(links(client_of(cast.supervisor).get(reverse("glossary"))))


def test_logging_out_is_a_form_and_no_link(cast: Cast, office_day: date) -> None:
    page = client_of(cast.leader).get(reverse("glossary"))
    assert f'method="post" action="{reverse("logout")}"' in page.content.decode()
    assert reverse("logout") not in [href for href, _ in links(page)]


PAGES = ("login", "dashboard", "units", "glossary", "password_change", "ledger", "admin:index")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_demonstration_says_so_and_no_page_of_an_office_does(cast: Cast, name: str) -> None:
    client = Client() if name == "login" else client_of(cast.administrator)
    assert "演示数据" not in client.get(reverse(name)).content.decode()
    OfficeDate.objects.create(today=date(2020, 9, 30))
    html = client.get(reverse(name)).content.decode()
    assert "演示数据" in html
    assert "2020-09-30" in html


def test_lights_of_an_earlier_day_are_said_to_be_so(
    busy_plan: Plan, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(cast.leader)
    assert "亮灯截至" not in client.get(reverse("dashboard")).content.decode()
    monkeypatch.setattr("tasks.middleware.catch_up", lambda on, most_days: [busy_plan])
    assert "亮灯截至 2020-09-30" in client.get(reverse("dashboard")).content.decode()


def test_no_page_carries_inline_code(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.reporter)
    code = Task.objects.get(title="土地整备入库").code
    pages = [
        reverse(name) for name in ("dashboard", "units", "glossary", "password_change", "ledger", "my-tasks")
    ]
    pages += [
        reverse("period-report"),
        reverse("pillar", args=("2020", 2)),
        reverse("unit", args=("chengjian",)),
        reverse("task", args=(code,)),
        reverse("task-report", args=(code,)),
        "/nowhere/",
    ]
    for address in pages:
        assert inline_code(client.get(address).content.decode()) == [], address
    assert inline_code(Client().get(reverse("login")).content.decode()) == []


def test_inline_code_would_be_noticed() -> None:
    assert (
        inline_code('<p style="color:red">')
        and inline_code("<script>1</script>")
        and inline_code("<a onclick=x>")
    )
    assert inline_code('<script src="/static/guanhu.js" defer></script><p class="style">onload=1</p>') == []


def test_the_policy_that_the_pages_are_written_for_is_sent(cast: Cast, office_day: date) -> None:
    policy = client_of(cast.leader).get(reverse("glossary")).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
