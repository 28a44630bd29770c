"""督查单 and 批示: numbered, waited for, answered."""

from datetime import date

import pytest

from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.models import Evidence, Plan, StoredFile, Task, TaskEvent
from tasks.states import Action, Instruction, Level, State
from tasks.workflow.letters import slip_number
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import ON, answer, instruct, urge
from tests.tasks.verbs import DAY, LATER, fresh, perform


@pytest.fixture
def task(make_task: TaskMaker) -> Task:
    return make_task()


def paper(task: Task, cast: Cast) -> int:
    file = StoredFile.objects.create(sha256="a" * 64, size=3, content_type="image/png")
    at = task.updated_at
    return Evidence.objects.create(
        task=task, file=file, name="批示.png", uploaded_by=cast.supervisor, uploaded_at=at
    ).pk


def test_a_slip_has_the_next_number_of_its_plan_and_level(make_task: TaskMaker, cast: Cast) -> None:
    one, other = make_task(), make_task()
    given = [
        urge(task, cast, level=level).data["number"]
        for task, level in (
            (one, Level.BLUE),
            (other, Level.BLUE),
            (one, Level.RED),
            (one, Level.BLUE),
            (one, Level.ORANGE),
        )
    ]
    assert given == [1, 2, 1, 3, 1]
    assert slip_number(one.plan, Level.ORANGE, 12) == "观湖督〔2020〕催办单第 12 号"


def test_a_refused_slip_takes_no_number(task: Task, cast: Cast) -> None:
    urge(task, cast)
    for given, key in (
        ({"answer_by": date(2020, 4, 14)}, "answer_by"),
        ({"text": ""}, "text"),
        ({"level": "green"}, "level"),
    ):
        with pytest.raises(Invalid) as refused:
            urge(task, cast, **given)  # type: ignore[arg-type]
        assert list(refused.value.errors) == [key]
    assert urge(task, cast).data["number"] == 2


def test_another_plan_counts_from_one(make_task: TaskMaker, cast: Cast, plan: Plan) -> None:
    first = make_task()
    urge(first, cast)
    other = Plan.objects.create(
        slug="2020-b", year=2020, title="民生实事", starts_on=plan.starts_on, ends_on=plan.ends_on, state="active"
    )  # fmt: skip
    second = make_task()
    Task.objects.filter(pk=second.pk).update(plan=other)
    assert urge(second, cast).data["number"] == 1


def test_a_letter_waits_on_the_face_until_it_is_answered(task: Task, cast: Cast) -> None:
    slip = urge(task, cast, level=Level.ORANGE, answer_by=date(2020, 4, 30))
    order = instruct(task, cast)
    assert fresh(task).awaiting == [
        {"version": slip.version, "action": "urge", "level": "orange", "answer_by": "2020-04-30"},
        {"version": order.version, "action": "instruct", "level": "urgent", "answer_by": "2020-04-22"},
    ]
    assert fresh(task).answer_by == date(2020, 4, 22), "the earliest"
    event = answer(task, cast, order)
    assert (event.data, event.texts) == ({"answered": order.version, "late": False}, {"text": "已增派人员"})
    assert fresh(task).answer_by == date(2020, 4, 30)
    answer(task, cast, slip)
    assert (fresh(task).awaiting, fresh(task).answer_by) == ([], None)


def test_an_answer_after_its_day_is_late(task: Task, cast: Cast) -> None:
    slip, other = urge(task, cast), urge(task, cast)
    assert answer(task, cast, slip, on=date(2020, 4, 22)).data["late"] is False
    assert answer(task, cast, other, on=date(2020, 4, 23)).data["late"] is True


def test_of_several_letters_one_must_be_named_and_of_one_need_not(task: Task, cast: Cast) -> None:
    slip = urge(task, cast)
    assert perform(Action.ANSWER, fresh(task), cast, "reporter", on=ON).data["answered"] == slip.version
    first, second = urge(task, cast), urge(task, cast)
    with pytest.raises(Invalid) as refused:
        perform(Action.ANSWER, fresh(task), cast, "reporter", on=ON)
    assert list(refused.value.errors) == ["in_reply_to"]
    answer(task, cast, first)
    assert [row["version"] for row in fresh(task).awaiting] == [second.version]


def test_a_letter_is_answered_once_and_only_on_its_own_task(
    task: Task, make_task: TaskMaker, cast: Cast
) -> None:
    other = make_task()
    slip, stray = urge(task, cast), urge(other, cast)
    answer(task, cast, slip)
    urge(task, cast)
    for wrong in (slip, stray):
        with pytest.raises(Invalid) as refused:
            answer(task, cast, wrong)
        assert list(refused.value.errors) == ["in_reply_to"]


def test_letters_make_nobodys_open_form_stale(task: Task, cast: Cast) -> None:
    seen = task.version
    answer(task, cast, urge(task, cast))
    assert perform(Action.REPORT, task, cast, "reporter").version == seen + 3


# Instructions ---------------------------------------------------------------------------------------------
def test_a_leader_instructs_in_his_own_name_on_any_task(task: Task, cast: Cast) -> None:
    event = perform(Action.INSTRUCT, task, cast, "other_leader")
    assert event.data["leader"] == cast.other_leader.pk and "recorded" not in event.data
    with pytest.raises(Invalid) as refused:
        perform(Action.INSTRUCT, fresh(task), cast, "leader", leader=cast.other_leader)
    assert list(refused.value.errors) == ["leader"]


def test_a_supervisor_records_a_leaders_instruction_with_its_paper(task: Task, cast: Cast) -> None:
    for given, key in (
        ({}, "leader"),
        ({"leader": cast.head}, "leader"),
        ({"leader": cast.leader}, "evidence"),
    ):
        with pytest.raises(Invalid) as refused:
            perform(Action.INSTRUCT, fresh(task), cast, "supervisor", **given)
        assert list(refused.value.errors) == [key]
    event = perform(
        Action.INSTRUCT, fresh(task), cast, "supervisor", leader=cast.leader, evidence=[paper(task, cast)]
    )
    assert (event.data["leader"], event.data["recorded"]) == (cast.leader.pk, True)
    assert event.actor == cast.supervisor and event.evidence.count() == 1


def test_who_is_leader_and_supervisor_may_do_both(task: Task, cast: Cast) -> None:
    cast.leader.memberships.create(unit=cast.supervisor.memberships.get().unit, role="supervisor")
    assert "recorded" not in perform(Action.INSTRUCT, task, cast, "leader").data
    with pytest.raises(Invalid, match="原件"):
        perform(Action.INSTRUCT, fresh(task), cast, "leader", leader=cast.other_leader)


def test_an_instruction_names_its_day_unless_it_is_praise(task: Task, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        perform(Action.INSTRUCT, task, cast, "leader", answer_by=None)
    assert list(refused.value.errors) == ["answer_by"]
    perform(Action.INSTRUCT, fresh(task), cast, "leader", answer_by=None, level=Instruction.PRAISE)
    assert (fresh(task).awaiting, fresh(task).answer_by) == ([], None)


def test_who_may_urge_and_answer(task: Task, cast: Cast) -> None:
    for person in ("leader", "head"):
        with pytest.raises(NotAllowed):
            perform(Action.URGE, task, cast, person)
    slip = urge(task, cast)
    for person in ("clerk", "supervisor", "other_head"):
        with pytest.raises(NotAllowed):
            perform(Action.ANSWER, fresh(task), cast, person, in_reply_to=slip.pk)


# What ends the waiting ------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", [Action.SUSPEND, Action.CANCEL, Action.APPROVE])
def test_a_task_that_stops_waits_for_no_answer(action: Action, make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(state=State.IN_REVIEW if action == Action.APPROVE else State.ACTIVE)
    urge(task, cast, on=DAY, answer_by=LATER)
    perform(action, fresh(task), cast, "supervisor2")
    assert (fresh(task).awaiting, fresh(task).answer_by) == ([], None)
    with pytest.raises(WrongState):
        perform(Action.ANSWER, fresh(task), cast, "reporter")


def test_a_letter_follows_the_task_to_another_unit(task: Task, cast: Cast) -> None:
    slip = urge(task, cast, on=DAY, answer_by=LATER)
    perform(Action.ASSIGN, fresh(task), cast, "supervisor", lead_unit=cast.other)
    with pytest.raises(NotAllowed):
        perform(Action.ANSWER, fresh(task), cast, "head", in_reply_to=slip.pk)
    perform(Action.ANSWER, fresh(task), cast, "other_head", in_reply_to=slip.pk)
    assert TaskEvent.objects.get(task=task, action=Action.ANSWER).data["answered"] == slip.version
