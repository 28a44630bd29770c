"""甘特图: the year's dates of every task a person may see, by pillar or by unit, with today's line."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import gantt
from tasks.commitments import Commitment
from tasks.gantt import Axis, Row
from tasks.models import Task
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.scheduled import BY, Group, Schedule, group_of, grouping, read


@dataclass(frozen=True, slots=True)
class Section:
    """`query` opens the list of exactly these tasks; "" where no filter can name them."""

    name: str
    query: str
    rows: list[Row]


@staff_view
@require_safe
def chart(request: OfficeRequest) -> HttpResponse:
    """Bad values are messages and no chart, 400; an unknown way of grouping counts as by pillar."""
    shown = read(request)
    if shown is None:
        return not_cached(render(request, "tasks/gantt.html", {}))
    days = (day for one in shown.commitments for day in (one.task.due_on, one.task.expected_on))
    scale = gantt.axis(shown.plan.starts_on, shown.plan.ends_on, days)
    by = grouping(request)
    sections = _sections(shown, scale, by)
    context = {
        "shown": shown,
        "months": gantt.months(scale),
        "years": scale.first.year != scale.last.year,
        "today": scale.middle(shown.moment.on) if scale.has(shown.moment.on) else None,
        "sections": sections,
        "shapes": gantt.shapes([row for section in sections for row in section.rows]),
        "by": by,
        "groupings": BY.items(),
    }
    return not_cached(render(request, "tasks/gantt.html", context, status=shown.status))


def _sections(shown: Schedule, scale: Axis, by: str) -> list[Section]:
    """In the order of the plan or of the units; what has no unit yet comes last."""
    groups: dict[Group, list[Commitment[Task]]] = defaultdict(list)
    for one in shown.commitments:
        groups[group_of(one.task, by)].append(one)
    return [
        Section(
            group.name,
            shown.ledger(**_narrowed(by, group.code)) if group.code else "",
            gantt.rows(scale, groups[group]),
        )
        for group in sorted(groups)
    ]


def _narrowed(by: str, code: str) -> dict[str, str]:
    return {"pillar": code} if by == "pillar" else {"lead_unit": code}
