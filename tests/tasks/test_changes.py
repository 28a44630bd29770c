"""变化: what turned, slipped, closed and moved between two days, net, with the event that did it."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks import workflow
from tasks.changes import Change, What, changes, counts, eve, since
from tasks.models import Person, Plan, Task
from tasks.moment import Moment
from tasks.states import Action, Colour, Kind, Outcome, State
from tasks.workflow.planning import revise
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.guanhu.many import light_up, multiply
from tests.tasks.reports import report_amount

TODAY, MAY, JUNE = date(2020, 7, 1), date(2020, 5, 29), date(2020, 6, 29)
STEP: dict[str, Any] = {"version": None}
MONTHLY = [(date(2020, 1, 1), 28)]


def between(
    plan: Plan, person: Person, first: date = MAY, until: date = JUNE, **more: Any
) -> dict[What, list[Change]]:
    """The lists that are not empty; what is counted is what is listed."""
    earlier, later = Moment(TODAY, first), Moment(TODAY, until)
    found = changes(plan, person, earlier, later, **more)
    assert counts(plan, person, earlier, later, **more) == {
        what: len(rows) for what, rows in found.lists.items()
    }
    return {what: rows for what, rows in found.lists.items() if rows}


def titles(found: dict[What, list[Change]]) -> dict[str, list[str]]:
    return {str(what): [row.task.title for row in rows] for what, rows in found.items()}


@pytest.fixture
def year(plan: Plan, cast: Cast, make_task: TaskMaker) -> Plan:
    """Lit at the end of May; in June something of everything happens; lit again when June has closed."""
    late = make_task(title="道路开工", kind=Kind.MILESTONE, due_on=date(2020, 6, 10), lead_unit=cast.other)
    closed = make_task(title="环境清洁日", kind=Kind.CONTINUING)
    moved = make_task(title="土地整备", checkpoints=QUARTERS)
    done = make_task(title="已办结", kind=Kind.CONTINUING)
    _close(done, cast, date(2020, 5, 4))
    quiet, paused, dropped = (
        make_task(title=title, kind=Kind.CONTINUING) for title in ("常规", "缓办", "取消")
    )
    make_task(title="保密事项", kind=Kind.MILESTONE, due_on=date(2020, 6, 12), restricted=True)
    light_up(plan, MAY)
    workflow.request_extension(
        moved, by=cast.reporter, on=date(2020, 6, 2), reason="征地未完成", due_on=date(2021, 3, 31), **STEP
    )
    workflow.grant(moved, by=cast.supervisor, on=date(2020, 6, 4), note="同意顺延", **STEP)
    _close(closed, cast, date(2020, 6, 8))
    workflow.reopen(done, by=cast.supervisor, on=date(2020, 6, 9), reason="问题反弹", **STEP)
    workflow.suspend(paused, by=cast.supervisor, on=date(2020, 6, 9), reason="等上级批复", **STEP)
    workflow.cancel(dropped, by=cast.supervisor, on=date(2020, 6, 9), reason="上级取消", **STEP)
    revise(quiet, by=cast.supervisor, on=date(2020, 6, 10), reason="改名", title="常规工作", **STEP)
    workflow.propose(
        by=cast.supervisor, on=date(2020, 6, 15), title="新增任务", measure=late.measure, kind=Kind.CONTINUING
    )
    light_up(plan, JUNE)
    light_up(plan, TODAY)
    return plan


def _close(task: Task, cast: Cast, on: date) -> None:
    workflow.submit(task, by=cast.head, on=on, outcome=Outcome.MOSTLY, note="办完", **STEP)
    workflow.approve(task, by=cast.supervisor2, on=on, note="已核实", **STEP)


def test_each_list_has_what_belongs_to_it_and_nothing_else(year: Plan, cast: Cast) -> None:
    found = titles(between(year, cast.supervisor))
    turned = found.pop("turned")
    assert found == {
        "slipped": ["道路开工", "保密事项"],
        "closed": ["环境清洁日"],
        "extended": ["土地整备"],
        "new": ["新增任务"],
        "reopened": ["已办结"],
        "suspended": ["缓办"],
        "cancelled": ["取消"],
    }
    assert turned[:2] == ["道路开工", "保密事项"]
    assert not {"环境清洁日", "缓办", "取消", "新增任务"} & set(turned)


def test_every_change_names_both_faces_and_the_event_that_did_it(year: Plan, cast: Cast) -> None:
    found = {what: rows[0] for what, rows in between(year, cast.supervisor).items()}
    late, moved, closed = found[What.SLIPPED], found[What.EXTENDED], found[What.CLOSED]
    assert late.before and (late.before.overdue, late.task.overdue, late.newly_overdue) == (False, True, True)
    assert (late.event.action, late.event.actor, late.event.on) == (Action.FLAG_OVERDUE, None, JUNE)
    assert found[What.TURNED].before and found[What.TURNED].task.light == Colour.RED
    assert "已逾期" in found[What.TURNED].task.light_reason
    assert moved.before and (moved.before.due_on, moved.task.due_on) == (
        date(2020, 12, 31),
        date(2021, 3, 31),
    )
    assert (moved.event.action, moved.event.actor, moved.reason) == (
        Action.GRANT,
        cast.supervisor,
        "同意顺延",
    )
    assert (closed.task.outcome, closed.event.action, closed.event.on) == (
        Outcome.MOSTLY, Action.APPROVE, date(2020, 6, 8),
    )  # fmt: skip
    assert found[What.NEW].before is None
    assert [found[what].reason for what in (What.REOPENED, What.SUSPENDED, What.CANCELLED)] == [
        "问题反弹", "等上级批复", "上级取消",
    ]  # fmt: skip


def test_what_changed_and_changed_back_is_no_change(plan: Plan, cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING)
    light_up(plan, MAY)
    _close(task, cast, date(2020, 6, 3))
    light_up(plan, JUNE)
    assert titles(between(plan, cast.supervisor)) == {"closed": [task.title]}
    workflow.reopen(task, by=cast.supervisor, on=JUNE, reason="问题反弹", **STEP)
    found = between(plan, cast.supervisor)
    assert What.CLOSED not in found and What.REOPENED not in found


def test_a_day_against_itself_and_a_quiet_span_have_nothing(year: Plan, cast: Cast) -> None:
    assert between(year, cast.supervisor, TODAY, TODAY) == {}
    assert between(year, cast.supervisor, date(2020, 3, 1), date(2020, 3, 12)) == {}


def test_an_earlier_date_or_one_set_with_the_assignment_is_no_extension(
    plan: Plan, cast: Cast, make_task: TaskMaker
) -> None:
    earlier = make_task(kind=Kind.CONTINUING)
    fresh = make_task(kind=Kind.CONTINUING, state=State.PROPOSED)
    light_up(plan, MAY)
    revise(earlier, by=cast.supervisor, on=JUNE, reason="提前", due_on=date(2020, 11, 30), **STEP)
    given = {"lead_unit": cast.lead, "leader": cast.leader, "due_on": date(2021, 2, 1)}
    workflow.assign(fresh, by=cast.supervisor, on=JUNE, **given, **STEP)
    assert What.EXTENDED not in between(plan, cast.supervisor)
    revise(earlier, by=cast.supervisor, on=TODAY, reason="顺延", due_on=date(2020, 12, 20), **STEP)
    assert titles(between(plan, cast.supervisor, JUNE, TODAY))["extended"] == [earlier.title]


def test_restricted_tasks_are_told_to_those_alone_who_may_see_them(year: Plan, cast: Cast) -> None:
    assert "保密事项" in titles(between(year, cast.reporter))["slipped"]
    for stranger in (cast.other_reporter, cast.nobody):
        assert "保密事项" not in str(titles(between(year, stranger)))
    Task.objects.filter(title="道路开工").update(restricted=True)
    assert What.SLIPPED not in between(year, cast.nobody)


def test_a_leader_is_told_of_what_is_in_his_charge_at_the_later_day(
    plan: Plan, cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(kind=Kind.MILESTONE, due_on=date(2020, 6, 10), leader=cast.other_leader)
    make_task(kind=Kind.MILESTONE, due_on=date(2020, 6, 10))
    light_up(plan, MAY)
    light_up(plan, JUNE)
    assert titles(between(plan, cast.supervisor, leader=cast.other_leader))["slipped"] == [task.title]
    revise(task, by=cast.supervisor, on=TODAY, reason="换分管", leader=cast.leader, **STEP)
    assert between(plan, cast.supervisor, MAY, TODAY, leader=cast.other_leader) == {}
    assert len(between(plan, cast.supervisor, MAY, TODAY, leader=cast.leader)[What.SLIPPED]) == 2


def test_later_events_do_not_change_what_is_told_of_a_span(year: Plan, cast: Cast) -> None:
    before = titles(between(year, cast.supervisor))
    late = Task.objects.get(title="道路开工")
    revise(late, by=cast.supervisor, on=TODAY, reason="改名", title="改过", **STEP)
    workflow.suspend(late, by=cast.supervisor, on=TODAY, reason="缓", **STEP)
    assert titles(between(year, cast.supervisor)) == before
    assert "改过" in titles(between(year, cast.supervisor, MAY, TODAY))["suspended"]


def test_it_costs_the_same_queries_however_much_happened(year: Plan, cast: Cast) -> None:
    def cost() -> tuple[int, int]:
        moments = Moment(TODAY, MAY), Moment(TODAY, JUNE)
        with CaptureQueriesContext(connection) as whole:
            found = changes(year, person, *moments)
            [
                (row.task.lead_unit, row.event.actor, row.before)
                for rows in found.lists.values()
                for row in rows
            ]
        with CaptureQueriesContext(connection) as counted:
            counts(year, person, *moments)
        return len(whole), len(counted)

    person = Person.objects.get(pk=cast.supervisor.pk)
    between(year, person)
    few = cost()
    multiply(year, 5)
    assert cost() == few
    assert few <= (6, 2)


def test_news_begins_with_the_last_look_else_the_last_close_else_the_plan(plan: Plan) -> None:
    assert since(plan, MONTHLY, TODAY, date(2020, 6, 11)) == date(2020, 6, 11)
    assert since(plan, MONTHLY, TODAY, None) == JUNE
    assert since(plan, MONTHLY, TODAY, TODAY) == JUNE
    assert since(plan, MONTHLY, JUNE, None) == MAY
    assert since(plan, MONTHLY, date(2020, 3, 20), None) == eve(plan) == date(2020, 3, 12)
    assert since(plan, MONTHLY, date(2020, 2, 1), None) == date(2020, 2, 1)


def test_a_figure_that_turns_a_light_is_the_event(plan: Plan, cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(checkpoints=QUARTERS)
    light_up(plan, JUNE)
    report_amount(task, cast, "2020-06", "14", on=TODAY)
    (row,) = between(plan, cast.supervisor, JUNE, TODAY)[What.TURNED]
    assert row.before and (row.before.light, row.task.light) == (Colour.RED, Colour.GREEN)
    assert (row.event.action, row.event.actor) == (Action.REPORT, cast.reporter)
