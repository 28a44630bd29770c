"""申请延期, 同意, 不同意: every date stays on record, and more time makes no light green."""

from datetime import date

import pytest

from tasks import log, workflow
from tasks.errors import Invalid, NotAllowed
from tasks.models import Membership, PlanRules, Task
from tasks.states import Action, Kind, MemberRole, State
from tasks.sweep import sweep
from tasks.workflow.checkpoints import StageGoal
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import request_more_time
from tests.tasks.verbs import fresh, perform

DUE, LATER, LATEST = date(2020, 6, 30), date(2020, 9, 30), date(2020, 11, 30)
STEPS = (StageGoal(date(2020, 4, 30), "方案"), StageGoal(date(2020, 6, 30), "完工"))


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task(kind=Kind.CONTINUING, due_on=DUE, checkpoints=STEPS)


def ask(task: Task, cast: Cast, on: date = date(2020, 6, 1), until: date = LATER):
    return request_more_time(task, cast, until=until, on=on)


def grant(task: Task, cast: Cast, on: date = date(2020, 6, 2), **given: object):
    return perform(Action.GRANT, fresh(task), cast, "supervisor", on=on, **given)


def report(task: Task, cast: Cast, on: date, actions: list[int]) -> None:
    workflow.report(
        task, by=cast.reporter, on=on, version=None, period=f"{on:%Y-%m}", note="已推进", actions=actions
    )


def test_a_request_waits_and_changes_no_date_until_it_is_granted(task: Task, cast: Cast) -> None:
    event = ask(task, cast)
    assert event.data == {"due_on": "2020-09-30", "overdue": False, "short_notice": False}
    assert event.texts == {"reason": "征地未完成"}
    assert (fresh(task).due_on, fresh(task).pending_extension) == (DUE, LATER)
    event = grant(task, cast)
    assert event.data == {"due_on": "2020-09-30", "was": "2020-06-30"}
    held = fresh(task)
    assert (held.due_on, held.original_due_on, held.pending_extension) == (LATER, DUE, None)
    assert held.extended_on == date(2020, 6, 2)


def test_the_first_due_date_stays_through_a_second_extension(task: Task, cast: Cast) -> None:
    ask(task, cast)
    grant(task, cast)
    ask(task, cast, on=date(2020, 9, 1), until=LATEST)
    grant(task, cast, on=date(2020, 9, 2))
    held = fresh(task)
    assert (held.original_due_on, held.due_on) == (DUE, LATEST)
    dates = list(task.events.order_by("version").values_list("due_on", flat=True).distinct())
    assert [day for day in dict.fromkeys(dates) if day <= LATEST] == [DUE, LATER, LATEST]
    assert list(log.flaws([held])) == []


def test_another_date_than_asked_can_be_granted_but_none_that_is_no_extension(task: Task, cast: Cast) -> None:
    ask(task, cast)
    with pytest.raises(Invalid) as refused:
        grant(task, cast, due_on=DUE)
    assert list(refused.value.errors) == ["due_on"] and fresh(task).pending_extension == LATER
    grant(task, cast, due_on=date(2020, 8, 31))
    assert fresh(task).due_on == date(2020, 8, 31)


def test_a_refused_request_leaves_the_date_and_says_why(task: Task, cast: Cast) -> None:
    ask(task, cast)
    with pytest.raises(Invalid) as refused:
        perform(Action.REFUSE, fresh(task), cast, "supervisor", reason="")
    assert list(refused.value.errors) == ["reason"]
    event = perform(Action.REFUSE, fresh(task), cast, "supervisor", reason="理由不充分")
    assert (event.data, event.texts) == ({"due_on": "2020-09-30"}, {"reason": "理由不充分"})
    held = fresh(task)
    assert (held.due_on, held.pending_extension, held.extended_on) == (DUE, None, None)


@pytest.mark.parametrize(
    ("on", "overdue", "short"),
    [(date(2020, 6, 25), False, False), (date(2020, 6, 26), False, True), (DUE, False, True),
     (date(2020, 7, 1), True, False)],
)  # fmt: skip
def test_a_late_request_says_so(task: Task, cast: Cast, on: date, overdue: bool, short: bool) -> None:
    assert ask(task, cast, on=on).data | {"due_on": ""} == {
        "due_on": "",
        "overdue": overdue,
        "short_notice": short,
    }


def test_a_task_submitted_in_time_is_not_overdue_while_it_waits_for_its_review(
    task: Task, cast: Cast
) -> None:
    perform(Action.SUBMIT, task, cast, "head", on=DUE)
    assert ask(task, cast, on=date(2020, 7, 5)).data["overdue"] is False


@pytest.mark.parametrize("until", [DUE, date(2020, 6, 1), date(2041, 1, 1)])
def test_a_date_that_is_no_extension_cannot_be_asked_for(task: Task, cast: Cast, until: date) -> None:
    with pytest.raises(Invalid) as refused:
        ask(task, cast, until=until)
    assert list(refused.value.errors) == ["due_on"] and fresh(task).pending_extension is None


def test_a_request_needs_its_reason_after_the_due_date_its_explanation(task: Task, cast: Cast) -> None:
    for on, word in ((date(2020, 6, 1), "理由"), (date(2020, 7, 1), "说明情况")):
        with pytest.raises(Invalid, match=word):
            request_more_time(task, cast, until=LATER, reason="", on=on)


def test_a_second_request_takes_the_place_of_the_first(task: Task, cast: Cast) -> None:
    ask(task, cast)
    ask(task, cast, until=LATEST)
    grant(task, cast)
    assert fresh(task).due_on == LATEST


def test_by_setting_a_leader_must_have_agreed(task: Task, cast: Cast) -> None:
    PlanRules.objects.create(plan=task.plan, effective_on=date(2020, 5, 1), extension_needs_leader=True)
    ask(task, cast)
    for given in ({}, {"leader": cast.head}):
        with pytest.raises(Invalid) as refused:
            grant(task, cast, **given)
        assert list(refused.value.errors) == ["leader"]
    assert grant(task, cast, leader=cast.leader).data["leader"] == cast.leader.pk


def test_a_unit_does_not_grant_its_own_request_and_a_stranger_makes_none(task: Task, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        perform(Action.REQUEST_EXTENSION, task, cast, "other_head")
    ask(task, cast)
    with pytest.raises(NotAllowed):
        perform(Action.GRANT, fresh(task), cast, "head")


# Lights ---------------------------------------------------------------------------------------------------
def test_an_overdue_task_that_is_extended_is_yellow_and_never_green(task: Task, cast: Cast) -> None:
    report(task, cast, date(2020, 6, 25), [1, 2])
    sweep(task.plan, date(2020, 7, 1))
    assert (fresh(task).light, fresh(task).overdue) == ("red", True)
    ask(task, cast, on=date(2020, 7, 1))
    grant(task, cast, on=date(2020, 7, 2))
    held = fresh(task)
    assert (held.light, held.overdue) == ("yellow", False)
    assert "2020-07-02 延期至 2020-09-30" in held.light_reason
    assert task.events.filter(action=Action.FLAG_OVERDUE, overdue=True).count() == 1, "it stays on record"
    report(task, cast, date(2020, 7, 25), [])
    sweep(task.plan, date(2020, 7, 30))
    assert fresh(task).light == "yellow"


def test_without_the_extension_the_same_task_is_green(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=LATER, checkpoints=STEPS)
    report(task, cast, date(2020, 6, 25), [1, 2])
    report(task, cast, date(2020, 7, 25), [])
    sweep(task.plan, date(2020, 7, 30))
    assert fresh(task).light == "green"


def test_the_next_stage_goal_met_makes_it_green_again_but_one_met_that_day_does_not(
    make_task: TaskMaker, cast: Cast
) -> None:
    steps = (*STEPS, StageGoal(date(2020, 9, 30), "收尾"))
    task = make_task(kind=Kind.CONTINUING, due_on=LATER, checkpoints=steps)
    report(task, cast, date(2020, 6, 25), [1])
    report(task, cast, date(2020, 7, 2), [2])
    ask(task, cast, on=date(2020, 7, 2), until=LATEST)
    grant(task, cast, on=date(2020, 7, 2))
    assert (fresh(task).light, fresh(task).light_recover) == ("yellow", "达成下一阶段目标")
    report(task, cast, date(2020, 7, 20), [3])
    assert fresh(task).light == "green"


def test_a_red_plan_stays_red_whatever_is_granted(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=LATER, checkpoints=STEPS)
    sweep(task.plan, date(2020, 7, 1))
    assert fresh(task).light == "red", "two goals missed"
    ask(task, cast, on=date(2020, 7, 1), until=LATEST)
    grant(task, cast, on=date(2020, 7, 1))
    assert fresh(task).light == "red"


# The same by other ways -----------------------------------------------------------------------------------
def test_a_later_date_by_revision_or_another_assignment_is_an_extension_too(
    task: Task, make_task: TaskMaker, cast: Cast
) -> None:
    perform(Action.REVISE, task, cast, "supervisor", due_on=LATER)
    perform(Action.ASSIGN, other := make_task(due_on=DUE), cast, "supervisor", due_on=LATER)
    for moved in (fresh(task), fresh(other)):
        assert (moved.original_due_on, moved.due_on) == (DUE, LATER)
        assert moved.extended_on == date(2020, 6, 10)


def test_an_earlier_date_is_none_and_the_first_date_again_ends_it(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(kind=Kind.CONTINUING, due_on=LATER)
    perform(Action.REVISE, task, cast, "supervisor", due_on=DUE)
    assert fresh(task).extended_on is None
    perform(Action.REVISE, fresh(task), cast, "supervisor", due_on=LATEST)
    assert fresh(task).extended_on == date(2020, 6, 10)
    perform(Action.REVISE, fresh(task), cast, "supervisor", due_on=LATER)
    assert (fresh(task).extended_on, fresh(task).original_due_on) == (None, LATER)


def test_before_it_is_assigned_a_date_is_only_planned(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.PROPOSED, due_on=DUE)
    perform(Action.REVISE, task, cast, "supervisor", due_on=LATER)
    assert (fresh(task).original_due_on, fresh(task).extended_on) == (None, None)


def test_a_revision_to_the_date_asked_for_answers_the_request(task: Task, cast: Cast) -> None:
    ask(task, cast)
    perform(Action.REVISE, fresh(task), cast, "supervisor", due_on=date(2020, 8, 31))
    assert fresh(task).pending_extension == LATER
    perform(Action.REVISE, fresh(task), cast, "supervisor", due_on=LATER)
    assert fresh(task).pending_extension is None


def test_who_asked_does_not_decide_himself_even_as_a_supervisor(make_task: TaskMaker, cast: Cast) -> None:
    Membership.objects.create(person=cast.supervisor, unit=cast.lead, role=MemberRole.HEAD)
    task = make_task()
    asked = {"reason": "施工受阻", "due_on": date(2021, 2, 1)}
    workflow.request_extension(task, by=cast.supervisor, on=date(2020, 6, 1), version=None, **asked)
    for verb, given in ((workflow.grant, {}), (workflow.refuse, {"reason": "不同意"})):
        with pytest.raises(NotAllowed, match="非申请人"):
            verb(task, by=cast.supervisor, on=date(2020, 6, 2), version=None, **given)
    event = workflow.grant(task, by=cast.supervisor2, on=date(2020, 6, 2), version=None)
    assert event.due_on == date(2021, 2, 1)
