"""变化: what turned, slipped, closed and moved between two days; and the card of the overview that opens it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guanhu import overview
from guanhu.overview import Overview
from tasks import changes as news
from tasks import looks, periods
from tasks.changes import Change, What
from tasks.closed_periods import closed
from tasks.errors import Invalid
from tasks.forms.moment import read_span
from tasks.models import Person
from tasks.moment import Moment
from tasks.states import Colour
from tasks.templatetags.tasks_text import LIGHT_ORDER
from tasks.views.common import OfficeRequest, staff_view
from tasks.views.moments import BAD_REQUEST

WORDS = {
    What.TURNED: "亮灯变化",
    What.SLIPPED: "新逾期",
    What.CLOSED: "办结",
    What.EXTENDED: "延期",
    What.NEW: "新立项",
    What.REOPENED: "重新督办",
    What.SUSPENDED: "暂缓",
    What.CANCELLED: "不再实施",
}
ALWAYS = (What.TURNED, What.SLIPPED, What.CLOSED, What.EXTENDED)
"""Said even where there is none; the others only where there is one."""
ALARMING = (Colour.RED, Colour.YELLOW)
Errors = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Group:
    """One list. Lights that turned to red or yellow are `rows` with their reason, the others `minor`; `tally` says to
    which light how many turned."""

    what: What
    word: str
    rows: list[Change]
    minor: list[Change]
    tally: list[tuple[str, int]]

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.minor)


@dataclass(frozen=True, slots=True)
class SpanOption:
    """One line of the menu of spans."""

    label: str
    note: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CardLine:
    word: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ChangesCard:
    """What happened since `since`: the day of the last look where `looked`, else that of the last close."""

    since: date
    looked: bool
    lines: list[CardLine]
    url: str


@staff_view
@require_safe
def changes(request: OfficeRequest) -> HttpResponse:
    """`?plan=`, `?leader=` as on the overview; `from` and `to` are days or closed periods. Without them: since this
    person last looked, else since the last close."""
    view = overview.read(request, compares=False)
    if view is None:
        return render(request, "guanhu/no_plan.html")
    looked = looks.last_look(request.user, view.plan, request.on)
    (earlier, later), errors = _span(request, view, looked)
    found = news.changes(view.plan, request.user, earlier, later, view.leader)
    spans = list(_spans(view, earlier, later, looked))
    context = {
        "plan": view.plan,
        "plans": view.plans,
        "leader": view.leader,
        "earlier": earlier,
        "later": later,
        "count": found.count,
        "groups": [_group(what, rows) for what, rows in found.lists.items() if rows or what in ALWAYS],
        "spans": spans,
        "span_label": next((span.label for span in spans if span.chosen), "自选"),
        "errors": errors,
    }
    return render(request, "guanhu/changes.html", context, status=BAD_REQUEST if errors else 200)


def _group(what: What, rows: list[Change]) -> Group:
    if what != What.TURNED:
        return Group(what, WORDS[what], rows, [], [])
    lights = Counter(row.task.light for row in rows)
    return Group(
        what,
        WORDS[what],
        [row for row in rows if row.task.light in ALARMING],
        [row for row in rows if row.task.light not in ALARMING],
        [(colour, lights[colour]) for colour in LIGHT_ORDER if lights[colour]],
    )


def _span(
    request: OfficeRequest, view: Overview, looked: date | None
) -> tuple[tuple[Moment, Moment], Errors]:
    """The span asked for; where that cannot be shown, the one without a wish, and what is wrong."""

    def since(until: date) -> date:
        return news.since(view.plan, view.due_days, until, looked)

    try:
        return read_span(request.GET, request.on, view.plan, since), {}
    except Invalid as refused:
        return read_span({}, request.on, view.plan, since), refused.errors


def _spans(view: Overview, earlier: Moment, later: Moment, looked: date | None) -> Iterator[SpanOption]:
    """Since the last look, since the last close, and each closed period by itself, the newest first."""
    today = later.today
    closes = [(period, day) for period, day in closed(view.plan, view.due_days, today) if day <= today]

    def option(label: str, first: date, until: date) -> SpanOption:
        note = f"{first} 至 {'今天' if until == today else until}"
        chosen = (first, until) == (earlier.on, later.on)
        return SpanOption(label, note, address(view, first, until, today), chosen)

    if looked:
        yield option("上次查看以来", looked, today)
    if closes:
        yield option(f"{periods.label(closes[-1][0])}关账以来", closes[-1][1], today)
    for (_, first), (period, until) in reversed(list(pairwise(closes))):
        yield option(f"{periods.label(period)}之内", first, until)
    yield option("开始执行以来", min(news.eve(view.plan), today), today)


def address(view: Overview, first: date, until: date, today: date) -> str:
    """The page that shows the span."""
    ends = {} if until == today else {"to": until.isoformat()}
    return f"{reverse('changes')}?{urlencode(view.everywhere | {'from': first.isoformat()} | ends)}"


def card(view: Overview, person: Person, looked: date | None) -> ChangesCard | None:
    """What the overview says of it: two queries. None where the page shows a day past."""
    moment = view.moment
    if moment.is_past:
        return None
    since = news.since(view.plan, view.due_days, moment.on, looked)
    counts = news.counts(view.plan, person, Moment(moment.today, since), moment, view.leader)
    url = address(view, since, moment.on, moment.today)
    lines = [
        CardLine(WORDS[what], count, f"{url}#{what}")
        for what, count in counts.items()
        if count or what in ALWAYS
    ]
    return ChangesCard(since, since == looked, lines, url)
