"""Every row of the table: which action tells whom, as what; and who is told nothing."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from tasks import workflow
from tasks.models import Delegation, Evidence, Measure, Notice, Person, Plan, StoredFile, Task, TaskEvent
from tasks.notices.audience import TOLD
from tasks.states import Action, Instruction, Kind, Level, NoticeKind, Outcome, PlanState, State
from tasks.workflow import year
from tasks.workflow.reporting import Help
from tests.cast import PROPOSED_ON, Cast, TaskMaker
from tests.tasks.notices.told import DAY, read_all, told_by, urge

pytestmark = pytest.mark.django_db

Act = Callable[[Task, Cast], TaskEvent]
LATER = date(2021, 1, 31)


def by(name: str, verb: Callable[..., TaskEvent], **given: Any) -> Act:
    """Somebody of the cast does it."""
    return lambda task, cast: verb(task, by=getattr(cast, name), on=DAY, version=None, **given)


def after(*acts: Act) -> Act:
    """One after the other; the last one counts."""

    def run(task: Task, cast: Cast) -> TaskEvent:
        return [act(task, cast) for act in acts][-1]

    return run


def assign(task: Task, cast: Cast, name: str = "supervisor", **given: Any) -> TaskEvent:
    person = getattr(cast, name)
    fields = {"lead_unit": cast.lead, "leader": cast.leader, "due_on": date(2020, 12, 31), **given}
    return workflow.assign(task, by=person, on=DAY, version=None, **fields)


def hand_over(task: Task, cast: Cast) -> TaskEvent:
    return workflow.hand_over(task, by=cast.head, on=DAY, version=None, assignee=cast.reporter)


def report(name: str = "reporter", **given: Any) -> Act:
    return by(name, workflow.report, period="2020-04", note="完成两场", **given)


def praise(task: Task, cast: Cast) -> TaskEvent:
    return workflow.instruct(
        task, by=cast.leader, on=DAY, version=None, text="办得好", level=Instruction.PRAISE
    )


def recorded_instruction(task: Task, cast: Cast) -> TaskEvent:
    """代录: a supervisor records what a leader wrote on paper."""
    file = StoredFile.objects.create(sha256=f"{task.pk:064}", size=1, content_type="application/pdf")
    paper = Evidence.objects.create(
        task=task, file=file, name="批示.pdf", uploaded_by=cast.supervisor, uploaded_at=timezone.now()
    )
    return workflow.instruct(
        task, by=cast.supervisor, on=DAY, version=None, leader=cast.leader, text="请加快",
        answer_by=date(2020, 4, 27), evidence=[paper.pk],
    )  # fmt: skip


instruct = by("leader", workflow.instruct, text="请加快", answer_by=date(2020, 4, 27))
answer = by("head", workflow.answer, text="已安排")
ask_for_time = by("head", workflow.request_extension, reason="拆迁未完", due_on=LATER)
refuse = by("supervisor", workflow.refuse, reason="须按期")
submit = by("head", workflow.submit, outcome=Outcome.CONTINUING, note="请审核")
HELP = Help(whom="分管领导", what="协调用地")

HEAD, STAFF, BOTH_SUPERVISORS = {"head"}, {"head", "reporter"}, {"supervisor", "supervisor2"}
CASES: list[tuple[State, Act, NoticeKind | None, set[str]]] = [
    (State.PROPOSED, assign, NoticeKind.ASSIGNED, STAFF),
    (State.ASSIGNED, by("head", workflow.decline, reason="不属本单位"), NoticeKind.RETURNED, BOTH_SUPERVISORS),
    (State.ACTIVE, hand_over, NoticeKind.ASSIGNED, {"reporter"}),
    (State.ACTIVE, report(), None, set()),
    (State.ACTIVE, report(help=HELP), NoticeKind.HELP, {"leader"}),
    (State.ACTIVE, after(report(), by("supervisor", workflow.reject, reason="缺数据")), NoticeKind.RETURNED, STAFF),
    (State.ACTIVE, after(report(), by("supervisor", workflow.verify)), None, set()),
    (State.ACTIVE, ask_for_time, NoticeKind.EXTENSION, BOTH_SUPERVISORS),
    (State.ACTIVE, after(ask_for_time, by("supervisor", workflow.grant)), NoticeKind.EXTENSION, STAFF),
    (State.ACTIVE, after(ask_for_time, refuse), NoticeKind.EXTENSION, STAFF),
    (State.ACTIVE, submit, NoticeKind.REVIEW, BOTH_SUPERVISORS),
    (State.IN_REVIEW, by("head", workflow.take_back), None, set()),
    (State.IN_REVIEW, by("supervisor", workflow.send_back, reason="缺总结"), NoticeKind.RETURNED, STAFF),
    (State.IN_REVIEW, by("supervisor", workflow.approve), NoticeKind.CLOSED, STAFF),
    (State.ACTIVE, urge, NoticeKind.URGED, STAFF),
    (State.ACTIVE, partial(urge, level=Level.ORANGE), NoticeKind.URGED, STAFF),
    (State.ACTIVE, partial(urge, level=Level.RED), NoticeKind.URGED, STAFF | {"leader"}),
    (State.ACTIVE, instruct, NoticeKind.INSTRUCTED, STAFF),
    (State.ACTIVE, praise, NoticeKind.INSTRUCTED, STAFF),
    (State.ACTIVE, after(urge, answer), NoticeKind.ANSWERED, {"supervisor"}),
    (State.ACTIVE, after(instruct, answer), NoticeKind.ANSWERED, {"leader"}),
    (State.ACTIVE, after(recorded_instruction, answer), NoticeKind.ANSWERED, {"leader", "supervisor"}),
    (State.ACTIVE, by("supervisor", workflow.suspend, reason="等规划"), NoticeKind.CLOSED, STAFF),
    (State.ACTIVE, after(by("supervisor", workflow.suspend, reason="等规划"),
                         by("supervisor", workflow.resume, reason="规划已批")), NoticeKind.ASSIGNED, STAFF),
    (State.ACTIVE, by("supervisor", workflow.cancel, reason="政策取消"), NoticeKind.CLOSED, STAFF),
    (State.DONE, by("supervisor", workflow.reopen, reason="有反弹"), NoticeKind.ASSIGNED, STAFF),
    (State.ACTIVE, by("supervisor", workflow.revise, reason="口径", detail="按区口径"), None, set()),
]  # fmt: skip


@pytest.mark.parametrize(("state", "act", "kind", "people"), CASES)
def test_an_action_tells_those_of_its_row_and_nobody_else(
    state: State, act: Act, kind: NoticeKind | None, people: set[str], cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(state=state, kind=Kind.CONTINUING)
    assert told_by(act(task, cast)) == dict.fromkeys(people, kind)


def test_every_row_has_been_tried_here(plan: Plan, cast: Cast, make_task: TaskMaker) -> None:
    for state, act, _, _ in CASES:
        act(make_task(state=state, kind=Kind.CONTINUING), cast)
    read_all()
    tried = set(Notice.objects.values_list("event__action", "kind"))
    in_consultation = {(Action.OBJECT, NoticeKind.CONSULTED), (Action.REVISE, NoticeKind.CONSULTED)}
    assert tried | in_consultation == {(row.action, row.kind) for row in TOLD}


def test_in_consultation_supervisors_hear_objections_and_heads_what_came_of_them(
    plan: Plan, cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(state=State.PROPOSED, lead_unit=cast.lead)
    Plan.objects.update(state=PlanState.CONSULTING)
    objection = workflow.object_to(task, by=cast.head, on=DAY, version=None, text="时限过紧")
    assert told_by(objection) == dict.fromkeys(BOTH_SUPERVISORS, NoticeKind.CONSULTED)
    change = by("supervisor", workflow.revise, reason="采纳", due_on=date(2020, 11, 30))(task, cast)
    assert told_by(change) == {"head": NoticeKind.CONSULTED}


def test_a_red_slip_alone_copies_the_leader_in_charge(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING, leader=cast.other_leader)
    assert "other_leader" in told_by(urge(task, cast, Level.RED))
    assert "other_leader" not in told_by(urge(task, cast, Level.ORANGE))


def test_where_somebody_is_responsible_the_other_reporters_are_left_in_peace(
    cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(kind=Kind.CONTINUING)
    colleague = Person.objects.create_user("colleague", name="经办丙")
    cast.lead.memberships.create(person=colleague, role="reporter")
    assert set(told_by(urge(task, cast))) == {"head", "reporter", "colleague"}
    workflow.hand_over(task, by=cast.head, on=DAY, version=None, assignee=colleague)
    assert set(told_by(urge(task, cast))) == {"head", "colleague"}


def test_nobody_is_told_of_his_own_action(cast: Cast, make_task: TaskMaker) -> None:
    cast.lead.memberships.create(person=cast.supervisor, role="head")
    assert set(told_by(urge(make_task(kind=Kind.CONTINUING), cast))) == {"head", "reporter"}
    objection = by("head", workflow.submit, outcome=Outcome.CONTINUING, note="请审核")
    assert "supervisor" in told_by(objection(make_task(kind=Kind.CONTINUING), cast))


def test_a_supporting_units_reporter_hears_that_his_report_was_sent_back(
    cast: Cast, make_task: TaskMaker
) -> None:
    task = make_task(kind=Kind.CONTINUING, supporting=(cast.other,))
    report("other_reporter")(task, cast)
    rejected = by("supervisor", workflow.reject, reason="缺数据")(task, cast)
    assert set(told_by(rejected)) == {"head", "reporter", "other_reporter"}


def test_who_has_left_is_told_nothing(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING, assignee=None)
    hand_over(task, cast)
    Person.objects.filter(pk=cast.reporter.pk).update(is_active=False)
    assert set(told_by(urge(task, cast, Level.RED))) == {"head", "leader"}


def test_who_stands_in_is_told_on_the_days_of_leave_and_not_before(cast: Cast, make_task: TaskMaker) -> None:
    task = make_task(kind=Kind.CONTINUING)
    Delegation.objects.create(
        person=cast.head, delegate=cast.clerk, starts_on=date(2020, 4, 21), ends_on=date(2020, 4, 22),
        made_by=cast.head, made_at="2020-04-20T09:00+08:00",
    )  # fmt: skip
    assert "clerk" not in told_by(urge(task, cast))
    assert {"head", "clerk"} <= set(told_by(urge(task, cast, on=date(2020, 4, 21))))
    assert "clerk" not in told_by(urge(task, cast, on=date(2020, 4, 23)))


def test_heads_are_told_once_when_a_plan_goes_out_for_consultation(
    plan: Plan, cast: Cast, make_task: TaskMaker
) -> None:
    make_task(state=State.PROPOSED), make_task(state=State.PROPOSED)
    make_task(state=State.PROPOSED, lead_unit=cast.other)
    Plan.objects.update(state=PlanState.DRAFT)
    plan.refresh_from_db()
    year.move(plan, PlanState.CONSULTING, by=cast.supervisor, on=PROPOSED_ON)
    said = dict(Notice.objects.values_list("person__username", "data__count"))
    assert said == {"head": 2, "other_head": 1}
    year.move(plan, PlanState.DRAFT, by=cast.supervisor, on=PROPOSED_ON)
    assert Notice.objects.count() == 2
    year.move(plan, PlanState.CONSULTING, by=cast.supervisor, on=PROPOSED_ON)
    assert Notice.objects.filter(kind=NoticeKind.CONSULTED).count() == 4


def test_proposing_and_lights_tell_nobody(plan: Plan, cast: Cast, make_task: TaskMaker) -> None:
    workflow.propose(
        by=cast.supervisor, on=DAY, title="新任务", kind=Kind.CONTINUING, lead_unit=cast.lead,
        measure=Measure.objects.get(pillar__plan=plan, pillar__ordinal=1, ordinal=1),
    )  # fmt: skip
    read_all()
    assert not Notice.objects.exists()
