"""Files: taken in for a task, handed out as attachments."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
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
from tasks.api.event_serializers import EvidenceNameSerializer
from tasks.api.views import OfTask
from tasks.errors import NotAllowed
from tasks.models import Evidence, Task
from tasks.rulebook import rules_row
from tasks.states import Deed
from tasks.trail import note

ENVELOPE = 64 * 1024
"""Bytes that a multipart body may have around its file."""
NOT_YOURS = "只有本任务的责任单位、督查室和街道领导可以上传佐证。"


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
            raise evidence.too_large("file")
        kept = evidence.store(task, request.user, _only_file(request))
        written = {"id": kept.pk, "name": kept.name, "size": kept.file.size, "sha256": kept.file.sha256}
        return Response(written, status=201)

    def _check_right(self, task: Task) -> None:
        if not access.may_attach(
            access.rights(self.request.user), task, rules_row(task.plan, self.request.on)
        ):
            raise NotAllowed(NOT_YOURS)


def _only_file(request: Request) -> UploadedFile:
    files: Sequence[UploadedFile] = request.FILES.getlist("file")
    if unknown := sorted(set(request.data) - {"file"}):
        raise ValidationError({name[:40]: "不认识的字段;可用:file。" for name in unknown})
    if len(files) != 1:
        raise ValidationError({"file": "请在 file 字段上传一个文件。"})
    return files[0]


class AnyFormat(BaseContentNegotiation):
    """A file is what it is, whatever the client would like best."""

    def select_parser(self, request: Request, parsers: Sequence[Any]) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Sequence[Any], format_suffix: str = "") -> Any:
        return renderers[0], renderers[0].media_type


class EvidenceFile(GenericAPIView):
    queryset = Evidence.objects.all()
    content_negotiation_class = AnyFormat
    problems: ClassVar[Mapping[str, tuple[int, ...]]] = {"GET": (410,)}

    @extend_schema(
        summary="下载佐证",
        description=docs.DOWNLOAD,
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        operation_id="evidence_retrieve",
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        found = get_object_or_404(evidence.visible_to(request.user), pk=pk)
        stream = evidence.open_file(found)
        note(request, Deed.DOWNLOAD, subject=f"evidence/{found.pk}")
        return FileResponse(
            stream,
            as_attachment=True,
            filename=found.name,
            content_type=evidence.content_type(found.name),
            headers={"ETag": f'"{found.file.sha256}"'},
        )
