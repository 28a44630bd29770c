"""What the Gantt chart and the calendar read from an address: plan, moment, filters, and the dates of the tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from tasks import access
from tasks.closed_periods import DueDays, due_days_of
from tasks.commitments import Commitment
from tasks.faces import faces
from tasks.filters import filter_of
from tasks.forms.ledger import LABELS, read_choices
from tasks.forms.moment import read_or_now
from tasks.forms.schedule import ScheduleControls
from tasks.models import Plan, Task
from tasks.moment import Moment
from tasks.plans import current_plan
from tasks.schedule import commitments
from tasks.states import State
from tasks.views.common import OfficeRequest

BAD_REQUEST = 400
_COUNTED = ",".join(state for state in State if state != State.CANCELLED)
"""Without a word about states: all but those no longer carried out, as in every count of the overview."""


BY = {"pillar": "按板块", "unit": "按单位"}
_LAST = 10**6


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """In the order of the plan or of the units. `code` is what a filter knows it by, "" where no filter does."""

    ordinal: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """`query` selects exactly these tasks in the ledger; `errors` are messages about the address."""

    plan: Plan
    moment: Moment
    due_days: DueDays
    commitments: Sequence[Commitment[Task]]
    query: Mapping[str, str]
    controls: ScheduleControls
    errors: Mapping[str, Sequence[str]]

    @property
    def status(self) -> int:
        return BAD_REQUEST if self.errors else 200

    def ledger(self, **more: str) -> str:
        """The query string of the list that holds those of these tasks which `more` describes."""
        return urlencode({**self.query, **more}, safe=",")


def read(request: OfficeRequest) -> Schedule | None:
    """None without any plan. Raises Http404 for a plan that is not there."""
    plan = _plan(request.GET.get("plan", ""))
    if plan is None:
        return None
    moment, wrong = read_or_now(request.GET, request.on, plan)
    query = _query(request.GET, plan)
    found = filter_of(query, faces(access.visible_tasks(request.user).filter(plan=plan), moment))
    errors = {**found.form.errors, **wrong}
    rows = found.qs if not errors else found.queryset.none()
    return Schedule(
        plan=plan,
        moment=moment,
        due_days=due_days_of(plan),
        commitments=commitments(rows, plan, moment),
        query={**{name: str(query[name]) for name in LABELS if query.get(name)}, **moment.query},
        controls=ScheduleControls(request.GET, errors, read_choices(query)),
        errors=errors,
    )


def grouping(request: OfficeRequest) -> str:
    """By pillar or by unit; anything else counts as by pillar."""
    asked = request.GET.get("by", "")
    return asked if asked in BY else "pillar"


def group_of(task: Task, by: str) -> Group:
    """Its pillar or its lead unit; what has no unit yet comes last."""
    if by == "pillar":
        pillar = task.measure.pillar
        return Group(pillar.ordinal, str(pillar.ordinal), pillar.name)
    unit = task.lead_unit
    return Group(unit.ordinal, unit.code, unit.name) if unit else Group(_LAST, "", "牵头单位待定")


def _plan(slug: str) -> Plan | None:
    if not slug:
        return current_plan()
    found = Plan.objects.filter(slug=slug).first() if "\0" not in slug else None
    if found is None:
        raise Http404("没有这个年度计划。")
    return found


def _query(given: QueryDict, plan: Plan) -> QueryDict:
    query = given.copy()
    query["plan"] = plan.slug
    if not query.get("state"):
        query["state"] = _COUNTED
    return query
