"""暂缓, 恢复办理, 不再实施, 重新督办."""

from datetime import date

import pytest

from tasks.errors import Invalid, WrongState
from tasks.models import Plan, Task
from tasks.owing import owed_periods, reported
from tasks.states import Action, Kind, Outcome, State
from tasks.sweep import sweep
from tasks.workflow.carrying import carry_over, start_next
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import request_more_time, urge
from tests.tasks.verbs import DAY, LATER, fresh, perform

STOPS = [Action.SUSPEND, Action.CANCEL]
ALL = {
    Action.SUSPEND: State.ACTIVE,
    Action.RESUME: State.SUSPENDED,
    Action.CANCEL: State.ACTIVE,
    Action.REOPEN: State.DONE,
}


@pytest.mark.parametrize("action", ALL)
def test_none_of_them_goes_without_its_reason_which_is_kept(
    action: Action, make_task: TaskMaker, cast: Cast
) -> None:
    task = make_task(state=ALL[action])
    with pytest.raises(Invalid) as refused:
        perform(action, task, cast, "supervisor", reason="")
    assert list(refused.value.errors) == ["reason"] and action.label in refused.value.message
    event = perform(action, task, cast, "supervisor", reason="街道党工委会议研究", note="会议纪要第 3 期")
    assert (event.texts, event.note) == ({"reason": "街道党工委会议研究"}, "会议纪要第 3 期")


@pytest.mark.parametrize("action", STOPS)
def test_what_stops_is_unlit_and_waits_for_nothing(action: Action, make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=date(2020, 6, 9))
    sweep(task.plan, DAY)
    assert fresh(task).overdue
    urge(task, cast, on=DAY, answer_by=LATER)
    request_more_time(task, cast, on=DAY)
    perform(action, fresh(task), cast, "supervisor")
    held = fresh(task)
    assert (held.light, held.overdue, held.unreported) == ("", False, False)
    assert (held.awaiting, held.answer_by, held.pending_extension, held.needs_help) == ([], None, None, False)
    seen = held.version
    sweep(Plan.objects.get(pk=task.plan_id), date(2020, 7, 10))
    assert fresh(task).version == seen, "no sweep touches it"


def test_a_task_cancelled_during_its_review_has_no_outcome(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.IN_REVIEW)
    perform(Action.CANCEL, task, cast, "supervisor")
    held = fresh(task)
    assert (held.outcome, held.submitted_on, held.submitted_by) == ("", None, None)


def test_after_an_interruption_nothing_is_owed_for_the_time_between(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING)
    perform(Action.SUSPEND, task, cast, "supervisor", on=date(2020, 4, 1))
    perform(Action.RESUME, fresh(task), cast, "supervisor", on=date(2020, 9, 2))
    held = fresh(task)
    assert (held.state, held.first_period, held.due_on) == (State.ACTIVE, "2020-09", task.due_on)
    assert owed_periods(held, "chengjian", reported([held]), date(2020, 9, 2), 28) == ("2020-09",)


def test_a_resumed_task_past_its_date_is_overdue_at_once(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=date(2020, 6, 30))
    perform(Action.SUSPEND, task, cast, "supervisor", on=date(2020, 6, 1))
    perform(Action.RESUME, fresh(task), cast, "supervisor", on=date(2020, 8, 1))
    assert (fresh(task).light, fresh(task).overdue) == ("red", True)


def test_a_reopened_task_has_no_outcome_and_is_supervised_again(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.DONE)
    perform(Action.REOPEN, task, cast, "supervisor")
    held = fresh(task)
    assert (held.state, held.outcome, held.submitted_on) == (State.ACTIVE, "", None)
    assert held.first_period == "2020-06" and held.light


def test_what_was_carried_into_another_year_is_not_reopened(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.IN_REVIEW)
    perform(Action.APPROVE, task, cast, "supervisor2", outcome=Outcome.CARRIED_OVER)
    following = start_next(task.plan, by=cast.supervisor)
    code = carry_over(fresh(task), following, by=cast.supervisor, on=DAY).task.code
    with pytest.raises(WrongState, match=code):
        perform(Action.REOPEN, fresh(task), cast, "supervisor")
    assert fresh(task).state == State.DONE


def test_a_cancelled_task_stays_in_the_ledger_for_good(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.CANCELLED)
    assert Task.objects.filter(pk=task.pk).exists()
    for action in (Action.REVISE, Action.RESUME, Action.REOPEN):
        with pytest.raises(WrongState, match="不再实施"):
            perform(action, task, cast, "supervisor")
