"""What a page offers to choose its day from: the plan's closed periods, today, any day, and one to compare with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from tasks import periods
from tasks.closed_periods import DueDays, closed
from tasks.forms.moment import WITH_COMPARISON
from tasks.models import Plan
from tasks.moment import Moment

_NOT_CARRIED = ("page", *WITH_COMPARISON)
"""Parameters of an address that say nothing of another day's page."""
TODAY, LAST_LOOK, NO_COMPARISON = "今天", "上次查看", "不对比"


@dataclass(frozen=True, slots=True)
class DayOption:
    """One line of a menu: `note` says which day it is, `url` is relative to the page."""

    label: str
    note: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MomentChoice:
    """`days` and `compared` are menus, the latter empty where a page does not compare; `errors` are messages by
    parameter; `kept` goes along with a day that is typed; `now` is the page of today."""

    moment: Moment
    label: str
    days: Sequence[DayOption]
    compared: Sequence[DayOption]
    compared_label: str
    errors: Mapping[str, Sequence[str]]
    kept: Sequence[tuple[str, str]]
    typed: str
    earliest: date
    now: str


def moment_choice(
    query: QueryDict,
    moment: Moment,
    errors: Mapping[str, Sequence[str]],
    plan: Plan,
    due_days: DueDays,
    *,
    compares: bool = True,
    last_look: date | None = None,
) -> MomentChoice:
    """No query. `last_look`: the day on which this person last looked at the page, None where that is not known."""
    return _Menus(query, moment, closed(plan, due_days, moment.today)[::-1]).choice(
        errors, plan.starts_on, compares, last_look
    )


@dataclass(frozen=True, slots=True)
class _Menus:
    query: QueryDict
    moment: Moment
    periods: Sequence[tuple[str, date]]
    """The closed ones with the days that show them, the newest first."""

    def choice(
        self, errors: Mapping[str, Sequence[str]], earliest: date, compares: bool, last_look: date | None
    ) -> MomentChoice:
        compared = self._compared(last_look) if compares else []
        return MomentChoice(
            moment=self.moment,
            label=self._called(self.moment.on) if self.moment.is_past else TODAY,
            days=self._days(),
            compared=compared,
            compared_label=next((one.label for one in compared if one.chosen), ""),
            errors=errors,
            kept=[(name, str(value)) for name, value in self.query.items() if name not in _NOT_CARRIED],
            typed=self.moment.on.isoformat() if self.moment.is_past else "",
            earliest=earliest,
            now=self._url(),
        )

    def _days(self) -> list[DayOption]:
        """Today, then the closed periods; a comparison goes along where it lies before the day."""
        past = self.moment.is_past
        today = DayOption(TODAY, self.moment.today.isoformat(), self._with(self.moment.today), not past)
        return [
            today,
            *(
                DayOption(
                    periods.label(period),
                    f"截至 {day}",
                    self._with(day, period),
                    past and day == self.moment.on,
                )
                for period, day in self.periods
            ),
        ]

    def _with(self, day: date, period: str = "") -> str:
        before = self.moment.compare_to
        kept = {"compare_to": before.isoformat()} if before and before < day else {}
        return self._url(**({"period": period} if period else {}), **kept)

    def _compared(self, last_look: date | None) -> list[DayOption]:
        """Nothing, the last look, the periods before the day shown."""
        before, shown = self.moment.compare_to, self._shown()
        found = [DayOption(NO_COMPARISON, "", self._url(**shown), before is None)]
        if last_look and last_look <= self.moment.on:
            found.append(self._against(LAST_LOOK, last_look, shown))
        found += [
            self._against(periods.label(period), day, shown)
            for period, day in self.periods
            if day < self.moment.on
        ]
        if before and not any(option.chosen for option in found):
            found.append(self._against(before.isoformat(), before, shown))
        return found

    def _against(self, label: str, day: date, shown: Mapping[str, str]) -> DayOption:
        url = self._url(**shown, compare_to=day.isoformat())
        return DayOption(label, f"截至 {day}", url, day == self.moment.compare_to)

    def _shown(self) -> dict[str, str]:
        """The parameters that choose the day shown, as the address gave them."""
        return {"period": self.moment.period} if self.moment.period else dict(self.moment.query)

    def _called(self, day: date) -> str:
        named = next((period for period, close in self.periods if close == day), "")
        return periods.label(named) if named else day.isoformat()

    def _url(self, **parameters: str) -> str:
        kept = self.query.copy()
        for name in _NOT_CARRIED:
            kept.pop(name, None)
        for name, value in parameters.items():
            kept[name] = value
        return f"?{kept.urlencode(safe=',')}"
