"""What a table shows, in words: which plan, which day, which filters, how many of which light, for whom and when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from tasks import periods
from tasks.clock import now
from tasks.faces import column
from tasks.forms.ledger import Choices, Controls
from tasks.models import Person, Plan
from tasks.moment import Moment
from tasks.states import Colour
from tasks.views.common import OfficeRequest

NAME = "任务分解表"
LIGHTS = (Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY, Colour.NONE, "")
"""In the order in which lights are counted everywhere; "" are tasks that are not lit because they are not open."""


@dataclass(frozen=True, slots=True)
class About:
    """`plan` is None where the rows are of several. `filters` are pairs of a name and its value in words, `lights` the
    number of tasks by colour."""

    plan: Plan | None
    moment: Moment
    filters: Sequence[tuple[str, str]]
    lights: Mapping[str, int]
    restricted: int
    by: Person
    at: datetime
    demonstration: bool

    @property
    def total(self) -> int:
        return sum(self.lights.values())

    @property
    def title(self) -> str:
        return f"{self.plan.title}{NAME}" if self.plan else NAME

    @property
    def day(self) -> str:
        """截至 2020-09-29(九月期关账)"""
        closed = f"({periods.label(self.moment.period)}关账)" if self.moment.period else ""
        return f"截至 {self.moment.on}{closed}"

    @property
    def filtered(self) -> str:
        return ";".join(f"{name}:{value}" for name, value in self.filters) or "全部任务"

    @property
    def subtitle(self) -> str:
        invented = "演示数据 · " if self.demonstration else ""
        return f"{invented}{self.day} · {self.filtered} · 共 {self.total} 项"

    def file_name(self, ending: str) -> str:
        """任务分解表-2020-截至2020-09-30.xlsx"""
        plan = f"-{self.plan.slug}" if self.plan else ""
        return f"{NAME}{plan}-截至{self.moment.on}.{ending}"


def about(request: OfficeRequest, rows: QuerySet[Any], moment: Moment, choices: Choices) -> About:
    """Of the rows that the request asks for; one query."""
    counted = _counted(rows)
    lights, restricted, plans = Counter[str](), 0, set[int]()
    for row in counted:
        lights[row["light"]] += row["n"]
        restricted += row["n"] if row["restricted"] else 0
        plans.add(row[column(rows, "plan")])
    asked = request.GET.get("plan")
    known = [plan for plan in choices.plans if plan.pk in plans or (not plans and plan.slug == asked)]
    return About(
        plan=known[0] if len(known) == 1 else None,
        moment=moment,
        filters=[(chip.label, chip.value) for chip in Controls(request.GET, {}, choices).chips],
        lights={colour: lights[colour] for colour in LIGHTS},
        restricted=restricted,
        by=request.user,
        at=timezone.localtime(now()),
        demonstration=request.simulated,
    )


def _counted(rows: QuerySet[Any]) -> Sequence[Mapping[str, Any]]:
    by = ("light", "restricted", column(rows, "plan"))
    return list(rows.order_by().values(*by).annotate(n=Count("pk")))
