"""Each action's form, by the right role and by the wrong one."""

from collections.abc import Callable
from datetime import date

import pytest

from tasks import workflow
from tasks.models import Person, Task
from tasks.states import TRANSITIONS, Action, Kind, Outcome, PlanState, State, Who
from tasks.views.actions import FORMS
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.letters import request_more_time, urge
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, act, do, revision, rows, text_of

pytestmark = pytest.mark.django_db

ASSIGNMENT = {
    "lead_unit": "jingji",
    "leader": "leader",
    "starts_on": "2020-01-01",
    "due_on": "2020-11-30",
    "supporting_units": ["luhu"],
    "note": "请抓紧",
}
SENT = {
    Action.AGREE: {},
    Action.OBJECT: {"text": "牵头单位应为城管办"},
    Action.ASSIGN: ASSIGNMENT,
    Action.ACCEPT: {},
    Action.DECLINE: {"reason": "不属于本单位职责"},
    Action.HAND_OVER: {"assignee": "reporter"},
    Action.WITHDRAW: {},
    Action.VERIFY: {},
    Action.REJECT: {"reason": "数据与台账不符"},
    Action.REQUEST_EXTENSION: {"due_on": "2021-01-31", "reason": "征地未完成"},
    Action.GRANT: {"due_on": "2021-01-31"},
    Action.REFUSE: {"reason": "应倒排工期"},
    Action.URGE: {"level": "blue", "text": "请抓紧", "answer_by": "2020-04-22"},
    Action.INSTRUCT: {"level": "urgent", "text": "请说明进展", "answer_by": "2020-04-22"},
    Action.ANSWER: {"text": "已增派人员"},
    Action.SUBMIT: {"outcome": "mostly", "note": "已基本完成"},
    Action.TAKE_BACK: {},
    Action.APPROVE: {"outcome": "mostly"},
    Action.RETURN: {"reason": "缺佐证"},
    Action.SUSPEND: {"reason": "规划调整"},
    Action.RESUME: {"reason": "规划已定"},
    Action.CANCEL: {"reason": "项目取消"},
    Action.REOPEN: {"reason": "成效反弹"},
}
DOERS: dict[Who, tuple[str, ...]] = {
    Who.SUPERVISOR: ("supervisor",),
    Who.REVIEWER: ("supervisor",),
    Who.HEAD: ("head",),
    Who.HEAD_OR_REPORTER_BY_SETTING: ("head",),
    Who.LEAD_UNIT: ("head", "reporter"),
    Who.REPORTED: ("reporter",),
    Who.ACCEPTING: ("head", "supervisor"),
    Who.INSTRUCTING: ("leader", "supervisor"),
}
EVERYBODY = ("reporter", "head", "other_reporter", "other_head", "clerk", "supervisor", "leader", "administrator",
             "auditor", "nobody")  # fmt: skip


def doer(action: Action, cast: Cast) -> Person:
    """Who does it in the first place."""
    return getattr(cast, DOERS[TRANSITIONS[action].who][0])


def ready(action: Action, make_task: TaskMaker) -> Task:
    """A task with which the action can be done."""
    row, cast = TRANSITIONS[action], make_task.cast
    if PlanState.ACTIVE not in row.plans:
        make_task.plan.state = row.plans[0]
        make_task.plan.save()
    steps: dict[str, Callable[[Task], object]] = {
        "unverified": lambda task: report_amount(task, cast, "2020-03", "7", on=TODAY),
        "pending_extension": lambda task: request_more_time(task, cast),
        "awaiting": lambda task: urge(task, cast),
    }
    if action == Action.RESUME:
        task = make_task()
        workflow.suspend(task, by=cast.supervisor, on=TODAY, version=None, reason="规划调整")
    else:
        task = make_task(state=State.ACTIVE if row.waits_for else row.sources[0])
    if row.waits_for:
        steps[row.waits_for](task)
    task.refresh_from_db()
    return task


def test_every_action_of_the_table_has_its_screen():
    by_people = {row.action for row in TRANSITIONS.values() if row.who != Who.SYSTEM}
    assert by_people == set(FORMS) | {Action.PROPOSE, Action.REPORT}
    assert set(SENT) == set(FORMS) - {Action.REVISE}


@pytest.mark.parametrize("action", list(SENT))
def test_the_right_role_does_it_and_the_task_moves_on(
    action: Action, cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = ready(action, make_task), login(doer(action, cast))
    before = task.state
    page = browser.get(f"/tasks/{task.code}/{action}/")
    assert page.status_code == 200 and str(action.label) in text_of(page)
    answer = do(browser, task, action, **SENT[action])
    assert answer.status_code == 302 and answer["Location"] == f"/tasks/{task.code}/"
    task.refresh_from_db()
    assert task.state == (TRANSITIONS[action].target or before)
    assert task.events.order_by("version").last().action == action
    assert f"已办理“{action.label}”" in text_of(browser.get("/tasks/"))


@pytest.mark.parametrize("action", list(SENT))
def test_every_other_role_is_refused(action: Action, cast: Cast, make_task: TaskMaker, login: Login):
    task = ready(action, make_task)
    before = task.version
    for name in EVERYBODY:
        if name not in DOERS[TRANSITIONS[action].who]:
            browser = login(getattr(cast, name))
            assert browser.get(f"/tasks/{task.code}/{action}/").status_code == 403, name
            assert act(browser, task, action, **SENT[action]).status_code == 403, name
    task.refresh_from_db()
    assert task.version == before


@pytest.mark.parametrize("action", list(SENT))
def test_a_task_in_another_state_says_so(action: Action, cast: Cast, make_task: TaskMaker, login: Login):
    done = State.DONE not in TRANSITIONS[action].sources
    task, browser = make_task(state=State.DONE if done else State.ACTIVE), login(doer(action, cast))
    page = browser.get(f"/tasks/{task.code}/{action}/")
    answer = act(browser, task, action, **SENT[action])
    assert page.status_code == answer.status_code == 409
    assert "现为“" in text_of(page) and "现为“" in text_of(answer)
    assert "btn--main" not in page.content.decode()


def test_unknown_actions_and_those_of_the_system_are_not_found(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    for name in ("light", "flag_overdue", "propose", "destroy"):
        assert login(cast.supervisor).get(f"/tasks/{task.code}/{name}/").status_code == 404
        assert act(login(cast.supervisor), task, name).status_code == 404


def test_the_assignment_says_to_whom_and_until_when(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.PROPOSED)
    lines = rows(
        "goals",
        {"due_on": "2020-06-30", "amount": "１４"},
        {"due_on": "2020-11-30", "text": "全部入库", "amount": "28"},
    )
    assert act(login(cast.supervisor), task, "assign", **ASSIGNMENT, **lines).status_code == 302
    task.refresh_from_db()
    assert (task.lead_unit.code, task.leader, task.due_on) == ("jingji", cast.leader, date(2020, 11, 30))
    assert task.supporting_codes == ["luhu"] and task.assignment_confirmed
    goals = [(goal.due_on, goal.text, goal.value) for goal in task.checkpoints.all()]
    assert goals == [(date(2020, 6, 30), "累计 14 公顷", 14), (date(2020, 11, 30), "全部入库", 28)]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"lead_unit": ""}, "lead_unit"),
        ({"lead_unit": "nowhere"}, "lead_unit"),
        ({"leader": "reporter"}, "leader"),
        ({"due_on": "2020-02-30"}, "due_on"),
        ({"due_on": "2019-12-31"}, "due_on"),
        ({"starts_on": "2021-01-01", "due_on": "2021-02-01"}, "starts_on"),
        ({"supporting_units": ["jingji"]}, "supporting_units"),
        ({"note": "字" * 5000}, "note"),
    ],
)
def test_a_wrong_assignment_is_a_message_at_its_field(
    wrong: dict, where: str, cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(state=State.PROPOSED)
    answer = act(login(cast.supervisor), task, "assign", **ASSIGNMENT | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors[where]
    task.refresh_from_db()
    assert task.state == State.PROPOSED


def test_the_same_unit_keeps_its_person_and_another_one_does_not(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(state=State.ASSIGNED)
    act(login(cast.head), task, "accept", assignee="reporter")
    task.refresh_from_db()
    assert task.assignee == cast.reporter
    again = ASSIGNMENT | {"lead_unit": "chengjian"}
    act(login(cast.supervisor), task, "assign", **again)
    task.refresh_from_db()
    assert task.assignee == cast.reporter
    act(login(cast.supervisor), task, "assign", **ASSIGNMENT)
    task.refresh_from_db()
    assert task.assignee is None


def test_signing_agrees_to_the_stage_goals_as_they_stand_or_as_changed(
    cast: Cast, make_task: TaskMaker, login: Login
):
    kept = make_task(state=State.ASSIGNED, checkpoints=QUARTERS)
    sent = rows("goals", *({"due_on": goal.due_on, "amount": goal.value} for goal in QUARTERS))
    assert act(login(cast.head), kept, "accept", **sent).status_code == 302
    assert "checkpoints" not in kept.events.last().data
    changed = make_task(state=State.ASSIGNED, checkpoints=QUARTERS)
    sent = rows("goals", *({"due_on": goal.due_on, "amount": goal.value} for goal in QUARTERS[1:]))
    assert act(login(cast.head), changed, "accept", **sent).status_code == 302
    assert changed.checkpoints.count() == 3


@pytest.mark.parametrize(
    "line",
    [
        {"due_on": "2021-06-30", "amount": "3"},
        {"due_on": "2020-02-30", "amount": "3"},
        {"due_on": "", "amount": "3"},
        {"due_on": "2020-06-30"},
        {"due_on": "2020-06-30", "amount": "-1"},
        {"due_on": "2020-06-30", "amount": "1e400"},
        {"due_on": "2020-06-30", "text": "字" * 201},
        {"due_on": "2020-06-30", "text": "空\x00"},
    ],
)
def test_a_wrong_stage_goal_is_a_message_and_nothing_is_signed(
    line: dict, cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task(state=State.ASSIGNED)
    answer = act(login(cast.head), task, "accept", **rows("goals", line))
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode() or "notice--error" in answer.content.decode()
    task.refresh_from_db()
    assert task.state == State.ASSIGNED


def test_one_more_row_keeps_what_is_typed_and_judges_nothing(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    lines = rows("goals", {"due_on": "2020-02-30", "text": "还没写完"})
    answer = act(login(cast.head), task, "accept", more="checkpoints", note="写到一半", **lines)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "还没写完" in page and "写到一半" in page and 'class="errors"' not in page
    assert answer.context["form"].rows["checkpoints"].count == 3
    task.refresh_from_db()
    assert task.state == State.ASSIGNED


def test_rows_without_end_are_cut(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.ASSIGNED)
    for count in ("99999999999", "-3", "x", "٣"):
        answer = act(login(cast.head), task, "accept", more="checkpoints", **{"goals-count": count})
        assert answer.context["form"].rows["checkpoints"].count <= 60


def test_a_project_has_percentages_and_words_have_none(cast: Cast, make_task: TaskMaker, login: Login):
    project, words = (
        make_task(state=State.ASSIGNED, kind=Kind.PROJECT),
        make_task(state=State.ASSIGNED, kind=Kind.MILESTONE),
    )
    assert "完成比例(%)" in text_of(login(cast.head).get(f"/tasks/{project.code}/accept/"))
    assert "完成比例(%)" not in text_of(login(cast.head).get(f"/tasks/{words.code}/accept/"))
    over = act(
        login(cast.head),
        project,
        "accept",
        **rows("goals", {"due_on": "2020-06-30", "text": "设计", "amount": "101"}),
    )
    assert over.status_code == 422


def test_closing_as_complete_needs_the_target_and_other_outcomes_do_not(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.head)
    answer = act(browser, task, "submit", outcome="completed", note="都做完了")
    assert answer.status_code == 422
    assert "不能按“完成”办结" in text_of(answer) and "都做完了" in answer.content.decode()
    assert act(browser, task, "submit", outcome="carried_over", note="结转").status_code == 302
    task.refresh_from_db()
    assert task.outcome == Outcome.CARRIED_OVER


def test_closing_takes_files(cast: Cast, make_task: TaskMaker, login: Login, upload):
    task = make_task(kind=Kind.CONTINUING)
    act(login(cast.head), task, "submit", outcome="continuing", note="全年", files=[upload("总结.pdf")])
    assert task.events.last().evidence.get().name == "总结.pdf"


def test_nobody_approves_his_own_request(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    cast.lead.memberships.create(person=cast.supervisor, role="head")
    act(login(cast.supervisor), task, "submit", outcome="mostly", note="我申请")
    task.refresh_from_db()
    assert act(login(cast.supervisor), task, "approve", outcome="mostly").status_code == 403
    assert act(login(cast.supervisor2), task, "approve", outcome="unfinished").status_code == 302
    task.refresh_from_db()
    assert task.state == State.DONE and task.outcome == Outcome.UNFINISHED


def test_a_revision_hands_on_only_what_was_changed(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(checkpoints=QUARTERS), login(cast.supervisor)
    sent = revision(browser, task, due_on="2020-12-30", reason="提前一天")
    sent |= {"goals-3-due_on": "2020-12-30"}
    assert browser.post(f"/tasks/{task.code}/revise/", sent).status_code == 302
    assert set(task.events.last().data["changes"]) == {"due_on", "checkpoints"}


def test_a_revision_changes_targets_and_drops_emptied_ones(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.supervisor)
    sent = revision(browser, task, reason="区里加码") | {
        "targets-0-value": "３０",
        "targets-1-name": "收储",
        "targets-1-value": "5",
        "targets-1-unit": "宗",
    }
    assert browser.post(f"/tasks/{task.code}/revise/", sent).status_code == 302
    found = [(link.target.name, link.target.value) for link in task.task_targets.all()]
    assert found == [("土地整备入库", 30), ("收储", 5)]
    sent = revision(browser, task, reason="取消第二个")
    sent |= {name: "" for name in sent if name.startswith("targets-1-") and name != "targets-1-code"}
    assert browser.post(f"/tasks/{task.code}/revise/", sent).status_code == 302
    assert task.task_targets.count() == 1


def test_a_revision_without_a_reason_or_a_change_is_refused(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.supervisor)
    sent = revision(browser, task, title="新名称")
    assert browser.post(f"/tasks/{task.code}/revise/", sent).status_code == 422
    sent = revision(browser, task, reason="没有改动")
    answer = browser.post(f"/tasks/{task.code}/revise/", sent)
    assert answer.status_code == 422 and "没有任何改动" in text_of(answer)


def test_others_cannot_revise(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    for person in (cast.head, cast.leader, cast.administrator):
        assert login(person).get(f"/tasks/{task.code}/revise/").status_code == 403


def test_a_restricted_task_has_no_forms_for_others(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(restricted=True)
    for action in FORMS:
        assert login(cast.other_head).get(f"/tasks/{task.code}/{action}/").status_code == 404
        assert act(login(cast.other_head), task, action).status_code == 404
