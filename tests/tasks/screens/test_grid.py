"""编辑表: many rows typed or pasted, previewed, saved row by row through the verbs."""

from datetime import date
from typing import Any

import pytest

from tasks import workflow
from tasks.models import Plan, Task, TaskEvent
from tasks.states import Action, PlanState, State
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.tasks.screens.conftest import Login
from tests.tasks.screens.pages import text_of

pytestmark = pytest.mark.django_db
URL = "/plans/2020/grid/"


def row(task: Task, **cells: str) -> dict[str, Any]:
    """A row of the table as the form sends it; cells that are not named stay out."""
    sent = {f"v-{task.code}": task.version, **{f"{name}-{task.code}": text for name, text in cells.items()}}
    return {"row": [task.code], **sent}


def together(*rows: dict[str, Any]) -> dict[str, Any]:
    return {
        **{k: v for one in rows for k, v in one.items()},
        "row": [code for one in rows for code in one["row"]],
    }


def save(browser, *rows: dict[str, Any], reason: str = "统一调整"):
    return browser.post(URL, {**together(*rows), "step": "save", "reason": reason})


def test_the_preview_shows_the_difference_and_writes_nothing(cast: Cast, make_task: TaskMaker, login: Login):
    task, same = make_task(checkpoints=QUARTERS), make_task(checkpoints=QUARTERS)
    browser = login(cast.supervisor)
    shown = {cell.column: cell.text for cell in browser.get(URL).context["rows"][1].cells}
    page = browser.post(
        URL, together(row(task, due_on="2021年1月31日", lead_unit="jingji"), row(same, **shown))
    )
    assert page.status_code == 200
    assert [one.task for one in page.context["ready"]] == [task]
    assert {(c.label, c.was, c.now) for c in page.context["ready"][0].changes} == {
        ("时限", "2020-12-31", "2021年1月31日"), ("牵头单位", "城市建设办公室", "jingji")
    }  # fmt: skip
    assert not TaskEvent.objects.filter(action=Action.REVISE).exists()


def test_rows_are_saved_by_names_or_codes_with_one_reason(cast: Cast, make_task: TaskMaker, login: Login):
    one, two = make_task(checkpoints=QUARTERS), make_task()
    answer = save(
        login(cast.supervisor),
        row(one, lead_unit="经济服务办公室", supporting_units="luhu、城市建设办公室", leader="other_leader"),
        row(two, checkpoints="6-30 累计14; 9-30 累计21", due_on="2020/11/30"),
    )
    assert answer.status_code == 302
    one.refresh_from_db(), two.refresh_from_db()
    assert one.lead_unit == cast.other and one.leader == cast.other_leader
    assert one.supporting_codes == ["luhu", "chengjian"]
    assert two.due_on == date(2020, 11, 30) and [int(c.value or 0) for c in two.checkpoints.all()] == [14, 21]
    assert {e.texts["reason"] for e in TaskEvent.objects.filter(action=Action.REVISE)} == {"统一调整"}


def test_proposed_rows_are_assigned_where_that_is_ticked(cast: Cast, make_task: TaskMaker, login: Login):
    task, kept = make_task(state=State.PROPOSED), make_task(state=State.PROPOSED)
    ticked = row(task, leader="分管领导甲") | {f"assign-{task.code}": "1"}
    assert save(login(cast.supervisor), ticked, row(kept, leader="分管领导甲")).status_code == 302
    task.refresh_from_db(), kept.refresh_from_db()
    assert (task.state, kept.state) == (State.ASSIGNED, State.PROPOSED)
    assert task.assignment_confirmed and task.original_due_on == date(2020, 12, 31)


def test_assigning_asks_for_what_is_missing(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.PROPOSED)
    page = login(cast.supervisor).post(URL, row(task) | {f"assign-{task.code}": "1"})
    assert page.status_code == 422 and "交办须填分管领导" in text_of(page)


def test_a_stale_row_says_so_and_keeps_what_was_typed_while_the_others_are_saved(
    cast: Cast, make_task: TaskMaker, login: Login
):
    fresh, moved = make_task(), make_task()
    workflow.revise(
        moved, by=cast.supervisor2, on=date(2020, 4, 10), version=None, reason="x", due_on=date(2020, 10, 31)
    )
    browser = login(cast.supervisor)
    page = save(browser, row(fresh, due_on="11-30"), row(moved, due_on="9-30"))
    assert page.status_code == 409 and "已被他人更新" in text_of(page)
    fresh.refresh_from_db(), moved.refresh_from_db()
    assert (fresh.due_on, moved.due_on) == (date(2020, 11, 30), date(2020, 10, 31))
    (wrong,) = page.context["wrong"]
    due = next(cell for cell in wrong.cells if cell.column == "due_on")
    assert (due.text, due.stands) == ("9-30", "2020-10-31")
    assert f'name="v-{moved.code}" value="{moved.version}"' in page.content.decode(), "the next try knows"


def test_no_row_is_half_saved(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(checkpoints=QUARTERS)
    page = save(
        login(cast.supervisor), row(task, leader="分管领导乙", lead_unit="jingji", supporting_units="jingji")
    )
    assert page.status_code == 409
    task.refresh_from_db()
    assert task.leader == cast.leader and task.lead_unit == cast.lead


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"lead_unit": "不存在的办"}, "没有叫“不存在的办”的单位"),
        ({"lead_unit": ""}, "牵头单位不能清空"),
        ({"leader": "经办甲"}, "没有叫“经办甲”的街道领导"),
        ({"due_on": "尽快"}, "看不懂日期"),
        ({"due_on": "无"}, "时限不能清空"),
        ({"due_on": "6-30"}, "时限 2020-06-30 之间"),
        ({"checkpoints": "累计14"}, "缺少日期"),
        ({"checkpoints": "2021-6-30 累计14"}, "时间应在"),
    ],
)
def test_a_cell_that_makes_no_sense_is_marked_and_nothing_is_saved(
    cast: Cast, make_task: TaskMaker, login: Login, cells: dict[str, str], said: str
):
    task = make_task(checkpoints=QUARTERS)
    for step in ({}, {"step": "save", "reason": "统一调整"}):
        page = login(cast.supervisor).post(URL, row(task, **cells) | step)
        assert page.status_code in (409, 422) and said in text_of(page)
    task.refresh_from_db()
    assert not TaskEvent.objects.filter(action=Action.REVISE).exists()


def test_a_block_from_a_spreadsheet_needs_no_script(cast: Cast, make_task: TaskMaker, login: Login):
    one, two = make_task(checkpoints=QUARTERS), make_task(checkpoints=QUARTERS)
    text = f"编号\t时限\t配合单位\n{one.code}\t2020年11月30日\t鹭湖社区\n{two.code}\t\t无\n"
    browser = login(cast.supervisor)
    page = browser.post(URL, {"tsv": text})
    assert [r.task for r in page.context["wrong"]] == [one], "a stage goal lies after the new date"
    page = browser.post(URL, {"tsv": f"{one.code}\tjingji\t鹭湖社区\t\t2021/1/31\t\n"})
    assert [c.column for c in page.context["ready"][0].changes] == ["lead_unit", "supporting_units", "due_on"]
    assert f'name="v-{one.code}"' in page.content.decode()


def test_lines_that_cannot_be_read_are_named(cast: Cast, make_task: TaskMaker, login: Login):
    task, done = make_task(), make_task(state=State.DONE)
    text = f"\tjingji\n{task.code}\tjingji\n{task.code}\tjingji\n2020-9-99\tjingji\n{done.code}\tjingji"
    page = login(cast.supervisor).post(URL, {"tsv": text})
    said = text_of(page)
    assert page.status_code == 422 and "第 1 行:缺少编号" in said and "重复" in said
    assert "2020-9-99:没有这个编号" in said and f"{done.code}:没有这个编号,或已办结" in said


def test_without_a_reason_or_a_change_nothing_is_saved(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    browser = login(cast.supervisor)
    assert save(browser, row(task, due_on="11-30"), reason="").status_code == 422
    assert "没有任何改动" in text_of(browser.post(URL, row(task)))
    task.refresh_from_db()
    assert task.due_on == date(2020, 12, 31)


def test_a_draft_plan_is_revised_and_agreed_to_anew(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task(state=State.PROPOSED)
    Plan.objects.update(state=PlanState.CONSULTING)
    workflow.agree(task, by=cast.head, on=date(2020, 4, 14), version=None)
    task.refresh_from_db()
    assert (
        save(login(cast.supervisor), row(task, due_on="11-30") | {f"assign-{task.code}": "1"}).status_code
        == 302
    )
    task.refresh_from_db()
    assert task.state == State.PROPOSED and task.consultation == "" and task.due_on == date(2020, 11, 30)


def test_the_table_costs_the_same_for_five_rows_and_for_forty(
    cast: Cast, make_task: TaskMaker, login: Login, django_assert_max_num_queries
):
    browser = login(cast.supervisor)
    for wanted in (5, 40):
        while make_task.made < wanted:
            make_task(state=State.PROPOSED, checkpoints=QUARTERS)
        tasks = list(Task.objects.all())
        browser.get("/tasks/")
        with django_assert_max_num_queries(24):
            assert len(browser.get(URL).context["rows"]) == wanted
        with django_assert_max_num_queries(24):
            page = browser.post(URL, together(*(row(task, leader="分管领导乙") for task in tasks)))
        assert len(page.context["ready"]) == wanted


def test_the_table_is_the_supervisors(cast: Cast, make_task: TaskMaker, login: Login):
    task = make_task()
    for person in (cast.reporter, cast.head, cast.leader, cast.administrator, cast.auditor):
        assert login(person).get(URL).status_code == 403
        assert save(login(person), row(task, due_on="11-30")).status_code == 403
    assert login(cast.supervisor).get("/plans/1999/grid/").status_code == 404
