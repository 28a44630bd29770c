"""调休安排 from a table: which days of a year are worked and which are free, known from today on."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from tasks import audit
from tasks.imports.preview import Credential, Line, Preview, Status
from tasks.imports.sheets import Row
from tasks.models import CalendarDay, Person
from tasks.rulebook import calendar
from tasks.states import Deed
from tasks.workdays import WorkCalendar, marks_of_year

TITLE = "调休安排"
COLUMNS = ("日期", "上班/放假", "说明")
EXAMPLES = (
    ("2027-01-01", "放假", "元旦"),
    ("2027-02-14", "上班", "春节调休"),
    ("2027-10-01", "放假", "国庆节"),
)
HINT = (
    "按国务院办公厅公布的全年安排,逐日填写放假日和调休上班日;平常的周一至周五和周末不必填。"
    "导入之日起生效,已经亮过的灯不改。"
)
AHEAD = 3
"""Years beyond this one that can be entered."""
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?")
_WORDS = {"上班": True, "调休上班": True, "补班": True, "放假": False, "休息": False, "休": False, "班": True}
_LONGEST = 40


def preview(rows: Sequence[Row], on: date) -> Preview:
    lines, days = _check(rows, on)
    return Preview(lines, _gaps(days, on))


def _check(rows: Sequence[Row], on: date) -> tuple[list[Line], dict[date, tuple[bool, Line]]]:
    known = calendar(on)
    days: dict[date, tuple[bool, Line]] = {}
    lines = [Line(row) for row in rows]
    for line in lines:
        _check_line(line, known, days, on)
    return lines, days


def _check_line(line: Line, known: WorkCalendar, days: dict[date, tuple[bool, Line]], on: date) -> None:
    day, working = _day(line), _WORDS.get(line.row.cells["上班/放假"])
    if working is None:
        line.wrong("第二列应填“上班”或“放假”。")
    if len(line.row.cells["说明"]) > _LONGEST:
        line.wrong(f"说明不超过 {_LONGEST} 个字。")
    if day is None or working is None or line.status == Status.ERROR:
        return
    if not on.year <= day.year <= on.year + AHEAD:
        line.wrong(f"年份应在 {on.year} 至 {on.year + AHEAD} 之间。")
    elif day in days:
        line.wrong(f"与第 {days[day][1].row.number} 行日期重复。")
    else:
        days[day] = (working, line)
        _describe(line, day, working, known)


def _day(line: Line) -> date | None:
    found = _DAY.fullmatch(line.row.cells["日期"].replace(" ", ""))
    if found:
        with suppress(ValueError):  # 30 February
            return date(*map(int, found.groups()))
    line.wrong("日期有误,应如 2027-01-01。")
    return None


def _describe(line: Line, day: date, working: bool, known: WorkCalendar) -> None:
    if not known.says(day):
        line.status = Status.NEW
    elif known.is_workday(day) != working:
        line.changes("放假 → 上班" if working else "上班 → 放假")


def _gaps(days: dict[date, tuple[bool, Line]], on: date) -> list[str]:
    """A year that nobody has entered yet is entered whole, or it would pass for known with half of its holidays."""
    before = calendar(on)
    after = WorkCalendar({**before.overrides, **{day: working for day, (working, _) in days.items()}})
    return [
        f"{year} 年的安排不完整:至少应有 {'、'.join(f'{d.month} 月 {d.day} 日' for d in marks_of_year(year))}放假。"
        for year in sorted({day.year for day in days})
        if not after.known(year)
    ]


def commit(rows: Sequence[Row], *, by: Person, on: date) -> list[Credential]:
    """Write the days that say something new; the caller has checked it and holds the transaction."""
    days = _check(rows, on)[1]
    new = {day: pair for day, pair in days.items() if pair[1].status != Status.SAME}
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, working=working, note=line.row.cells["说明"], effective_on=on)
        for day, (working, line) in sorted(new.items())
    )
    data = {"years": sorted({day.year for day in new}), "days": len(new)}
    audit.record(Deed.RULES, by=by, subject="calendar", data=data)
    return []
