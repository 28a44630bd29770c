"""任务台账: every task that a person may see, filtered by the address, sorted, paged."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, OrderBy, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks import access, saved_filters
from tasks.faces import column, faces, with_names
from tasks.filters import TaskFilter, filter_of
from tasks.forms.ledger import Controls, address, read_choices
from tasks.forms.moment import WITH_COMPARISON, read_or_now
from tasks.forms.saved_filter import SavedFilterForm
from tasks.moment import Moment
from tasks.states import Colour
from tasks.views.common import OfficeRequest, not_cached, staff_view
from tasks.views.ledger_rows import rows as rows_of
from tasks.views.moments import BAD_REQUEST

PAGE = 50
_WORST_FIRST = Case(
    *(When(light=colour, then=Value(place)) for place, colour in enumerate(Colour.values)),
    default=Value(len(Colour.values)),
    output_field=IntegerField(),
)
COLUMNS = (
    ("light", "灯"),
    ("code", "编号"),
    ("", "任务"),
    ("", "类别"),
    ("", "牵头单位"),
    ("", "分管领导"),
    ("due_on", "时限"),
    ("progress", "完成"),
    ("", "状态"),
    ("", "原因"),
    ("updated_at", "更新"),
)
SORTABLE = tuple(name for name, _ in COLUMNS if name)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head; `direction` is "ascending", "descending" or "" where the list is not sorted by it."""

    label: str
    url: str = ""
    direction: str = ""


@staff_view
@require_safe
def ledger(request: OfficeRequest) -> HttpResponse:
    """Bad values are messages at their field and an empty list, with 400 where it is the day; unknown parameters are
    ignored."""
    return shown(request, SavedFilterForm())


def shown(request: OfficeRequest, saving: SavedFilterForm, status: int = 200) -> HttpResponse:
    """The list of the address, with the form that keeps its filters under a name."""
    asked = {name: request.GET.get(name, "") for name in (*WITH_COMPARISON, "plan")}
    moment, errors = read_or_now(asked, request.on)
    found = narrowed(request, moment)
    rows = found.qs if found.is_valid() and not errors else found.queryset.none()
    ordering = ordering_of(request)
    page = Paginator(in_order(rows, ordering), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(page.object_list, moment),
        "moment": moment,
        "total": page.paginator.count,
        "nothing_yet": moment.is_past and not page.paginator.count and not found.queryset.exists(),
        "controls": Controls(request.GET, {**found.form.errors, **errors}, read_choices(request.GET), moment),
        "headings": _headings(request, ordering),
        "ordering": ordering,
        "orderings": [(name, label) for name, label in COLUMNS if name],
        "saved": saved_filters.of(request.user),
        "saving": saving,
    }
    return not_cached(render(request, "tasks/ledger.html", context, status=BAD_REQUEST if errors else status))


def narrowed(request: OfficeRequest, moment: Moment) -> TaskFilter:
    """What the address asks for among the tasks that this person may see, as they stood at the moment."""
    visible = access.visible_tasks(request.user)
    if plan := request.GET.get("plan"):
        visible = visible.filter(plan__slug=plan)
    return filter_of(request.GET, faces(visible, moment))


def ordering_of(request: OfficeRequest) -> str:
    """The column asked for, "-" before it for descending; by code where it is none of ours."""
    wanted = request.GET.get("ordering", "")
    return wanted if wanted.removeprefix("-") in SORTABLE else "code"


def in_order(rows: QuerySet[Any], ordering: str) -> QuerySet[Any]:
    """With all names. Ties by code; tasks without the value come last either way."""
    name, falling = ordering.removeprefix("-"), ordering.startswith("-")
    key = OrderBy(
        _WORST_FIRST if name == "light" else F(column(rows, name)), descending=falling, nulls_last=True
    )
    return with_names(rows).order_by(key, column(rows, "code"))


def _headings(request: OfficeRequest, ordering: str) -> list[Heading]:
    return [_heading(request, name, label, ordering) for name, label in COLUMNS]


def _heading(request: OfficeRequest, name: str, label: str, ordering: str) -> Heading:
    """A link that sorts by the column, and turns the order where it is sorted so already."""
    if not name:
        return Heading(label)
    sorted_by, falling = ordering.removeprefix("-") == name, ordering.startswith("-")
    wanted = f"-{name}" if sorted_by and not falling else name
    url = "?" + address(request.GET, drop=("page",), ordering=wanted)
    return Heading(label, url, ("descending" if falling else "ascending") if sorted_by else "")
