"""Slips to print: 提醒单, 催办单, 督办单, a page each."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks.slips import MOST, Slip, slips
from tasks.views.common import OfficeRequest, not_cached, staff_view

_NONE = "没有这些督查单。"


@staff_view
@require_safe
def slip(request: OfficeRequest, code: str, pk: int) -> HttpResponse:
    """One slip of a task."""
    found = [one for one in _read(request, [str(pk)]) if one.letter.event.task.code == code]
    return _page(request, found)


@staff_view
@require_safe
def several(request: OfficeRequest) -> HttpResponse:
    """`?event=1&event=2`: one after the other; 404 if any of them is not there for this person."""
    wanted = list(dict.fromkeys(request.GET.getlist("event")))
    found = _read(request, wanted)
    return _page(request, found if len(found) == len(wanted) else ())


def _read(request: OfficeRequest, ids: Sequence[str]) -> list[Slip]:
    if len(ids) > MOST:
        raise Http404(f"一次至多打印 {MOST} 张。")
    numbers = [int(text) for text in ids if text.isascii() and text.isdecimal() and len(text) < 18]
    return slips(request.user, numbers)


def _page(request: OfficeRequest, found: Sequence[Slip]) -> HttpResponse:
    if not found:
        raise Http404(_NONE)
    return not_cached(render(request, "tasks/slips.html", {"slips": found, "task": _only_task(found)}))


def _only_task(found: Sequence[Slip]) -> object:
    """The task to go back to, where all slips are about one."""
    tasks = {one.letter.event.task_id: one.letter.event.task for one in found}
    return next(iter(tasks.values())) if len(tasks) == 1 else None
