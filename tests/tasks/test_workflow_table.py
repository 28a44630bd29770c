"""The workflow table holds for every action, state and person."""

from datetime import date
from decimal import Decimal

import pytest

from tasks import access, workflow
from tasks.errors import NotAllowed, WrongState
from tasks.models import Task, TaskEvent
from tasks.rulebook import rules_row
from tasks.states import OPEN, TRANSITIONS, Action, Outcome, State
from tasks.workflow.reporting import Quantity
from tests.cast import Cast, TaskMaker

DAY = date(2020, 6, 10)
REACHABLE = (State.PROPOSED, State.ASSIGNED, State.ACTIVE, State.IN_REVIEW, State.DONE)
BY_PEOPLE = tuple(
    a for a, row in TRANSITIONS.items() if a not in (Action.PROPOSE, Action.LIGHT, Action.FLAG_OVERDUE)
)
RIGHT_PERSON = {
    Action.ASSIGN: "supervisor",
    Action.ACCEPT: "head",
    Action.DECLINE: "head",
    Action.REPORT: "reporter",
    Action.SUBMIT: "head",
    Action.TAKE_BACK: "head",
    Action.APPROVE: "supervisor2",
    Action.RETURN: "supervisor2",
    Action.REVISE: "supervisor",
}
EVERYBODY = (
    "reporter", "head", "other_reporter", "other_head", "clerk", "supervisor", "supervisor2", "leader",
    "administrator", "auditor", "nobody",
)  # fmt: skip


def perform(action: Action, task: Task, cast: Cast, by: str) -> TaskEvent:
    person = getattr(cast, by)
    common = {"by": person, "on": DAY, "version": task.version}
    match action:
        case Action.ASSIGN:
            return workflow.assign(
                task, lead_unit=cast.lead, leader=cast.leader, due_on=date(2020, 12, 31), **common
            )
        case Action.REPORT:
            figures = [Quantity(Decimal("1.5"))]
            return workflow.report(task, period="2020-06", note="完成签约", quantities=figures, **common)
        case Action.SUBMIT:
            return workflow.submit(task, outcome=Outcome.MOSTLY, note="基本办结", **common)
        case Action.DECLINE:
            return workflow.decline(task, reason="不属本单位职责", **common)
        case Action.RETURN:
            return workflow.send_back(task, reason="请补验收材料", **common)
        case Action.REVISE:
            return workflow.revise(task, reason="口径调整", detail="按区口径统计", **common)
    return getattr(workflow, action.value)(task, **common)


def test_every_action_a_person_takes_has_a_row_here() -> None:
    assert set(RIGHT_PERSON) == set(BY_PEOPLE)


@pytest.mark.parametrize("state", REACHABLE)
@pytest.mark.parametrize("action", BY_PEOPLE)
def test_an_action_works_from_its_states_and_from_no_other(
    action: Action, state: State, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=state)
    row = TRANSITIONS[action]
    if state in row.sources:
        event = perform(action, task, cast, RIGHT_PERSON[action])
        task.refresh_from_db()
        assert task.state == (row.target or state)
        assert (event.action, event.version, task.version) == (action, task.version, event.version)
    else:
        with pytest.raises(WrongState, match=action.label):
            perform(action, task, cast, RIGHT_PERSON[action])
        assert Task.objects.get(pk=task.pk).version == task.version


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_an_action_is_refused_to_everybody_but_whom_the_table_names(
    action: Action, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=TRANSITIONS[action].sources[0])
    rules = rules_row(task.plan, DAY)
    allowed = {
        name for name in EVERYBODY if access.may(access.rights(getattr(cast, name)), action, task, rules)
    }
    assert RIGHT_PERSON[action] in allowed
    for name in set(EVERYBODY) - allowed:
        with pytest.raises(NotAllowed):
            perform(action, task, cast, name)
    expected = {
        Action.ASSIGN: {"supervisor", "supervisor2"},
        Action.REVISE: {"supervisor", "supervisor2"},
        Action.APPROVE: {"supervisor", "supervisor2"},
        Action.RETURN: {"supervisor", "supervisor2"},
        Action.REPORT: {"reporter", "head", "supervisor", "supervisor2"},
    }
    assert allowed == expected.get(action, {"head"})


def test_allowed_actions_are_those_of_the_state_and_the_person(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.ASSIGNED)
    rules = rules_row(task.plan, DAY)
    assert access.allowed_actions(access.rights(cast.head), task, rules) == [Action.ACCEPT, Action.DECLINE]
    assert access.allowed_actions(access.rights(cast.other_head), task, rules) == []


def test_by_setting_a_reporter_may_accept_and_ask_for_closing(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.ASSIGNED)
    with pytest.raises(NotAllowed):
        workflow.accept(task, by=cast.reporter, on=DAY, version=task.version)
    task.plan.rules.create(effective_on=DAY, reporters_may_accept=True, reporters_may_submit=True)
    workflow.accept(task, by=cast.reporter, on=DAY, version=task.version)
    task.refresh_from_db()
    perform(Action.SUBMIT, task, cast, "reporter")
    assert Task.objects.get(pk=task.pk).state == State.IN_REVIEW


def test_nobody_approves_what_he_submitted_himself(make_task: TaskMaker, cast: Cast) -> None:
    cast.head.memberships.create(unit=cast.supervisor.memberships.get().unit, role="supervisor")
    task = make_task()
    perform(Action.SUBMIT, task, cast, "head")
    task.refresh_from_db()
    with pytest.raises(NotAllowed):
        perform(Action.APPROVE, task, cast, "head")
    perform(Action.APPROVE, task, cast, "supervisor")
    assert Task.objects.get(pk=task.pk).state == State.DONE


def test_only_open_tasks_are_lit(make_task: TaskMaker) -> None:
    for state in REACHABLE:
        assert bool(make_task(state=state).light) == (state in OPEN)
