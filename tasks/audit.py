"""The audit trail's only writer, and its checker; the same chain of digests as the log of tasks."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from tasks import digests
from tasks.clock import now
from tasks.models import AuditEntry, AuditHead, Person
from tasks.states import Deed


def record(
    deed: Deed,
    *,
    by: Person | None,
    subject: str = "",
    address: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry. `data` holds ids and codes only; `subject` a code, never a name or a text."""
    with transaction.atomic():
        head = _hold_head()
        entry = AuditEntry(
            number=head.number + 1,
            at=now(),
            actor=by,
            deed=deed,
            subject=subject,
            address=address,
            data=data or {},
        )
        entry.digest = digests.chain(head.digest, _payload(entry))
        entry.save(force_insert=True)
        head.number, head.digest = entry.number, entry.digest
        head.save(update_fields=["number", "digest"])
    return entry


def _hold_head() -> AuditHead:
    held = AuditHead.objects.select_for_update().filter(pk=1)
    head = held.first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(pk=1)], ignore_conflicts=True)
        head = held.get()
    return head


def _payload(entry: AuditEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at,
        "actor": entry.actor_id,
        "deed": str(entry.deed),
        "subject": entry.subject,
        "address": entry.address,
        "data": entry.data,
    }


def flaws() -> Iterator[tuple[int, str]]:
    """Walk the chain; yields the number of the first bad entry and what is wrong with it, or nothing."""
    previous, expected = "", 0
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        expected += 1
        if entry.number != expected:
            yield expected, "缺少记录"
            return
        if entry.digest != digests.chain(previous, _payload(entry)):
            yield expected, "内容与摘要不符"
            return
        previous = entry.digest
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if head.number != expected or head.digest != previous:
        yield expected, "链头不符:末尾记录被删或被改"
