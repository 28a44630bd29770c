"""我的任务: what I owe, most urgent first."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tasks import access, agenda
from tasks.agenda import Item
from tasks.plans import current_plan
from tasks.queues import queues
from tasks.views.common import OfficeRequest, not_cached, staff_view

TITLES = {
    "letters": ("督查单、批示待回复", "先回复超期的;回复写明原因、措施和完成时间。"),
    "consult": ("年度计划征求意见", "核对任务、分工和时限:同意并填报阶段目标,或提出修改意见。"),
    "rejected": ("报送被退回重报", "督查室退回了报送,请按理由更正后重报。"),
    "sign": ("待签收", "核对阶段目标后签收;不属于本单位的,可申请改派。"),
    "returned": ("被退回补办", "督查室退回了办结申请,请按要求补办后再申请。"),
    "late": ("待补报", "上一期已截止,请先补报。"),
    "report": ("本期待报送", ""),
    "lit": ("已报送,但亮红灯或黄灯", "请按“如何转绿”推进。"),
    "waiting": ("等待他人办理", "待单位负责人签收,或已申请办结、待督查室审核。"),
    "steady": ("正常推进", "本期已报送,暂无待办。"),
    "helping": ("配合任务,本期未报配合情况", "由其他单位牵头;本单位做了工作的,请报送配合情况。"),
    "supporting": ("配合任务", "由其他单位牵头,本单位配合;本期已报或尚未开始报送。"),
    "help": ("需要您协调", "责任单位在报送时提请协调。"),
}
LED_LIT = ("红灯和黄灯", "您分管的任务中亮红灯、黄灯的。")


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    item: Item
    button: Button | None


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    hint: str
    rows: list[Row]


@staff_view
@require_safe
def my_tasks(request: OfficeRequest) -> HttpResponse:
    """Grouped by what is to be done; each row has one button that does it."""
    who = access.rights(request.user)
    found = agenda.agenda(who, request.on)
    plan = current_plan() if who.supervisor else None
    context = {
        "sections": [section(group, request.on) for group in (*found.mine, *found.supporting)],
        "led": [section(group, request.on, led=True) for group in found.led],
        "to_do": found.to_do,
        "empty": found.is_empty,
        "queues": queues(plan, request.user, request.on) if plan else [],
    }
    return not_cached(render(request, "tasks/mine.html", context))


def section(group: agenda.Group, on: date, *, led: bool = False) -> Section:
    """A group with its words and a button a row."""
    title, hint = LED_LIT if led and group.key == "lit" else TITLES[group.key]
    return Section(
        f"led-{group.key}" if led else group.key,
        title,
        hint,
        [Row(item, None if led else _button(group.key, item)) for item in group.items],
    )


def _button(key: str, item: Item) -> Button | None:
    """The one thing to do about it."""
    code = item.task.code
    if key == "sign":
        return Button("签收", reverse("task-action", args=[code, "accept"]), main=True)
    if key == "letters":
        return Button("回复", reverse("task-action", args=[code, "answer"]) + _back(), main=True)
    if key == "consult":
        return Button("答复", reverse("task", args=[code]), main=True)
    if key in ("late", "report", "rejected"):
        label = {"late": "补报", "report": "报送", "rejected": "重报"}[key]
        return Button(label, reverse("task-report", args=[code]) + _back(), main=True)
    if key == "returned":
        return Button("补办", reverse("task", args=[code]), main=True)
    if key in ("helping", "supporting"):
        return Button("报送配合情况", reverse("task-report", args=[code]) + _back())
    return Button("再报", reverse("task-report", args=[code])) if key == "lit" else None


def _back() -> str:
    return "?next=" + reverse("my-tasks")
