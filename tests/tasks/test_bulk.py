"""One action on many tasks: a result for each, one transaction, the same few queries for two and for forty."""

from collections.abc import Callable
from copy import copy
from datetime import date
from itertools import pairwise
from time import monotonic
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks import log
from tasks.errors import Invalid, NotAllowed, Stale, WrongState
from tasks.models import Task, TaskEvent
from tasks.states import TRANSITIONS, Action, Kind, Level, Outcome, State
from tasks.workflow.bulk import BULK, MOST, perform_all
from tasks.workflow.engine import Result
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import request_more_time
from tests.tasks.reports import report_amount
from tests.tasks.verbs import DAY, LATER, RIGHT_PERSON, fresh, perform, ready

URGE = {"level": Level.BLUE, "text": "请抓紧推进", "answer_by": LATER}
FEW, MANY = 2, 40


def in_bulk(action: Action, tasks: list[Task], cast: Cast, **given: Any) -> list[Result]:
    common = {"by": getattr(cast, RIGHT_PERSON[action]), "on": DAY}
    return perform_all(action, {task.pk: task.version for task in tasks}, **common | given)


def twins(task: Task, count: int) -> list[Task]:
    """As many more tasks like this one, each with a log of the same length."""
    found = []
    for serial in range(count):
        twin = copy(task)
        twin.pk, twin.code, twin.digest = None, f"{task.code}-{serial:03d}", ""
        twin.save(force_insert=True)
        log.append_all([log.Entry(twin, Action.LIGHT, task.last_on or DAY)])
        found.append(fresh(twin))
    return found


@pytest.fixture
def tasks(make_task: TaskMaker) -> list[Task]:
    return [make_task(kind=Kind.CONTINUING) for _ in range(3)]


def given_for(action: Action, cast: Cast) -> dict[str, Any]:
    return {
        Action.URGE: URGE,
        Action.SUBMIT: {"outcome": Outcome.COMPLETED, "note": "全年常态开展"},
        Action.HAND_OVER: {"assignee": cast.reporter},
        **{a: {"reason": "会议研究决定"} for a in BULK if a in REASONED},
    }.get(action, {})


REASONED = (Action.RETURN, Action.REFUSE, Action.SUSPEND, Action.RESUME, Action.CANCEL, Action.REOPEN)


@pytest.mark.parametrize("action", BULK)
def test_each_of_them_does_to_many_what_the_verb_does_to_one(
    action: Action, make_task: TaskMaker, cast: Cast
) -> None:
    def make(state: State) -> Task:
        return make_task(kind=Kind.QUANTITY if action == Action.VERIFY else Kind.CONTINUING, state=state)

    source = source_of(action)
    one, *many = [ready(action, source, make, cast) for _ in range(3)]
    given = given_for(action, cast)
    single = perform(action, one, cast, RIGHT_PERSON[action], **given)
    results = in_bulk(action, many, cast, **given)
    assert [result.refused for result in results] == [None, None]
    same = ("state", "outcome", "light", "awaiting", "unverified", "pending_extension", "due_on", "extended_on",
            "assignee_id", "verified", "first_period", "submitted_on", "consultation")  # fmt: skip
    for result in results:
        assert result.event is not None
        assert (result.event.action, result.event.on, result.event.texts) == (action, single.on, single.texts)
        now, then = fresh(result.task), fresh(one)
        assert [_plain(getattr(now, name)) for name in same] == [_plain(getattr(then, name)) for name in same]
    assert list(log.flaws(Task.objects.all())) == []


def source_of(action: Action) -> State:
    """An active task where the action takes one."""
    sources = TRANSITIONS[action].sources
    return State.ACTIVE if State.ACTIVE in sources else sources[0]


def _plain(value: object) -> object:
    """Totals go by target codes, which carry their task's."""
    return list(value.values()) if isinstance(value, dict) else value


def test_who_is_refused_stays_as_he_was_and_the_others_are_done(
    tasks: list[Task], make_task: TaskMaker, cast: Cast
) -> None:
    stale, done = tasks[0], make_task(kind=Kind.CONTINUING, state=State.DONE)
    perform(Action.REPORT, stale, cast, "reporter", quantities=())
    before = {task.pk: fresh(task).__dict__ for task in (stale, done)}
    results = {r.task.pk: r for r in in_bulk(Action.URGE, [*tasks, done], cast, **URGE)}
    assert isinstance(results[stale.pk].refused, Stale)
    assert isinstance(results[done.pk].refused, WrongState)
    for task in (stale, done):
        assert {k: v for k, v in fresh(task).__dict__.items() if k != "_state"} == {
            k: v for k, v in before[task.pk].items() if k != "_state"
        }
        assert results[task.pk].event is None and results[task.pk].task.version == fresh(task).version
    assert all(fresh(task).awaiting for task in tasks[1:])


def test_a_row_refused_halfway_shows_nothing_of_it(make_task: TaskMaker, cast: Cast) -> None:
    wanted, far = make_task(), make_task()
    for task in (wanted, far):
        request_more_time(task, cast, on=DAY)
    Task.objects.filter(pk=far.pk).update(pending_extension=date(2090, 1, 1))
    given = {"by": cast.supervisor, "on": DAY}
    ok, refused = perform_all(Action.GRANT, {wanted.pk: None, far.pk: None}, **given)
    assert ok.event and isinstance(refused.refused, Invalid)
    assert (refused.task.due_on, refused.task.version) == (far.due_on, fresh(far).version)
    assert fresh(far).due_on == far.due_on


def test_rights_are_asked_for_each(tasks: list[Task], make_task: TaskMaker, cast: Cast) -> None:
    foreign = make_task(kind=Kind.CONTINUING, lead_unit=cast.other)
    results = in_bulk(Action.HAND_OVER, [*tasks, foreign], cast, assignee=cast.reporter)
    assert [type(result.refused) for result in results] == [type(None)] * 3 + [NotAllowed]


def test_a_version_nobody_has_seen_is_refused(tasks: list[Task], cast: Cast) -> None:
    seen = {tasks[0].pk: tasks[0].version + 5, tasks[1].pk: tasks[1].version}
    one, other = perform_all(Action.URGE, seen, by=cast.supervisor, on=DAY, **URGE)
    assert isinstance(one.refused, Invalid) and other.event


def test_too_many_at_once_are_refused_whole(tasks: list[Task], cast: Cast) -> None:
    with pytest.raises(Invalid, match=str(MOST)):
        perform_all(Action.URGE, dict.fromkeys(range(MOST + 1)), by=cast.supervisor, on=DAY, **URGE)


def test_what_is_wrong_for_all_is_refused_for_each(tasks: list[Task], cast: Cast) -> None:
    results = in_bulk(Action.CANCEL, tasks, cast, reason="")
    assert {result.refused.message for result in results if result.refused} == {"请说明“不再实施”的理由。"}
    assert not TaskEvent.objects.filter(action=Action.CANCEL).exists()


def test_if_one_breaks_none_is_done(tasks: list[Task], cast: Cast) -> None:
    broken = patch("tasks.workflow.engine.log.append_all", side_effect=RuntimeError)
    with broken, pytest.raises(RuntimeError):
        in_bulk(Action.URGE, tasks, cast, **URGE)
    assert all(not fresh(task).awaiting for task in tasks)
    (first, *_) = in_bulk(Action.URGE, tasks, cast, **URGE)
    assert first.event and first.event.data["number"] == 1, "no number was lost"


# Queries --------------------------------------------------------------------------------------------------
def cost(act: Callable[[], list[Result]]) -> int:
    """Statements in all; SQLite takes an insert of many rows in parts, which count as one."""
    with CaptureQueriesContext(connection) as queries:
        assert all(result.event for result in act())
    heads = [query["sql"][:40] for query in queries]
    return sum(1 for head, after in pairwise([*heads, ""]) if head != after or "INSERT" not in head)


@pytest.mark.parametrize("action", BULK)
def test_forty_cost_as_many_queries_as_two(action: Action, make_task: TaskMaker, cast: Cast) -> None:
    def make(state: State) -> Task:
        return make_task(kind=Kind.CONTINUING, state=state)

    source = source_of(action)
    task, given = ready_or_reported(action, source, make, cast), given_for(action, cast)
    if action == Action.HAND_OVER:
        Task.objects.filter(pk=task.pk).update(assignee=None)
    crowd = twins(fresh(task), FEW + MANY)
    in_bulk(action, [fresh(task)], cast, **given)  # what a process reads once
    few = cost(lambda: in_bulk(action, crowd[:FEW], cast, **given))
    assert cost(lambda: in_bulk(action, crowd[FEW:], cast, **given)) == few


def ready_or_reported(action: Action, source: State, make: Callable[..., Task], cast: Cast) -> Task:
    """Continuing work is reported in words."""
    if action != Action.VERIFY:
        return ready(action, source, make, cast)
    task = make(state=source)
    perform(Action.REPORT, task, cast, "reporter", quantities=())
    return fresh(task)


def test_two_hundred_are_urged_in_two_seconds_with_consecutive_numbers(
    make_task: TaskMaker, cast: Cast
) -> None:
    crowd = twins(make_task(kind=Kind.CONTINUING), 200)
    start = monotonic()
    results = in_bulk(Action.URGE, crowd, cast, **URGE)
    assert monotonic() - start < 2
    numbers = [result.event.data["number"] for result in results if result.event]
    assert numbers == list(range(1, 201))
    positions = [result.event.position for result in results if result.event]
    assert positions == list(range(positions[0], positions[0] + 200))
    assert TaskEvent.objects.filter(action=Action.URGE).count() == 200
    assert Task.objects.filter(answer_by=LATER).count() == 200


def test_figures_of_many_reports_are_confirmed_together(make_task: TaskMaker, cast: Cast) -> None:
    tasks = [make_task() for _ in range(3)]
    for number, task in enumerate(tasks, start=1):
        report_amount(task, cast, "2020-05", str(number))
    in_bulk(Action.VERIFY, [fresh(task) for task in tasks], cast)
    assert [list(fresh(task).verified.values()) for task in tasks] == [["1"], ["2"], ["3"]]


def test_only_continuing_work_asks_for_its_closing_in_bulk(
    tasks: list[Task], make_task: TaskMaker, cast: Cast
) -> None:
    results = in_bulk(Action.SUBMIT, [*tasks, make_task()], cast, outcome=Outcome.COMPLETED, note="年终总结")
    assert [bool(result.event) for result in results] == [True, True, True, False]
    assert [fresh(task).state for task in tasks] == [State.IN_REVIEW] * 3
