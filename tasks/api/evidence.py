"""Files: taken in for a task, handed out as attachments."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from tasks import access, evidence
from tasks.api import documentation as docs
from tasks.api.errors import TooLarge
from tasks.api.serializers import EvidenceNameSerializer
from tasks.api.views import OfTask
from tasks.errors import NotAllowed
from tasks.models import Evidence, Task
from tasks.rulebook import rules_row
from tasks.states import Action

logger = logging.getLogger(__name__)

ENVELOPE = 64 * 1024
"""Bytes that a multipart body may have around its file."""


class EvidenceUpload(OfTask):
    queryset = Evidence.objects.all()
    serializer_class = EvidenceNameSerializer
    parser_classes = (MultiPartParser,)

    @extend_schema(
        summary="上传佐证",
        description=docs.UPLOAD,
        request=docs.UPLOAD_BODY,
        responses={201: EvidenceNameSerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        task = self.task()
        self._check_right(task)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.EVIDENCE_MAX_BYTES + ENVELOPE:
            raise TooLarge(_limit())
        kept = evidence.store(task, request.user, _only_file(request))
        written = {"id": kept.pk, "name": kept.name, "size": kept.file.size, "sha256": kept.file.sha256}
        return Response(written, status=201)

    def _check_right(self, task: Task) -> None:
        """Who may report on a task may prove it."""
        if not access.may(
            access.rights(self.request.user), Action.REPORT, task, rules_row(task.plan, self.request.on)
        ):
            raise NotAllowed("只有本任务的责任单位和督查室可以上传佐证。")


def _only_file(request: Request) -> UploadedFile:
    files: Sequence[UploadedFile] = request.FILES.getlist("file")
    if unknown := sorted(set(request.data) - {"file"}):
        raise ValidationError({name[:40]: "不认识的字段;可用:file。" for name in unknown})
    if len(files) != 1:
        raise ValidationError({"file": "请在 file 字段上传一个文件。"})
    if (files[0].size or 0) > settings.EVIDENCE_MAX_BYTES:
        raise TooLarge(_limit())
    return files[0]


def _limit() -> str:
    return f"每个文件至多 {settings.EVIDENCE_MAX_BYTES // 2**20} MB。"


class AnyFormat(BaseContentNegotiation):
    """A file is what it is, whatever the client would like best."""

    def select_parser(self, request: Request, parsers: Sequence[Any]) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Sequence[Any], format_suffix: str = "") -> Any:
        return renderers[0], renderers[0].media_type


class EvidenceFile(GenericAPIView):
    queryset = Evidence.objects.all()
    content_negotiation_class = AnyFormat

    @extend_schema(
        summary="下载佐证",
        description="文件本身,总是作为附件。能看到任务的人才能下载。",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        operation_id="evidence_retrieve",
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        visible = Evidence.objects.filter(task__in=access.visible_tasks(request.user)).select_related("file")
        found = get_object_or_404(visible, pk=pk)
        try:
            stream = evidence.open_file(found)
        except FileNotFoundError:
            logger.error("the file of evidence %s is missing from the folder", found.pk)
            raise Http404 from None
        headers = {"ETag": f'"{found.file.sha256}"'}
        return FileResponse(
            stream,
            as_attachment=True,
            filename=found.name,
            content_type=evidence.content_type(found.name),
            headers=headers,
        )
