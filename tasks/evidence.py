"""Files that prove what a report says: taken in, stored once by content, handed out again as they came."""

import hashlib
import logging
import os
import tempfile
import unicodedata
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet

from tasks import access, file_types, pictures
from tasks.clock import now
from tasks.errors import FileTooLarge, Gone, Invalid, WrongFileType
from tasks.models import ClosingDraft, Evidence, Person, StoredFile, Task

logger = logging.getLogger(__name__)

NAME_LENGTH = 200
UNNAMED = "未命名文件"
DRAFT = ".upload-"
"""What names of files begin with while they are being written."""
_CHUNK = 64 * 1024


def store(task: Task, person: Person, upload: UploadedFile) -> Evidence:
    """Keep one upload for a task; it belongs to an event once a verb names its id.

    The same bytes are kept once. Raises `FileTooLarge`, `WrongFileType` or `Invalid` (key `evidence`) for what the
    settings do not take; whatever fails, nothing is left behind.
    """
    name = clean_name(upload.name or "")
    root = Path(settings.EVIDENCE_DIR)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, written = tempfile.mkstemp(prefix=DRAFT, dir=root)
    draft = Path(written)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            sha256, size = _copy(upload, stream, name)
            ending = _checked(stream, size, name)
        if ending.content in file_types.PICTURES:
            _try_picture(draft, name)
        return _keep(
            task, person, name, draft, StoredFile(sha256=sha256, size=size, content_type=ending.sent_as)
        )
    finally:
        draft.unlink(missing_ok=True)
        _thumbnail_beside(draft).unlink(missing_ok=True)


def too_large(name: str) -> FileTooLarge:
    """The refusal of a file over the limit; doors use it before they have read it."""
    return FileTooLarge(
        {"evidence": f"“{name}”超过 {settings.EVIDENCE_MAX_BYTES // 2**20} MB,请压缩后再上传。"}
    )


def _copy(upload: UploadedFile, stream: BinaryIO, name: str) -> tuple[str, int]:
    """Write the upload out; its SHA-256 and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > settings.EVIDENCE_MAX_BYTES:
            raise too_large(name)
        digest.update(chunk)
        stream.write(chunk)
    if not size:
        raise Invalid({"evidence": f"“{name}”是空文件。"})
    stream.flush()
    os.fsync(stream.fileno())
    return digest.hexdigest(), size


def _checked(stream: BinaryIO, size: int, name: str) -> file_types.Ending:
    try:
        return file_types.check(stream, size, name, settings.EVIDENCE_TYPES)
    except file_types.WrongType as wrong:
        raise WrongFileType({"evidence": f"“{name}”{wrong.message}"}) from None
    except file_types.Unfit as unfit:
        raise Invalid({"evidence": f"“{name}”{unfit.message}"}) from None


def _try_picture(draft: Path, name: str) -> None:
    try:
        pictures.make_thumbnail(draft, _thumbnail_beside(draft))
    except file_types.Unfit as unfit:
        raise Invalid({"evidence": f"“{name}”{unfit.message}"}) from None


def _keep(task: Task, person: Person, name: str, draft: Path, described: StoredFile) -> Evidence:
    final = path_of(described.sha256)
    try:
        with transaction.atomic():
            # Locked: the broom (`tasks.loose_files`) must not take away a row that is about to be used again.
            file, _ = StoredFile.objects.select_for_update(no_key=True).get_or_create(
                sha256=described.sha256,
                defaults={"size": described.size, "content_type": described.content_type},
            )
            evidence = Evidence.objects.create(
                task=task, file=file, name=name, uploaded_by=person, uploaded_at=now()
            )
            final.parent.mkdir(exist_ok=True, mode=0o700)
            if _thumbnail_beside(draft).exists():
                os.replace(_thumbnail_beside(draft), _thumbnail_beside(final))
            # The same bytes under the same name: whoever comes second changes nothing.
            os.replace(draft, final)
    except BaseException:
        if not StoredFile.objects.filter(sha256=described.sha256).exists():
            remove_bytes(described.sha256)
        raise
    return evidence


def visible_to(person: Person) -> QuerySet[Evidence]:
    """Files of tasks that this person may see; an upload that no event names yet is its owner's alone, or his whom
    it is prepared for."""
    named = Q(event__isnull=False) | Q(uploaded_by=person) | Q(pk__in=_prepared_for(person))
    return Evidence.objects.filter(named, task__in=access.visible_tasks(person)).select_related("file")


def _prepared_for(person: Person) -> list[int]:
    """Files of closing requests that this person, as head of the unit, may release."""
    heads = access.rights(person).head
    drafts = (
        ClosingDraft.objects.filter(task__lead_unit__code__in=heads) if heads else ClosingDraft.objects.none()
    )
    return [number for ids in drafts.values_list("evidence", flat=True) for number in ids]


def open_file(evidence: Evidence) -> BinaryIO:
    """The bytes, for reading, exactly those that were stored. Raises `Gone`, and logs an error, if they are missing
    or altered."""
    try:
        stream = path_of(evidence.file.sha256).open("rb")
    except FileNotFoundError:
        logger.error("evidence %s: file %s is missing", evidence.pk, evidence.file.sha256)
        raise Gone("这份佐证的文件已不在服务器上,请联系系统管理员从备份恢复。") from None
    if _sha256(stream) != evidence.file.sha256:
        stream.close()
        logger.error("evidence %s: file %s is not what was stored", evidence.pk, evidence.file.sha256)
        raise Gone("这份佐证的文件已损坏,与上传时的内容不符,不再提供;请联系系统管理员从备份恢复。")
    stream.seek(0)
    return stream


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def open_thumbnail(evidence: Evidence) -> BinaryIO | None:
    """A small JPEG of a picture, made again where it is missing; None for other files. Raises `Gone`."""
    if not file_types.is_picture(evidence.name):
        return None
    source = path_of(evidence.file.sha256)
    thumbnail = _thumbnail_beside(source)
    if not thumbnail.exists():
        open_file(evidence).close()
        try:
            pictures.make_thumbnail(source, thumbnail)
        except file_types.Unfit:
            return None
    return thumbnail.open("rb")


def path_of(sha256: str) -> Path:
    """Where the bytes lie."""
    return Path(settings.EVIDENCE_DIR) / sha256[:2] / sha256


def _thumbnail_beside(source: Path) -> Path:
    return source.with_name(f"{source.name}.thumbnail")


def remove_bytes(sha256: str) -> None:
    """The file and its thumbnail, once no row names them."""
    source = path_of(sha256)
    source.unlink(missing_ok=True)
    _thumbnail_beside(source).unlink(missing_ok=True)


def content_type(name: str) -> str:
    """What a file is sent as."""
    ending = file_types.ending_of(name)
    return ending.sent_as if ending else file_types.OCTETS


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
