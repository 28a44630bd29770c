"""The page of one task: why it is lit, what can be done, what happened."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import access, chart, closing_drafts, facts
from tasks.access import Rights
from tasks.admitted_problems import answered_by
from tasks.models import Task, Unit
from tasks.rulebook import rules_row, unknown_years
from tasks.shares import shares
from tasks.states import Action, PlanState, State
from tasks.timeline_words import sentences
from tasks.views.buttons import bar
from tasks.views.common import OfficeRequest, not_cached, staff_view, task_or_404
from tasks.views.task_story import story
from tasks.views.task_targets import steps, targets
from tasks.workflow.closing import shortfall

_NUMERALS = "〇一二三四五六七八九十"
NEAR = timedelta(days=60)
"""So long before a date, the working days up to it matter."""


@staff_view
@require_safe
def task(request: OfficeRequest, code: str) -> HttpResponse:
    """Everything about one task that a person may see."""
    found = task_or_404(request, code)
    known = facts.load([found])[found.pk]
    who, items = access.rights(request.user), list(found.items.order_by("ordinal"))
    context = {
        "task": found,
        "unknown_years": unknown_years(request.on, _near_dates(found, request.on)),
        "supporting": list(Unit.objects.filter(code__in=found.supporting_codes)),
        "reasons": sentences(found.light_reason),
        "ways_back": sentences(found.light_recover),
        "days_left": (found.due_on - request.on).days,
        "targets": targets(found, known, request.on),
        "chart": chart.chart(found.kind, known, found.starts_on, max(found.due_on, found.plan.ends_on)),
        "steps": steps(found, known, request.on),
        "shares": shares(found),
        "items": items,
        "items_done": sum(1 for item in items if item.done_on),
        "consulted": found.plan.state == PlanState.CONSULTING and found.state == State.PROPOSED,
        "source": _source(found),
        "problems": list(answered_by(found)),
        **_carried(found, request),
        **story(found, known),
        **_actions(found, request, who),
    }
    return not_cached(render(request, "tasks/task.html", context))


def _actions(task: Task, request: OfficeRequest, who: Rights) -> dict[str, Any]:
    """The buttons, and which of the cards have theirs."""
    rules = rules_row(task.plan, request.on)
    allowed = access.allowed_actions(who, task, rules)
    draft = closing_drafts.of(task) if task.state == State.ACTIVE and access.leads(who, task) else None
    return {
        "closing_draft": draft,
        "may_prepare": (draft or closing_drafts.may_prepare(who, task, rules))
        and closing_drafts.may_write(who, task, rules, draft),
        "bar": bar(task, allowed, who),
        "may": {action.value: True for action in allowed},
        "lacking": shortfall(task) if Action.SUBMIT in allowed else "",
    }


def _near_dates(task: Task, on: date) -> list[date]:
    """Dates of an open task up to which working days are counted before long."""
    dates = (task.due_on, task.answer_by) if task.is_open else ()
    return [day for day in dates if day and day - on <= NEAR]


def _carried(task: Task, request: OfficeRequest) -> dict[str, Task | None]:
    """Last year's task that goes on in this one, and next year's, as far as this person may see them."""
    linked = access.visible_tasks(request.user).filter(Q(carried_from=task) | Q(pk=task.carried_from_id))
    found = {other.pk == task.carried_from_id: other for other in linked}
    return {"carried_from": found.get(True), "carried_to": found.get(False)}


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
