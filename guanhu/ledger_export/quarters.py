"""一至四季度形象进度: what was to stand by the end of each quarter and what stood, in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.attainment import Goal, current
from tasks import periods
from tasks.commitments import WORDS, Dated, Standing, standing
from tasks.figures import total

NUMBERS = (1, 2, 3, 4)
LONGEST_NOTE = 60
"""Characters of a report's words; all of them stand under 进展."""


@dataclass(frozen=True, slots=True)
class StageGoal:
    """A stage goal as it stands today in the plan; `met_on` may lie after the day that is shown."""

    due_on: date
    text: str
    met_on: date | None


def quarter_of(day: date, year: int) -> int:
    """1 to 4; what lies before the plan's year belongs to its first quarter, what lies after it to its last."""
    if day.year != year:
        return NUMBERS[0] if day.year < year else NUMBERS[-1]
    return (day.month + 2) // 3


def quarters(
    task: Dated,
    stages: Iterable[StageGoal],
    goals: Sequence[Goal],
    notes: Mapping[int, str],
    year: int,
    on: date,
) -> tuple[str, ...]:
    """The four cells, as known at the end of `on`: 计划 its stage goals, 完成 the figures for periods up to the end of
    the quarter, 进展 the `notes` by quarter."""
    planned = [(quarter_of(stage.due_on, year), stage) for stage in stages]
    return tuple(
        "\n".join(
            [
                *(f"计划:{_said(task, stage, year, on)}" for quarter, stage in planned if quarter == number),
                *_figures(goals, number, year, on),
                *([f"进展:{_short(notes[number])}"] if number in notes else ()),
            ]
        )
        for number in NUMBERS
    )


def _said(task: Dated, stage: StageGoal, year: int, on: date) -> str:
    """完成设计 5月31日 已达成(5月28日)"""
    stands = standing(task, stage.due_on, stage.met_on, on)
    met = f"({_day(stage.met_on, year)})" if stage.met_on and stands == Standing.MET else ""
    return f"{stage.text} {_day(stage.due_on, year)} {WORDS[stands]}{met}"


def _day(day: date, year: int) -> str:
    said = f"{day.month}月{day.day}日"
    return said if day.year == year else f"{day.year}年{said}"


def _figures(goals: Sequence[Goal], number: int, year: int, on: date) -> list[str]:
    """Where each figure stood; nothing for a quarter that has not begun."""
    quarter = f"{year:04}-Q{number}"
    if periods.starts_on(quarter) > on:
        return []
    stood = [(goal, current(goal, periods.ends_on(quarter))) for goal in goals if goal.value is not None]
    several = len(stood) > 1
    return [
        f"完成:{f'{goal.name} ' if several else ''}{total(now)} {goal.unit}"
        for goal, now in stood
        if now is not None
    ]


def _short(note: str) -> str:
    line = " ".join(note.split())
    return line if len(line) <= LONGEST_NOTE else f"{line[:LONGEST_NOTE]}…"
