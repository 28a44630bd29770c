"""Which plan a page shows."""

from collections.abc import Iterable

from django.db.models import F
from django.http import Http404, HttpRequest

from tasks.closed_periods import DueDays
from tasks.models import Plan
from tasks.states import PlanState

_RUNNING = (PlanState.ACTIVE, PlanState.CLOSING)


def plans() -> list[Plan]:
    """Every plan, the newest first."""
    return list(Plan.objects.order_by("-year", "slug"))


def with_due_days() -> dict[Plan, DueDays]:
    """Every plan, the newest first, with its dated reporting days: one query for both, where queries are counted."""
    rows = Plan.objects.annotate(effective_on=F("rules__effective_on"), due_day=F("rules__report_due_day"))
    found: dict[Plan, DueDays] = {}
    for row in rows.order_by("-year", "slug", "effective_on", "rules__pk"):
        dated = found.setdefault(row, [])
        if row.effective_on:
            dated.append((row.effective_on, row.due_day))
    return found


def shown(request: HttpRequest, among: Iterable[Plan]) -> Plan | None:
    """The plan asked for by `?plan=`, else the newest that is running, else the newest; 404 if unknown."""
    found = list(among)
    if slug := request.GET.get("plan", ""):
        for plan in found:
            if plan.slug == slug:
                return plan
        raise Http404("没有这个年度计划。")
    return next((plan for plan in found if plan.state in _RUNNING), found[0] if found else None)
