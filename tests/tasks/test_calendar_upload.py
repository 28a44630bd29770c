"""调休 from a table, and the warning where a year's is missing."""

import io
from datetime import date
from typing import Any

import pytest

from tasks.errors import Invalid
from tasks.imports import workdays
from tasks.imports.preview import Status
from tasks.imports.run import commit
from tasks.imports.sheets import Row, read
from tasks.models import AuditEntry, CalendarDay
from tasks.rulebook import calendar, unknown_years
from tasks.states import Deed
from tasks.workdays import KNOWN_YEARS, WorkCalendar
from tests.cast import Cast
from tests.tasks.tables import DAYS, xlsx

pytestmark = pytest.mark.django_db
NEXT = max(KNOWN_YEARS) + 1
AUTUMN = date(NEXT - 1, 11, 20)
WHOLE = (
    (f"{NEXT}-01-01", "放假", "元旦"),
    (f"{NEXT}年2月14日", "上班", "春节调休"),
    (f"{NEXT}/10/1", "放假", "国庆节"),
)


def days(*lines: tuple[Any, ...]) -> list[Row]:
    content = xlsx(DAYS, *lines)
    return read(io.BytesIO(content), "调休.xlsx", len(content), workdays.COLUMNS)


def test_a_year_that_is_entered_is_known_and_its_days_hold(cast: Cast) -> None:
    assert not calendar(AUTUMN).known(NEXT)
    commit(workdays, days(*WHOLE), by=cast.administrator, on=AUTUMN)
    known = calendar(AUTUMN)
    assert (
        known.known(NEXT) and known.is_workday(date(NEXT, 2, 14)) and not known.is_workday(date(NEXT, 10, 1))
    )
    assert known.is_workday(date(NEXT, 3, 2)) == (date(NEXT, 3, 2).weekday() < 5)
    rows = list(CalendarDay.objects.values_list("day", "working", "note", "effective_on"))
    assert rows[0] == (date(NEXT, 1, 1), False, "元旦", AUTUMN) and len(rows) == 3
    entry = AuditEntry.objects.get()
    assert (entry.deed, entry.data) == (Deed.RULES, {"years": [NEXT], "days": 3})


def test_what_was_judged_before_stays_as_it_was(cast: Cast) -> None:
    commit(workdays, days(*WHOLE), by=cast.administrator, on=AUTUMN)
    assert not calendar(date(AUTUMN.year, 11, 19)).known(NEXT)


def test_the_same_table_again_writes_nothing_and_a_correction_only_what_it_corrects(cast: Cast) -> None:
    commit(workdays, days(*WHOLE), by=cast.administrator, on=AUTUMN)
    assert not workdays.preview(days(*WHOLE), AUTUMN).changes_something
    corrected = days(*WHOLE[:1], (f"{NEXT}-02-14", "放假", "改为放假"))
    assert [line.status for line in workdays.preview(corrected, AUTUMN).lines] == [
        Status.SAME,
        Status.CHANGED,
    ]
    commit(workdays, corrected, by=cast.administrator, on=AUTUMN)
    assert CalendarDay.objects.count() == 4
    assert not calendar(AUTUMN).is_workday(date(NEXT, 2, 14))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("2027-02-30", "放假"), "日期有误"),
        (("明年元旦", "放假"), "日期有误"),
        ((f"{NEXT}-05-01", "半天"), "应填“上班”或“放假”"),
        ((f"{NEXT}-01-01", "放假"), "与第 2 行日期重复"),
        (("2019-05-01", "放假"), "年份应在"),
        (("2099-05-01", "放假"), "年份应在"),
        ((f"{NEXT}-05-01", "放假", "长" * 41), "不超过 40 个字"),
    ],
)
def test_a_line_that_is_wrong_says_why_and_nothing_is_written(cast: Cast, line: tuple, said: str) -> None:
    rows = days(*WHOLE, line)
    assert said in ";".join(workdays.preview(rows, AUTUMN).lines[3].said)
    with pytest.raises(Invalid):
        commit(workdays, rows, by=cast.administrator, on=AUTUMN)
    assert not CalendarDay.objects.exists()


def test_half_a_year_does_not_pass_for_the_whole(cast: Cast) -> None:
    rows = days(WHOLE[0])
    preview = workdays.preview(rows, AUTUMN)
    assert not preview.is_good and f"{NEXT} 年的安排不完整" in preview.problems[0]
    with pytest.raises(Invalid):
        commit(workdays, rows, by=cast.administrator, on=AUTUMN)


def test_a_year_on_our_list_takes_single_days(cast: Cast) -> None:
    rows = days((f"{AUTUMN.year}-12-31", "放假", "临时放假"))
    assert workdays.preview(rows, AUTUMN).is_good
    commit(workdays, rows, by=cast.administrator, on=AUTUMN)
    assert not calendar(AUTUMN).is_workday(date(AUTUMN.year, 12, 31))


def test_one_declared_day_does_not_make_a_year_known() -> None:
    assert not WorkCalendar({date(NEXT, 1, 1): False}).known(NEXT)
    assert not WorkCalendar({date(NEXT, 1, 1): False, date(NEXT, 10, 1): True}).known(NEXT)
    assert WorkCalendar({date(NEXT, 1, 1): False, date(NEXT, 10, 1): False}).known(NEXT)


def test_years_that_matter_soon_are_missed_and_known_ones_cost_no_query(
    cast: Cast, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert unknown_years(AUTUMN) == []
        assert unknown_years(date(2020, 4, 15), [date(2020, 12, 31)]) == []
    with django_assert_num_queries(1):
        assert unknown_years(date(AUTUMN.year, 12, 1)) == [NEXT]
    assert unknown_years(AUTUMN, [date(NEXT, 1, 5)]) == [NEXT]
    assert unknown_years(date(NEXT, 5, 1)) == [NEXT]
    commit(workdays, days(*WHOLE), by=cast.administrator, on=AUTUMN)
    assert unknown_years(date(AUTUMN.year, 12, 1)) == []
