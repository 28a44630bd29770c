"""The sentence of a notice, made when it is shown, by the rights of that moment: a notice itself holds no text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import Truncator

from tasks import access, periods
from tasks.models import Notice, Person, Plan, Task, TaskEvent
from tasks.states import Action, Instruction, Level, NoticeKind
from tasks.workflow.letters import slip_number

LONGEST = 120
"""Characters of what somebody wrote; the task's page has all of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in words. `more`: what somebody wrote; `url`: a path of this site."""

    notice: Notice
    text: str
    url: str
    more: str = ""

    @property
    def label(self) -> str:
        return str(self.notice.get_kind_display())


def lines(notices: Iterable[Notice], person: Person, *, outside: bool = False) -> list[Line]:
    """In the order given, without those of tasks that the person may no longer see. `outside`: for an e-mail or
    another system, where a task of restricted knowledge has no words at all. Constant queries."""
    notices = list(notices)
    wanted = {notice.task_id for notice in notices if notice.task_id}
    rows = access.visible_tasks(person).filter(pk__in=wanted).select_related("plan") if wanted else ()
    tasks = {task.pk: task for task in rows}
    events = TaskEvent.objects.in_bulk({notice.event_id for notice in notices if notice.event_id})
    return [
        _line(notice, tasks.get(notice.task_id or 0), events.get(notice.event_id or 0), outside)
        for notice in notices
        if notice.task_id is None or notice.task_id in tasks
    ]


def _line(notice: Notice, task: Task | None, event: TaskEvent | None, outside: bool) -> Line:
    if task is None:
        return _of_many(notice)
    if outside and task.restricted:
        return Line(
            notice,
            f"一项限定知悉的任务有新情况({notice.get_kind_display()}),请登录系统查看",
            reverse("notices"),
        )
    url = reverse("task", args=[task.code])
    if event is None:
        return Line(notice, _of_the_day(notice, task), url)
    return Line(notice, _of_event(event, task), url, _written(event))


def _of_many(notice: Notice) -> Line:
    """Notices that count tasks and name none."""
    data = notice.data
    if notice.kind == NoticeKind.REPORT_DUE:
        text = f"{periods.label(data['period'])}还有 {data['count']} 项任务待报送,{_day(data['due_on'])}截止"
        return Line(notice, text, reverse("period-report"))
    text = f"年度计划草案征求意见:本单位牵头的 {data['count']} 项任务,请逐项答复"
    return Line(notice, text, reverse("my-tasks"))


def _of_the_day(notice: Notice, task: Task) -> str:
    data = notice.data
    if notice.kind == NoticeKind.DUE_SOON:
        return f"临近时限:{task.title},{_day(data['due_on'], notice.on)}到期"
    if "answer_by" in data:
        return f"逾期未回复:{task.title},应于 {_day(data['answer_by'], notice.on)}前回复"
    return f"逾期未办结:{task.title},时限为 {_day(data['due_on'], notice.on)}"


def _of_event(event: TaskEvent, task: Task) -> str:
    return f"{_deed(event, task.plan)}:{task.title}{_until(event)}"


_OTHERWISE: Mapping[Action, str] = {
    Action.OBJECT: "对草案提出修改意见",
    Action.REVISE: "草案已调整,请再核对",
    Action.HAND_OVER: "转由您办理",
    Action.REPORT: "提请领导协调",
    Action.ANSWER: "已回复",
    Action.SUBMIT: "申请办结,待审核",
}
"""Where the action's own name would not do."""


def _deed(event: TaskEvent, plan: Plan) -> str:
    action, data = Action(event.action), event.data
    if action == Action.URGE:
        return slip_number(plan, Level(data["level"]), data["number"])
    if action == Action.INSTRUCT:
        return str(Instruction(data.get("level", Instruction.ORDINARY)).label)
    if action == Action.REQUEST_EXTENSION:
        return f"申请延期至 {_day(data['due_on'], event.on)}"
    if action == Action.GRANT:
        return f"同意延期至 {_day(data['due_on'], event.on)}"
    return _OTHERWISE.get(action, str(action.label))


def _until(event: TaskEvent) -> str:
    if "answer_by" in event.data:
        return f",请于 {_day(event.data['answer_by'], event.on)}前回复"
    if event.action in (Action.ASSIGN, Action.RESUME, Action.REOPEN):
        return f",时限 {_day(event.due_on.isoformat(), event.on)}"
    return ""


def _written(event: TaskEvent) -> str:
    texts = event.texts
    said = texts.get("help_what") if event.action == Action.REPORT else None
    return Truncator(said or texts.get("text") or texts.get("reason") or event.note).chars(LONGEST)


def _day(text: str, seen_from: date | None = None) -> str:
    """9 月 30 日, with its year where that is another."""
    day = date.fromisoformat(text)
    year = f"{day.year} 年 " if seen_from and seen_from.year != day.year else ""
    return f"{year}{day.month} 月 {day.day} 日"
