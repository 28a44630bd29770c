"""Tables to take away from the desk: a queue's rows, and who has not reported. The audit trail keeps each."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from tasks import audit, completeness, periods
from tasks.completeness import Row
from tasks.csv_file import table
from tasks.queue_details import details
from tasks.rulebook import rules_row
from tasks.states import Cadence, Deed
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.desk import for_supervisors, wanted_plan
from tasks.views.queue import asked_queue, waited


@staff_view
@require_safe
def queue_csv(request: OfficeRequest, key: str) -> HttpResponse:
    """The rows of a queue with what its page says of them."""
    asked = asked_queue(request, key)
    tasks = list(asked.tasks(request))
    known = details(key, tasks, request.on)
    heading = (
        "编号",
        "任务",
        "牵头单位",
        "责任人",
        "分管领导",
        "状态",
        "时限",
        "等待天数",
        asked.queue.heading,
    )
    lines = [
        (
            task.code,
            task.title,
            task.lead_unit or "",
            task.assignee or "",
            task.leader or "",
            task.get_state_display(),
            task.due_on,
            waited(task, request.on),
            ";".join(f"{row.what} {row.text}".strip() for row in known.get(task.pk, ())),
        )
        for task in tasks
    ]
    return sent(request, f"{asked.plan.slug}:{key}", heading, lines)


@staff_view
@require_safe
def unreported_csv(request: OfficeRequest) -> HttpResponse:
    """Who has not reported for a month (`period`, else the one that people ask about): one line a report owed."""
    for_supervisors(request)
    plan = wanted_plan(request)
    if plan is None:
        raise Http404("还没有年度计划。")
    due_day = rules_row(plan, request.on).report_due_day
    month = request.GET.get("period") or completeness.current_month(request.on, due_day)
    if not periods.valid(month) or periods.cadence_of(month) != Cadence.MONTHLY:
        raise Http404("没有这一期。")
    found = completeness.missing(plan, month, request.on, request.user)
    heading = ("单位", "编号", "任务", "责任人", "期次", "截止日", "情况", "已过天数")
    return sent(request, f"{plan.slug}:missing:{month}", heading, [_line(row, request.on) for row in found])


def _line(row: Row, on: date) -> tuple[object, ...]:
    late = max((on - row.due).days, 0)
    period = periods.label(row.period)
    return (row.unit, row.task.code, row.task.title, row.assignee or "", period, row.due, row.word, late)


def sent(
    request: OfficeRequest, subject: str, heading: Sequence[str], lines: Sequence[Sequence[object]]
) -> HttpResponse:
    """The table as a file named after its subject; the audit trail keeps who took it."""
    audit.record(
        Deed.EXPORT,
        by=request.user,
        subject=subject,
        address=request.META.get("REMOTE_ADDR", ""),
        data={"rows": len(lines)},
    )
    answer = HttpResponse(table(heading, lines), content_type="text/csv; charset=utf-8")
    name = f"{subject.replace(':', '-')}-{request.on}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return not_cached(answer)
