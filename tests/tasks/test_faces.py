"""Tasks as of a day: what the log tells of today is today, and nothing that comes later changes a day past."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from indicators.models import Target
from tasks import access, summaries, units_change, workflow
from tasks.faces import as_tasks, faces, logged
from tasks.filters import TaskFilter, filter_of
from tasks.models import Face, Person, Plan, Problem, ProblemAnswer, ProblemGroup, Task, TaskTarget
from tasks.moment import Moment
from tasks.past_targets import linked
from tasks.states import Kind, Level, State
from tasks.workflow.planning import revise
from tasks.workflow.reporting import Help
from tasks.workflow.targets import TargetSpec, current_specs
from tests.cast import LAND, PROPOSED_ON, QUARTERS, STAGES, Cast, TaskMaker
from tests.guanhu.many import light_up
from tests.guanhu.replay import numbers_of
from tests.tasks.reports import report_amount

TODAY = date(2020, 7, 1)
DAY = date(2020, 6, 29)
LATER = date(2020, 7, 8)
BASE = {"version": None}


@pytest.fixture
def office(plan: Plan, cast: Cast, make_task: TaskMaker) -> Plan:
    """Every kind and state, two units, a letter, a request for time, a problem with its answer."""
    land = make_task(checkpoints=QUARTERS, title="土地整备")
    make_task(kind=Kind.PROJECT, checkpoints=STAGES, supporting=(cast.community,), leader=cast.other_leader)
    make_task(kind=Kind.CONTROL, pillar=1, lead_unit=cast.other, title="空气质量")
    make_task(kind=Kind.MILESTONE, measure=2, due_on=date(2020, 6, 10), title="道路开工")
    make_task(kind=Kind.CONTINUING, pillar=1, measure=2, restricted=True, role="coordinate")
    for state in (
        State.PROPOSED,
        State.ASSIGNED,
        State.IN_REVIEW,
        State.DONE,
        State.SUSPENDED,
        State.CANCELLED,
    ):
        make_task(state=state, kind=Kind.CONTINUING)
    report_amount(land, cast, "2020-05", "7", help=Help("分管领导", "协调用地"))
    step: dict[str, Any] = {"by": cast.supervisor, "on": date(2020, 6, 15), **BASE}
    workflow.urge(land, level=Level.BLUE, text="请抓紧", answer_by=date(2020, 6, 22), **step)
    workflow.request_extension(
        land, reason="征地未完成", due_on=date(2021, 1, 31), **step | {"by": cast.reporter}
    )
    group = ProblemGroup.objects.create(plan=plan, ordinal=2, name="基础设施")
    problem = Problem.objects.create(group=group, ordinal=1, text="道路不畅")
    ProblemAnswer.objects.create(problem=problem, task=land)
    light_up(plan, TODAY)
    return plan


VALUES: dict[str, tuple[str, ...]] = {
    "plan": ("2020", "1999"),
    "pillar": ("1", "9"),
    "measure": ("2.1", "1.2", "x"),
    "problem": ("2.1", "2.2"),
    "problem_group": ("2", "3"),
    "kind": ("continuing", "quantity,control"),
    "role": ("coordinate", "deliver"),
    "state": ("open", "done,suspended", "cancelled"),
    "light": ("red", "none,yellow", "grey"),
    **dict.fromkeys(
        (
            "overdue", "checkpoint_overdue", "unreported", "needs_help", "no_checkpoints", "unverified",
            "pending_extension", "unanswered", "measured", "closed_in_time",
        ),
        ("true", "false"),
    ),
    "answer_before": ("2020-06-22", "2020-06-21"),
    "consultation": ("none", "agreed"),
    "cadence": ("monthly", "weekly"),
    "unit": ("luhu", "chengjian"),
    "lead_unit": ("jingji", "luhu"),
    "leader": ("other_leader", "nobody"),
    "due_before": ("2020-06-10", "2020-01-01"),
    "due_after": ("2020-06-11", "2021-01-01"),
    "first_due_before": ("2020-06-10", "2020-01-01"),
    "owed_report": (TODAY.isoformat(), "2020-01-01"),
    "reported_in_time": (TODAY.isoformat(), "2020-01-01"),
    "updated_since": ("2000-01-01T00:00:00Z", "8000-01-01T00:00:00Z"),
    "search": ("道路", "2020-1 空气", "没有的词"),
}  # fmt: skip
"""For each filter something that it finds and something else."""


def test_each_filter_finds_on_the_logs_faces_what_it_finds_on_todays_rows(office: Plan, cast: Cast) -> None:
    assert VALUES.keys() == TaskFilter.declared_filters.keys()
    visible = access.visible_tasks(cast.supervisor).filter(plan=office)
    narrowing = set()
    for name, values in VALUES.items():
        for value in values:
            query = QueryDict(f"{name}={value}")
            now = filter_of(query, visible)
            then = filter_of(query, logged(visible, Moment.now(TODAY)))
            assert now.is_valid() and then.is_valid(), (name, value)
            found = set(now.qs.values_list("pk", flat=True))
            assert set(then.qs.values_list("task", flat=True)) == found, (name, value)
            narrowing |= {name} if 0 < len(found) < visible.count() else set()
    everybody = {"plan", "consultation", "cadence", "updated_since"}
    assert VALUES.keys() - narrowing == everybody | {"reported_in_time"}  # nobody: see test_summaries


def test_todays_rows_and_the_logs_last_ones_are_the_same_to_the_last_column(office: Plan) -> None:
    visible = Task.objects.filter(plan=office)
    now, then = as_tasks(visible), as_tasks(logged(visible, Moment.now(TODAY)))
    names = (*Face.face_fields(), "code", "version", "updated_at", "last_on")
    for one, other in zip(now, then, strict=True):
        for name in names:
            assert getattr(one, name) == getattr(other, name), (one.code, name)
        assert (one.lead_unit, one.leader, one.measure) == (other.lead_unit, other.leader, other.measure)


def test_the_overview_of_today_is_that_of_the_log(office: Plan, cast: Cast) -> None:
    for person in (cast.supervisor, cast.other_reporter):
        now = summaries.dashboard(office, person, Moment.now(TODAY))
        then = summaries.dashboard(office, person, Moment(date(2020, 7, 2), TODAY))
        assert numbers_of(now) == numbers_of(then)
        assert [task.code for task in now.attention] == [task.code for task in then.attention]
        assert "as_of" not in now.totals.tasks.query
        assert f"as_of={TODAY}" in then.totals.tasks.query


def test_a_task_is_not_there_before_its_first_event(office: Plan, cast: Cast) -> None:
    visible = access.visible_tasks(cast.supervisor)
    eve = Moment(TODAY, date(2020, 3, 12))
    assert as_tasks(faces(visible, eve)) == []
    assert summaries.dashboard(office, cast.supervisor, eve).totals.tasks.value == 0
    assert {task.state for task in as_tasks(faces(visible, Moment(TODAY, PROPOSED_ON)))} == {State.PROPOSED}


def page(plan: Plan, person: Person, on: date) -> list[Any]:
    """All that an overview prints of a day: numbers, and every task with its face."""
    moment = Moment(date(2020, 8, 1), on)
    board = summaries.dashboard(plan, person, moment)
    columns = tuple(name for name in Face.face_fields())
    faces_of = [(task.code, [getattr(task, name) for name in columns]) for task in board.tasks]
    links = TaskTarget.objects.select_related("target").order_by("task__code", "ordinal")
    among = links.filter(task__in=[task.pk for task in board.tasks])
    targets = [
        (link.task.code, link.target.code, link.target.name, link.target.value, link.target.unit)
        for link in linked(among, board.tasks, moment)
    ]
    return [numbers_of(board), faces_of, targets]


def late_report(task: Task, cast: Cast) -> None:
    report_amount(task, cast, "2020-05", "9", on=LATER)


def rejection(task: Task, cast: Cast) -> None:
    workflow.reject(task, by=cast.supervisor, on=LATER, reason="没有依据", **BASE)


def withdrawal(task: Task, cast: Cast) -> None:
    workflow.withdraw(task, by=cast.reporter, on=LATER, **BASE)


def rename(task: Task, cast: Cast) -> None:
    revise(task, by=cast.supervisor, on=LATER, reason="改名", title="改过的名称", **BASE)


def new_target(task: Task, cast: Cast) -> None:
    specs = [
        TargetSpec(
            "土地整备入库(新)", LAND.comparator, Decimal(40), unit="公顷", code=current_specs(task)[0].code
        )
    ]
    goals = revise(task, by=cast.supervisor, on=LATER, reason="区里加码", targets=specs, **BASE)
    assert goals.data["changes"]["targets"][0][0]["code"] == f"{task.code}.1"


def moved_measure(task: Task, cast: Cast) -> None:
    other = task.plan.pillars.get(ordinal=1).measures.get(ordinal=1)
    revise(task, by=cast.supervisor, on=LATER, reason="归类", measure=other, **BASE)


def merged_unit(task: Task, cast: Cast) -> None:
    units_change.merge(cast.lead, cast.other, by=cast.supervisor, on=LATER, reason="机构改革")


def cancellation(task: Task, cast: Cast) -> None:
    workflow.cancel(task, by=cast.supervisor, on=LATER, reason="上级取消", **BASE)


@pytest.mark.parametrize(
    "happens",
    [late_report, rejection, withdrawal, rename, new_target, moved_measure, merged_unit, cancellation],
    ids=lambda done: done.__name__,
)
def test_what_comes_later_changes_the_later_day_and_not_the_day_before(
    plan: Plan, cast: Cast, make_task: TaskMaker, happens: Callable[[Task, Cast], None]
) -> None:
    task = make_task(checkpoints=QUARTERS, title="土地整备", leader=cast.leader)
    make_task(kind=Kind.CONTINUING, lead_unit=cast.other)
    report_amount(task, cast, "2020-06", "7", on=date(2020, 6, 25))
    light_up(plan, DAY)
    before = {day: page(plan, cast.supervisor, day) for day in (DAY, LATER)}
    happens(Task.objects.get(pk=task.pk), cast)
    after = {day: page(plan, cast.supervisor, day) for day in (DAY, LATER)}
    assert after[DAY] == before[DAY]
    assert after[LATER] != before[LATER]


def test_a_report_sent_back_after_the_due_day_was_in_time_until_then(
    plan: Plan, cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(checkpoints=QUARTERS)
    report_amount(task, cast, "2020-06", "7", on=date(2020, 6, 25))
    rejection(task, cast)

    def in_time(on: date) -> tuple[int, int]:
        (unit,) = summaries.dashboard(plan, cast.supervisor, Moment(date(2020, 8, 1), on)).units
        return unit.reported_on_time.n, unit.reported_on_time.of

    assert in_time(DAY) == (1, 1)
    assert in_time(LATER) == (0, 1)


def targets_on(plan: Plan, on: date) -> list[tuple[str, str, Decimal | None]]:
    tasks = as_tasks(faces(Task.objects.filter(plan=plan), Moment(date(2020, 8, 1), on)))
    links = TaskTarget.objects.select_related("target").order_by("task__code", "ordinal")
    shown = linked(links, tasks, Moment(date(2020, 8, 1), on))
    return [(link.target.code, link.target.name, link.target.value) for link in shown]


def test_targets_are_those_of_the_day_the_dropped_ones_too(
    plan: Plan, cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(targets=[LAND, TargetSpec("拆除", LAND.comparator, Decimal(5), unit="栋")])
    first, second = f"{task.code}.1", f"{task.code}.2"
    step: dict[str, Any] = {"by": cast.supervisor, "reason": "调整", **BASE}
    specs = current_specs(task)
    revise(
        task, on=date(2020, 6, 1), targets=[TargetSpec(**_spec(specs[0]) | {"value": Decimal(30)})], **step
    )
    revise(
        task,
        on=date(2020, 6, 10),
        targets=[*current_specs(task), TargetSpec("清租", LAND.comparator, Decimal(2), unit="宗")],
        **step,
    )
    revise(
        task, on=date(2020, 6, 20), targets=[TargetSpec(**_spec(specs[0]) | {"value": Decimal(35)})], **step
    )
    assert targets_on(plan, date(2020, 5, 31)) == [
        (first, "土地整备入库", Decimal(28)), (second, "拆除", Decimal(5)),
    ]  # fmt: skip
    assert targets_on(plan, date(2020, 6, 9)) == [(first, "土地整备入库", Decimal(30))]
    assert targets_on(plan, date(2020, 6, 19))[1] == (f"{task.code}.3", "清租", Decimal(2))
    assert targets_on(plan, date(2020, 6, 20)) == [(first, "土地整备入库", Decimal(35))]
    assert Target.objects.get(code=first).value == 35


def _spec(spec: TargetSpec) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in TargetSpec.__slots__}


def test_targets_of_a_day_past_cost_one_query_and_those_of_today_none(
    plan: Plan, cast: Cast, make_task: TaskMaker, django_assert_num_queries
) -> None:
    for _ in range(3):
        new_target(make_task(), cast)
    for on, cost in ((LATER, 0), (DAY, 1)):
        tasks = as_tasks(faces(Task.objects.filter(plan=plan), Moment(LATER, on)))
        links = list(TaskTarget.objects.select_related("target"))
        with django_assert_num_queries(cost):
            found = linked(links, tasks, Moment(LATER, on))
        assert {link.target.value for link in found} == {Decimal(28 if cost else 40)}
