"""Writers who meet: each race has a twin with its guard off, which must go wrong."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, connections

from tasks import log, workflow
from tasks.errors import Refused, Stale
from tasks.models import Measure, Membership, Notice, Person, Plan, SlipSeries, Task, TaskEvent
from tasks.notices import upkeep
from tasks.states import Action, Kind, Level, MemberRole, NoticeKind, Outcome
from tasks.sweep import sweep
from tasks.workflow.bulk import perform_all
from tasks.workflow.carrying import carry_over, start_next
from tests.cast import Cast, TaskMaker, make_cast, make_plan

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2020, 4, 20)
WRITERS = 50
AT_ONCE = 10
"""Connections open at the same time; all writers act on the version they saw before the first one wrote."""


@pytest.fixture
def plan(transactional_db: None) -> Plan:
    return make_plan()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def task(plan: Plan, cast: Cast) -> Task:
    return TaskMaker(plan, cast)(kind=Kind.CONTINUING)


def together(times: int, act: Callable[[int], object], at_once: int = AT_ONCE) -> Counter[str]:
    """Run `act` in threads that start at the same moment; counts results by class name."""
    barrier = Barrier(at_once)

    def run(number: int) -> str:
        try:
            if number < at_once:
                barrier.wait(timeout=30)
            act(number)
            return "done"
        except Refused as refused:
            return type(refused).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(run, range(times)))


def reports(task: Task, cast: Cast) -> Callable[[int], object]:
    return lambda number: workflow.report(
        task, by=cast.reporter, on=DAY, version=task.version, period="2020-04", note=f"第 {number} 份"
    )


def test_of_fifty_reports_on_one_version_one_wins_and_the_others_are_told(task: Task, cast: Cast) -> None:
    assert together(WRITERS, reports(task, cast)) == {"done": 1, "Stale": WRITERS - 1}
    assert TaskEvent.objects.filter(task=task, action=Action.REPORT).count() == 1
    assert list(log.flaws(Task.objects.all())) == []


def test_without_the_guard_several_of_them_win(task: Task, cast: Cast) -> None:
    with patch("tasks.log.unseen", return_value=[]):
        results = together(WRITERS, reports(task, cast))
    assert results["done"] > 1


def test_a_light_turning_under_an_open_form_costs_its_writer_nothing(
    plan: Plan, task: Task, cast: Cast
) -> None:
    seen = task.version
    acts = [lambda: sweep(plan, date(2020, 4, 20)), lambda: reports(task, cast)(0)]
    assert together(2, lambda number: acts[number](), at_once=2) == {"done": 2}
    actions = list(task.events.filter(version__gt=seen).values_list("action", flat=True))
    assert actions.count(Action.REPORT) == 1
    assert list(log.flaws(Task.objects.all())) == []


def test_two_sweeps_at_once_write_each_turn_once(plan: Plan, cast: Cast) -> None:
    make = TaskMaker(plan, cast)
    tasks = [make(kind=Kind.CONTINUING, due_on=date(2020, 6, 30)) for _ in range(5)]
    together(4, lambda _: sweep(Plan.objects.get(pk=plan.pk), date(2020, 7, 2)), at_once=4)
    plan.refresh_from_db()
    if plan.swept_to < date(2020, 7, 2):  # on PostgreSQL a loser steps aside rather than wait
        sweep(plan, date(2020, 7, 2))
    for task in tasks:
        overdue = task.events.filter(action=Action.FLAG_OVERDUE, overdue=True)
        assert [event.on for event in overdue] == [date(2020, 7, 1)]
    assert list(log.flaws(Task.objects.all())) == []


def test_writers_of_different_tasks_all_succeed_and_positions_have_no_gap(plan: Plan, cast: Cast) -> None:
    make = TaskMaker(plan, cast)
    tasks = [make(kind=Kind.CONTINUING) for _ in range(AT_ONCE)]
    start = TaskEvent.objects.count()
    assert together(40, lambda n: reports_unversioned(tasks[n % AT_ONCE], cast, n)) == {"done": 40}
    positions = list(TaskEvent.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, start + 41))


def reports_unversioned(task: Task, cast: Cast, number: int) -> TaskEvent:
    return workflow.report(
        task, by=cast.reporter, on=DAY, version=None, period="2020-04", note=f"第 {number} 份"
    )


@pytest.fixture(autouse=True)
def closed_connections() -> Iterator[None]:
    yield
    connection.close()


def proposals(plan: Plan, cast: Cast) -> Callable[[int], object]:
    measure = Measure.objects.select_related("pillar__plan").filter(pillar__plan=plan).first()
    return lambda number: workflow.propose(
        by=cast.supervisor, on=DAY, title=f"新任务{number}", measure=measure, kind=Kind.CONTINUING
    )


def test_proposals_at_once_get_a_code_each(plan: Plan, cast: Cast) -> None:
    assert together(20, proposals(plan, cast)) == {"done": 20}
    assert sorted(Task.objects.values_list("code", flat=True)) == [f"2020-1-{n:02d}" for n in range(1, 21)]


@pytest.mark.postgres
def test_without_holding_the_serials_two_take_the_same_one(plan: Plan, cast: Cast) -> None:
    """On SQLite the transaction itself is the guard, so this twin is PostgreSQL's."""
    with patch("tasks.workflow.planning._hold_serials"), pytest.raises(IntegrityError):
        together(40, proposals(plan, cast))


def test_stale_names_what_happened_meanwhile(task: Task, cast: Cast) -> None:
    reports(task, cast)(1)
    with pytest.raises(Stale) as stale:
        reports(task, cast)(2)
    assert [event.note for event in stale.value.events] == ["第 1 份"]


# Twenty reviewers -----------------------------------------------------------------------------------------
REVIEWERS = 20


def reviews(task: Task, cast: Cast) -> Callable[[int], object]:
    """Half of them approve, half send back; everybody saw the request."""
    unit = cast.supervisor.memberships.get().unit
    people = [Person.objects.create_user(f"reviewer{n}", name=f"督查{n}") for n in range(REVIEWERS)]
    Membership.objects.bulk_create(
        Membership(person=person, unit=unit, role=MemberRole.SUPERVISOR) for person in people
    )

    def decide(number: int) -> object:
        common = {"by": people[number], "on": DAY, "version": task.version}
        if number % 2:
            return workflow.send_back(task, reason="请补材料", **common)
        return workflow.approve(task, **common)

    return decide


@pytest.fixture
def submitted(plan: Plan, cast: Cast) -> Task:
    task = TaskMaker(plan, cast)(kind=Kind.CONTINUING)
    workflow.submit(task, by=cast.head, on=DAY, version=None, outcome="completed", note="请予办结")
    return Task.objects.get(pk=task.pk)


def decisions(task: Task) -> int:
    return TaskEvent.objects.filter(task=task, action__in=(Action.APPROVE, Action.RETURN)).count()


def test_of_twenty_reviewers_at_once_one_decides_and_nineteen_are_told(submitted: Task, cast: Cast) -> None:
    results = together(REVIEWERS, reviews(submitted, cast), at_once=REVIEWERS)
    assert results == {"done": 1, "Stale": REVIEWERS - 1}
    assert decisions(submitted) == 1
    assert list(log.flaws(Task.objects.all())) == []
    upkeep.finish(DAY)
    told = Notice.objects.filter(person=cast.head, kind__in=(NoticeKind.CLOSED, NoticeKind.RETURNED))
    assert told.count() == 1


def test_without_the_guard_and_the_table_more_than_one_decides(submitted: Task, cast: Cast) -> None:
    with patch("tasks.log.unseen", return_value=[]), patch("tasks.workflow.engine.why_not", return_value=""):
        results = together(REVIEWERS, reviews(submitted, cast), at_once=REVIEWERS)
    assert results["done"] > 1 and decisions(submitted) > 1


# Slips ----------------------------------------------------------------------------------------------------
def urges(tasks: list[Task], cast: Cast) -> Callable[[int], object]:
    given = {"level": Level.BLUE, "text": "请抓紧推进", "answer_by": date(2020, 5, 6)}
    return lambda number: workflow.urge(
        tasks[number % len(tasks)], by=cast.supervisor, on=DAY, version=None, **given
    )


def test_slips_written_at_once_are_numbered_without_a_gap(plan: Plan, cast: Cast) -> None:
    make = TaskMaker(plan, cast)
    tasks = [make(kind=Kind.CONTINUING) for _ in range(AT_ONCE)]
    assert together(30, urges(tasks, cast)) == {"done": 30}
    numbers = TaskEvent.objects.filter(action=Action.URGE).values_list("data__number", flat=True)
    assert sorted(numbers) == list(range(1, 31))


def _counted_in_python(plan_id: int, level: str, count: int) -> int:
    """Read, think, write."""
    series, _ = SlipSeries.objects.get_or_create(plan_id=plan_id, level=level)
    SlipSeries.objects.filter(pk=series.pk).update(last=series.last + count)
    return series.last + count


@pytest.mark.postgres
def test_numbers_counted_in_python_would_be_given_twice(plan: Plan, cast: Cast) -> None:
    """On SQLite the transaction itself is the guard, so this twin is PostgreSQL's."""
    make = TaskMaker(plan, cast)
    tasks = [make(kind=Kind.CONTINUING) for _ in range(AT_ONCE)]
    SlipSeries.objects.create(plan=plan, level=Level.BLUE)
    with patch("tasks.workflow.letters._take_numbers", _counted_in_python):
        together(60, urges(tasks, cast))
    numbers = TaskEvent.objects.filter(action=Action.URGE).values_list("data__number", flat=True)
    assert len(set(numbers)) < len(numbers)


def test_batches_that_overlap_wait_for_each_other_and_lose_nothing(plan: Plan, cast: Cast) -> None:
    make = TaskMaker(plan, cast)
    tasks = [make(kind=Kind.CONTINUING) for _ in range(6)]
    given = {"level": Level.RED, "text": "请抓紧推进", "answer_by": date(2020, 5, 6)}

    def urge_some(number: int) -> object:
        chosen = tasks[:4] if number % 2 else [*reversed(tasks[2:])]
        seen = {task.pk: task.version for task in chosen}
        return perform_all(Action.URGE, seen, by=cast.supervisor, on=DAY, **given)

    assert together(10, urge_some) == {"done": 10}
    numbers = TaskEvent.objects.filter(action=Action.URGE).values_list("data__number", flat=True)
    assert sorted(numbers) == list(range(1, 41))
    assert list(log.flaws(Task.objects.all())) == []


def test_a_task_carried_over_twice_at_once_goes_on_once(plan: Plan, cast: Cast, submitted: Task) -> None:
    workflow.approve(submitted, by=cast.supervisor, on=DAY, version=None, outcome=Outcome.CARRIED_OVER)
    following = start_next(plan, by=cast.supervisor)
    results = together(6, lambda _: carry_over(submitted, following, by=cast.supervisor, on=DAY), at_once=6)
    assert results == {"done": 1, "Invalid": 5}
