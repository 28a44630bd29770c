"""A file that proves what a report says: always as attachment, under the rights of its task; pictures also as a
thumbnail, which is a JPEG of our own making."""

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import evidence, pictures
from tasks.errors import Gone
from tasks.models import Evidence
from tasks.states import Deed
from tasks.trail import note
from tasks.views.common import OfficeRequest, not_cached, staff_view

GONE = 410
_A_DAY = 24 * 3600


@staff_view
@require_safe
def download(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """404 for files of tasks that this person may not see, and for others' uploads that no report names yet; 410 for
    bytes that are no longer those that were uploaded. Every download is in the audit trail."""
    found = _evidence(request, pk)
    try:
        stream = evidence.open_file(found)
    except Gone as gone:
        return _gone(request, gone)
    if request.method == "GET":
        note(request, Deed.DOWNLOAD, subject=f"evidence/{found.pk}")
    response = FileResponse(
        stream, as_attachment=True, filename=found.name, content_type=evidence.content_type(found.name)
    )
    response["Cache-Control"] = "private, no-store"
    return _harmless(response)


@staff_view
@require_safe
def thumbnail(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """The only thing that is shown inside a page; 404 for what is no picture."""
    found = _evidence(request, pk)
    try:
        stream = evidence.open_thumbnail(found)
    except Gone as gone:
        return _gone(request, gone)
    if stream is None:
        raise Http404("这份佐证没有缩略图。")
    response = FileResponse(stream, content_type=pictures.SENT_AS)
    response["Cache-Control"] = f"private, max-age={_A_DAY}"
    return _harmless(response)


def _evidence(request: OfficeRequest, pk: int) -> Evidence:
    found = evidence.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这份佐证。")
    return found


def _gone(request: OfficeRequest, gone: Gone) -> HttpResponse:
    return not_cached(render(request, "410.html", {"message": gone.message}, status=GONE))


def _harmless(response: FileResponse) -> FileResponse:
    """Whatever it is, no browser takes it for a page of ours."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
