"""征求意见: what a lead unit says to a draft row of the plan."""

from datetime import date

import pytest

from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.models import Plan, Task
from tasks.states import Action, Consultation, Kind, PlanState, State
from tasks.workflow.checkpoints import StageGoal
from tests.cast import Cast, TaskMaker
from tests.tasks.verbs import fresh, perform

OWN = (StageGoal(date(2020, 6, 30), "完成半数"), StageGoal(date(2020, 12, 31), "全部完成"))


@pytest.fixture
def task(make_task: TaskMaker, plan: Plan) -> Task:
    made = make_task(kind=Kind.CONTINUING, state=State.PROPOSED)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CONSULTING)
    return fresh(made)


def test_a_unit_agrees_and_files_its_own_stage_goals(task: Task, cast: Cast) -> None:
    event = perform(Action.AGREE, task, cast, "head", checkpoints=OWN)
    assert fresh(task).consultation == Consultation.AGREED
    assert [row["text"] for row in event.data["checkpoints"]] == ["完成半数", "全部完成"]
    assert fresh(task).checkpoint_count == 2 and fresh(task).state == State.PROPOSED


def test_a_unit_agrees_as_drafted(task: Task, cast: Cast) -> None:
    perform(Action.REVISE, task, cast, "supervisor", checkpoints=OWN)
    event = perform(Action.AGREE, fresh(task), cast, "head")
    assert "checkpoints" not in event.data and fresh(task).checkpoint_count == 2


def test_stage_goals_that_do_not_fit_are_refused_with_the_agreement(task: Task, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        perform(Action.AGREE, task, cast, "head", checkpoints=[StageGoal(date(2021, 6, 30), "明年")])
    assert list(refused.value.errors) == ["checkpoints"]
    assert fresh(task).consultation == Consultation.NONE


def test_a_unit_objects_in_words_and_may_agree_after_all(task: Task, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        perform(Action.OBJECT, task, cast, "head", text="")
    assert list(refused.value.errors) == ["text"]
    event = perform(Action.OBJECT, task, cast, "head")
    assert event.texts == {"text": "建议由经济服务办牵头"}
    assert fresh(task).consultation == Consultation.OBJECTED
    perform(Action.AGREE, fresh(task), cast, "head")
    assert fresh(task).consultation == Consultation.AGREED


@pytest.mark.parametrize("state", [PlanState.CONSULTING, PlanState.DRAFT])
def test_a_changed_row_is_agreed_to_anew(task: Task, cast: Cast, plan: Plan, state: PlanState) -> None:
    perform(Action.AGREE, task, cast, "head")
    Plan.objects.filter(pk=plan.pk).update(state=state)
    perform(Action.REVISE, fresh(task), cast, "supervisor", title="改了")
    assert fresh(task).consultation == Consultation.NONE


def test_once_the_plan_runs_the_answer_stays_as_it_was(task: Task, cast: Cast, plan: Plan) -> None:
    perform(Action.AGREE, task, cast, "head")
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ACTIVE)
    perform(Action.REVISE, fresh(task), cast, "supervisor", title="改了")
    assert fresh(task).consultation == Consultation.AGREED
    with pytest.raises(WrongState, match="征求意见"):
        perform(Action.OBJECT, fresh(task), cast, "head")


def test_only_the_head_of_the_suggested_unit_is_asked(task: Task, cast: Cast) -> None:
    for person in ("reporter", "other_head", "supervisor", "leader"):
        with pytest.raises(NotAllowed):
            perform(Action.AGREE, task, cast, person)
