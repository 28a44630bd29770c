"""One pillar: its measures, and every task of each with light, reason and progress."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guanhu.task_rows import TaskRow, rows, target_links
from tasks import access, summaries
from tasks.faces import as_tasks, faces
from tasks.models import Measure, Pillar
from tasks.moment import Moment
from tasks.states import State
from tasks.summaries import Totals
from tasks.views.common import OfficeRequest, staff_view


@dataclass(frozen=True, slots=True)
class MeasureTasks:
    measure: Measure
    totals: Totals
    rows: list[TaskRow]


@staff_view
@require_safe
def pillar(request: OfficeRequest, slug: str, ordinal: int) -> HttpResponse:
    found = get_object_or_404(Pillar.objects.select_related("plan"), plan__slug=slug, ordinal=ordinal)
    mine = access.visible_tasks(request.user).filter(plan=found.plan)
    visible = as_tasks(
        faces(mine, Moment.now(request.on)).filter(measure__pillar=found).exclude(state=State.CANCELLED)
    )
    tasks = rows(visible, target_links(visible))
    base = {"plan": slug, "pillar": str(ordinal)}
    context = {
        "pillar": found,
        "plan": found.plan,
        "siblings": found.plan.pillars.order_by("ordinal"),
        "totals": summaries.totals([row.task for row in tasks], base),
        "measures": _by_measure(found, tasks),
    }
    return render(request, "guanhu/pillar.html", context)


def _by_measure(found: Pillar, tasks: list[TaskRow]) -> list[MeasureTasks]:
    result = []
    for measure in found.measures.order_by("ordinal"):
        mine = [row for row in tasks if row.task.measure_id == measure.pk]
        base = {"plan": found.plan.slug, "measure": f"{found.ordinal}.{measure.ordinal}"}
        result.append(MeasureTasks(measure, summaries.totals([row.task for row in mine], base), mine))
    return result
