"""Notices go to another system signed, in batches, once; a failure makes a pause and loses nothing."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tasks.models import LogReader, Notice, Person
from tasks.notices import cursors, inbox, push
from tasks.states import Kind, NoticeKind
from tests.cast import Cast, TaskMaker
from tests.tasks.notices.test_words import restrict
from tests.tasks.notices.told import read_all, urge

pytestmark = pytest.mark.django_db

SECRET = "whsec_" + base64.b64encode(b"a key for tests that is long enough").decode()
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Gateway:
    """A receiver on this machine that remembers what it got and answers as told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
                self.send_response(gateway.status)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/notices"

    @property
    def notices(self) -> list[dict]:
        return [notice for _, body in self.got for notice in json.loads(body)["notices"]]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    made = Gateway()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    settings.GUANHU_NOTICE_WEBHOOK_URL, settings.GUANHU_NOTICE_WEBHOOK_SECRET = made.url, SECRET
    settings.GUANHU_ADDRESS = "https://duban.example"
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def told(cast: Cast, make_task: TaskMaker) -> None:
    """Two notices: the head and the reporter, of one task assigned."""
    Person.objects.filter(pk=cast.head.pk).update(mobile="13800000000")
    make_task(kind=Kind.CONTINUING, title="环境清洁日")
    read_all()
    Notice.objects.update(made_at=NOW)


def state() -> LogReader:
    return LogReader.objects.get(name=cursors.WEBHOOK)


def test_each_notice_goes_out_once_with_whom_it_is_for(gateway: Gateway, told: None) -> None:
    assert push.deliver(NOW) == 2
    assert push.deliver(NOW + timedelta(minutes=1)) == 0 and len(gateway.got) == 1
    notice = next(row for row in gateway.notices if row["person"]["username"] == "head")
    assert notice["person"] == {"username": "head", "name": "主任甲", "mobile": "13800000000"}
    assert notice["text"] == "交办:环境清洁日,时限 12 月 31 日" and notice["kind"] == "assigned"
    assert notice["url"] == "https://duban.example/tasks/2020-2-01/"


def test_the_signature_covers_id_time_and_body(gateway: Gateway, told: None) -> None:
    push.deliver(NOW)
    ((headers, body),) = gateway.got
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    forged = base64.b64encode(hmac.digest(key, signed + b" ", hashlib.sha256)).decode()
    assert headers["webhook-signature"] != f"v1,{forged}"


def test_without_an_address_nothing_is_sent(told: None) -> None:
    with patch("tasks.notices.push.requests.post") as post:
        assert push.deliver(NOW) == 0
    assert not post.called and Notice.objects.filter(pushed_at=None).count() == 2


@pytest.mark.parametrize("status", [302, 400, 410, 500, 503])
def test_what_is_not_taken_is_kept_and_sent_again_under_the_same_id(
    gateway: Gateway, told: None, status: int
) -> None:
    gateway.status = status
    assert push.deliver(NOW) == 0
    assert Notice.objects.filter(pushed_at=None).count() == 2 and state().failures == 1
    gateway.status = 204
    assert push.deliver(NOW + timedelta(seconds=59)) == 0 and len(gateway.got) == 1
    assert push.deliver(NOW + timedelta(seconds=60)) == 2
    assert gateway.ids[0] == gateway.ids[1] and (state().failures, state().retry_at) == (0, None)


def test_a_batch_that_failed_stays_as_it_was_though_more_has_come(
    gateway: Gateway, told: None, cast: Cast, make_task: TaskMaker
) -> None:
    gateway.status = 500
    push.deliver(NOW)
    make_task(kind=Kind.CONTINUING)
    read_all()
    Notice.objects.update(made_at=NOW)
    gateway.status = 204
    assert push.deliver(NOW + timedelta(minutes=2)) == 4
    assert gateway.ids[0] == gateway.ids[1] != gateway.ids[2]


def test_pauses_double_to_an_hour_and_are_kept(settings, told: None) -> None:
    settings.GUANHU_NOTICE_WEBHOOK_URL = "http://127.0.0.1:9/closed"
    settings.GUANHU_NOTICE_WEBHOOK_SECRET = SECRET
    at, pauses = NOW, []
    for _ in range(9):
        push.deliver(at)
        pauses.append(int((state().retry_at - at).total_seconds() // 60))
        at = state().retry_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_hanging_gateway_is_left_after_the_timeout(gateway: Gateway, told: None) -> None:
    release = threading.Event()
    handler = gateway.server.RequestHandlerClass
    with (
        patch.object(push, "TIMEOUT", (1, 0.2)),
        patch.object(handler, "do_POST", lambda _: release.wait(10)),
    ):
        assert push.deliver(NOW) == 0
        release.set()
    assert state().failures == 1


def test_one_deliverer_at_a_time_until_his_lease_is_over(gateway: Gateway, told: None) -> None:
    LogReader.objects.create(name=cursors.WEBHOOK, retry_at=NOW + push.LEASE)
    assert push.deliver(NOW) == 0 and gateway.got == []
    assert push.deliver(NOW + push.LEASE) == 2


def test_batches_are_bounded(gateway: Gateway, told: None) -> None:
    with patch.object(push, "BATCH", 1):
        assert push.deliver(NOW) == 2
    assert len(gateway.got) == 2 and len(set(gateway.ids)) == 2


def test_what_is_a_week_old_is_given_up(gateway: Gateway, told: None) -> None:
    assert push.deliver(NOW + timedelta(days=7)) == 0 and gateway.got == []


def test_what_is_read_unwanted_or_of_somebody_gone_is_settled_without_being_sent(
    gateway: Gateway, told: None, cast: Cast
) -> None:
    inbox.mark_read(inbox.inbox(cast.head), timezone.now())
    inbox.choose(cast.reporter, {kind: (kind != NoticeKind.ASSIGNED, True) for kind in NoticeKind})
    assert push.deliver(NOW) == 0 and gateway.got == []
    assert not Notice.objects.filter(pushed_at=None).exists()


def test_a_restricted_task_leaves_the_house_without_words(
    gateway: Gateway, cast: Cast, make_task: TaskMaker
) -> None:
    secret = make_task(kind=Kind.CONTINUING, title="信访积案张某")
    urge(secret, cast, text="涉及张某")
    restrict(secret, cast)
    read_all()
    cast.lead.memberships.filter(person=cast.reporter).update(unit=cast.other)
    Notice.objects.update(made_at=NOW)
    push.deliver(NOW)
    assert {row["person"]["username"] for row in gateway.notices} == {"head"}
    ((_, body),) = gateway.got
    assert "张某" not in body.decode() and secret.code not in body.decode()
