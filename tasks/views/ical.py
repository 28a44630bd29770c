"""The calendar's dates as a file that a phone's calendar takes in."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tasks import clock, ical
from tasks.models import Task
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.scheduled import BAD_REQUEST, read

_PLAIN = "text/plain; charset=utf-8"


@staff_view
@require_safe
def calendar_file(request: OfficeRequest) -> HttpResponse:
    """The same filters as the pages; a bad one is said in plain text, 400, and nothing is sent."""
    shown = read(request)
    if shown is None:
        return HttpResponse("还没有年度计划。", content_type=_PLAIN, status=404)
    if shown.errors:
        said = "\n".join(f"{name}:{text}" for name, texts in shown.errors.items() for text in texts)
        return HttpResponse(said, content_type=_PLAIN, status=BAD_REQUEST)

    def address_of(task: Task) -> str:
        return request.build_absolute_uri(reverse("task", args=(task.code,)))

    content = ical.calendar_file(shown.plan.title, shown.commitments, address_of, clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="guanhu-{shown.plan.slug}.ics"'
    return not_cached(response)
