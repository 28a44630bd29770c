"""The year of one task as its timeline tells it: who acted in whose name, and what each entry says."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tasks import timeline, workflow
from tasks.models import Evidence, Plan, StoredFile, Task
from tasks.states import TRANSITIONS, Action, Cadence, Level, Outcome, PlanState, State
from tasks.timeline import Entry
from tasks.workflow.carrying import carry_over, start_next
from tasks.workflow.items import ItemSpec
from tasks.workflow.quotas import Quota
from tasks.workflow.targets import TargetSpec
from tasks.workflow.year import move
from tests.cast import PROPOSED_ON, QUARTERS, Cast, TaskMaker
from tests.tasks.letters import answer, request_more_time, urge
from tests.tasks.reports import report_amount
from tests.tasks.verbs import BY_PEOPLE, DAY, RIGHT_PERSON, fresh, perform, ready

COUNT = TargetSpec("城中村", ">=", Decimal(3), unit="个")


def last(task: Task) -> Entry:
    return timeline.timeline(fresh(task))[0].entries[0]


def line(entry: Entry, label: str) -> str:
    return dict(entry.lines).get(label, "")


def revise(task: Task, cast: Cast, **fields: Any) -> str:
    perform(Action.REVISE, fresh(task), cast, "supervisor", detail=fresh(task).detail, **fields)
    return line(last(task), "调整")


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_every_action_has_a_title_in_words_and_the_unit_of_who_did_it(
    action: Action, make_task: TaskMaker, cast: Cast
) -> None:
    task = ready(action, TRANSITIONS[action].sources[-1], make_task, cast)
    perform(action, task, cast, RIGHT_PERSON[action])
    entry = last(task)
    assert entry.title and action.value not in entry.title
    person = getattr(cast, RIGHT_PERSON[action])
    assert entry.who == f"{person.memberships.get().unit} {person}"


def test_who_is_head_and_supervisor_acts_in_the_name_of_what_he_does(
    make_task: TaskMaker, cast: Cast
) -> None:
    cast.head.memberships.create(unit=cast.supervisor.memberships.get().unit, role="supervisor")
    task = make_task()
    report_amount(task, cast, "2020-04", "2", by=cast.reporter)
    perform(Action.REJECT, fresh(task), cast, "head", reason="缺入库单")
    assert last(task).who == "督查室 主任甲", "not the unit whose report it is"
    assert (last(task).title, line(last(task), "原因")) == ("退回重报:四月期", "缺入库单")
    perform(Action.REQUEST_EXTENSION, fresh(task), cast, "head")
    assert last(task).who == "城市建设办公室 主任甲"


def test_a_recorded_instruction_says_whose_it_is(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task()
    file = StoredFile.objects.create(sha256="a" * 64, size=3, content_type="image/png")
    given = {"file": file, "name": "批示.png", "uploaded_by": cast.supervisor, "uploaded_at": task.updated_at}
    paper = Evidence.objects.create(task=task, **given)
    perform(Action.INSTRUCT, task, cast, "supervisor", leader=cast.other_leader, evidence=[paper.pk])
    entry = last(task)
    assert line(entry, "代录") == "分管领导乙的书面批示"
    assert [row.name for row in entry.evidence] == ["批示.png"]


def test_a_second_extension_names_the_first_date_too(make_task: TaskMaker, cast: Cast) -> None:
    task = make_task(due_on=date(2020, 6, 30))
    for until in (date(2020, 9, 30), date(2020, 11, 30)):
        request_more_time(task, cast, until=until, on=date(2020, 6, 1))
        perform(Action.GRANT, fresh(task), cast, "supervisor", leader=cast.leader)
    entry = last(task)
    assert line(entry, "时限") == "2020-09-30 → 2020-11-30"
    assert (line(entry, "原定时限"), line(entry, "同意领导")) == ("2020-06-30", "分管领导甲")
    first = next(
        e
        for g in timeline.timeline(fresh(task))
        for e in g.entries
        if "9 月 30" in e.title or "09-30" in e.title
    )
    assert line(first, "原定时限") == ""


def test_consultation_and_baseline_are_told(make_task: TaskMaker, cast: Cast, plan: Plan) -> None:
    task = make_task(state=State.PROPOSED)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CONSULTING)
    perform(Action.OBJECT, task, cast, "head")
    assert (last(task).title, line(last(task), "意见")) == ("提出修改意见", "建议由经济服务办牵头")
    perform(Action.AGREE, fresh(task), cast, "head", checkpoints=QUARTERS[:2])
    assert last(task).title == "同意分工" and "累计 7 公顷" in line(last(task), "阶段目标")
    move(Plan.objects.get(pk=plan.pk), PlanState.ACTIVE, by=cast.supervisor, on=DAY)
    assert (last(task).title, line(last(task), "基线时限")) == ("基线冻结", "2020-12-31")


def test_a_revision_names_pieces_shares_and_cadence(make_task: TaskMaker, cast: Cast) -> None:
    pieces = tuple(ItemSpec(name) for name in ("大和", "马坜", "松元厦"))
    task = make_task(targets=(COUNT,), items=pieces, supporting=(cast.community,))
    assert revise(task, cast, items=(*pieces[1:], ItemSpec("樟坑径"))) == "子项增加樟坑径;减少大和"
    assert revise(task, cast, items=(ItemSpec("马坜", "施工"), *pieces[2:], ItemSpec("樟坑径"))) == (
        "子项的次序、阶段或责任方已改"
    )
    many = (*pieces[1:], ItemSpec("樟坑径"), *(ItemSpec(f"第 {n} 村") for n in range(7)))
    assert revise(task, cast, items=many) == "子项增加第 0 村、第 1 村、第 2 村、第 3 村、第 4 村等 7 个"
    shares = [Quota(cast.lead, Decimal(2)), Quota(cast.community, Decimal(1))]
    assert revise(task, cast, quotas=shares) == "分解指标由“无”改为“城市建设办公室 2、鹭湖社区 1”"
    assert revise(task, cast, cadence=Cadence.WEEKLY) == "报送周期 每月 → 每周"


def test_a_proposal_names_its_pieces_and_where_it_comes_from(
    make_task: TaskMaker, cast: Cast, plan: Plan
) -> None:
    task = make_task(state=State.IN_REVIEW, targets=(COUNT,), items=(ItemSpec("大和"), ItemSpec("马坜")))
    perform(Action.APPROVE, task, cast, "supervisor2", outcome=Outcome.CARRIED_OVER)
    new = carry_over(fresh(task), start_next(plan, by=cast.supervisor), by=cast.supervisor, on=DAY).task
    assert (last(new).note, line(last(new), "子项")) == (f"由 {task.code} 结转", "大和、马坜")


def test_the_timeline_costs_the_same_for_a_short_and_for_a_long_story(
    make_task: TaskMaker, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    task = make_task()
    for number in range(5):
        slip = urge(task, cast, level=Level.RED)
        answer(task, cast, slip)
        report_amount(task, cast, "2020-04", str(number), on=date(2020, 4, 15))
    workflow.verify(task, by=cast.supervisor, on=DAY, version=None)
    task = fresh(task)
    with django_assert_max_num_queries(6):
        assert len(timeline.timeline(task)) >= 15
    assert task.events.first().on == PROPOSED_ON
