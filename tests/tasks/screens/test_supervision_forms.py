"""核定, 延期, 转办, 代签收 and the parts of a task: what their forms ask and refuse."""

from datetime import date
from decimal import Decimal

import pytest

from tasks import workflow
from tasks.models import PlanRules
from tasks.states import Cadence, Kind, State
from tasks.workflow.items import ItemProgress, ItemSpec
from tests.cast import Cast, TaskMaker
from tests.tasks.letters import request_more_time
from tests.tasks.reports import report_amount
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import TODAY, act, do, filled, revision, rows, text_of

pytestmark = pytest.mark.django_db


def two_reports(task, cast: Cast):
    return report_amount(task, cast, "2020-03", "7", on=TODAY, note="签约 3 户"), report_amount(
        task, cast, "2020-04", "2", on=TODAY, note="签约 1 户"
    )


def test_one_of_several_reports_is_verified_or_all_at_once(cast: Cast, make_task: TaskMaker, login: Login):
    one, every, browser = make_task(), make_task(), login(cast.supervisor)
    first, _ = two_reports(one, cast)
    two_reports(every, cast)
    page = browser.get(f"/tasks/{one.code}/verify/")
    assert "签约 3 户" in text_of(page) and "报送四月期:本期 2,累计 9 公顷" in text_of(page)
    assert do(browser, one, "verify", in_reply_to=first.pk).status_code == 302
    assert do(browser, every, "verify", in_reply_to="all").status_code == 302
    one.refresh_from_db(), every.refresh_from_db()
    assert (one.unverified_count, every.unverified_count) == (1, 0)
    assert one.events.last().data["reports"] == [first.version]


def test_the_rejected_report_is_the_one_that_was_chosen(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.supervisor)
    first, second = two_reports(task, cast)
    assert do(browser, task, "reject", in_reply_to="all", reason="x").status_code == 422
    assert do(browser, task, "reject", in_reply_to=first.pk, reason="与台账不符").status_code == 302
    task.refresh_from_db()
    assert task.unverified == [second.version]
    again = act(browser, task, "reject", in_reply_to=first.pk, reason="再退一次")
    assert again.status_code == 422 and "已经核定、退回或撤回" in text_of(again)


def test_only_ones_own_report_can_be_withdrawn(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    report_amount(task, cast, "2020-03", "7", on=TODAY)
    own = report_amount(task, cast, "2020-04", "2", on=TODAY, by=cast.head)
    page = login(cast.head).get(f"/tasks/{task.code}/withdraw/")
    assert [report.event for report in page.context["form"].reports] == [own]
    assert do(login(cast.head), task, "withdraw").status_code == 302
    assert login(cast.head).get(f"/tasks/{task.code}/withdraw/").status_code == 403


def test_the_extension_form_says_where_the_due_date_stands(cast: Cast, make_task: TaskMaker, login: Login):
    browser = login(cast.reporter)

    def said(due_on: date) -> str:
        return text_of(browser.get(f"/tasks/{make_task(due_on=due_on).code}/request_extension/"))

    assert "须提前 5 天申请。" in said(date(2020, 12, 31))
    assert "本次将注明“提前不足”" in said(date(2020, 4, 18))
    overdue = said(date(2020, 4, 10))
    assert "逾期记录仍然保留" in overdue and "逾期情况说明" in overdue


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"due_on": "2020-12-31"}, "due_on"),
        ({"due_on": "2020-02-30"}, "due_on"),
        ({"due_on": "2099-01-01"}, "due_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_wrong_request_is_a_message_at_its_field(
    wrong: dict, where: str, cast: Cast, make_task: TaskMaker, login: Login
):
    task = make_task()
    sent = {"due_on": "2021-01-31", "reason": "征地未完成"} | wrong
    page = act(login(cast.reporter), task, "request_extension", **sent)
    assert page.status_code == 422 and page.context["form"].errors[where]


def test_granting_asks_for_the_leader_where_the_rules_want_his_word(
    cast: Cast, make_task: TaskMaker, login: Login
):
    task, browser = make_task(), login(cast.supervisor)
    request_more_time(task, cast)
    page = browser.get(f"/tasks/{task.code}/grant/")
    assert "leader" not in page.context["form"].fields and "征地未完成" in text_of(page)
    assert filled(browser, task, "grant")["due_on"] == date(2021, 1, 31)
    PlanRules.objects.update(extension_needs_leader=True)
    assert do(browser, task, "grant").status_code == 422
    assert do(browser, task, "grant", leader="leader", due_on="2021-01-15").status_code == 302
    task.refresh_from_db()
    assert task.due_on == date(2021, 1, 15) and task.events.last().data["leader"] == cast.leader.pk


def test_a_task_goes_to_another_person_of_the_unit_only(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.head)
    assert act(browser, task, "hand_over", assignee="other_reporter").status_code == 422
    assert act(browser, task, "hand_over", assignee="reporter").status_code == 302
    task.refresh_from_db()
    assert task.assignee == cast.reporter
    page = browser.get(f"/tasks/{task.code}/hand_over/")
    assert "现责任人:经办甲" in text_of(page)
    assert cast.reporter not in page.context["form"].fields["assignee"].queryset


def test_a_supervisor_signs_for_the_unit_with_its_paper(
    cast: Cast, make_task: TaskMaker, login: Login, upload
):
    task, browser = make_task(state=State.ASSIGNED), login(cast.supervisor)
    page = browser.get(f"/tasks/{task.code}/accept/")
    assert "代签收须附该单位的书面材料" in text_of(page) and "城市建设办公室" in text_of(page)
    missing = do(browser, task, "accept")
    assert missing.status_code == 422 and missing.context["uploads"].problems == [
        "代签收须附该单位的书面材料。"
    ]
    assert do(browser, task, "accept", files=[upload("回执.pdf")]).status_code == 302
    task.refresh_from_db()
    event = task.events.get(action="accept")
    assert (task.state, event.on_behalf_of) == (State.ACTIVE, cast.lead)
    own = login(cast.head).get(f"/tasks/{make_task(state=State.ASSIGNED).code}/accept/")
    assert "代签收" not in text_of(own)


def test_pieces_are_pasted_from_a_spreadsheet(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.supervisor)
    pasted = "大布头村\t排查\t鹭湖社区\r\n\r\n松元厦老村\t\t松元厦社区\t\r\n观城旧村"
    assert browser.post(f"/tasks/{task.code}/revise/", revision(browser, task, items=pasted, reason="列子项")
                        ).status_code == 302  # fmt: skip
    found = list(task.items.values_list("ordinal", "name", "stage", "owner"))
    assert found == [
        (1, "大布头村", "排查", "鹭湖社区"), (2, "松元厦老村", "", "松元厦社区"), (3, "观城旧村", "", "")
    ]  # fmt: skip
    sent = revision(browser, task, reason="没有改动")
    assert sent["items"] == "大布头村\t排查\t鹭湖社区\n松元厦老村\t\t松元厦社区\n观城旧村"
    assert "没有任何改动" in text_of(browser.post(f"/tasks/{task.code}/revise/", sent))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("甲村\n\t排查", "第 2 行:缺名称。"),
        ("甲村\n乙村\n甲村", "第 3 行:与第 1 行重名。"),
        ("甲村\t排查\t社区\t多余", "第 1 行:多于三列"),
        ("甲村\n" + "村" * 121, "第 2 行:名称超过 120 字。"),
        ("甲村\t" + "查" * 81, "第 1 行:阶段超过 80 字。"),
        ("\n".join(f"村{n}" for n in range(501)), "子项至多 500 个,现有 501 个。"),
        ("甲\x00村", "含有无法识别的字符"),
    ],
)
def test_a_wrong_line_is_named(lines: str, said: str, cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.supervisor)
    page = browser.post(f"/tasks/{task.code}/revise/", revision(browser, task, items=lines, reason="列子项"))
    assert page.status_code == 422 and said in " ".join(page.context["form"].errors["items"])
    assert not task.items.exists()


def test_a_piece_that_was_struck_off_stays(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = (
        make_task(kind=Kind.CONTINUING, items=[ItemSpec("甲村"), ItemSpec("乙村")]),
        login(cast.supervisor),
    )
    workflow.report(task, by=cast.reporter, on=TODAY, version=None, period="2020-04", note="完成",
                    items=[ItemProgress(1, done=True)])  # fmt: skip
    task.refresh_from_db()
    page = browser.post(f"/tasks/{task.code}/revise/", revision(browser, task, items="乙村", reason="删去"))
    assert page.status_code == 422 and "已销号的子项不能删除:甲村" in text_of(page)


def test_shares_must_add_up_and_belong_to_the_tasks_units(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(supporting=(cast.community,)), login(cast.supervisor)

    def send(*lines: dict[str, str]):
        sent = revision(browser, task, reason="分解") | rows("quotas", *lines)
        return browser.post(f"/tasks/{task.code}/revise/", sent)

    short = send({"unit": "chengjian", "value": "20"}, {"unit": "luhu", "value": "7"})
    assert short.status_code == 422 and "分解量合计 27 公顷,应等于目标 28 公顷" in text_of(short)
    strange = send({"unit": "chengjian", "value": "20"}, {"unit": "jingji", "value": "8"})
    assert "经济服务办公室不是本任务的牵头或配合单位" in text_of(strange)
    assert "请选择单位。" in text_of(send({"unit": "", "value": "28"}))
    assert send({"unit": "chengjian", "value": "２０"}, {"unit": "luhu", "value": "8"}).status_code == 302
    assert [(q.unit, q.value) for q in task.quotas.all()] == [
        (cast.lead, Decimal(20)),
        (cast.community, Decimal(8)),
    ]
    task.refresh_from_db()
    assert "没有任何改动" in text_of(
        browser.post(f"/tasks/{task.code}/revise/", revision(browser, task, reason="无"))
    )
    emptied = revision(browser, task, reason="不再分解") | {"quotas-0-value": "", "quotas-1-value": ""}
    assert browser.post(f"/tasks/{task.code}/revise/", emptied).status_code == 302
    assert not task.quotas.exists()


def test_the_cadence_can_be_changed(cast: Cast, make_task: TaskMaker, login: Login):
    task, browser = make_task(), login(cast.supervisor)
    assert "每月报送" not in text_of(browser.get(f"/tasks/{task.code}/"))
    sent = revision(browser, task, cadence="weekly", reason="紧盯")
    assert browser.post(f"/tasks/{task.code}/revise/", sent).status_code == 302
    task.refresh_from_db()
    assert task.cadence == Cadence.WEEKLY and "每周报送" in text_of(browser.get(f"/tasks/{task.code}/"))
