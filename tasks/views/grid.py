"""编辑表: many tasks at once for the supervisors; typed or pasted, previewed, then saved row by row."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tasks import grid
from tasks.filters import TaskFilter
from tasks.forms.grid import ReasonForm, Sent, pasted, posted
from tasks.forms.ledger import read_choices
from tasks.grid_names import Names, read_names
from tasks.grid_rows import Row
from tasks.grid_save import save
from tasks.models import Plan, Task
from tasks.states import NOT_CLOSED
from tasks.views.common import CONFLICT, UNPROCESSABLE, OfficeRequest, not_cached, staff_view
from tasks.views.desk import for_supervisors, plan_or_404

PAGE = 40
NARROWING = ("search", "pillar", "state", "lead_unit", "no_checkpoints")


@staff_view
@require_http_methods(["GET", "HEAD", "POST"])
def plan_grid(request: OfficeRequest, slug: str) -> HttpResponse:
    """The table; on POST the preview of what was typed or pasted, and then the deed."""
    for_supervisors(request)
    plan = plan_or_404(slug)
    names = read_names()
    if request.method != "POST":
        return _table(request, plan, names)
    sent = _sent(request)
    rows = _rows(request, plan, sent, names)
    touched = [row for row in rows if row.is_touched]
    if request.POST.get("step") == "save":
        return _save(request, plan, sent, touched, names)
    return _preview(request, plan, sent, touched, names, ReasonForm(label_suffix=""))


def _sent(request: OfficeRequest) -> Sent:
    if request.POST.get("tsv", "").strip():
        return pasted(request.POST["tsv"], assign=bool(request.POST.get("assign")))
    return posted(request.POST)


def _rows(request: OfficeRequest, plan: Plan, sent: Sent, names: Names) -> list[Row]:
    tasks = list(grid.editable(plan, request.user).filter(code__in=list(sent.rows)))
    known = {task.code for task in tasks}
    sent.problems += [
        f"{code[:40]}:没有这个编号,或已办结、不再实施。" for code in sent.rows if code not in known
    ]
    return grid.compare(tasks, sent.rows, names, request.user, request.on)


def _table(request: OfficeRequest, plan: Plan, names: Names) -> HttpResponse:
    query = {name: request.GET[name] for name in NARROWING if request.GET.get(name)}
    page = Paginator(_narrowed(request, plan, query), PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "page": page,
        "total": page.paginator.count,
        "rows": [grid.as_it_stands(task, names) for task in page.object_list],
        "names": names,
        "query": query,
        "back": _address(request, plan),
        "pillars": plan.pillars.order_by("ordinal"),
        "states": [(state.value, state.label) for state in NOT_CLOSED],
        "choices": read_choices(),
    }
    return not_cached(render(request, "tasks/grid.html", context))


def _narrowed(request: OfficeRequest, plan: Plan, query: dict[str, str]) -> QuerySet[Task]:
    tasks: QuerySet[Task] = grid.editable(plan, request.user)
    found = TaskFilter(query, tasks)
    return found.qs if found.is_valid() else tasks.none()


def _address(request: OfficeRequest, plan: Plan) -> str:
    """The table's address with its filters and page."""
    kept = {name: request.GET[name] for name in (*NARROWING, "page") if request.GET.get(name)}
    return reverse("plan-grid", args=[plan.slug]) + (f"?{urlencode(kept)}" if kept else "")


def _preview(
    request: OfficeRequest,
    plan: Plan,
    sent: Sent,
    rows: Sequence[Row],
    names: Names,
    form: ReasonForm,
    status: int = 0,
) -> HttpResponse:
    """What would be saved, what is wrong, and on the second step what has been saved already."""
    wrong = [row for row in rows if row.errors]
    context = {
        "plan": plan,
        "ready": [row for row in rows if not row.errors and not row.event],
        "wrong": wrong,
        "done": [row for row in rows if row.event],
        "problems": sent.problems,
        "names": names,
        "form": form,
        "back": _address(request, plan),
    }
    status = status or (UNPROCESSABLE if sent.problems or wrong or not rows else 200)
    return not_cached(render(request, "tasks/grid_preview.html", context, status=status))


def _save(request: OfficeRequest, plan: Plan, sent: Sent, rows: Sequence[Row], names: Names) -> HttpResponse:
    form = ReasonForm(request.POST, label_suffix="")
    if not form.is_valid() or not rows:
        return _preview(request, plan, sent, rows, names, form, UNPROCESSABLE)
    for row in rows:
        if not row.errors:
            save(row, by=request.user, on=request.on, reason=form.cleaned_data["reason"])
    refused = [row for row in rows if row.errors]
    if not refused and not sent.problems:
        messages.success(request, f"已保存 {len(rows)} 行:{'、'.join(row.task.code for row in rows[:20])}。")
        return redirect(_address(request, plan))
    _read_again(request, plan, refused, names)
    return _preview(request, plan, sent, rows, names, form, CONFLICT)


def _read_again(request: OfficeRequest, plan: Plan, rows: Sequence[Row], names: Names) -> None:
    """What stands in the refused rows now, beside what was typed."""
    codes = [row.task.code for row in rows]
    fresh = {task.code: task for task in grid.editable(plan, request.user).filter(code__in=codes)}
    for row in rows:
        row.task = fresh.get(row.task.code, row.task)
        row.shown = grid.shown(row.task, names)
