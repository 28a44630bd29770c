"""The workflow table holds for every action, state and person."""

import pytest

from tasks import access, workflow
from tasks.errors import NotAllowed, WrongState
from tasks.models import Plan, Task
from tasks.rulebook import rules_row
from tasks.states import OPEN, TRANSITIONS, Action, PlanState, State, Who
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import urge
from tests.tasks.reports import report_amount
from tests.tasks.verbs import BY_PEOPLE, DAY, RIGHT_PERSON, fresh, perform, ready

EVERYBODY = (
    "reporter", "head", "other_reporter", "other_head", "clerk", "supervisor", "supervisor2", "leader",
    "administrator", "auditor", "nobody",
)  # fmt: skip
SUPERVISORS = {"supervisor", "supervisor2"}
ALLOWED = {
    Who.SUPERVISOR: SUPERVISORS,
    Who.REVIEWER: SUPERVISORS,
    Who.HEAD: {"head"},
    Who.HEAD_OR_REPORTER_BY_SETTING: {"head"},
    Who.LEAD_UNIT: {"head", "reporter"},
    Who.REPORTING: {"head", "reporter", *SUPERVISORS},
    Who.REPORTED: {"head", "reporter"},
    Who.ACCEPTING: {"head", *SUPERVISORS},
    Who.INSTRUCTING: {"leader", *SUPERVISORS},
}


def test_every_action_a_person_takes_has_a_row_here() -> None:
    assert set(RIGHT_PERSON) == set(BY_PEOPLE)


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_an_action_works_from_its_states_and_from_no_other(
    action: Action, make_task: TaskMaker, cast: Cast, plan: Plan
) -> None:
    row, tried = TRANSITIONS[action], {}
    for state in State:
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.ACTIVE)
        task = ready(action, state, make_task, cast)
        assert task.state == state
        try:
            event = perform(action, task, cast, RIGHT_PERSON[action])
        except WrongState as refused:
            assert action.label in refused.message
            assert fresh(task).version == task.version
        else:
            now = fresh(task)
            assert now.state == (row.target or state)
            assert (event.action, event.version) == (action, now.version)
            tried[state] = now
    assert set(tried) == set(row.sources)


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_an_action_works_in_the_plans_states_and_in_no_other(
    action: Action, make_task: TaskMaker, cast: Cast, plan: Plan
) -> None:
    row = TRANSITIONS[action]
    for state in PlanState:
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.ACTIVE)
        task = ready(action, row.sources[0], make_task, cast)
        Plan.objects.filter(pk=plan.pk).update(state=state)
        if state in row.plans:
            assert perform(action, fresh(task), cast, RIGHT_PERSON[action]).action == action
        else:
            with pytest.raises(WrongState, match=state.label):
                perform(action, fresh(task), cast, RIGHT_PERSON[action])


@pytest.mark.parametrize("action", [action for action in BY_PEOPLE if TRANSITIONS[action].waits_for])
def test_an_action_that_waits_for_something_is_refused_without_it(
    action: Action, make_task: TaskMaker, cast: Cast
) -> None:
    with pytest.raises(WrongState, match="没有可办的对象"):
        perform(action, make_task(), cast, RIGHT_PERSON[action])


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_an_action_is_refused_to_everybody_but_whom_the_table_names(
    action: Action, make_task: TaskMaker, cast: Cast
) -> None:
    task = ready(action, TRANSITIONS[action].sources[0], make_task, cast)
    rules = rules_row(task.plan, DAY)
    allowed = {
        name for name in EVERYBODY if access.may(access.rights(getattr(cast, name)), action, task, rules)
    }
    assert RIGHT_PERSON[action] in allowed
    for name in set(EVERYBODY) - allowed:
        with pytest.raises(NotAllowed):
            perform(action, task, cast, name)
    assert allowed == ALLOWED[TRANSITIONS[action].who]


def test_allowed_actions_are_those_of_the_state_and_the_person(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.ASSIGNED)
    rules = rules_row(task.plan, DAY)
    assert access.allowed_actions(access.rights(cast.head), task, rules) == [
        Action.ACCEPT,
        Action.DECLINE,
        Action.HAND_OVER,
        Action.REQUEST_EXTENSION,
    ]
    assert access.allowed_actions(access.rights(cast.other_head), task, rules) == []


def test_what_waits_for_something_is_offered_only_while_it_waits(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    rules = rules_row(task.plan, DAY)

    def offered(person: str) -> set[Action]:
        who = access.rights(getattr(cast, person))
        return set(access.allowed_actions(who, fresh(task), rules))

    waiting = {Action.WITHDRAW, Action.VERIFY, Action.REJECT, Action.ANSWER}
    assert not offered("reporter") & waiting and not offered("supervisor") & waiting
    report_amount(task, cast, "2020-05", "1")
    urge(task, cast, on=DAY, answer_by=DAY)
    assert offered("reporter") & waiting == {Action.WITHDRAW, Action.ANSWER}
    assert offered("head") & waiting == {Action.ANSWER}, "the report is not the head's own"
    assert offered("supervisor") & waiting == {Action.VERIFY, Action.REJECT}


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
    for state in State:
        assert bool(make_task(state=state).light) == (state in OPEN)
