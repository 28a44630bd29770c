"""Parts of the task page: what waits, what was changed and why, what stands behind a number."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tasks import workflow
from tasks.models import Plan
from tasks.states import Kind, Outcome, PlanState, State
from tasks.workflow import carrying, year
from tasks.workflow.items import ItemProgress, ItemSpec
from tasks.workflow.quotas import Quota
from tests.cast import LAND, QUARTERS, Cast, TaskMaker
from tests.tasks.letters import answer, instruct, request_more_time, urge
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, text_of

pytestmark = pytest.mark.django_db

NEXT_YEAR = date(2021, 1, 31)


def page_of(login: Login, person, task):
    page = login(person).get(f"/tasks/{task.code}/")
    assert page.status_code == 200
    return page


def test_letters_wait_with_a_button_for_the_lead_unit_alone(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(supporting=(cast.community,))
    slip = urge(task, cast, on=date(2020, 4, 8), answer_by=date(2020, 4, 14))
    written = instruct(task, cast, text="请说明进展")
    page = page_of(login, cast.reporter, task)
    assert [letter.event for letter in page.context["letters"]] == [slip, written]
    assert "紧急批示 分管领导甲" in text_of(page) and "4 月 14 日前回复,已超期" in text_of(page)
    assert f"/answer/?in_reply_to={slip.pk}" in page.content.decode()
    for person in (cast.clerk, cast.supervisor, cast.leader):
        other = page_of(login, person, task)
        assert len(other.context["letters"]) == 2 and "/answer/" not in other.content.decode()


def test_what_was_answered_waits_no_longer(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    answer(task, cast, urge(task, cast))
    page = page_of(login, cast.reporter, task)
    assert page.context["letters"] == [] and "待回复的督查单" not in text_of(page)


def test_a_request_for_time_says_until_when_and_why(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    assert "延期申请待答复" not in text_of(page_of(login, cast.supervisor, task))
    request_more_time(task, cast, reason="征地未完成")
    deciding, waiting = page_of(login, cast.supervisor, task), page_of(login, cast.reporter, task)
    for page in (deciding, waiting):
        assert "由 2020-12-31 延至 2021-01-31" in text_of(page) and "征地未完成" in text_of(page)
    assert "/grant/" in deciding.content.decode() and "/grant/" not in waiting.content.decode()


def test_a_request_after_the_due_date_or_at_short_notice_says_so(
    cast: Cast, make_task: TaskMaker, login: Login
):
    late, short, early = (
        make_task(due_on=date(2020, 4, 10)), make_task(due_on=date(2020, 4, 18)), make_task()
    )  # fmt: skip
    for task in (late, short, early):
        request_more_time(task, cast)
    said = [text_of(page_of(login, cast.supervisor, task)) for task in (late, short, early)]
    assert ["逾期后申请" in text for text in said] == [True, False, False]
    assert ["提前不足" in text for text in said] == [False, True, False]


def test_every_due_date_and_every_reason_stays(cast: Cast, make_task: TaskMaker, login: Login):
    task, by = make_task(), {"on": TODAY, "version": None}
    assert "时限变更" not in text_of(page_of(login, cast.auditor, task))
    request_more_time(task, cast, reason="征地未完成")
    workflow.refuse(task, by=cast.supervisor, reason="应倒排工期", **by)
    request_more_time(task, cast, reason="连续暴雨", until=NEXT_YEAR)
    workflow.grant(task, by=cast.supervisor2, leader=cast.leader, note="下不为例", **by)
    workflow.revise(task, by=cast.supervisor, reason="区里提前", due_on=date(2021, 1, 15), **by)
    dates = page_of(login, cast.auditor, task).context["dates"]
    assert [(row.due_on, row.who, row.reason, row.granted) for row in dates] == [
        (date(2020, 12, 31), "督查甲", "", True),
        (NEXT_YEAR, "督查甲", "应倒排工期", False),
        (NEXT_YEAR, "督查乙", "连续暴雨;下不为例", True),
        (date(2021, 1, 15), "督查甲", "区里提前", True),
    ]
    assert dates[2].how == "同意延期(经分管领导甲同意)"
    page = text_of(page_of(login, cast.auditor, task))
    assert "2020-12-31 首次时限" in page and "2021-01-15 现时限" in page and "2021-01-31 未同意" in page


def test_reported_and_confirmed_stand_apart(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    first = report_amount(task, cast, "2020-03", "7", on=TODAY)
    page = page_of(login, cast.reporter, task)
    assert "自报 7 公顷(25.0%) 核定 尚未核定" in text_of(page)
    workflow.verify(task, by=cast.supervisor, on=TODAY, version=None, in_reply_to=first.pk)
    assert "自报 7 公顷(25.0%) 核定 7 公顷 已核定" in text_of(page_of(login, cast.reporter, task))
    report_amount(task, cast, "2020-04", "2", on=TODAY)
    page = page_of(login, cast.reporter, task)
    assert (
        "自报 9 公顷(32.1%) 核定 7 公顷" in text_of(page)
        and "已核定" not in text_of(page).split("目标与走势")[1][:60]
    )


def test_reports_wait_for_the_supervisor_and_go_back_to_their_own_author(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    report = report_amount(task, cast, "2020-03", "7", on=TODAY, note="签约 3 户")
    judge, author, head = (page_of(login, p, task) for p in (cast.supervisor, cast.reporter, cast.head))
    assert [row.event for row in judge.context["reports"]] == [report]
    for verb in ("verify", "reject"):
        assert f"/{verb}/?in_reply_to={report.pk}" in judge.content.decode()
        assert f"/{verb}/" not in author.content.decode()
    assert f"/withdraw/?in_reply_to={report.pk}" in author.content.decode()
    assert "/withdraw/" not in head.content.decode() and "报三月期:7 公顷(城市建设办公室 经办甲" in text_of(
        head
    )
    workflow.verify(task, by=cast.supervisor, on=TODAY, version=None)
    assert "待核定的报送" not in text_of(page_of(login, cast.supervisor, task))


def test_shares_say_what_each_unit_has_reported(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(supporting=(cast.community,))
    assert "分解指标" not in text_of(page_of(login, cast.auditor, task))
    quotas = [Quota(cast.lead, Decimal(20)), Quota(cast.community, Decimal(8))]
    workflow.revise(task, by=cast.supervisor, on=TODAY, version=None, reason="分解", quotas=quotas)
    report_amount(task, cast, "2020-03", "3", on=TODAY)
    report_amount(task, cast, "2020-04", "2", on=TODAY)
    report_amount(task, cast, "2020-04", "4", on=TODAY, by=cast.clerk)
    page = page_of(login, cast.auditor, task)
    found = [(row.unit, row.value, row.reported, row.percent) for row in page.context["shares"]]
    assert found == [(cast.lead, 20, 5, 25), (cast.community, 8, 4, 50)]


def test_pieces_say_what_is_struck_off_and_many_are_folded(cast: Cast, make_task: TaskMaker, login: Login):
    def villages(count: int):
        pieces = [ItemSpec(f"城中村{n}", "排查", "鹭湖社区") for n in range(1, count + 1)]
        return make_task(
            items=pieces, targets=(replace(LAND, name="城中村", value=Decimal(count), unit="个"),)
        )

    few, many = villages(12), villages(13)
    workflow.report(
        few, by=cast.reporter, on=TODAY, version=None, period="2020-04", note="完成一个",
        items=[ItemProgress(2, done=True)],
    )  # fmt: skip
    page = page_of(login, cast.auditor, few)
    assert "已销号 1 / 12" in text_of(page) and "2. 城中村2 排查 鹭湖社区 ✓ 4 月 15 日" in text_of(page)
    assert "查看 13 个子项" in text_of(page_of(login, cast.auditor, many))
    assert "个子项" not in text_of(page)


def test_what_differs_from_the_baseline_is_shown(cast: Cast, make_task: TaskMaker, login: Login):
    Plan.objects.update(state=PlanState.CONSULTING)
    plan = Plan.objects.get()
    make_task.plan = plan
    task = make_task(state=State.PROPOSED, checkpoints=None)
    workflow.agree(task, by=cast.head, on=TODAY, version=None, checkpoints=QUARTERS)
    year.move(plan, PlanState.ACTIVE, by=cast.supervisor, on=TODAY)
    assert "与年初基线不同" not in text_of(page_of(login, cast.auditor, task))
    workflow.revise(
        task, by=cast.supervisor, on=TODAY, version=None, reason="顺延", due_on=date(2021, 1, 31),
        checkpoints=[*QUARTERS[:3], replace(QUARTERS[3], due_on=date(2021, 1, 31))],
    )  # fmt: skip
    rows = page_of(login, cast.auditor, task).context["differences"]
    assert [(row.label, row.then, row.now) for row in rows] == [
        ("时限", "2020-12-31", "2021-01-31"),
        ("阶段目标", "12 月 31 日 累计 28 公顷", "1 月 31 日 累计 28 公顷"),
    ]


def test_a_continued_task_and_its_origin_lead_to_each_other(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(kind=Kind.CONTINUING)
    workflow.submit(task, by=cast.head, on=TODAY, version=None, outcome=Outcome.CONTINUING, note="全年")
    workflow.approve(task, by=cast.supervisor, on=TODAY, version=None)
    task.refresh_from_db()
    assert "结转至" not in text_of(page_of(login, cast.auditor, task))
    following = carrying.start_next(task.plan, by=cast.supervisor)
    carried = carrying.carry_over(task, following, by=cast.supervisor, on=TODAY).task
    assert f"结转至 {carried.code}" in text_of(page_of(login, cast.auditor, task))
    assert f"结转自 {task.code}" in text_of(page_of(login, cast.auditor, carried))
    carried.restricted = True
    carried.save()
    assert carried.code not in text_of(page_of(login, cast.auditor, task))


def test_a_draft_row_says_what_its_unit_thinks_of_it(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.PROPOSED)
    assert "征求意见" not in text_of(page_of(login, cast.head, task))
    Plan.objects.update(state=PlanState.CONSULTING)
    page = page_of(login, cast.head, task)
    assert "征求意见 未答复" in text_of(page)
    assert page.context["bar"].labels == ["同意分工", "提出修改意见"]
    workflow.object_to(task, by=cast.head, on=TODAY, version=None, text="应由城管办牵头")
    page = page_of(login, cast.supervisor, task)
    assert "征求意见 有修改意见 应由城管办牵头 主任甲" in text_of(page)
    workflow.revise(task, by=cast.supervisor, on=TODAY, version=None, reason="采纳", title="新名称")
    assert "应由城管办牵头" not in text_of(page_of(login, cast.supervisor, task)).split("办理过程")[0]


def test_a_returned_request_says_why_until_the_unit_has_acted(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.IN_REVIEW, kind=Kind.CONTINUING)
    workflow.send_back(task, by=cast.supervisor, on=date(2020, 6, 4), version=None, reason="缺总结")
    assert "办结申请被退回 缺总结" in text_of(page_of(login, cast.head, task))
    workflow.report(task, by=cast.reporter, on=date(2020, 6, 5), version=None, period="2020-06", note="已补")
    assert "办结申请被退回" not in text_of(page_of(login, cast.head, task))


def test_rarer_actions_are_in_the_menu_and_one_is_the_main(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    head, supervisor = (page_of(login, p, task).context["bar"] for p in (cast.head, cast.supervisor))
    assert head.main.label == "报送进展"
    assert [b.label for b in head.frequent] == ["申请办结", "申请延期"] and [b.label for b in head.more] == [
        "转办"
    ]
    assert supervisor.main.label == "督促" and [b.label for b in supervisor.frequent] == ["调整"]
    assert [b.label for b in supervisor.more] == ["改派", "代填进展", "代录批示", "暂缓", "不再实施"]
    assert page_of(login, cast.leader, task).context["bar"].labels == ["批示"]
    assert page_of(login, cast.clerk, make_task()).context["bar"].labels == []
