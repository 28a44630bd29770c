"""Files that prove what a report says: taken in, stored once by content, handed out again."""

import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tasks.clock import now
from tasks.errors import Invalid
from tasks.models import Evidence, Person, StoredFile, Task

NAME_LENGTH = 200
UNNAMED = "未命名文件"
OCTETS = "application/octet-stream"
SAFE_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the name's ending; a browser runs none of these as a page of ours. Anything else is sent as octets."""


def store(task: Task, person: Person, upload: UploadedFile) -> Evidence:
    """Keep one upload for a task; it belongs to an event once a verb names its id.

    The same bytes are kept once. Raises `Invalid` (key `evidence`) for an empty file and for one of more than
    `settings.EVIDENCE_MAX_BYTES`; whatever fails, nothing is left behind.
    """
    name = clean_name(upload.name or "")
    root = Path(settings.EVIDENCE_DIR)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(prefix=".upload-", dir=root)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            sha256, size = _copy(upload, stream, name)
        return _keep(task, person, name, Path(draft), sha256, size)
    finally:
        Path(draft).unlink(missing_ok=True)


def _copy(upload: UploadedFile, stream: BinaryIO, name: str) -> tuple[str, int]:
    """Write the upload out; its SHA-256 and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > settings.EVIDENCE_MAX_BYTES:
            raise Invalid(
                {"evidence": f"“{name}”超过 {settings.EVIDENCE_MAX_BYTES // 2**20} MB,请压缩后再上传。"}
            )
        digest.update(chunk)
        stream.write(chunk)
    if not size:
        raise Invalid({"evidence": f"“{name}”是空文件。"})
    stream.flush()
    os.fsync(stream.fileno())
    return digest.hexdigest(), size


def _keep(task: Task, person: Person, name: str, draft: Path, sha256: str, size: int) -> Evidence:
    final = _path(sha256)
    try:
        with transaction.atomic():
            file, _ = StoredFile.objects.get_or_create(
                sha256=sha256, defaults={"size": size, "content_type": content_type(name)}
            )
            evidence = Evidence.objects.create(
                task=task, file=file, name=name, uploaded_by=person, uploaded_at=now()
            )
            final.parent.mkdir(exist_ok=True, mode=0o700)
            os.replace(
                draft, final
            )  # the same bytes under the same name: whoever comes second changes nothing
    except BaseException:
        if not StoredFile.objects.filter(sha256=sha256).exists():
            final.unlink(missing_ok=True)
        raise
    return evidence


def open_file(evidence: Evidence) -> BinaryIO:
    """The bytes, for reading. Raises `FileNotFoundError` if somebody removed them from the folder."""
    return _path(evidence.file.sha256).open("rb")


def _path(sha256: str) -> Path:
    return Path(settings.EVIDENCE_DIR) / sha256[:2] / sha256


def content_type(name: str) -> str:
    """What a file is sent as."""
    return SAFE_TYPES.get(PurePosixPath(name).suffix.lower(), OCTETS)


def clean_name(name: str) -> str:
    """The name without any path, control or direction characters; at most 200 characters, ending kept."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    if not shown.strip("."):
        return UNNAMED
    ending = PurePosixPath(shown).suffix[:20]
    return shown if len(shown) <= NAME_LENGTH else shown[: NAME_LENGTH - len(ending)] + ending


def own_loose(person: Person, ids: list[int]) -> list[Evidence]:
    """Of these uploads, the person's own that no event names yet."""
    if not ids:
        return []
    return list(Evidence.objects.filter(pk__in=ids, event=None, uploaded_by=person).select_related("file"))
