"""报送情况: of each unit, what was to be reported with a month, and what has been. Every number opens its list."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import completeness as reports
from tasks import periods
from tasks.models import Plan
from tasks.plans import current_plan
from tasks.rulebook import rules_row
from tasks.views.common import OfficeRequest, not_cached, staff_view


@dataclass(frozen=True, slots=True)
class Month:
    """A month to choose from, with the day on which its reports are due."""

    period: str
    due: date
    closed: bool

    @property
    def label(self) -> str:
        said = "已截止" if self.closed else f"{self.due.month} 月 {self.due.day} 日截止"
        return f"{self.period[:4]} 年{periods.label(self.period)}({said})"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, the address of the list that has so many rows, and whether that is the one shown."""

    status: str
    name: str
    value: int
    url: str
    here: bool


@staff_view
@require_safe
def completeness(request: OfficeRequest) -> HttpResponse:
    """`period` a month, `unit` and `status` choose the rows; 404 for what there is none of."""
    plan = _plan(request)
    if plan is None:
        return render(request, "tasks/completeness.html", {"plan": None})
    months = _months(plan, request.on)
    month = _month(request, plan, months)
    unit, status = request.GET.get("unit", ""), request.GET.get("status", "")
    found = reports.rows(plan, month.period, request.on, request.user)
    units = reports.by_unit(found)
    if (unit and unit not in {one.unit.code for one in units if one.unit}) or (
        status and status not in reports.STATUSES
    ):
        raise Http404("没有这样的报送情况。")
    base = {"plan": plan.slug, "period": month.period}
    context = {
        "plan": plan,
        "months": months,
        "month": month,
        "words": list(reports.STATUSES.values()),
        "units": [(one.unit, _cells(one, base, unit, status)) for one in units],
        "total": _cells(reports.in_all(found), base, unit, status),
        "rows": reports.chosen(found, unit, status or reports.OWING) if unit or status else None,
        "chosen": _said(units, unit, status),
    }
    return not_cached(render(request, "tasks/completeness.html", context))


def _plan(request: OfficeRequest) -> Plan | None:
    slug = request.GET.get("plan", "")
    if not slug:
        return current_plan()
    plan = Plan.objects.filter(slug=slug).first() if slug.isprintable() else None
    if plan is None:
        raise Http404("没有这个年度计划。")
    return plan


def _months(plan: Plan, on: date) -> list[Month]:
    """From the plan's first day of work to the open month, the latest first."""
    due_day = rules_row(plan, on).report_due_day
    last = min(periods.open_period(on, due_day), periods.period_of(plan.ends_on))
    offered = periods.between(periods.period_of(plan.activated_on or plan.starts_on), last)
    dues = [(period, periods.due_day(period, due_day)) for period in reversed(offered)]
    return [Month(period, due, due < on) for period, due in dues]


def _month(request: OfficeRequest, plan: Plan, months: list[Month]) -> Month:
    """The month that the address names, else the one that people ask about."""
    wanted = request.GET.get("period", "")
    asked = wanted or reports.current_month(request.on, rules_row(plan, request.on).report_due_day)
    found = next((month for month in months if month.period == asked), None)
    if found is None and (wanted or not months):
        raise Http404("没有这一期。")
    return found or months[0]


def _cells(counted: reports.UnitCompleteness, base: dict[str, str], unit: str, status: str) -> list[Cell]:
    code = counted.unit.code if counted.unit else ""
    return [
        Cell(
            key,
            name,
            getattr(counted, key),
            "?" + urlencode({**base, **({"unit": code} if code else {}), "status": key}) + "#list",
            (unit, status or reports.OWING) == (code, key),
        )
        for key, name in reports.STATUSES.items()
    ]


def _said(units: list[reports.UnitCompleteness], unit: str, status: str) -> str:
    name = next((one.unit.name for one in units if one.unit and one.unit.code == unit), "各单位")
    return f"{name} · {reports.STATUSES[status or reports.OWING]}"
