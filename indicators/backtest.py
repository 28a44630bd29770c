"""How far the forecast would have been off: asked at the past ends of months, compared with what came. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from indicators.attainment import Goal, current, points_until
from indicators.forecast import pace
from indicators.kinds import Method
from indicators.quantities import as_decimal
from indicators.ranges import Range
from indicators.seasonal import seasonal
from indicators.spans import span

METHODS = {Method.PACE: pace, Method.SEASONAL: seasonal}


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast made at the end of a month for the end of the readings, and what it came to."""

    code: str
    made_on: date
    method: Method
    ahead: Range
    actual: Decimal

    @property
    def covered(self) -> bool:
        return self.ahead.low <= self.actual <= self.ahead.high

    @property
    def error(self) -> Fraction | None:
        """|middle − actual| ÷ |actual|; None where nothing came, for there is nothing to compare with."""
        middle = (Fraction(self.ahead.low) + Fraction(self.ahead.high)) / 2
        return abs(middle - Fraction(self.actual)) / abs(Fraction(self.actual)) if self.actual else None


@dataclass(frozen=True, slots=True)
class Score:
    """Of `trials` forecasts `covered` held the result; `error` is the mean absolute percentage error (MAPE) of their
    middles, None where no result could be compared."""

    trials: int
    covered: int
    error: Decimal | None


def trials(goal: Goal) -> list[Trial]:
    """Both methods at every end of a month before the last reading; empty where the readings say too little."""
    points = points_until(goal)
    actual = current(goal)
    if not points or actual is None:
        return []
    ends_on = span(points[-1].period)[1]
    return [
        Trial(goal.code, made_on, method, ahead, actual)
        for made_on in _month_ends(goal.year, ends_on)
        for method, forecast in METHODS.items()
        if (ahead := forecast(goal, ends_on, made_on))
    ]


def scores(made: Iterable[Trial]) -> Mapping[Method, Score | None]:
    """By method; None where it had nothing to say (数据不足)."""
    given = list(made)
    return {method: _score([trial for trial in given if trial.method == method]) for method in METHODS}


def _score(made: list[Trial]) -> Score | None:
    if not made:
        return None
    errors = [trial.error for trial in made if trial.error is not None]
    mean = as_decimal(sum(errors, Fraction(0)) / len(errors) * 100) if errors else None
    return Score(len(made), sum(trial.covered for trial in made), mean)


def _month_ends(year: int, before: date) -> Iterator[date]:
    for month in range(2, 13):
        end = date(year, month, 1) - timedelta(days=1)
        if end < before:
            yield end
