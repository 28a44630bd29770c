"""The sweep: each day once, in order, writing only where something turned."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tasks import clock, log, workflow
from tasks.jobs import sweep as sweep_job
from tasks.models import CalendarDay, OfficeDate, Plan, Task, TaskEvent
from tasks.states import Action, Kind, PlanState, State
from tasks.sweep import Swept, catch_up, sweep
from tests.cast import PROPOSED_ON, QUARTERS, Cast, TaskMaker
from tests.tasks.reports import report_amount

SYSTEM = (Action.LIGHT, Action.FLAG_OVERDUE)


def turns(task: Task) -> list[tuple[str, str, str]]:
    rows = task.events.filter(action__in=SYSTEM).order_by("version")
    return [(str(e.on), e.action, e.light) for e in rows]


@pytest.fixture
def short(make_task: TaskMaker) -> Task:
    """Due on 30 June, nothing else to be late for."""
    return make_task(kind=Kind.CONTINUING, due_on=date(2020, 6, 30))


def test_a_task_is_overdue_from_the_day_after_its_due_date(plan: Plan, short: Task) -> None:
    sweep(plan, date(2020, 6, 30))
    assert not Task.objects.get(pk=short.pk).overdue
    sweep(plan, date(2020, 7, 1))
    late = Task.objects.get(pk=short.pk)
    assert late.overdue and late.light == "red" and "2020-06-30" in late.light_reason
    assert turns(short)[-1] == ("2020-07-01", Action.FLAG_OVERDUE, "red")


def test_sweeping_again_adds_nothing(plan: Plan, short: Task) -> None:
    assert sweep(plan, date(2020, 7, 1)).events > 0
    before = TaskEvent.objects.count()
    assert sweep(plan, date(2020, 7, 1)) == Swept()
    assert sweep(plan, date(2020, 6, 1)) == Swept()
    assert TaskEvent.objects.count() == before


def test_missing_days_are_made_up_in_order(plan: Plan, short: Task) -> None:
    sweep(plan, date(2020, 5, 28))
    done = sweep(plan, date(2020, 7, 1))
    assert (done.days, done.events) == (34, 4)
    assert turns(short) == [
        ("2020-03-29", "light", "grey"),
        ("2020-04-29", "light", "yellow"),
        ("2020-05-29", "light", "yellow"),  # a third period unreported: the reason says so
        ("2020-05-31", "light", "yellow"),  # thirty days before the due date
        ("2020-06-29", "light", "yellow"),
        ("2020-07-01", "flag_overdue", "red"),
    ]
    assert [e.on for e in short.events.order_by("position")] == sorted(e.on for e in short.events.all())


def test_one_event_a_task_a_day_and_nobody_is_blocked_by_it(plan: Plan, short: Task, cast: Cast) -> None:
    seen = short.version
    sweep(plan, date(2020, 7, 5))
    days = [row[0] for row in turns(short)]
    assert len(days) == len(set(days)) >= 2
    event = workflow.report(
        short, by=cast.reporter, on=date(2020, 7, 5), version=seen, period="2020-07", note="打开页面后灯变了"
    )
    assert event.version == seen + len(days) + 1


def test_only_plans_in_execution_are_swept(plan: Plan, short: Task) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT)
    plan.refresh_from_db()
    assert sweep(plan, date(2020, 7, 1)) == Swept() and turns(short) == []


def test_the_first_sweep_starts_on_the_day_the_plan_became_active(plan: Plan, short: Task) -> None:
    Plan.objects.filter(pk=plan.pk).update(swept_to=None, activated_on=date(2020, 6, 29))
    plan.refresh_from_db()
    assert sweep(plan, date(2020, 7, 1)).days == 3


def test_closed_tasks_are_left_alone(plan: Plan, make_task: TaskMaker) -> None:
    done = make_task(state=State.DONE, kind=Kind.CONTINUING)
    sweep(plan, date(2020, 12, 31))
    assert turns(done) == [] and Task.objects.get(pk=done.pk).light == ""


def test_the_log_is_whole_after_a_year_of_sweeps(plan: Plan, make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(checkpoints=QUARTERS)
    for month in range(4, 13):
        sweep(plan, date(2020, month, 25))
        report_amount(task, cast, f"2020-{month:02d}", "1")
    sweep(plan, date(2020, 12, 31))
    assert list(log.flaws(Task.objects.all())) == []


def test_a_light_changes_at_most_once_a_period(plan: Plan, make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(checkpoints=QUARTERS)
    colours: dict[str, list[str]] = {}
    day = date(2020, 4, 1)
    while day <= date(2020, 11, 30):
        sweep(plan, day)
        if day.day == 25:
            report_amount(task, cast, f"{day:%Y-%m}", "2")
        light = Task.objects.values_list("light", flat=True).get(pk=task.pk)
        held = colours.setdefault(
            f"{day - timedelta(days=28):%Y-%m}" if day.day <= 28 else f"{day:%Y-%m}", []
        )
        if not held or held[-1] != light:
            held.append(light)
        day += timedelta(days=1)
    assert all(len(turned) <= 2 for turned in colours.values())
    changes = [row for row in turns(task) if row[2]]
    assert len(changes) <= 2 * 8


def test_the_command_the_job_and_the_first_reader_do_the_same(plan: Plan, short: Task, cast: Cast) -> None:
    OfficeDate.objects.create(today=date(2020, 6, 1))
    call_command("sweep")
    plan.refresh_from_db()
    assert plan.swept_to == date(2020, 6, 1)
    OfficeDate.objects.update(today=date(2020, 6, 2))
    assert sweep_job() == 0
    plan.refresh_from_db()
    assert plan.swept_to == date(2020, 6, 2)
    OfficeDate.objects.update(today=date(2020, 7, 2))
    client = Client()
    client.force_login(cast.leader)
    client.get("/dashboard/")
    plan.refresh_from_db()
    assert plan.swept_to == date(2020, 7, 2) and Task.objects.get(pk=short.pk).overdue


def test_a_reader_makes_up_a_month_at_most_and_is_told_how_far_lights_go(
    plan: Plan, short: Task, cast: Cast, client: Client
) -> None:
    OfficeDate.objects.create(today=PROPOSED_ON + timedelta(days=40))
    client.force_login(cast.leader)
    assert "亮灯截至" in client.get("/dashboard/").content.decode()
    plan.refresh_from_db()
    assert plan.swept_to == PROPOSED_ON + timedelta(days=31)
    assert "亮灯截至" not in client.get("/dashboard/").content.decode()


def test_a_failing_sweep_leaves_nothing_half_done_and_the_plan_behind(plan: Plan, short: Task) -> None:
    with patch("tasks.sweep.log.append_all", side_effect=RuntimeError("disk full")):
        assert catch_up(date(2020, 7, 1)) == [plan]
    plan.refresh_from_db()
    assert plan.swept_to == PROPOSED_ON and turns(short) == []
    assert catch_up(date(2020, 7, 1)) == []


def test_the_office_date_of_a_demonstration_moves_forward_only_and_sweeps(plan: Plan, short: Task) -> None:
    with pytest.raises(CommandError, match="不是演示库"):
        call_command("office_date", "2020-07-01")
    OfficeDate.objects.create(today=date(2020, 6, 30))
    call_command("office_date", "2020-07-01")
    assert Task.objects.get(pk=short.pk).overdue and clock.today() == date(2020, 7, 1)
    with pytest.raises(CommandError, match="只能向前"):
        call_command("office_date", "2020-06-30")


def test_shanghais_day_decides_and_not_the_servers(plan: Plan, short: Task) -> None:
    time_machine = pytest.importorskip("time_machine", reason="pip install -r requirements-dev.txt")
    with time_machine.travel(datetime(2020, 6, 30, 15, 59, 59, tzinfo=UTC), tick=False):
        catch_up(clock.today())
        assert not Task.objects.get(pk=short.pk).overdue
    with time_machine.travel(datetime(2020, 6, 30, 16, 0, 0, tzinfo=UTC), tick=False):
        catch_up(clock.today())
        assert Task.objects.get(pk=short.pk).overdue


def test_rules_hold_from_their_day_on(plan: Plan, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=date(2020, 12, 31))
    plan.rules.create(effective_on=date(2020, 11, 20), due_warning_days=45)
    sweep(plan, date(2020, 11, 19))
    assert Task.objects.get(pk=task.pk).light_time == "green"
    sweep(plan, date(2020, 11, 20))
    assert Task.objects.get(pk=task.pk).light_time == "yellow"


def test_a_declared_free_day_moves_the_warning_of_a_short_task(plan: Plan, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=date(2020, 6, 19), starts_on=date(2020, 6, 1))
    sweep(plan, date(2020, 6, 15))
    assert Task.objects.get(pk=task.pk).light_time == "green"
    CalendarDay.objects.create(day=date(2020, 6, 17), working=False, effective_on=date(2020, 6, 1))
    plan.refresh_from_db()
    Plan.objects.filter(pk=plan.pk).update(swept_to=date(2020, 6, 14))
    plan.refresh_from_db()
    sweep(plan, date(2020, 6, 15))
    assert Task.objects.get(pk=task.pk).light_time == "yellow"
