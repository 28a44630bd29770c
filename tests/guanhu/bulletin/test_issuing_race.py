"""Two bulletins issued at once get two numbers; with the guard off both want the same one."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connections

from guanhu.bulletin import document, issuing
from guanhu.bulletin.models import Bulletin, BulletinIssue, BulletinSeries
from tasks.models import OfficeDate
from tests.cast import TaskMaker, make_cast, make_plan
from tests.guanhu.bulletin.conftest import TODAY, Office, fill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drafts(transactional_db: None) -> list[Bulletin]:
    plan, cast = make_plan(), make_cast()
    OfficeDate.objects.create(today=TODAY)
    office: Office = fill(plan, cast, TaskMaker(plan, cast))
    return [office.draft("2020-08"), office.draft("2020-09")]


@pytest.fixture
def meeting() -> Iterator[None]:
    """Both have drawn their paper, for the number that each expects, before either writes."""
    barrier, drawn, write = Barrier(2), Counter[str](), document.write

    def waiting(paper: Any) -> bytes:
        made = write(paper)
        drawn[paper.title] += 1
        if drawn[paper.title] == 1:
            barrier.wait(timeout=60)
        return made

    with patch("guanhu.bulletin.document.write", waiting):
        yield


def together(drafts: list[Bulletin]) -> Counter[str]:
    def run(draft: Bulletin) -> str:
        try:
            issuing.issue(draft, seen=draft.version, by=draft.saved_by, today=TODAY)
            return "done"
        except IntegrityError:
            return "IntegrityError"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return Counter(pool.map(run, drafts))


def test_two_at_once_get_two_numbers(drafts: list[Bulletin], meeting: None) -> None:
    assert together(drafts) == {"done": 2}
    issued = BulletinIssue.objects.order_by("number")
    assert [(one.number, one.contents["number"][-2:]) for one in issued] == [(1, "1号"), (2, "2号")]
    assert BulletinSeries.objects.get().last == 2


def test_without_the_guard_both_want_the_first_and_the_database_refuses_one(
    drafts: list[Bulletin], meeting: None
) -> None:
    def careless(year: int, number: int) -> None:
        BulletinSeries.objects.update_or_create(year=year, defaults={"last": number})

    with patch("guanhu.bulletin.issuing._take", careless):
        assert together(drafts) == {"done": 1, "IntegrityError": 1}
    assert BulletinIssue.objects.count() == 1
