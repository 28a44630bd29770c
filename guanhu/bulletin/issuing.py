"""印发: a bulletin gets its number and is frozen, with its file, its numbers and where the log stood.

The number is taken by compare-and-swap on the year's series inside the transaction that writes the row, so a
refused issue takes none and of two at once one comes second. The paper carries its number, so it is drawn
before, for the number expected; who comes second draws again.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from guanhu.bulletin import contents, document, drafting
from guanhu.bulletin.basis import Basis
from guanhu.bulletin.contents import Paper
from guanhu.bulletin.models import Bulletin, BulletinIssue, BulletinSeries, reference
from tasks import audit
from tasks.clock import now
from tasks.errors import Invalid, Refused
from tasks.models import Person, Plan, Task, TaskEvent
from tasks.states import Deed

_ATTEMPTS = 20


class Busy(Refused):
    """409: numbers were taken faster than papers could be drawn."""


class Moved(Refused):
    """409: the data are no longer those that the text was written from."""


class _Taken(Exception):
    """Somebody else got the number."""


def issue(
    bulletin: Bulletin, *, seen: int, by: Person, today: date, address: str = "", mark: str = ""
) -> BulletinIssue:
    """Issue the draft as it was saved in version `seen`; all or nothing.

    Raises Conflict where it was saved or issued since, Moved where its numbers no longer hold or its comparison is with
    another bulletin than the one before, Invalid for a date of document before the data's day or after today, or for a
    paper without title or text.
    """
    if bulletin.version != seen or hasattr(bulletin, "issue"):
        raise drafting.conflict(bulletin)
    _check(bulletin, today)
    basis = drafting.current(bulletin, today)
    if drafting.moved(bulletin, basis):
        raise Moved("数据与起草时不同,请先在编辑页核对并更新后再印发。")
    if said := drafting.issued_meanwhile(bulletin, basis):
        raise Moved(said)
    digest = log_digest(bulletin.plan, basis.facts.position)
    for _ in range(_ATTEMPTS):
        number = _next_number(bulletin.dated_on.year)
        text = reference(bulletin.dated_on.year, number)
        made = _frozen(bulletin, basis, drafting.paper(bulletin, basis.facts, mark=mark, number=text), digest)
        made.number, made.issued_on, made.issued_by, made.issued_at = number, today, by, now()
        try:
            return _write(made, seen, address)
        except _Taken:
            continue
    raise Busy("正有多份通报同时印发,请稍后再试。")


def _check(bulletin: Bulletin, today: date) -> None:
    errors = {}
    if not bulletin.on < bulletin.dated_on <= today:
        errors["dated_on"] = f"成文日期应晚于数据截至日 {bulletin.on},且不晚于今天 {today}。"
    for key, said in (
        ("title", "请填写标题。"),
        ("opening", "请填写导语。"),
        ("signed_by", "请填写落款单位。"),
    ):
        if not bulletin.texts[key].strip():
            errors[key] = said
    if errors:
        raise Invalid(errors)


def _next_number(year: int) -> int:
    return (BulletinSeries.objects.filter(year=year).values_list("last", flat=True).first() or 0) + 1


def _frozen(bulletin: Bulletin, basis: Basis, paper: Paper, digest: str) -> BulletinIssue:
    """The row without its number, its people and its time."""
    file = document.write(paper)
    return BulletinIssue(
        bulletin=bulletin,
        year=bulletin.dated_on.year,
        contents=contents.to_json(paper),
        numbers=basis.numbers.to_json(),
        file=file,
        sha256=hashlib.sha256(file).hexdigest(),
        position=basis.facts.position,
        log_digest=digest,
    )


def _write(made: BulletinIssue, seen: int, address: str) -> BulletinIssue:
    """Draft closed, number taken, row written, trail kept: one transaction. Raises Conflict or _Taken."""
    with transaction.atomic():
        draft = Bulletin.objects.filter(pk=made.bulletin_id, version=seen, issue=None)
        if not draft.update(version=F("version") + 1):
            raise drafting.conflict(made.bulletin)
        _take(made.year, made.number)
        made.save(force_insert=True)
        audit.record(
            Deed.BULLETIN,
            by=made.issued_by,
            subject=subject(made),
            address=address,
            data=sealed(made),
        )
    return made


def _take(year: int, number: int) -> None:
    """The year's next number, if it is still this one."""
    BulletinSeries.objects.bulk_create([BulletinSeries(year=year)], ignore_conflicts=True)
    if not BulletinSeries.objects.filter(year=year, last=number - 1).update(last=number):
        raise _Taken


def subject(issued: BulletinIssue) -> str:
    """How the audit trail calls it."""
    return f"bulletin/{issued.year}/{issued.number}"


def sealed(issued: BulletinIssue) -> dict[str, Any]:
    """What the audit trail's chain covers of an issued bulletin, so that not even all of its row together can be forged
    unseen."""
    return {
        "sha256": issued.sha256,
        "contents": _digest(issued.contents),
        "numbers": _digest(issued.numbers),
        "position": issued.position,
        "log": issued.log_digest,
    }


def _digest(value: Mapping[str, Any]) -> str:
    body = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def log_digest(plan: Plan, position: int) -> str:
    """SHA-256 (hex) over code, version and digest of the last event of every task of the plan up to the
    position: as each digest covers the one before, over the whole log of the plan up to there. Short of
    rewriting it, nobody makes the same one again."""
    known = TaskEvent.objects.filter(task=OuterRef("pk"), position__lte=position).order_by("-version")
    last = Task.objects.filter(plan=plan).annotate(last_event=Subquery(known.values("pk")[:1]))
    heads = TaskEvent.objects.filter(pk__in=last.values("last_event")).order_by("task__code")
    found = hashlib.sha256()
    for code, version, digest in heads.values_list("task__code", "version", "digest"):
        found.update(f"{code} {version} {digest}\n".encode())
    return found.hexdigest()
