"""25 September in the office: six pillars, twenty tasks of every kind and state, a light of every colour."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from glossary.models import Term
from tasks import workflow
from tasks.models import Measure, OfficeDate, Pillar, Plan, Task
from tasks.states import Kind, State
from tasks.workflow.checkpoints import StageGoal
from tasks.workflow.reporting import Help, Quantity
from tests.cast import QUARTERS, STAGES, Cast, TaskMaker, make_cast, make_plan
from tests.guanhu.many import light_up
from tests.tasks.problems import admit

TODAY = date(2020, 9, 25)
"""August is closed; September is open until the 28th."""
MORE_PILLARS = ((3, "美丽观湖"), (4, "平安观湖"), (5, "活力观湖"), (6, "实干观湖"))
CHECKS = tuple(StageGoal(date(2020, month, 20), f"第 {month // 3} 季度检查") for month in (6, 9, 12))

LAND = "土地整备入库"
LATE_ROAD = "观盛二路开工"
TO_ASSIGN = "雨污分流改造"
TO_ACCEPT = "公共停车位建设"
TO_APPROVE = "老屋村电线整治"


@dataclass(frozen=True, slots=True)
class Scene:
    """The plan and its tasks by title; `cast` are the people."""

    plan: Plan
    cast: Cast
    tasks: Mapping[str, Task]

    def task(self, title: str) -> Task:
        """As it stands in the database now."""
        return Task.objects.get(pk=self.tasks[title].pk)

    def path(self, title: str, rest: str = "") -> str:
        """Address of a task's page, or of what lies below it."""
        return f"/tasks/{self.tasks[title].code}/{rest}"


class KeptScene:
    """Played through the verbs once, which takes seconds; afterwards its rows are only put back."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._rows: dict[type[Model], list[Model]] = {}

    def set(self) -> Scene:
        if self._scene is None:
            self._scene = set_scene()
            self._rows = {model: list(model._base_manager.all()) for model in _models()}
        else:
            with transaction.atomic():  # foreign keys are checked at its end, whatever the order
                for model, rows in self._rows.items():
                    model._base_manager.bulk_create(rows)
        return self._scene


def _models() -> Iterator[type[Model]]:
    for label in ("indicators", "glossary", "tasks"):
        yield from apps.get_app_config(label).get_models(include_auto_created=True)


def set_scene() -> Scene:
    plan, cast = make_plan(), make_cast()
    make_task = TaskMaker(plan, cast)
    for ordinal, name in MORE_PILLARS:
        pillar = Pillar.objects.create(plan=plan, ordinal=ordinal, name=name, slogan=f"建设{name}")
        Measure.objects.create(pillar=pillar, ordinal=1, name=f"{name}举措1")
    Term.objects.create(slug="land", ordinal=1, term="土地整备", definition="对土地进行综合整治和重新安排。")
    OfficeDate.objects.create(today=TODAY)
    made = {title: make_task(title=title, **how) for title, how in _tasks(cast).items()}
    for title, months, how in _reports():
        for month in months:
            _report(made[title], cast, month, how)
    light_up(plan, TODAY)
    admit(plan, "1.1", "产业空间不足", measures=["1.1"], tasks=[made[LAND]])
    admit(plan, "1.2", "道路不通畅", tasks=[made[LATE_ROAD]])
    admit(plan, "2.1", "部门之间有壁垒")
    return Scene(plan, cast, made)


def _tasks(cast: Cast) -> dict[str, dict[str, Any]]:
    quantity = {"kind": Kind.QUANTITY, "checkpoints": QUARTERS}
    project = {"kind": Kind.PROJECT, "checkpoints": STAGES}
    milestone, control, continuing = ({"kind": k} for k in (Kind.MILESTONE, Kind.CONTROL, Kind.CONTINUING))
    other = {"lead_unit": cast.other, "leader": cast.other_leader}
    return {
        LAND: {**quantity, "pillar": 2},
        LATE_ROAD: {**milestone, "pillar": 2, "due_on": date(2020, 6, 30), **other},
        "信访积案化解": {**continuing, "pillar": 2, "measure": 2, "restricted": True},
        "产业空间拓展": {**quantity, "pillar": 1, **other},
        "空气质量改善": {**control, "pillar": 1},
        "企业走访服务": {**continuing, "pillar": 1, "measure": 2, "checkpoints": CHECKS, **other},
        "旧村综合整治": {**project, "pillar": 3},
        "社区公园建设": {**project, "pillar": 3, "supporting": (cast.community,)},
        "环境清洁日": {**continuing, "pillar": 3},
        "消防隐患整改": {**quantity, "pillar": 4, **other},
        "视频门禁安装": {**quantity, "pillar": 4, "checkpoints": None},
        "交通安全宣传": {**continuing, "pillar": 4, **other},
        "职业技能培训": {**quantity, "pillar": 5},
        "文化活动中心开放": {**milestone, "pillar": 5},
        "智慧党建阵地建设": {**project, "pillar": 6, **other},
        "作风纪律检查": {**continuing, "pillar": 6},
        TO_ASSIGN: {**quantity, "pillar": 3, "state": State.PROPOSED},
        TO_ACCEPT: {**quantity, "pillar": 5, "state": State.ASSIGNED, "checkpoints": None},
        TO_APPROVE: {**continuing, "pillar": 6, "state": State.IN_REVIEW},
        "社区食堂开办": {**continuing, "pillar": 5, "state": State.DONE},
    }


def _reports() -> list[tuple[str, tuple[int, ...], dict[str, Any]]]:
    """Task, months reported on the 25th, and what every report carries."""
    of = lambda amount: {"quantities": [Quantity(Decimal(amount))]}  # noqa: E731
    return [
        (LAND, (4, 5, 6, 7, 8), of("4")),
        (LATE_ROAD, (5, 8), {"expected_on": date(2020, 6, 30)}),
        ("产业空间拓展", (6, 8), of("2")),
        ("空气质量改善", (6, 7, 8), of("25.5")),
        ("企业走访服务", (8,), {"actions": (1,)}),
        ("旧村综合整治", (8,), {"stage": 1, "help": Help("分管领导甲", "与业主协商进场时间")}),
        ("社区公园建设", (8,), {"stage": 2}),
        ("环境清洁日", (8,), {}),
        ("消防隐患整改", (8,), of("16")),
        ("视频门禁安装", (6, 7), of("9")),
        ("文化活动中心开放", (8,), {"expected_on": date(2020, 12, 10)}),
        ("作风纪律检查", (8,), {}),
    ]


def _report(task: Task, cast: Cast, month: int, how: dict[str, Any]) -> None:
    by = cast.reporter if task.lead_unit == cast.lead else cast.other_reporter
    on, period = date(2020, month, 25), f"2020-{month:02}"
    workflow.report(task, by=by, on=on, version=None, period=period, note="按计划推进", **how)
