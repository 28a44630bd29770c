"""One e-mail a person a day; never an empty one, never two."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from tasks.models import MailDigest, Notice, NoticeChoice, Person
from tasks.notices import digest, inbox
from tasks.states import Kind, NoticeKind
from tests.cast import Cast, TaskMaker
from tests.tasks.notices.test_words import restrict
from tests.tasks.notices.told import read_all, urge

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
EIGHT = datetime(2026, 3, 3, 8, 0, tzinfo=SHANGHAI)
"""Real time: the digest knows no simulated day."""


@pytest.fixture(autouse=True)
def mail_server(settings) -> None:
    settings.GUANHU_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.GUANHU_DIGEST_HOUR = 8
    settings.DEFAULT_FROM_EMAIL = "观湖督办 <duban@example.gov.cn>"
    settings.GUANHU_ADDRESS = "https://duban.example"


@pytest.fixture
def told(cast: Cast, make_task: TaskMaker) -> Callable[..., None]:
    """Three tasks assigned to the lead unit, told the evening before."""
    Person.objects.filter(pk=cast.head.pk).update(email="head@example.gov.cn")
    Person.objects.filter(pk=cast.reporter.pk).update(email="reporter@example.gov.cn")

    def tell(at: datetime = EIGHT - timedelta(hours=12), times: int = 3) -> None:
        for _ in range(times):
            make_task(kind=Kind.CONTINUING, title="环境清洁日")
        read_all()
        Notice.objects.filter(mailed_at=None).update(made_at=at)

    tell()
    return tell


def recipients() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


def test_everybody_with_news_and_an_address_gets_one_mail(told, cast: Cast) -> None:
    assert digest.send_due(EIGHT) == 2
    assert recipients() == ["reporter@example.gov.cn", "head@example.gov.cn"]
    message = mail.outbox[0]
    assert message.subject == "观湖督办:3 条未读通知(3 月 3 日)"
    assert (
        message.body.count("交办:环境清洁日") == 3
        and "https://duban.example/tasks/2020-2-01/" in message.body
    )
    assert message.from_email == "观湖督办 <duban@example.gov.cn>"


def test_a_second_run_and_a_later_one_of_the_day_send_nothing(told) -> None:
    digest.send_due(EIGHT)
    told(EIGHT - timedelta(minutes=1))
    assert digest.send_due(EIGHT) == digest.send_due(EIGHT + timedelta(hours=9)) == 0
    assert len(mail.outbox) == 2


def test_the_next_day_brings_only_what_is_new(told) -> None:
    digest.send_due(EIGHT)
    told(EIGHT + timedelta(hours=1), times=1)
    digest.send_due(EIGHT + timedelta(days=1))
    assert [message.subject[:10] for message in mail.outbox[2:]] == ["观湖督办:1 条未读"] * 2


def test_without_news_there_is_no_mail(told, cast: Cast) -> None:
    digest.send_due(EIGHT)
    assert digest.send_due(EIGHT + timedelta(days=1)) == 0 and len(mail.outbox) == 2
    assert not MailDigest.objects.filter(on=EIGHT.date() + timedelta(days=1)).exists()


def test_what_has_been_read_is_not_mailed(told, cast: Cast) -> None:
    inbox.mark_read(inbox.inbox(cast.head), timezone.now())
    digest.send_due(EIGHT)
    assert recipients() == ["reporter@example.gov.cn"]


def test_before_the_hour_nothing_is_sent_and_later_news_wait_for_tomorrow(told) -> None:
    assert digest.send_due(EIGHT - timedelta(minutes=1)) == 0
    Notice.objects.update(made_at=EIGHT + timedelta(minutes=1))
    assert digest.send_due(EIGHT + timedelta(hours=2)) == 0
    assert digest.send_due(EIGHT + timedelta(days=1)) == 2


def test_without_a_mail_server_nothing_is_tried(told, settings) -> None:
    settings.GUANHU_MAIL = False
    with patch("tasks.notices.digest.get_connection") as connection:
        assert digest.send_due(EIGHT) == 0
    assert not connection.called and not MailDigest.objects.exists()


def test_nobody_without_an_address_and_nobody_who_left_gets_one(told, cast: Cast) -> None:
    Person.objects.filter(pk=cast.head.pk).update(email="")
    Person.objects.filter(pk=cast.reporter.pk).update(is_active=False)
    assert digest.send_due(EIGHT) == 0 and mail.outbox == []


def test_a_kind_not_wanted_by_mail_stays_away_and_alone_makes_no_mail(told, cast: Cast) -> None:
    NoticeChoice.objects.create(person=cast.head, kind=NoticeKind.ASSIGNED, mail=False)
    digest.send_due(EIGHT)
    assert recipients() == ["reporter@example.gov.cn"]
    assert inbox.unread_count(cast.head) == 3


def test_a_restricted_task_leaves_the_house_without_words(told, cast: Cast, make_task: TaskMaker) -> None:
    secret = make_task(kind=Kind.CONTINUING, title="信访积案张某")
    urge(secret, cast, text="涉及张某")
    restrict(secret, cast)
    read_all()
    Notice.objects.update(made_at=EIGHT - timedelta(hours=1))
    digest.send_due(EIGHT)
    for message in mail.outbox:
        assert "张某" not in message.message().as_string() and "张某" not in message.body
        assert secret.code not in message.body and "一项限定知悉的任务有新情况(督促)" in message.body


def test_the_message_id_is_the_same_whenever_it_is_sent_and_another_for_others(told, cast: Cast) -> None:
    digest.send_due(EIGHT)
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert ids == [digest.message_id(cast.reporter, EIGHT.date()), digest.message_id(cast.head, EIGHT.date())]
    assert len(set(ids)) == 2 and all(text.endswith("@example.gov.cn>") for text in ids)
    assert digest.message_id(cast.head, EIGHT.date() + timedelta(days=1)) not in ids


def test_a_claim_whose_sender_died_is_taken_over_after_a_quarter_of_an_hour(told, cast: Cast) -> None:
    with patch.object(EmailMessage, "send", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        digest.send_due(EIGHT)
    assert MailDigest.objects.filter(person=cast.reporter, sent_at=None).exists()
    assert digest.send_due(EIGHT + timedelta(minutes=14)) == 1
    assert digest.send_due(EIGHT + timedelta(minutes=15)) == 1
    assert sorted(recipients()) == ["head@example.gov.cn", "reporter@example.gov.cn"]


def test_a_claim_that_somebody_holds_is_left_to_him(told, cast: Cast) -> None:
    MailDigest.objects.create(person=cast.head, on=EIGHT.date(), claimed_at=EIGHT)
    digest.send_due(EIGHT + timedelta(minutes=5))
    assert recipients() == ["reporter@example.gov.cn"]


def test_a_refused_address_keeps_no_other_waiting(told) -> None:
    sent: list[str] = []

    def send(message: EmailMessage) -> int:
        if message.to == ["reporter@example.gov.cn"]:
            raise SMTPRecipientsRefused({})
        sent.extend(message.to)
        return 1

    with patch.object(EmailMessage, "send", send):
        assert digest.send_due(EIGHT) == 1
    assert sent == ["head@example.gov.cn"]
    assert Notice.objects.filter(person__username="reporter", mailed_at=None).count() == 3


def test_a_mail_server_that_is_down_costs_no_claim(told, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert digest.send_due(EIGHT) == 0
    assert not MailDigest.objects.exists()


def test_two_hundred_notices_are_one_mail_that_says_how_many_it_leaves_out(told) -> None:
    told(times=197)
    assert digest.send_due(EIGHT) == 2
    body = mail.outbox[0].body
    assert "您有 200 条未读通知" in body and body.count("交办:") == 50 and "另有 150 条" in body
    assert not Notice.objects.filter(mailed_at=None).exists()
