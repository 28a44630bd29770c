"""One e-mail a person a day with what he has not read yet; never an empty one."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tasks.clock import now
from tasks.models import MailDigest, Notice, NoticeChoice, Person
from tasks.notices.addresses import absolute
from tasks.notices.inbox import visible
from tasks.notices.words import Line, lines

logger = logging.getLogger(__name__)

MOST_LINES = 50
"""An e-mail is read on the way; the rest stands in the application."""
_REFUSED = (SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused)
CLAIM_LASTS = timedelta(minutes=15)
"""After that somebody else sends what its claimer did not."""


def send_due(at: datetime) -> int:
    """Send today's digests, once the hour of the setting has come; returns how many were sent.

    A digest holds what was told before that hour, so that it is the same whenever a late worker sends it. Without a
    mail server nothing is tried. One address that is refused keeps no other waiting; a server that does not answer
    ends the run. Both are tried again later.
    """
    ready, sent = _ready_at(at), 0
    if not settings.GUANHU_MAIL or at < ready:
        return 0
    people = _waiting(ready)
    try:
        with get_connection() as connection:
            for person in people:
                sent += _send(person, ready, at, connection)
    except OSError as failed:
        logger.warning("the mail server does not take digests: %s", failed)
    return sent


def _ready_at(at: datetime) -> datetime:
    """Today's hour, by the wall: a demonstration's simulated day moves no e-mail."""
    local = timezone.localtime(at)
    return local.replace(hour=settings.GUANHU_DIGEST_HOUR, minute=0, second=0, microsecond=0)


def _waiting(ready: datetime) -> list[Person]:
    """Active people with an address who have unread news and have not had today's digest."""
    news = _news(Notice.objects.filter(person=OuterRef("pk")), ready)
    had = MailDigest.objects.filter(person=OuterRef("pk"), on=ready.date(), sent_at__isnull=False)
    rows = Person.objects.filter(Exists(news), ~Exists(had), is_active=True).exclude(email="")
    return list(rows.order_by("pk"))


def _news(rows: QuerySet[Notice], ready: datetime) -> QuerySet[Notice]:
    return rows.filter(mailed_at=None, read_at=None, made_at__lt=ready)


def _send(person: Person, ready: datetime, at: datetime, connection: BaseEmailBackend) -> bool:
    unwanted = NoticeChoice.objects.filter(person=person, mail=False).values("kind")
    notices = list(_news(visible(person), ready).exclude(kind__in=unwanted).order_by("-pk"))
    said = lines(notices, person, outside=True)
    if not said or not _claim(person, ready.date(), at):
        return False
    try:
        _message(person, ready.date(), said, connection).send()
    except _REFUSED as refused:
        logger.warning("the digest of person %s was refused: %s", person.pk, type(refused).__name__)
        return False
    with transaction.atomic():
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now())
        MailDigest.objects.filter(person=person, on=ready.date()).update(sent_at=now())
    return True


def _claim(person: Person, on: date, at: datetime) -> bool:
    """Whether this digest is ours to send: nobody has it, or whoever had it died with it."""
    _, made = MailDigest.objects.get_or_create(person=person, on=on, defaults={"claimed_at": at})
    stale = MailDigest.objects.filter(person=person, on=on, sent_at=None, claimed_at__lte=at - CLAIM_LASTS)
    return made or bool(stale.update(claimed_at=at))


def _message(person: Person, on: date, said: list[Line], connection: BaseEmailBackend) -> EmailMessage:
    headers = {"Message-ID": message_id(person, on), "Auto-Submitted": "auto-generated"}
    subject = f"观湖督办:{len(said)} 条未读通知({on.month} 月 {on.day} 日)"
    return EmailMessage(
        subject, _body(person, said), to=[person.email], headers=headers, connection=connection
    )


def message_id(person: Person, on: date) -> str:
    """The same for every attempt at one day's digest, so that a mail server or reader shows a repeated one once."""
    name = hashlib.sha256(f"{settings.SECRET_KEY}:{person.pk}:{on}".encode()).hexdigest()[:24]
    return f"<digest.{on}.{name}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"


def _body(person: Person, said: list[Line]) -> str:
    parts = [f"{person}:", "", f"您有 {len(said)} 条未读通知。", ""]
    parts += _numbered(said[:MOST_LINES])
    if len(said) > MOST_LINES:
        parts += [f"另有 {len(said) - MOST_LINES} 条,请登录系统查看。", ""]
    parts += ["不想收到某类通知,可在系统“通知设置”中关闭。本邮件由系统自动发送,请勿回复。"]
    return "\n".join(parts) + "\n"


def _numbered(said: Iterable[Line]) -> Iterable[str]:
    for number, line in enumerate(said, start=1):
        yield f"{number}. {line.text}"
        if line.more:
            yield f"   {line.more}"
        if address := absolute(line.url):
            yield f"   {address}"
        yield ""
