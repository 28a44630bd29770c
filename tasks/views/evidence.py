"""A file that proves what a report says: always as attachment, under the rights of its task."""

import logging

from django.db.models import Q
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from tasks import access
from tasks.evidence import content_type, open_file
from tasks.models import Evidence
from tasks.views.common import OfficeRequest, staff_view

logger = logging.getLogger(__name__)


@staff_view
@require_safe
def download(request: OfficeRequest, pk: int) -> FileResponse:
    """404 for files of tasks that this person may not see, and for others' uploads that no report names yet."""
    named = Q(event__isnull=False) | Q(uploaded_by=request.user)
    mine = Evidence.objects.filter(named, task__in=access.visible_tasks(request.user))
    evidence = mine.select_related("file").filter(pk=pk).first()
    if evidence is None:
        raise Http404("没有这份佐证。")
    try:
        stream = open_file(evidence)
    except FileNotFoundError as missing:
        logger.error("evidence %s: file %s is missing", evidence.pk, evidence.file.sha256)
        raise Http404("这份佐证的文件已不在服务器上,请联系系统管理员。") from missing
    response = FileResponse(
        stream, as_attachment=True, filename=evidence.name, content_type=content_type(evidence.name)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
