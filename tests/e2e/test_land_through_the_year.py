"""土地整备入库 28 公顷以上, walked through its year by five people at their browsers.

The timeline and the REST log tell the same story.
"""

from dataclasses import dataclass, field
from datetime import date

import pytest

from tasks.models import OfficeDate, Person, Plan, Task, TaskEvent
from tasks.states import Action, Consultation, Level, Outcome, PlanState, State
from tests.cast import Cast, make_cast, make_plan
from tests.e2e.windows import DESK, OpenWindow, Window, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "土地整备入库 28 公顷以上"
GOALS = (("2020-03-31", "7"), ("2020-06-30", "14"), ("2020-09-30", "21"), ("2020-12-31", "28"))
PROOFS = (("签约汇总表.txt", "三月签约 3 户".encode()), ("现场照片说明.txt", "入库 2.6 公顷".encode()))


@dataclass
class Year:
    """Five windows, one a person, and the office's clock."""

    cast: Cast
    plan: Plan
    windows: dict[str, Window]
    code: str = ""
    told: list[str] = field(default_factory=list)

    def on(self, month: int, day: int, year: int = 2020) -> None:
        """The office's day; the first page that is opened sweeps what lies between."""
        OfficeDate.objects.update(today=date(year, month, day))
        Plan.objects.filter(pk=self.plan.pk).exclude(activated_on=None).update(
            swept_to=date(year, month, day)
        )

    @property
    def task(self) -> Task:
        return Task.objects.get(code=self.code)

    def does(self, who: str, action: Action, *, fills: dict[str, str] | None = None, ticks: tuple[str, ...] = (),
             selects: dict[str, str] | None = None, files: tuple[tuple[str, bytes], ...] = ()) -> None:  # fmt: skip
        """One action by its form, found from the task's page; the page afterwards says that it is done."""
        window = self.windows[who]
        window.open(f"/tasks/{self.code}/{action.value}/")
        form = window.page.locator("#content form").last
        for name, value in (selects or {}).items():
            form.locator(f"[name={name}]").select_option(value)
        for value in ticks:
            form.locator(f"input[value='{value}']").check()
        for name, text in (fills or {}).items():
            form.locator(f"[name={name}]").fill(text)
        if files:
            self.attach(form.locator("input[type=file]").first, files)
        form.locator(".btns button").first.click()
        expect(window.message).to_contain_text("已办理")
        window.assert_quiet()
        self.told.append(action.value)

    @staticmethod
    def attach(chooser: object, files: tuple[tuple[str, bytes], ...]) -> None:
        payload = [{"name": name, "mimeType": "text/plain", "buffer": body} for name, body in files]
        chooser.set_input_files(payload)  # type: ignore[attr-defined]  # a Locator


@pytest.fixture
def year(transactional_db: None, open_window: OpenWindow) -> Year:
    """A draft plan in March, and everybody logged in."""
    plan, cast = make_plan(), make_cast()
    Plan.objects.update(state=PlanState.DRAFT, activated_on=None, swept_to=None)
    OfficeDate.objects.create(today=date(2020, 3, 2))
    people: dict[str, Person] = {
        "supervisor": cast.supervisor,
        "supervisor2": cast.supervisor2,
        "head": cast.head,
        "reporter": cast.reporter,
        "leader": cast.leader,
    }
    windows = {}
    for name, person in people.items():
        windows[name] = open_window(DESK)
        windows[name].become(person)
    return Year(cast, plan, windows)


def propose(year: Year) -> None:
    window = year.windows["supervisor"]
    window.open("/tasks/new/")
    form = window.page.locator("#content form").last
    form.locator("[name=title]").fill(TITLE)
    measure = form.locator("[name=measure] option", has_text="2.1").get_attribute("value")
    form.locator("[name=measure]").select_option(measure)
    form.locator("[name=kind]").select_option("quantity")
    form.locator("[name=lead_unit]").select_option("chengjian")
    form.locator("[name=targets-0-name]").fill("土地整备入库")
    form.locator("[name=targets-0-value]").fill("28")
    form.locator("[name=targets-0-unit]").fill("公顷")
    form.locator(".btns button").first.click()
    expect(window.message).to_be_visible()
    year.code = Task.objects.get(title=TITLE).code
    year.told.append("propose")


def move_plan(year: Year, to: PlanState) -> None:
    window = year.windows["supervisor"]
    window.open(f"/plans/{year.plan.slug}/year/")
    window.click(window.page.get_by_role("link", name=f"转为{to.label}", exact=True))
    window.click(window.page.locator("#content form button").last)
    expect(window.message).to_be_visible()
    assert Plan.objects.get().state == to


def report(
    year: Year, period: str, amount: str, note: str, files: tuple[tuple[str, bytes], ...] = ()
) -> None:
    window = year.windows["reporter"]
    window.open(f"/tasks/{year.code}/report/")
    form = window.page.locator("#content form").last
    form.locator("[name=period]").select_option(period)
    form.locator("[name=amount-1]").fill(amount)
    form.locator("[name=note]").fill(note)
    if files:
        Year.attach(form.locator("input[type=file]").first, files)
    form.get_by_role("button", name="报送", exact=True).click()
    odd = form.get_by_role("button", name="仍要报送")
    expect(window.message.or_(odd).first).to_be_visible()
    if odd.count() and odd.first.is_visible():
        odd.first.click()
    expect(window.page.get_by_text("已报送").first).to_be_visible()
    year.told.append("report")


def goals() -> dict[str, str]:
    return {
        f"goals-{line}-{name}": value
        for line, (day, amount) in enumerate(GOALS)
        for name, value in (("due_on", day), ("amount", amount))
    }


def test_a_commitment_goes_through_its_year_by_five_people(year: Year) -> None:
    # 草案 → 征求意见: the unit agrees with its own stage goals
    propose(year)
    move_plan(year, PlanState.CONSULTING)
    year.on(3, 5)
    more = year.windows["head"]
    more.open(f"/tasks/{year.code}/agree/")
    if more.page.locator("[name=goals-3-amount]").count() == 0:
        more.page.get_by_role("button", name="加一行").first.click()
    fills = goals()
    for name, value in fills.items():
        more.page.locator(f"[name={name}]").fill(value)
    more.page.locator(".btns button").first.click()
    expect(more.message).to_contain_text("已办理")
    year.told.append("agree")
    assert year.task.consultation == Consultation.AGREED and year.task.checkpoint_count == 4

    # 执行: the baseline is frozen, the task handed out and signed
    year.on(3, 13)
    move_plan(year, PlanState.ACTIVE)
    year.told.append("baseline")
    year.on(3, 16)
    assigned = {"lead_unit": "chengjian", "leader": "leader"}
    year.does("supervisor", Action.ASSIGN, selects=assigned, fills={"due_on": "2020-12-31"})
    year.on(3, 18)
    year.does("head", Action.ACCEPT)
    assert year.task.state == State.ACTIVE and year.task.checkpoints.count() == 4

    # reported with two files, verified
    year.on(3, 25)
    report(year, "2020-03", "2.6", "完成两宗地块征收,入库 2.6 公顷。", PROOFS)
    year.on(3, 30)
    year.does("supervisor", Action.VERIFY)
    assert list(year.task.verified.values()) == ["2.6"]

    # urged, answered
    year.on(4, 20)
    slip = {"text": "第一季度目标 7 公顷未达成,请说明原因和追赶安排。", "answer_by": "2020-04-27"}
    year.does("supervisor", Action.URGE, ticks=(Level.ORANGE.value,), fills=slip)
    year.on(4, 23)
    year.does("reporter", Action.ANSWER, fills={"text": "两户补偿标准存在分歧,五月底前完成签约。"})
    assert year.task.answer_by is None

    # extension asked and granted: the first due date stays on record
    year.on(6, 10)
    asked = {"due_on": "2021-03-31", "reason": "补偿口径须由区里统一,年内难以全部入库。"}
    year.does("head", Action.REQUEST_EXTENSION, fills=asked)
    year.on(6, 12)
    year.does("supervisor", Action.GRANT, fills={"due_on": "2021-02-28", "note": "同意,压缩一个月。"})
    task = year.task
    assert (task.original_due_on, task.due_on) == (date(2020, 12, 31), date(2021, 2, 28))

    # instructed, answered
    year.on(7, 6)
    word = {"text": "请专题研究,拿出逐宗时间表。", "answer_by": "2020-07-13"}
    year.does("leader", Action.INSTRUCT, fills=word)
    year.on(7, 10)
    year.does("head", Action.ANSWER, fills={"text": "已开专题会,时间表附后。"})

    # the rest is reported; submitted, returned, submitted again, approved by somebody else
    year.on(12, 22)
    report(year, "2020-12", "25.6", "其余地块全部签约入库,累计 28.2 公顷。")
    year.on(12, 23)
    done = {"note": "累计入库 28.2 公顷,超额完成。"}
    year.does("head", Action.SUBMIT, ticks=(Outcome.COMPLETED.value,), fills=done)
    year.on(12, 24)
    year.does("supervisor2", Action.RETURN, fills={"reason": "请补充区土整中心的入库确认函。"})
    year.on(12, 28)
    again = {"note": "已补确认函。累计入库 28.2 公顷。"}
    year.does("head", Action.SUBMIT, ticks=(Outcome.COMPLETED.value,), fills=again,
              files=(("入库确认函.txt", "确认入库 28.2 公顷".encode()),))  # fmt: skip
    year.on(12, 29)
    year.does("supervisor2", Action.APPROVE)
    assert (year.task.state, year.task.outcome) == (State.DONE, Outcome.COMPLETED)
    _the_timeline_tells_it(year)
    _the_rest_log_says_the_same(year)


def _the_timeline_tells_it(year: Year) -> None:
    window = year.windows["leader"]
    window.open(f"/tasks/{year.code}/")
    words = window.page.locator("ol.timeline").last.inner_text()
    for said in (
        "立项", "同意分工", "基线", "交办", "签收", "报送", "核定", "催办单", "回复", "申请延期", "同意延期", "批示",
        "申请办结", "退回补办", "同意办结",
    ):  # fmt: skip
        assert said in words, said
    for said in ("2020-12-31", "区土整中心的入库确认函", "两户补偿标准存在分歧", "压缩一个月"):
        assert said in window.page.locator("#content").inner_text(), said
    for name, _ in PROOFS:
        expect(window.page.get_by_role("link", name=name).first).to_be_visible()
    window.assert_well_made()


def _the_rest_log_says_the_same(year: Year) -> None:
    answer = year.windows["supervisor"].page.request.get(
        f"{year.windows['supervisor'].base}/api/v1/tasks/{year.code}/events/?page_size=200"
    )
    events = answer.json()["results"]
    system = (Action.LIGHT, Action.FLAG_OVERDUE)
    assert [event["action"] for event in events if event["action"] not in system] == year.told
    assert TaskEvent.objects.filter(task__code=year.code).count() == len(events)
    grant = next(event for event in events if event["action"] == "grant")
    assert grant["face"]["due_on"] == "2021-02-28"
    report_event = next(event for event in events if event["action"] == "report")
    assert [file["name"] for file in report_event["evidence"]] == [name for name, _ in PROOFS]
    actors = {event["actor"]["username"] for event in events if event["actor"]}
    assert actors == {"supervisor", "supervisor2", "head", "reporter", "leader"}
