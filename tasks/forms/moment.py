"""`as_of`, `period` and `compare_to` of an address, for pages and REST alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tasks import periods
from tasks.closed_periods import due_days_of, due_on
from tasks.errors import Invalid
from tasks.models import Plan
from tasks.moment import Moment
from tasks.plans import current_plan

PARAMETERS = ("as_of", "period")
WITH_COMPARISON = (*PARAMETERS, "compare_to")
SPAN = ("from", "to")
EARLIEST = date(1970, 1, 1)
"""Before this nothing can be on record, and the calendar's first year has no period before it."""
NEXT_DAY = timedelta(days=1)


def read_moment(query: Mapping[str, str], today: date, plan: Plan | None = None) -> Moment:
    """The moment asked for; today's without parameters. A period closes by the rules of the plan: the given one, else
    the one the address names, else the current one; they are read where a period is named.

    Raises Invalid for what is no day or period, lies ahead, or is compared with a later day.
    """
    return _Asked(query, today, plan).moment()


def read_or_now(
    query: Mapping[str, str], today: date, plan: Plan | None = None
) -> tuple[Moment, Mapping[str, list[str]]]:
    """For pages, which show today beside the message: the moment, and what is wrong with the address by parameter."""
    try:
        return read_moment(query, today, plan), {}
    except Invalid as refused:
        return Moment.now(today), refused.errors


def read_span(
    query: Mapping[str, str], today: date, plan: Plan, since: Callable[[date], date]
) -> tuple[Moment, Moment]:
    """`from` and `to`, each a day or a closed period: the moments between which one asks what changed. Without `to`
    today; without `from` what `since` says for that day.

    Raises Invalid for what is no day or period, lies ahead, or runs backwards.
    """
    asked = _Asked(query, today, plan)
    until = asked.day_or_close("to")
    first = asked.day_or_close("from") if query.get("from", "").strip() else since(until)
    if first > until:
        raise Invalid({"from": f"起始日 {first} 晚于截至日 {until},应早于它。"})
    return Moment(today, first), Moment(today, until)


@dataclass(frozen=True, slots=True)
class _Asked:
    query: Mapping[str, str]
    today: date
    plan: Plan | None

    def moment(self) -> Moment:
        period, compare_to = self._text("period"), self._text("compare_to")
        if period and self._text("as_of"):
            raise Invalid({"period": "as_of 与 period 只能给一个。"})
        on = self._closed("period") if period else self._day("as_of")
        return Moment(self.today, on, period, self._compared(on) if compare_to else None)

    def _text(self, name: str) -> str:
        return self.query.get(name, "").strip()

    def _compared(self, on: date) -> date:
        """An earlier day, or the close of an earlier period."""
        name = "compare_to"
        found = self.day_or_close(name)
        if found > on:
            raise Invalid({name: f"对比日 {found} 晚于所看的 {on},应早于它。"})
        return found

    def day_or_close(self, name: str) -> date:
        """A day, or the one that shows a period; today where nothing is given."""
        return self._closed(name) if periods.valid(self._text(name)) else self._day(name)

    def _day(self, name: str) -> date:
        text = self._text(name)
        if not text:
            return self.today
        found = _date(text)
        if found is None:
            raise Invalid({name: f"“{text[:20]}”不是日期,应如 2020-09-30。"})
        if found > self.today:
            raise Invalid({name: f"{found} 还没有到,只能看 {self.today} 及以前。"})
        if found < EARLIEST:
            raise Invalid({name: f"{found} 过早,最早可看 {EARLIEST}。"})
        return found

    def _closed(self, name: str) -> date:
        """The day that shows the period, once it has come."""
        text = self._text(name)
        if not periods.valid(text):
            raise Invalid({name: f"“{text[:20]}”不是期次,应如 2020-09。"})
        due = due_on(text, due_days_of(self._plan()))
        if due >= self.today:
            raise Invalid({name: f"{text} 期尚未关账,截止日是 {due},次日起可看。"})
        if due < EARLIEST:
            raise Invalid({name: f"{text} 过早,最早可看 {EARLIEST}。"})
        return due + NEXT_DAY

    def _plan(self) -> Plan | None:
        if self.plan:
            return self.plan
        slug = self._text("plan")
        return (
            next((plan for plan in Plan.objects.all() if plan.slug == slug), None) if slug else current_plan()
        )


def _date(text: str) -> date | None:
    """A day as 2020-09-30 and in no other of ISO 8601's spellings."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None
