"""The administrator's door: what may be edited, what may only be added, what may only be read."""

from datetime import date

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from indicators.models import Reading, Target
from tasks import clock
from tasks.models import CalendarDay, Membership, Person, Plan, PlanRules, Task, Unit
from tasks.states import MemberRole, PlanState
from tests.cast import PASSWORD, Cast, TaskMaker
from tests.guanhu.pages import client_of, inline_code

READ_ONLY = ("tasks_task", "tasks_taskevent", "tasks_evidence", "indicators_reading")
CONFIRMED = {"_confirmed": "1"}
APPEND_ONLY = ("tasks_planrules", "tasks_calendarday")
KEPT = (
    "tasks_plan",
    "tasks_pillar",
    "tasks_unit",
    "tasks_person",
    "indicators_target",
    "indicators_indicator",
)


@pytest.fixture
def client(cast: Cast, office_day: date) -> Client:
    return client_of(cast.administrator)


def page(name: str, which: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{name}_{which}", args=args)


@pytest.mark.parametrize("who", ["supervisor", "leader", "head", "auditor", "nobody"])
def test_administration_is_for_administrators(client: Client, cast: Cast, who: str) -> None:
    assert client.get(page("tasks_unit")).status_code == 200
    assert client_of(getattr(cast, who)).get(page("tasks_unit")).status_code == 302


def test_every_list_opens_in_chinese_and_without_inline_code(client: Client, make_task: TaskMaker) -> None:
    make_task()
    html = client.get(reverse("admin:index")).content.decode()
    assert "观湖督办 后台" in html
    for model in admin.site._registry:
        answer = client.get(page(f"{model._meta.app_label}_{model._meta.model_name}"))
        assert answer.status_code == 200, model
        assert inline_code(answer.content.decode()) == [], model


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_the_workflow_writes_is_only_read(client: Client, make_task: TaskMaker, name: str) -> None:
    make_task()
    model = next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == name)
    row = model.objects.first()
    assert client.get(page(name)).status_code == 200
    assert client.post(page(name, "add")).status_code == 403
    if row:
        assert client.get(page(name, "change", row.pk)).status_code == 200
        assert client.post(page(name, "change", row.pk), {"title": "改"}).status_code == 403
        assert client.post(page(name, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_rules_and_calendar_are_added_to_and_never_changed(client: Client, plan: Plan, name: str) -> None:
    CalendarDay.objects.create(day=date(2020, 10, 11), working=True, effective_on=date(2020, 9, 1))
    row = {"tasks_planrules": PlanRules, "tasks_calendarday": CalendarDay}[name].objects.get()
    assert client.get(page(name, "add")).status_code == 200
    assert client.post(page(name, "change", row.pk), {}).status_code == 403
    assert client.post(page(name, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", KEPT)
def test_what_the_log_refers_to_is_never_deleted(client: Client, make_task: TaskMaker, name: str) -> None:
    make_task()
    model = next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == name)
    row = model.objects.first()
    assert client.get(page(name, "change", row.pk)).status_code == 200
    assert client.post(page(name, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_restricted_tasks_do_not_exist_for_an_administrator_either(
    client: Client, cast: Cast, make_task: TaskMaker
) -> None:
    hidden, open_one = make_task(title="信访积案", restricted=True), make_task(title="公开任务")
    Membership.objects.create(person=cast.administrator, unit=cast.other, role=MemberRole.REPORTER)
    for name in ("tasks_task", "tasks_taskevent", "indicators_target", "indicators_indicator"):
        html = client.get(page(name)).content.decode()
        assert hidden.code not in html, name
    assert open_one.code in client.get(page("tasks_task")).content.decode()
    assert client.get(page("tasks_task", "change", hidden.pk)).status_code == 302
    shown = client.get(page("indicators_target")).context["cl"].queryset
    assert set(shown) == set(Target.objects.filter(code__startswith=open_one.code))


def rules(client: Client, **more: object) -> dict[str, object]:
    form = client.get(page("tasks_planrules", "add")).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in typed.items() if value is not None and value is not False} | more


def test_new_rules_start_from_those_in_force_and_apply_from_today(client: Client, plan: Plan) -> None:
    plan.rules.update(report_due_day=25)
    data = rules(client, gap_yellow="15")
    assert data["report_due_day"] == 25
    assert client.post(page("tasks_planrules", "add"), data | CONFIRMED).status_code == 302
    row = PlanRules.objects.latest("pk")
    assert (row.effective_on, row.report_due_day, row.gap_yellow) == (clock.today(), 25, 15)


def test_the_effect_of_new_rules_is_shown_before_they_are_saved(client: Client, busy_plan: Plan) -> None:
    data = rules(client, gap_yellow="5", gap_red="10")
    preview = client.post(page("tasks_planrules", "add"), data)
    html = preview.content.decode()
    assert preview.status_code == 200 and PlanRules.objects.count() == 1
    assert preview.context["effect"].sentence in html and "滞后计划黄灯" in html
    assert inline_code(html) == []
    typed = dict(preview.context["typed"])
    assert client.post(page("tasks_planrules", "add"), typed | CONFIRMED).status_code == 302
    assert PlanRules.objects.latest("pk").gap_red == 10


def test_rules_whose_red_comes_before_their_yellow_are_refused(client: Client, plan: Plan) -> None:
    answer = client.post(page("tasks_planrules", "add"), rules(client, gap_yellow="40", gap_red="30"))
    assert "红灯的界限不能低于黄灯的界限" in answer.content.decode()
    assert PlanRules.objects.count() == 1


def test_rules_for_days_that_were_judged_are_refused(client: Client, plan: Plan) -> None:
    answer = client.post(page("tasks_planrules", "add"), rules(client, effective_on="2020-09-29"))
    assert "已经亮过的灯不改" in answer.content.decode()
    assert PlanRules.objects.count() == 1


def test_a_calendar_day_is_known_from_today_on(client: Client) -> None:
    data = {"day": "2021-02-20", "working": "on", "note": "调休"}
    assert client.post(page("tasks_calendarday", "add"), data).status_code == 302
    assert CalendarDay.objects.get().effective_on == date(2020, 9, 30)


def test_the_administration_corrects_a_plans_title_and_not_its_state(client: Client, plan: Plan) -> None:
    form = client.get(page("tasks_plan", "change", plan.pk))
    data = {"title": "改过的名称", "year": 2020, "source_title": "", "starts_on": "2020-01-01",
            "ends_on": "2020-12-31", "state": PlanState.ARCHIVED}  # fmt: skip
    for inline in form.context["inline_admin_formsets"]:
        for field in (*inline.formset.management_form, *(f for one in inline.formset.forms for f in one)):
            data[field.html_name] = field.value() or ""
    assert client.post(page("tasks_plan", "change", plan.pk), data).status_code == 302
    kept = Plan.objects.get()
    assert (kept.title, kept.state, kept.slug) == ("改过的名称", PlanState.ACTIVE, "2020")


def person_form(client: Client, person: Person, *roles: tuple[Unit, MemberRole]) -> dict[str, object]:
    kept = list(person.memberships.order_by("pk"))
    data: dict[str, object] = {
        "username": person.username, "name": person.name, "email": "", "is_active": "on",
        "memberships-TOTAL_FORMS": len(kept) + len(roles), "memberships-INITIAL_FORMS": len(kept),
    }  # fmt: skip
    for number, row in enumerate(kept):
        prefix = f"memberships-{number}-"
        data |= {f"{prefix}id": row.pk, f"{prefix}person": person.pk, f"{prefix}unit": row.unit_id,
                 f"{prefix}role": row.role}  # fmt: skip
    for number, (unit, role) in enumerate(roles, start=len(kept)):
        data |= {f"memberships-{number}-unit": unit.pk, f"memberships-{number}-role": role,
                 f"memberships-{number}-person": person.pk}  # fmt: skip
    return data


def test_the_role_of_administrator_opens_the_administration_and_no_other_does(
    client: Client, cast: Cast
) -> None:
    address = page("tasks_person", "change", cast.nobody.pk)
    client.post(address, person_form(client, cast.nobody, (cast.lead, MemberRole.REPORTER)))
    assert client_of(cast.nobody).get(page("tasks_unit")).status_code == 302
    client.post(address, person_form(client, cast.nobody, (cast.lead, MemberRole.ADMINISTRATOR)))
    assert cast.nobody.memberships.count() == 2
    assert client_of(Person.objects.get(pk=cast.nobody.pk)).get(page("tasks_unit")).status_code == 200


def test_nobody_takes_the_administration_from_himself(client: Client, cast: Cast) -> None:
    data = person_form(client, cast.administrator) | {"memberships-0-DELETE": "on"}
    answer = client.post(page("tasks_person", "change", cast.administrator.pk), data)
    assert "不能取消自己的系统管理员角色" in answer.content.decode()
    assert client.get(page("tasks_unit")).status_code == 200


def test_a_new_person_gets_a_name_and_a_password_that_works(client: Client) -> None:
    data = {"username": "wang", "name": "王某", "usable_password": "true", "password1": PASSWORD,
            "password2": PASSWORD, "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}  # fmt: skip
    assert client.post(page("tasks_person", "add"), data).status_code == 302
    assert Person.objects.get(username="wang").name == "王某"
    assert Client().post("/login/", {"username": "wang", "password": PASSWORD}).status_code == 302


def test_names_of_targets_may_be_mended_and_their_figures_not(client: Client, make_task: TaskMaker) -> None:
    make_task()
    target = Target.objects.get()
    address = page("indicators_target", "change", target.pk)
    assert client.post(address, {"name": "土地整备入库面积", "value": "1"}).status_code == 302
    mended = Target.objects.get()
    assert (mended.name, mended.value) == ("土地整备入库面积", target.value)
    assert Reading.objects.count() == 0


def test_the_code_of_a_unit_stays_what_the_log_calls_it(client: Client, cast: Cast) -> None:
    address = page("tasks_unit", "change", cast.lead.pk)
    data = {"code": "other-code", "name": "城建办", "kind": "office", "ordinal": 1, "active": "on"}
    assert client.post(address, data).status_code == 302
    unit = Unit.objects.get(pk=cast.lead.pk)
    assert (unit.code, unit.name) == ("chengjian", "城建办")
    assert Task.objects.count() == 0
