"""指标: every indicator of the office that a person may see, what is asked of it this year first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu import charts, plans
from guanhu.indicators import followed
from guanhu.indicators.followed import Followed
from indicators.kinds import Verdict
from indicators.models import Indicator
from tasks.models import Plan
from tasks.views import moments
from tasks.views.common import OfficeRequest, not_cached, staff_view

UNKNOWN = "unknown"
"""In addresses, for targets of which too little is known."""
ORDER = (Verdict.MISSED, Verdict.AT_RISK, Verdict.ON_TRACK, Verdict.MET)


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with its small drawing, None where there is nothing to draw, and by how much it has moved since the
    day that it is compared with."""

    one: Followed
    chart: charts.Line | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the verdicts to narrow the list to, with how many there are."""

    key: str
    label: str
    count: int
    query: str
    here: bool


@staff_view
@require_safe
def indicators(request: OfficeRequest) -> HttpResponse:
    """`?plan=`, `?q=` (words of the name), `?verdict=`, and the day shown."""
    among = plans.plans()
    plan = plans.shown(request, among)
    if plan is None:
        return render(request, "guanhu/no_plan.html")
    seen = moments.shown(request, plan)
    moment = seen.moment
    q = request.GET.get("q", "").strip()[:60]
    rows = list(matching(followed.visible(request.user), q))
    every = followed.load(rows, plan, moment)
    before = followed.load(rows, plan, moment.compared) if moment.compared else []
    was = {one.indicator.pk: one for one in before}
    asked = sorted((one for one in every if one.target), key=_telling)
    verdict = request.GET.get("verdict", "")
    compared = {"compare_to": moment.compare_to.isoformat()} if moment.compare_to else {}
    shown = {"plan": plan.slug, **moment.query, **compared}
    context = {
        "plan": plan,
        "plans": among,
        "choice": seen.choice,
        "moment": moment,
        "q": q,
        "total": len(every),
        "lines": [_line(one, plan, was) for one in asked if not verdict or _key(one) == verdict],
        "asked": len(asked),
        "choices": _choices(asked, verdict, shown | ({"q": q} if q else {})),
        "query": urlencode(shown),
        "results": [] if verdict else [one for one in every if not one.target],
    }
    return not_cached(render(request, "guanhu/indicators/list.html", context, status=seen.status))


def matching(rows: QuerySet[Indicator], q: str) -> QuerySet[Indicator]:
    """Those in whose name or code every word occurs, in the order of the report."""
    for word in q.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return rows.order_by("source_part", "source_paragraph", "pk")


def _line(one: Followed, plan: Plan, was: Mapping[int, Followed]) -> Line:
    ahead = one.outlook.ahead if one.outlook else None
    drawn = charts.line(one.goal, ahead, plan.starts_on, plan.ends_on, one.until)
    return Line(one, drawn, one.since(was.get(one.indicator.pk)))


def _telling(one: Followed) -> tuple[bool, str]:
    """Those with last year's result first, then in the order of the plan."""
    return one.last_year is None, one.tasks[0].code


def _key(one: Followed) -> str:
    verdict = one.outlook.verdict if one.outlook else None
    return str(verdict or UNKNOWN)


def _choices(asked: Sequence[Followed], chosen: str, kept: dict[str, str]) -> list[Choice]:
    counts = Counter(_key(one) for one in asked)
    names = [("", "全部"), *((str(verdict), str(verdict.label)) for verdict in ORDER), (UNKNOWN, "数据不足")]
    return [
        Choice(
            key=key,
            label=label,
            count=counts[key] if key else len(asked),
            query=urlencode({**kept, **({"verdict": key} if key else {})}),
            here=key == chosen,
        )
        for key, label in names
        if not key or counts[key] or key == chosen
    ]
