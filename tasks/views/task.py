"""The page of one task: why it is lit, what can be done, what happened."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.attainment import Goal, current, share
from indicators.forecast import forecast
from indicators.spans import span
from tasks import access, chart, facts, figures, timeline
from tasks.light_facts import Facts
from tasks.lights import late_steps
from tasks.models import Task, TaskEvent, TaskTarget, Unit
from tasks.rulebook import rules_row
from tasks.states import Action, Kind, State
from tasks.timeline_words import sentences
from tasks.views.common import OfficeRequest, not_cached, staff_view, task_or_404
from tasks.workflow.closing import shortfall

_MAIN = {
    State.PROPOSED: Action.ASSIGN,
    State.ASSIGNED: Action.ACCEPT,
    State.ACTIVE: Action.REPORT,
    State.IN_REVIEW: Action.APPROVE,
}
_AGAIN = "改派"
_NUMERALS = "〇一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target: what is wanted, what stands, where it is heading; each in words."""

    link: TaskTarget
    now: str
    percent: str
    expected: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One stage goal; `state` is met, late or open."""

    due_on: date
    text: str
    share: str
    met_on: date | None
    state: str


@staff_view
@require_safe
def task(request: OfficeRequest, code: str) -> HttpResponse:
    """Everything about one task that a person may see."""
    found = task_or_404(request, code)
    known = facts.load([found])[found.pk]
    who, rules = access.rights(request.user), rules_row(found.plan, request.on)
    actions = access.allowed_actions(who, found, rules)
    context = {
        "task": found,
        "supporting": list(Unit.objects.filter(code__in=found.supporting_codes)),
        "reasons": sentences(found.light_reason),
        "ways_back": sentences(found.light_recover),
        "buttons": [_button(found, action) for action in actions],
        "lacking": shortfall(found) if Action.SUBMIT in actions else "",
        "days_left": (found.due_on - request.on).days,
        "targets": _targets(found, known, request.on),
        "chart": chart.chart(found.kind, known, found.starts_on, max(found.due_on, found.plan.ends_on)),
        "steps": _steps(found, known, request.on),
        "source": _source(found),
        "help": _help(found) if found.needs_help else None,
        "groups": timeline.timeline(found),
    }
    return not_cached(render(request, "tasks/task.html", context))


def _button(task: Task, action: Action) -> Button:
    if action == Action.REPORT:
        return Button(
            action.label, reverse("task-report", args=[task.code]), _MAIN.get(State(task.state)) == action
        )
    again = action == Action.ASSIGN and task.state != State.PROPOSED
    label = _AGAIN if again else str(action.label)
    url = reverse("task-action", args=[task.code, action.value])
    return Button(label, url, _MAIN.get(State(task.state)) == action)


def _targets(task: Task, known: Facts, on: date) -> list[TargetLine]:
    goals = {goal.code: goal for goal in known.goals}
    links = task.task_targets.select_related("target__indicator").order_by("ordinal", "pk")
    return [_target(link, goals[link.target.code], task, on) for link in links]


def _target(link: TaskTarget, goal: Goal, task: Task, on: date) -> TargetLine:
    now = current(goal)
    part = share(goal, now) if now is not None else None
    return TargetLine(
        link,
        now="" if now is None else f"{figures.total(now)} {goal.unit}",
        percent="" if part is None else figures.percent(part),
        expected=_expected(goal, task, on) if task.is_open else "",
    )


def _expected(goal: Goal, task: Task, on: date) -> str:
    """The range in which it will end, where the readings say anything."""
    reported_to = max(
        [on, *(span(point.period)[1] for point in goal.points)]
    )  # a report may run ahead of the day
    ends = forecast(goal, task.due_on, reported_to) if goal.value is not None else None
    if ends is None:
        return ""
    low, high = figures.number(ends.low), figures.number(ends.high)
    return f"{low} {goal.unit}" if low == high else f"{low}–{high} {goal.unit}"


def _steps(task: Task, known: Facts, on: date) -> list[StepLine]:
    late = {step.ordinal for step in late_steps(task, known, on)} if task.is_open else set()
    return [
        StepLine(
            due_on=step.due_on,
            text=step.text,
            share=_share(step.percent) if task.kind == Kind.PROJECT else "",
            met_on=step.met_on,
            state="met" if step.met_on else "late" if step.ordinal in late else "open",
        )
        for step in known.steps
    ]


def _share(percent: Decimal | None) -> str:
    return "" if percent is None else f"{figures.number(percent)}%"


def _source(task: Task) -> str:
    """第三部分(二)第 2 段"""
    if not task.source_part:
        return ""
    ordinal = task.source_pillar
    numeral = _NUMERALS[ordinal] if ordinal is not None and ordinal < len(_NUMERALS) else str(ordinal or "")
    pillar = f"({numeral})" if numeral else ""
    return f"第{task.source_part}部分{pillar}" + (
        f"第 {task.source_paragraph} 段" if task.source_paragraph else ""
    )


def _help(task: Task) -> TaskEvent | None:
    """The report that asked for a leader's help."""
    return task.events.filter(action=Action.REPORT, needs_help=True).order_by("-version").first()
