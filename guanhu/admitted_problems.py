"""报告指出的问题: what the report admits, and how the tasks that answer it stand. One more cut of the dashboard."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guanhu import plans
from tasks import admitted_problems, summaries
from tasks.admitted_problems import GroupTotals, ProblemTotals
from tasks.models import Person, Plan
from tasks.moment import Moment
from tasks.problem_verdict import Standing
from tasks.views import moments
from tasks.views.common import OfficeRequest, staff_view


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    """`glance`: which problems stand how, the worst first; standings without any are left out."""

    moment: Moment
    groups: list[GroupTotals]
    glance: list[tuple[Standing, list[ProblemTotals]]]

    @property
    def number(self) -> int:
        return sum(len(group.problems) for group in self.groups)


@staff_view
@require_safe
def problems(request: OfficeRequest) -> HttpResponse:
    """`?plan=` chooses the plan, `as_of`, `period` and `compare_to` the day."""
    among = plans.with_due_days()
    plan = plans.shown(request, among)
    if plan is None:
        return render(request, "guanhu/no_plan.html")
    shown = moments.shown(request, plan, among[plan])
    page = build(plan, request.user, shown.moment)
    context = {"page": page, "choice": shown.choice, "plan": plan, "plans": list(among)}
    return render(request, "guanhu/admitted_problems.html", context, status=shown.status)


def build(plan: Plan, person: Person, moment: Moment) -> ProblemsPage:
    """Everything the page prints; the number of queries does not depend on the number of tasks."""
    before = summaries.shown(plan, person, moment.compared) if moment.compared else None
    base = {"plan": plan.slug, **moment.query}
    groups = admitted_problems.by_group(plan, summaries.shown(plan, person, moment), base, before)
    every = [row for group in groups for row in group.problems]
    by_standing = [(standing, [row for row in every if row.standing == standing]) for standing in Standing]
    return ProblemsPage(moment, groups, [(standing, found) for standing, found in by_standing if found])
