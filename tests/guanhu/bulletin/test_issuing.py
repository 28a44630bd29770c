"""印发: numbered, frozen, and held against the log ever after."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from docx import Document

from guanhu.bulletin import contents, drafting, issuing
from guanhu.bulletin.checking import check
from guanhu.bulletin.drafting import Conflict
from guanhu.bulletin.issuing import Moved
from guanhu.bulletin.models import Bulletin, BulletinIssue, BulletinSeries, Frozen
from tasks import workflow
from tasks.errors import Invalid
from tasks.guards import install_log_guards, lift_log_guards
from tasks.models import AuditEntry, Plan, Task, TaskEvent
from tasks.states import Deed
from tests.guanhu.bulletin.conftest import TODAY, Office, more_land
from tests.guanhu.many import light_up

A_YEAR_LATER = date(2021, 9, 30)


@contextmanager
def forging() -> Iterator[None]:
    """Somebody with the database's own rights."""
    lift_log_guards()
    try:
        yield
    finally:
        install_log_guards()


def restrict(task: Task, office: Office, on: date) -> None:
    workflow.revise(
        task,
        by=office.cast.supervisor,
        on=on,
        version=None,
        restricted=True,
        reason="涉及个人信息",
    )


def test_the_first_of_a_year_is_number_one_and_the_file_says_so(office: Office) -> None:
    issued = BulletinIssue.objects.get(pk=office.issue().pk)
    assert issued.reference == "观湖督通〔2020〕1号"
    assert issued.sha256 == hashlib.sha256(bytes(issued.file)).hexdigest()
    texts = [one.text for one in Document(BytesIO(bytes(issued.file))).paragraphs]
    assert "观湖督通〔2020〕1号" in texts and "2020年9月30日" in texts
    assert contents.from_json(issued.contents).number == issued.reference
    entry = AuditEntry.objects.get(deed=Deed.BULLETIN)
    assert (entry.subject, entry.actor) == ("bulletin/2020/1", office.cast.supervisor)
    assert entry.data["sha256"] == issued.sha256


def test_numbers_run_on_without_gaps_and_a_refused_issue_takes_none(office: Office) -> None:
    assert office.issue("2020-08").number == 1
    draft = office.draft()
    Bulletin.objects.filter(pk=draft.pk).update(dated_on=date(2020, 10, 1))
    draft.refresh_from_db()
    with pytest.raises(Invalid, match="成文日期应晚于数据截至日 2020-09-29,且不晚于今天"):
        issuing.issue(draft, seen=1, by=office.cast.supervisor, today=TODAY)
    Bulletin.objects.filter(pk=draft.pk).update(dated_on=TODAY)
    assert office.issue().number == 2
    assert BulletinSeries.objects.get().last == 2


def test_the_second_says_what_changed_since_the_first(office: Office) -> None:
    office.issue("2020-08")
    basis = drafting.current(office.draft(), TODAY)
    assert basis.before == "观湖督通〔2020〕1号"
    assert basis.change is not None
    assert "观盛二路开工" in [one.title for one in basis.change.turned_red]
    text = office.draft().texts["change"]
    assert "与上期（观湖督通〔2020〕1号）相比" in text
    assert "新转红灯" in text and "观盛二路开工" in text


def test_what_was_issued_stays_while_the_data_move_on(office: Office, land: Task) -> None:
    issued = office.issue()
    kept = BulletinIssue.objects.values().get(pk=issued.pk)
    more_land(land, office.cast, date(2020, 10, 20))
    restrict(land, office, date(2020, 10, 21))
    light_up(Plan.objects.get(), date(2020, 10, 29))
    assert BulletinIssue.objects.values().get(pk=issued.pk) == kept
    again = check(BulletinIssue.objects.get(pk=issued.pk), A_YEAR_LATER)
    assert again.agree and again.figures > 80


def test_neither_model_nor_database_changes_or_removes_it(office: Office) -> None:
    issued = office.issue()
    with pytest.raises(Frozen, match="已印发,不能修改"):
        issued.save()
    with pytest.raises(Frozen, match="已印发,不能删除"):
        issued.delete()
    for act in (
        lambda: BulletinIssue.objects.update(sha256="0" * 64),
        lambda: BulletinIssue.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    assert BulletinIssue.objects.get().sha256 == issued.sha256


def forged(issued: BulletinIssue, **fields: Any) -> Any:
    with forging():
        BulletinIssue.objects.filter(pk=issued.pk).update(**fields)
    return check(BulletinIssue.objects.get(pk=issued.pk), A_YEAR_LATER)


def test_a_forged_number_is_found_and_named(office: Office) -> None:
    issued = office.issue()
    right = issued.numbers["figures"]["all/red"]
    figures = {**issued.numbers["figures"], "all/red": 0}
    found = forged(issued, numbers={**issued.numbers, "figures": figures})
    assert [(one.label, one.before, one.now) for one in found.differences] == [("红灯", "0", str(right))]
    assert any("审计记录" in sentence for sentence in found.broken)


def test_a_forged_file_is_found_even_with_its_hash(office: Office) -> None:
    issued = office.issue()
    assert any("文件与印发时的摘要不符" in said for said in forged(issued, file=b"forged").broken)
    both = forged(issued, file=b"forged", sha256=hashlib.sha256(b"forged").hexdigest())
    assert both.differences == []
    assert any("审计记录" in said for said in both.broken)


def test_a_forged_log_is_found(office: Office, land: Task) -> None:
    issued = office.issue()
    with forging():
        event = TaskEvent.objects.filter(task=land, on__lte=TODAY).order_by("version").last()
        TaskEvent.objects.filter(pk=event.pk).update(light="green", digest="0" * 64)
    found = check(BulletinIssue.objects.get(pk=issued.pk), A_YEAR_LATER)
    assert any("链头" in said for said in found.broken)


def test_the_command_checks_every_bulletin_and_fails_on_a_bad_one(office: Office) -> None:
    first, second = office.issue("2020-08"), office.issue()
    out = StringIO()
    call_command("check_bulletins", stdout=out)
    assert f"{first.reference}:一致" in out.getvalue() and "均与记录一致" in out.getvalue()
    forged(second, file=b"forged")
    out, errors = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 份"):
        call_command("check_bulletins", stdout=out, stderr=errors)
    assert f"{second.reference}:不一致" in out.getvalue() and "文件" in errors.getvalue()


def test_who_issues_what_somebody_changed_meanwhile_is_told(office: Office) -> None:
    draft = office.draft()
    drafting.save(draft, seen=1, texts=draft.texts, dated_on=TODAY, by=office.cast.supervisor2)
    with pytest.raises(Conflict, match="督查乙 已保存过"):
        issuing.issue(draft, seen=1, by=office.cast.supervisor, today=TODAY)
    assert not BulletinIssue.objects.exists()


def test_one_draft_is_issued_once(office: Office) -> None:
    draft = office.draft()
    issuing.issue(draft, seen=1, by=office.cast.supervisor, today=TODAY)
    again = Bulletin.objects.get()
    for seen in (1, again.version):
        with pytest.raises(Conflict, match="已印发为观湖督通〔2020〕1号"):
            issuing.issue(Bulletin.objects.get(), seen=seen, by=office.cast.supervisor, today=TODAY)


def test_a_task_that_is_kept_close_since_the_draft_holds_up_the_issue(office: Office, land: Task) -> None:
    draft = office.draft()
    assert "土地整备入库" in str(draft.numbers)
    restrict(land, office, TODAY)
    with pytest.raises(Moved, match="数据与起草时不同"):
        issuing.issue(draft, seen=1, by=office.cast.supervisor, today=TODAY)
    basis = drafting.current(draft, TODAY)
    drafting.save(
        draft,
        seen=1,
        texts=draft.texts,
        dated_on=TODAY,
        by=office.cast.supervisor,
        basis=basis,
        rewrite=drafting.WRITTEN,
    )
    issued = issuing.issue(Bulletin.objects.get(), seen=2, by=office.cast.supervisor, today=TODAY)
    assert "土地整备入库" not in str(issued.contents) + str(issued.numbers)


def test_the_guards_stand_on_the_table_after_all_migrations(db: None) -> None:
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'guanhu_bulletinissue'"
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'guanhu_bulletinissue'::regclass AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchall()


def test_a_bulletin_issued_since_has_to_stand_in_the_comparison(office: Office) -> None:
    draft = office.draft()
    august = office.issue("2020-08")
    with pytest.raises(Moved, match=f"{august.reference}已印发,请把“与上期比较”"):
        issuing.issue(draft, seen=1, by=office.cast.supervisor, today=TODAY)
    drafting.save(
        draft,
        seen=1,
        texts=draft.texts,
        dated_on=TODAY,
        by=office.cast.supervisor,
        basis=drafting.current(draft, TODAY),
        rewrite=["change"],
    )
    issued = issuing.issue(Bulletin.objects.get(pk=draft.pk), seen=2, by=office.cast.supervisor, today=TODAY)
    assert august.reference in str(issued.contents)


def test_a_later_bulletin_issued_since_does_not_concern_an_earlier_one(office: Office) -> None:
    draft = office.draft("2020-08")
    office.issue("2020-09")
    assert issuing.issue(draft, seen=1, by=office.cast.supervisor, today=TODAY).number == 2
