"""本期报送: one page, a card a task, the form its kind needs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tasks import access
from tasks.report_subjects import Subject, reporting_subjects
from tasks.views.cards import fresh
from tasks.views.common import OfficeRequest, not_cached, staff_view


@staff_view
@require_safe
def period_report(request: OfficeRequest) -> HttpResponse:
    """What is late first, then the current period, then parts of supporting units; what is sent is a count."""
    subjects = reporting_subjects(access.rights(request.user), request.on)
    late = [s for s in subjects if not s.supporting and s.late]
    current = [s for s in subjects if not s.supporting and s.owed and not s.late]
    supporting = [s for s in subjects if s.supporting and s.owed]
    cards = {card.subject.task.pk: card for card in fresh([*late, *current, *supporting], request.user)}

    def of(chosen: list[Subject]) -> list[object]:
        return [cards[subject.task.pk] for subject in chosen]

    context = {
        "sections": [
            ("late", "补报", of(late)),
            ("current", "本期", of(current)),
            ("supporting", "配合任务", of(supporting)),
        ],
        "left": len(late) + len(current),
        "done": [s for s in subjects if not s.supporting and not s.owed],
        "has_tasks": bool(subjects),
        "period": subjects[0].choices[0] if subjects else None,
        "next": reverse("period-report"),
        "may_send": True,
    }
    return not_cached(render(request, "tasks/period_report.html", context))
