"""Since when there is news for somebody: the days on which he opened the overview."""

from datetime import date
from unittest.mock import patch

from django.db.models import QuerySet

from tasks.looks import last_look, look
from tasks.models import Look, Plan
from tests.cast import Cast

MONDAY, TUESDAY, FRIDAY = date(2020, 9, 21), date(2020, 9, 22), date(2020, 9, 25)


def test_the_first_look_has_none_before_it(plan: Plan, cast: Cast) -> None:
    assert last_look(cast.leader, plan, MONDAY) is None
    assert look(cast.leader, plan, MONDAY) is None
    assert last_look(cast.leader, plan, MONDAY) is None


def test_the_look_before_is_that_of_an_earlier_day_however_often_one_looks(plan: Plan, cast: Cast) -> None:
    look(cast.leader, plan, MONDAY)
    assert look(cast.leader, plan, TUESDAY) == MONDAY
    assert look(cast.leader, plan, TUESDAY) == MONDAY
    assert look(cast.leader, plan, FRIDAY) == TUESDAY
    assert last_look(cast.leader, plan, FRIDAY) == TUESDAY


def test_on_a_new_day_the_last_look_is_known_before_one_looks(plan: Plan, cast: Cast) -> None:
    look(cast.leader, plan, MONDAY)
    assert last_look(cast.leader, plan, FRIDAY) == MONDAY
    assert Look.objects.get().on == MONDAY


def test_everybody_has_his_own_for_each_plan(plan: Plan, cast: Cast) -> None:
    other = Plan.objects.create(
        slug="2021", year=2021, title="2021 年", starts_on=date(2021, 1, 1), ends_on=date(2021, 12, 31)
    )
    look(cast.leader, plan, MONDAY)
    assert last_look(cast.other_leader, plan, FRIDAY) is None
    assert last_look(cast.leader, other, FRIDAY) is None


def test_one_statement_is_written_on_the_first_look_of_a_day_and_none_after(
    plan: Plan, cast: Cast, django_assert_num_queries
) -> None:
    for day in (MONDAY, TUESDAY):
        with django_assert_num_queries(2):
            look(cast.leader, plan, day)
        with django_assert_num_queries(1):
            look(cast.leader, plan, day)


def test_of_two_windows_at_once_one_writes_and_both_hear_the_same(plan: Plan, cast: Cast) -> None:
    """The other window comes between this one's reading and its writing."""
    read = QuerySet.first

    def interrupted(rows: QuerySet[Look]) -> Look | None:
        found = read(rows)
        with patch.object(QuerySet, "first", read):
            others.append(look(cast.leader, plan, day))
        return found

    others: list[date | None] = []
    for day, before in ((MONDAY, None), (TUESDAY, MONDAY)):
        with patch.object(QuerySet, "first", interrupted):
            assert look(cast.leader, plan, day) == before
        assert others.pop() == before
        row = Look.objects.get()
        assert (row.on, row.before_on) == (day, before)
