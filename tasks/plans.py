"""Which plan a screen is about when nobody says."""

from tasks.models import Plan
from tasks.states import RUNNING, PlanState


def current_plan() -> Plan | None:
    """The latest plan that is being carried out, else the latest of all."""
    plans = list(Plan.objects.order_by("-year", "slug"))
    return next((plan for plan in plans if plan.state in RUNNING), plans[0] if plans else None)


def open_plans() -> list[Plan]:
    """Plans that can still take tasks, the one being carried out first."""
    plans = [plan for plan in Plan.objects.order_by("-year", "slug") if plan.state != PlanState.ARCHIVED]
    return sorted(plans, key=lambda plan: plan.state not in RUNNING)
