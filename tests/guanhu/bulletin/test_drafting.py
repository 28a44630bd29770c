"""A draft: for which periods, one a period, two editors, sections written anew."""

from datetime import date

import pytest

from guanhu.bulletin import drafting
from guanhu.bulletin.drafting import Conflict
from guanhu.bulletin.models import Bulletin
from tasks.errors import Invalid
from tests.guanhu.bulletin.conftest import AUGUST, SEPTEMBER, TODAY, Office

pytestmark = pytest.mark.once


def save(office: Office, draft: Bulletin, seen: int, **texts: str) -> None:
    drafting.save(
        draft,
        seen=seen,
        texts={**draft.texts, **texts},
        dated_on=TODAY,
        by=office.cast.supervisor2,
    )


def test_closed_periods_are_offered_the_latest_first_once_their_day_is_over(office: Office) -> None:
    found = drafting.periods_of(office.plan, TODAY)
    assert [(one.period, one.on, one.ready) for one in found[:2]] == [
        ("2020-09", SEPTEMBER, True),
        ("2020-08", AUGUST, True),
    ]
    assert [one.ready for one in drafting.periods_of(office.plan, SEPTEMBER)][:2] == [False, True]
    assert all(one.period != "2020-09" for one in drafting.periods_of(office.plan, date(2020, 9, 28)))


@pytest.mark.parametrize(
    ("period", "today", "said"),
    [
        ("2020-09", SEPTEMBER, "2020-09-30 起可以起草"),
        ("2020-10", TODAY, "已关账"),
        ("九月", TODAY, "已关账"),
    ],
)
def test_a_period_whose_numbers_still_move_cannot_be_begun(
    office: Office, period: str, today: date, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        office.draft(period, today)
    assert not Bulletin.objects.exists()


def test_whoever_begins_second_finds_the_first_ones_draft(office: Office) -> None:
    first = office.draft()
    save(office, first, 1, opening="改过的导语。")
    again = office.draft()
    assert (again.pk, again.texts["opening"]) == (first.pk, "改过的导语。")
    assert office.draft("2020-08").pk != first.pk


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(office: Office) -> None:
    draft = office.draft()
    save(office, draft, 1, opening="甲的导语。")
    with pytest.raises(Conflict, match="督查乙 已保存过") as told:
        save(office, draft, 1, opening="乙的导语。")
    assert told.value.now.texts["opening"] == "甲的导语。"
    save(office, draft, told.value.now.version, opening="乙的导语。")
    assert Bulletin.objects.get().texts["opening"] == "乙的导语。"


def test_a_section_written_anew_leaves_the_others_as_they_were_typed(office: Office) -> None:
    draft = office.draft()
    written = draft.texts["red"]
    drafting.save(
        draft,
        seen=1,
        texts={**draft.texts, "red": "误删", "opening": "手写的导语。"},
        dated_on=TODAY,
        by=office.cast.supervisor,
        basis=drafting.current(draft, TODAY),
        rewrite=["red"],
    )
    kept = Bulletin.objects.get()
    assert kept.texts["red"] == written
    assert kept.texts["opening"] == "手写的导语。"


def test_a_draft_that_is_thrown_away_can_be_begun_again_and_an_issued_one_stays(office: Office) -> None:
    draft = office.draft()
    with pytest.raises(Conflict):
        drafting.discard(draft, seen=7)
    drafting.discard(draft, seen=1)
    issued = office.issue()
    with pytest.raises(Conflict, match="已印发为观湖督通〔2020〕1号"):
        drafting.discard(issued.bulletin, seen=Bulletin.objects.get().version)
    with pytest.raises(Conflict, match="已印发"):
        save(office, issued.bulletin, Bulletin.objects.get().version, opening="再改")
    assert Bulletin.objects.count() == 1
