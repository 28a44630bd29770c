"""One indicator: what it is, how it stands, its drawing with the table behind it, every reading there ever was."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guanhu import plans
from guanhu.indicators import followed, history
from guanhu.indicators.chart import draw
from guanhu.indicators.entry import ReadingForm
from guanhu.indicators.followed import Followed
from guanhu.indicators.history import Entry
from guanhu.indicators.lines import lines
from guanhu.indicators.rows import rows
from guanhu.indicators.words import HOW_COUNTED, SO_FAR, period_words
from guanhu.templatetags.indicators_text import quantity
from indicators.kinds import IndicatorKind
from indicators.models import Indicator
from indicators.quantities import plain
from tasks import access, readings
from tasks.errors import Invalid, NotAllowed, WrongState
from tasks.forms.moment import read_or_now
from tasks.models import Plan
from tasks.moment import Moment
from tasks.states import State
from tasks.views import moments
from tasks.views.common import CONFLICT, UNPROCESSABLE, OfficeRequest, not_cached, staff_view
from tasks.views.exports import sent

SHOWN = 400
"""Readings listed on the page; all of them are in the file."""


@staff_view
@require_safe
def indicator(request: OfficeRequest, code: str) -> HttpResponse:
    """`?plan=` chooses the year, `?as_of=` or `?period=` the day shown."""
    return _page(request, indicator_or_404(request, code))


@staff_view
@require_POST
def record(request: OfficeRequest, code: str) -> HttpResponse:
    """One figure more. 302; 422 with messages at the fields, 409 where a task reports it; what was typed stays."""
    found = indicator_or_404(request, code)
    if not readings.may_record(access.rights(request.user)):
        raise NotAllowed(readings.NOT_YOURS)
    plan = plans.shown(request, plans.plans())
    if plan is None:
        raise Http404("还没有年度计划。")
    (one,) = followed.load([found], plan, Moment.now(request.on))
    form = ReadingForm(found, one.goal, request.POST, on=request.on)
    if not form.is_valid():
        return _page(request, found, form, status=UNPROCESSABLE)
    try:
        written = form.perform(by=request.user)
    except Invalid as refused:
        form.refuse(refused.errors)
        return _page(request, found, form, status=UNPROCESSABLE)
    except WrongState as refused:
        form.add_error(None, refused.message)
        return _page(request, found, form, status=CONFLICT)
    messages.success(request, f"已录入 {period_words(written.period)}:{quantity(written)}。")
    return redirect(f"{reverse('indicator', args=(code,))}?{urlencode({'plan': plan.slug})}#readings")


@staff_view
@require_safe
def readings_csv(request: OfficeRequest, code: str) -> HttpResponse:
    """Every reading of the indicator, the oldest record first, as known at the end of the day shown."""
    found = indicator_or_404(request, code)
    moment, wrong = read_or_now(request.GET, request.on)
    if wrong:
        raise Http404("没有这一天。")
    heading = ("期间", "数值", "单位", "报送方", "录入人", "办公日", "来源", "认定", "状态", "暂定", "说明")
    lines = [_line(entry) for entry in history.history(found, moment.on)]
    return sent(request, f"indicator:{found.code}", heading, lines)


def _line(entry: Entry) -> tuple[object, ...]:
    row = entry.reading
    return (
        row.period,
        plain(row.value),
        row.unit,
        entry.unit,
        row.by or "",
        row.on,
        row.origin,
        entry.word,
        entry.fate.label,
        "暂定" if row.provisional else "",
        row.note,
    )


def indicator_or_404(request: OfficeRequest, code: str) -> Indicator:
    """Those of restricted tasks do not exist for anybody else."""
    found = followed.visible(request.user).filter(code=code).first()
    if found is None:
        raise Http404("没有这项指标。")
    return found


def _page(
    request: OfficeRequest, found: Indicator, form: ReadingForm | None = None, status: int = 200
) -> HttpResponse:
    among = plans.plans()
    plan = plans.shown(request, among)
    if plan is None:
        return render(request, "guanhu/no_plan.html")
    seen = moments.shown(request, plan)
    moment = seen.moment
    (one,) = followed.load([found], plan, moment)
    entries = history.history(found, moment.on)
    context = {
        "plan": plan,
        "plans": among,
        "choice": seen.choice,
        "moment": moment,
        "change": _change(one, plan, moment),
        "query": urlencode({"plan": plan.slug, **moment.query}),
        "one": one,
        "entries": list(reversed(entries))[:SHOWN],
        "total": len(entries),
        "form": form or _empty_form(request, one, moment),
        "reporting": next((task for task in one.tasks if task.state != State.CANCELLED), None),
        **_figures(one, plan, entries),
    }
    return not_cached(
        render(request, "guanhu/indicators/indicator.html", context, status=max(status, seen.status))
    )


def _change(one: Followed, plan: Plan, moment: Moment) -> Decimal | None:
    """By how much it has moved since the day that it is compared with."""
    if moment.compared is None:
        return None
    return one.since(*followed.load([one.indicator], plan, moment.compared))


def _figures(one: Followed, plan: Plan, entries: Sequence[Entry]) -> dict[str, Any]:
    """The drawing and the table behind it."""
    drawn = lines(one.goal, one.outlook.ahead if one.outlook else None)
    return {
        "lines": drawn,
        "drawing": draw(drawn, plan.starts_on, plan.ends_on),
        "rows": rows(one.goal, history.counting_by_period(entries)),
        "how": HOW_COUNTED[IndicatorKind(one.indicator.kind)],
        "so_far": SO_FAR.get(IndicatorKind(one.indicator.kind), ""),
    }


def _empty_form(request: OfficeRequest, one: Followed, moment: Moment) -> ReadingForm | None:
    """For those who record, today: the past is only looked at."""
    if moment.is_past or not readings.may_record(access.rights(request.user)):
        return None
    return ReadingForm(one.indicator, one.goal, on=request.on)
