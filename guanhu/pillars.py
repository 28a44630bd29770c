"""One pillar: its measures, and every task of each with light, reason and progress."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guanhu.task_rows import TaskRow, rows, target_links
from tasks import access, summaries
from tasks.faces import as_tasks, faces
from tasks.models import Measure, Person, Pillar, Task
from tasks.moment import Moment
from tasks.past_targets import linked
from tasks.states import State
from tasks.summaries import Totals
from tasks.views import moments
from tasks.views.common import OfficeRequest, staff_view


@dataclass(frozen=True, slots=True)
class MeasureTasks:
    measure: Measure
    totals: Totals
    rows: list[TaskRow]


@staff_view
@require_safe
def pillar(request: OfficeRequest, slug: str, ordinal: int) -> HttpResponse:
    """`?as_of=`, `?period=` and `?compare_to=` choose the day, as on the dashboard."""
    found = get_object_or_404(Pillar.objects.select_related("plan"), plan__slug=slug, ordinal=ordinal)
    shown = moments.shown(request, found.plan)
    context = {
        "pillar": found,
        "plan": found.plan,
        "siblings": found.plan.pillars.order_by("ordinal"),
        "choice": shown.choice,
        **_content(found, request.user, shown.moment),
    }
    return render(request, "guanhu/pillar.html", context, status=shown.status)


def _content(found: Pillar, person: Person, moment: Moment) -> dict[str, object]:
    tasks = _shown(found, person, moment)
    before = _shown(found, person, moment.compared) if moment.compared else None
    base = {"plan": found.plan.slug, "pillar": str(found.ordinal), **moment.query}
    known = linked(target_links(tasks), tasks, moment)
    return {
        "totals": summaries.totals(tasks, base, before),
        "measures": _by_measure(found, rows(tasks, known), before, moment),
    }


def _shown(found: Pillar, person: Person, moment: Moment) -> list[Task]:
    mine = faces(access.visible_tasks(person).filter(plan=found.plan), moment)
    return as_tasks(mine.filter(measure__pillar=found).exclude(state=State.CANCELLED))


def _by_measure(
    found: Pillar, tasks: list[TaskRow], before: list[Task] | None, moment: Moment
) -> list[MeasureTasks]:
    result = []
    for measure in found.measures.order_by("ordinal"):
        mine = [row for row in tasks if row.task.measure_id == measure.pk]
        then = None if before is None else [task for task in before if task.measure_id == measure.pk]
        base = {"plan": found.plan.slug, "measure": f"{found.ordinal}.{measure.ordinal}", **moment.query}
        result.append(MeasureTasks(measure, summaries.totals([row.task for row in mine], base, then), mine))
    return result
