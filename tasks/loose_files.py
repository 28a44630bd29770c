"""The broom for uploads that no event names: somebody chose a file, and never sent the form."""

import logging
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tasks import evidence
from tasks.models import ClosingDraft, Evidence, ReportDraft, StoredFile

logger = logging.getLogger(__name__)

AFTER = timedelta(days=7)
"""How long a loose upload is kept: a form may lie open over a holiday."""
_UNFINISHED = 24 * 3600
"""Seconds after which a file that is still being written belongs to nobody: its process died."""


def sweep(now: datetime) -> int:
    """Remove loose uploads older than `AFTER` that no draft holds, with their bytes if nobody else's row uses them.
    Returns how many uploads went. Run again it changes nothing."""
    old = Evidence.objects.filter(event=None, uploaded_at__lt=now - AFTER).exclude(pk__in=_in_drafts())
    gone = 0
    for row in old.select_related("file"):
        gone += _remove(row)
    _remove_unfinished(Path(settings.EVIDENCE_DIR), time.time() - _UNFINISHED)
    if gone:
        logger.info("%s loose uploads removed", gone)
    return gone


def _in_drafts() -> set[int]:
    """Ids that drafts of reports and of closing requests hold."""
    lists = [
        *ReportDraft.objects.values_list("data__kept", flat=True),
        *ClosingDraft.objects.values_list("evidence", flat=True),
    ]
    return {int(text) for ids in lists if isinstance(ids, list) for text in map(str, ids) if text.isdecimal()}


def _remove(row: Evidence) -> int:
    """One upload in one transaction; 0 if a verb has named it meanwhile. The file goes last, while its row is
    locked: who uploads the same bytes now waits, and writes them again."""
    with transaction.atomic():
        file = StoredFile.objects.select_for_update().get(pk=row.file_id)
        removed, _ = Evidence.objects.filter(pk=row.pk, event=None).delete()
        if not Evidence.objects.filter(file=file).exists():
            file.delete()
            evidence.remove_bytes(file.sha256)
    return removed


def _remove_unfinished(root: Path, before: float) -> None:
    """What died while it was being written. `before` is a time of the clock in seconds."""
    for path in (*root.glob(f"{evidence.DRAFT}*"), *root.glob(f"*/{evidence.DRAFT}*")):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
