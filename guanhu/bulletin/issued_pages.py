"""The pages of an issued bulletin: the paper as it was frozen, its file, and the check against the log. For all
staff."""

import hashlib
import logging

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu.bulletin import checking, contents, drafting
from guanhu.bulletin.difference import change
from guanhu.bulletin.draft_pages import sent
from guanhu.bulletin.issuing import subject
from guanhu.bulletin.models import BulletinIssue
from guanhu.bulletin.numbers import Numbers
from tasks.states import Deed
from tasks.trail import note
from tasks.views.common import OfficeRequest, not_cached, staff_view

logger = logging.getLogger(__name__)
GONE = 410
_MOST = 2**31 - 1
"""What a whole number in the address may be, so that both engines can look for it."""


def _found(year: int, number: int, *leave: str) -> BulletinIssue:
    rows = BulletinIssue.objects.select_related("bulletin__plan", "issued_by").defer(*leave)
    known = year <= 9999 and number <= _MOST
    found = rows.filter(year=year, number=number).first() if known else None
    if found is None:
        raise Http404("没有这份通报。")
    return found


@staff_view
@require_safe
def issued(request: OfficeRequest, year: int, number: int) -> HttpResponse:
    found = _found(year, number, "file", "bulletin__texts", "bulletin__numbers")
    last = drafting.before(found.bulletin.plan, found.bulletin.on)
    now = Numbers.from_json(found.numbers)
    context = {
        "issue": found,
        "paper": contents.from_json(found.contents),
        "change": change(Numbers.from_json(last.numbers), now) if last else None,
        "before": last.reference if last else "",
        "figures": len(now.figures),
    }
    return render(request, "guanhu/bulletin/issued.html", context)


@staff_view
@require_safe
def file(request: OfficeRequest, year: int, number: int) -> HttpResponseBase:
    """The very bytes that were issued; 410 where they no longer are."""
    found = _found(year, number, "contents", "numbers")
    content = bytes(found.file)
    if hashlib.sha256(content).hexdigest() != found.sha256:
        logger.error("bulletin %s/%s: the file is not what was issued", year, number)
        message = "这份通报的文件与印发时不符,不再提供;请联系系统管理员从备份恢复。"
        return not_cached(
            render(
                request, "410.html", {"heading": "这份通报的文件已无法提供", "message": message}, status=GONE
            )
        )
    if request.method == "GET":
        note(request, Deed.DOWNLOAD, subject=subject(found))
    return sent(content, f"{found.reference}.docx")


@staff_view
@require_safe
def check(request: OfficeRequest, year: int, number: int) -> HttpResponse:
    """与日志核对: counted again now."""
    found = _found(year, number)
    context = {"issue": found, "findings": checking.check(found, request.on)}
    return not_cached(render(request, "guanhu/bulletin/check.html", context))
