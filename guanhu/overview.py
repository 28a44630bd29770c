"""What the overview, the coordination list and the projector page read from an address: plan, leader, day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from guanhu import plans
from tasks import access, looks, summaries
from tasks.closed_periods import DueDays
from tasks.models import Person, Plan, Task
from tasks.moment import Moment
from tasks.summaries import Dashboard
from tasks.trend import Charge, PeriodLights, lights_by_period
from tasks.views import moments
from tasks.views.common import OfficeRequest
from tasks.views.moments import Shown


@dataclass(frozen=True)
class Overview:
    """One plan as one person may see it, narrowed to what is in a leader's charge where `leader` is given."""

    person: Person
    plan: Plan
    plans: Sequence[Plan]
    due_days: DueDays
    leader: Person | None
    shown: Shown
    looked: date | None = None
    """The office day before today's on which this person opened the overview, where the page asks for it."""

    @property
    def moment(self) -> Moment:
        return self.shown.moment

    @property
    def everywhere(self) -> dict[str, str]:
        """What selects these tasks on any day."""
        return {"plan": self.plan.slug} | ({"leader": self.leader.username} if self.leader else {})

    @property
    def base(self) -> dict[str, str]:
        """What selects exactly the tasks counted, as they stood at the moment."""
        return {**self.everywhere, **self.moment.query}

    @cached_property
    def tasks(self) -> list[Task]:
        return summaries.shown(self.plan, self.person, self.moment, leader=self.leader)

    @cached_property
    def before(self) -> list[Task] | None:
        """The same on the day compared with."""
        compared = self.moment.compared
        return summaries.shown(self.plan, self.person, compared, leader=self.leader) if compared else None

    @cached_property
    def board(self) -> Dashboard:
        return summaries.board_of(self.plan, self.tasks, self.moment, self.base, self.before)

    @cached_property
    def periods(self) -> list[PeriodLights]:
        """How the lights stood when each period closed."""
        visible = access.visible_tasks(self.person).filter(plan=self.plan)
        return lights_by_period(self.plan, self.due_days, visible, self.moment.on, Charge(self.leader))


def read(request: OfficeRequest, *, compares: bool = True, opens: bool = False) -> Overview | None:
    """`?plan=` chooses the plan, `?leader=` (a username) narrows, `as_of`, `period` and `compare_to` choose the day.
    `opens`: this is the overview, and the day on which it was opened is remembered.

    None without any plan; raises Http404 for a plan or a leader that is not there.
    """
    among = plans.with_due_days()
    plan = plans.shown(request, among)
    if plan is None:
        return None
    leader = _leader(request)
    looked = looks.look(request.user, plan, request.on) if opens else None
    shown = moments.shown(request, plan, among[plan], compares=compares, last_look=looked)
    return Overview(request.user, plan, list(among), among[plan], leader, shown, looked)


def _leader(request: OfficeRequest) -> Person | None:
    username = request.GET.get("leader", "")
    if not username or username == request.user.username:
        return request.user if username else None
    found = access.leaders().filter(username=username).first()
    if found is None:
        raise Http404("没有这位分管领导。")
    return found
