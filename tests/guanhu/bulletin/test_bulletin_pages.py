"""The pages of the bulletins: whose they are, what two editors see, what goes out as a file."""

import hashlib
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from guanhu.bulletin.models import Bulletin, BulletinIssue
from tasks.models import AuditEntry
from tasks.states import Deed
from tests.guanhu.bulletin.conftest import TODAY, Office
from tests.guanhu.bulletin.test_issuing import forging
from tests.guanhu.pages import client_of, inline_code

pytestmark = pytest.mark.once
BUDGET = 16


def page(client: Client, name: str, *parts: object) -> str:
    response = client.get(reverse(name, args=parts))
    assert response.status_code == 200
    assert inline_code(response.content.decode()) == []
    return unescape(response.content.decode())


def form_of(draft: Bulletin, **changes: object) -> dict[str, object]:
    return {**draft.texts, "dated_on": TODAY.isoformat(), "version": draft.version, **changes}


def test_a_supervisor_goes_from_the_closed_period_to_the_issued_paper(
    office: Office, django_assert_max_num_queries
) -> None:
    client = client_of(office.cast.supervisor)
    assert "尚未起草" in page(client, "bulletins")
    begun = client.post(reverse("bulletin-begin"), {"plan": "2020", "period": "2020-09"})
    draft = Bulletin.objects.get()
    assert begun.headers["Location"] == reverse("bulletin-draft", args=[draft.pk])
    assert draft.texts["red"] in page(client, "bulletin-draft", draft.pk)

    sent = client.post(
        reverse("bulletin-draft", args=[draft.pk]), form_of(draft, title="改过的标题", preview=1)
    )
    assert sent.headers["Location"] == reverse("bulletin-draft-paper", args=[draft.pk])
    shown = page(client, "bulletin-draft-paper", draft.pk)
    assert "改过的标题" in shown and "草　稿" in shown and "首期通报" in shown
    assert "信访" not in shown and "限定知悉的任务不在其内" in shown

    issued = client.post(reverse("bulletin-issue", args=[draft.pk]), {"version": 2})
    assert issued.headers["Location"] == reverse("bulletin", args=[2020, 1])
    with django_assert_max_num_queries(BUDGET):
        assert "观湖督通〔2020〕1号" in page(client, "bulletins")
    assert client.get(reverse("bulletin-draft", args=[draft.pk])).status_code == 302


def test_everybody_on_the_staff_reads_what_was_issued_and_can_check_it(office: Office) -> None:
    issued = office.issue()
    for person in (office.cast.reporter, office.cast.leader, office.cast.auditor):
        client = client_of(person)
        assert issued.reference in page(client, "bulletins")
        shown = page(client, "bulletin", 2020, 1)
        assert "观盛二路开工" in shown and issued.sha256 in shown and "演示数据" in shown
        assert "一致。" in page(client, "bulletin-check", 2020, 1)
    assert client.get(reverse("bulletin", args=[2020, 2])).status_code == 404
    assert client.get(reverse("bulletin", args=[2020, 10**12])).status_code == 404


def test_a_draft_exists_for_supervisors_alone(office: Office) -> None:
    draft = office.draft()
    for person in (office.cast.reporter, office.cast.head, office.cast.leader, office.cast.auditor):
        client = client_of(person)
        assert "草稿" not in page(client, "bulletins")
        begin = client.post(reverse("bulletin-begin"), {"plan": "2020", "period": "2020-08"})
        assert begin.status_code == 403
        for name in ("bulletin-draft", "bulletin-draft-paper", "bulletin-draft-file"):
            assert client.get(reverse(name, args=[draft.pk])).status_code == 404
        for name in ("bulletin-draft", "bulletin-issue", "bulletin-discard"):
            assert client.post(reverse(name, args=[draft.pk]), form_of(draft)).status_code == 404
    assert Bulletin.objects.get().version == 1
    assert not BulletinIssue.objects.exists()
    assert (
        client_of(office.cast.supervisor2).get(reverse("bulletin-draft", args=[draft.pk])).status_code == 200
    )


def test_who_saves_second_sees_both_texts_and_decides(office: Office) -> None:
    draft, client = office.draft(), client_of(office.cast.supervisor)
    address = reverse("bulletin-draft", args=[draft.pk])
    first = client_of(office.cast.supervisor2).post(address, form_of(draft, opening="甲先保存的导语。"))
    assert first.status_code == 302
    second = client.post(address, form_of(draft, opening="乙后保存的导语。"))
    html = unescape(second.content.decode())
    assert second.status_code == 409
    assert "甲先保存的导语。" in html and "乙后保存的导语。" in html and "督查乙 已保存过" in html
    assert Bulletin.objects.get().texts["opening"] == "甲先保存的导语。"
    again = client.post(
        address, form_of(draft, opening="乙后保存的导语。", version=second.context["version"])
    )
    assert again.status_code == 302
    assert Bulletin.objects.get().texts["opening"] == "乙后保存的导语。"


def test_a_form_that_was_open_when_it_was_issued_keeps_its_text(office: Office) -> None:
    draft = office.draft()
    issued = office.issue()
    client = client_of(office.cast.supervisor2)
    late = client.post(reverse("bulletin-draft", args=[draft.pk]), form_of(draft, opening="来不及了。"))
    html = unescape(late.content.decode())
    assert late.status_code == 409
    assert "来不及了。" in html and "已印发为观湖督通〔2020〕1号" in html
    assert client.post(reverse("bulletin-discard", args=[draft.pk]), {"version": 1}).status_code == 409
    assert client.post(reverse("bulletin-issue", args=[draft.pk]), {"version": 1}).status_code == 409
    assert BulletinIssue.objects.get().sha256 == issued.sha256


def test_what_does_not_hold_is_said_at_its_field(office: Office) -> None:
    draft, client = office.draft(), client_of(office.cast.supervisor)
    address = reverse("bulletin-draft", args=[draft.pk])
    for given, said in (
        ({"title": ""}, "该字段是必填项"),
        ({"dated_on": "2020-09-29"}, "成文日期应晚于数据截至日"),
        ({"dated_on": "2020-02-30"}, "输入一个有效的日期"),
        ({"opening": "a\x00b"}, "不允许"),
        ({"version": "x"}, "页面已失效"),
    ):
        answer = client.post(address, form_of(draft, **given))
        assert answer.status_code == 422, given
        assert said in unescape(answer.content.decode()), given
    assert client.post(reverse("bulletin-begin"), {"plan": "2020", "period": "2020-10"}).status_code == 422
    assert Bulletin.objects.get().version == 1


def test_files_go_out_as_they_are_kept_and_the_trail_knows(office: Office) -> None:
    draft, client = office.draft(), client_of(office.cast.supervisor)
    answer = client.get(reverse("bulletin-draft-file", args=[draft.pk]))
    document = Document(BytesIO(b"".join(answer.streaming_content)))
    assert document.sections[0].header.paragraphs[0].text == "草　稿"
    issued = office.issue()
    reader = client_of(office.cast.reporter)
    address = reverse("bulletin-file", args=[2020, 1])
    answer = reader.get(address)
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == issued.sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")
    last = AuditEntry.objects.order_by("number").last()
    assert (last.deed, last.subject, last.actor) == (Deed.DOWNLOAD, "bulletin/2020/1", office.cast.reporter)
    with forging():
        BulletinIssue.objects.update(file=b"forged")
    assert reader.get(address).status_code == 410
    assert "不一致。" in page(reader, "bulletin-check", 2020, 1)
